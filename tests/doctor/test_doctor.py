"""The doctor finds each damage, says what to do, mends what can be mended, and throws nothing away."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import doctor
from assistant.doctor import Finding, Level, checking_chroma, checking_machine
from assistant.doctor.checking_library import check_library
from assistant.doctor.checking_models import DIGESTS, PACKAGE, check_bundled
from assistant.doctor.mending import _name_bundled, find_faults
from assistant.doctor.salvaging import salvage
from assistant.embedding import Embedder, OnnxEmbedder
from assistant.equipment import open_resources
from assistant.errors import LibraryError
from assistant.indexing import index_files, silent
from assistant.records import Paper
from assistant.search import vectors
from assistant.settings import BUNDLED_EMBEDDING_MODEL, Settings
from assistant.storage import library_file, open_file
from assistant.storage.library import FILE, LOCK, OWNER, Library
from assistant.storage.library_file import connect
from assistant.storage.schema import PAGE_SIZE
from assistant.storage.seal import STAGING, break_seal
from tests.conftest import FIVE

PROBE = "import os, sys, time\n"


@pytest.fixture
def settings(small_library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return settings of a home of its own, with a library of the five papers that may be damaged."""
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    shutil.copytree(small_library.folder, tmp_path / "library")
    (tmp_path / "library").chmod(0o700)
    Library(tmp_path / "library").close()  # takes over the log of the library that is open
    return Settings(library=tmp_path / "library", models_dir=tmp_path / "models")


def findings(settings: Settings) -> list[Finding]:
    """Return all findings."""
    return list(doctor.examine(settings, silent))


def faults(settings: Settings) -> set[str]:
    """Return what is at fault."""
    return {finding.check for finding in findings(settings) if finding.level is Level.FAULT}


def change(settings: Settings, *statements: str) -> None:
    """Change the library behind its back."""
    with closing(sqlite3.connect(settings.library / FILE, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def test_sound_library_has_no_faults(settings: Settings) -> None:
    """Chroma was asked, and found what it should."""
    assert faults(settings) == set()
    assert any(finding.message.endswith("it finds them") for finding in findings(settings))


TEXT = ("DROP TRIGGER papers_updated", "UPDATE papers SET abstract = replace(abstract, 'Penguins', 'Pinguins')")


@pytest.mark.parametrize(
    ("statements", "check"),
    [
        (TEXT, "library: texts"),
        (("DELETE FROM words_docsize WHERE id = 2",), "library: words"),
        (("UPDATE words_data SET block = zeroblob(length(block)) WHERE id > 100",), "library: words"),
        (("UPDATE spellings SET papers = 9 WHERE word = 'dough'",), "library: spellings"),
        (("DELETE FROM spellings",), "library: spellings"),
        (("UPDATE passages SET vector = zeroblob(768) WHERE paper = 2",), "library: vectors"),
        (("UPDATE passages SET vector = substr(vector, 1, 500) WHERE paper = 2",), "library: vectors"),
        (('UPDATE passages SET "end" = 100000 WHERE paper = 3',), "library: vectors"),
        (
            ("UPDATE passages SET vector = CAST(substr(vector, 1, 575) || x'0000' AS BLOB) WHERE paper = 2",),
            "library: vectors",
        ),
        (("UPDATE sentences SET spans = substr(spans, 1, 9) WHERE paper = 3",), "library: vectors"),
        (("UPDATE sentences SET vectors = randomblob(length(vectors)) WHERE paper = 3",), "library: vectors"),
        (("UPDATE meta SET value = 'x' WHERE key = 'id'",), "chroma"),
    ],
)
def test_damage_inside_is_found_and_mended(settings: Settings, statements: tuple[str, ...], check: str) -> None:
    """Words, spellings and vectors are made anew from the papers; a damaged paper waits to be indexed again."""
    change(settings, *statements)
    found = [finding for finding in findings(settings) if finding.level is Level.FAULT]
    assert check in {finding.check for finding in found}
    assert all(finding.remedy and finding.fix for finding in found)
    for finding in found:
        doctor.mend(finding)
    assert faults(settings) == set()
    with Library(settings.library) as library:
        assert library.paper_count() == (4 if check == "library: texts" else 5)


def test_paper_that_was_taken_out_comes_back_by_indexing(settings: Settings, small_library: Library) -> None:
    """Its file is read again, though it has not changed; the others keep their vectors."""
    change(settings, *TEXT)
    for finding in findings(settings):
        doctor.mend(finding)
    with Library(settings.library) as library:
        from assistant.embedding import open_embedder

        name = BUNDLED_EMBEDDING_MODEL
        report = index_files(library, [small_library.folder.parent / "five.txt"], lambda: open_embedder(name), name)
        assert (report.papers, report.embedded) == (5, 1)


def test_changed_facts_are_told_and_read_again(settings: Settings, small_library: Library) -> None:
    """They are taken out, not told, until indexing reads all again, which embeds nothing."""
    change(settings, "UPDATE papers SET organisation = 'Nobody', date = '1999-01-01'")
    told: list[str] = []
    with closing(open_resources(settings, told.append)):
        assert "not as it was left" in told[0]
    assert {"library: file", "library: facts"} == faults(settings)
    with Library(settings.library) as library, pytest.raises(LibraryError, match="date, authors or venue"):
        library.papers()
    for finding in findings(settings):
        doctor.mend(finding)
    assert set() == faults(settings)
    with Library(settings.library) as library:
        assert all((paper.date, paper.organisation) == (None, None) for paper in library.papers().values())
        report = index_files(library, [small_library.folder.parent / "five.txt"], _nobody, BUNDLED_EMBEDDING_MODEL)
        assert (1, 5, 0) == (report.files_read, report.entries, report.embedded)


@pytest.mark.parametrize("has_files", [True, False])
def test_facts_that_an_older_version_left_are_doubted(
    settings: Settings, small_library: Library, has_files: bool, tmp_path: Path
) -> None:
    """Changed before the library was brought up to date, nobody can tell which; the files can, if there are any."""
    change(
        settings,
        "UPDATE papers SET date = '1999-01-01'",
        "ALTER TABLE papers DROP COLUMN facts",
        "PRAGMA user_version = 7",
        "SELECT 1" if has_files else f"UPDATE sources SET path = '{tmp_path / 'gone.txt'}'",
    )
    said = [doctor.mend(finding) for finding in findings(settings)]
    with Library(settings.library) as library:
        assert {None if has_files else "1999-01-01"} == {paper.date for paper in library.papers().values()}
    assert has_files != any("5 papers are right: their files are gone" in words for words in said)
    assert set() == faults(settings)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE papers SET date = '1999' WHERE rowid = 2",
        "UPDATE papers SET author_count = 99 WHERE rowid = 2",
        "UPDATE publications SET venue = 'Nowhere' WHERE paper = 2",
        "UPDATE publications SET authors = 'Nobody' WHERE paper = 2",
        "UPDATE publications SET doi = '10.1/x' WHERE paper = 2",
    ],
)
def test_changed_fact_of_one_paper_is_found_without_a_seal(settings: Settings, statement: str) -> None:
    """Only that paper loses what was known of it."""
    change(settings, statement)
    (settings.library / "library.seal").unlink()
    found = [finding for finding in check_library(settings, silent) if finding.level is Level.FAULT]
    assert {"library: file", "library: facts"} == {finding.check for finding in found}
    for finding in found:
        doctor.mend(finding)
    assert set() == faults(settings)


def _nobody() -> Embedder:
    raise AssertionError("nothing is to be embedded")


def test_papers_that_another_program_deleted_are_told(settings: Settings) -> None:
    """The seal knows how many there were, until they are indexed again."""
    change(settings, "PRAGMA foreign_keys = ON", "DELETE FROM papers WHERE rowid < 4")
    said = [doctor.mend(finding) for finding in findings(settings)]
    assert any("3 of 5 papers are lost" in words for words in said)
    assert any("2 of 5 papers are here" in finding.message for finding in check_library(settings, silent))


def test_changed_name_of_the_embedding_model_is_mended(settings: Settings, embedder: OnnxEmbedder) -> None:
    """The vectors tell whether the bundled one has made them."""
    change(settings, "UPDATE meta SET value = 'another' WHERE key = 'embedding_model'")
    said = [doctor.mend(finding) for finding in findings(settings)]
    assert any("which is named again" in words for words in said)
    with Library(settings.library) as library:
        assert BUNDLED_EMBEDDING_MODEL == library.meta("embedding_model")
        with library.writing(), library.transaction():
            library.put_meta("embedding_model", "another")
            made = list(embedder.embed_papers(library.papers([2, 1, 4, 3, 5]).values()))
            for number, own in enumerate(made, 1):
                library.put_vectors(number, own)
        assert not _name_bundled(library)


def test_damaged_text_is_not_shown(settings: Settings) -> None:
    """Whoever reads the paper is told."""
    change(settings, *TEXT)
    with Library(settings.library) as library, pytest.raises(LibraryError, match="damaged"):
        library.papers()


@pytest.mark.parametrize("blob", ["zeroblob(768)", "randomblob(768)"])
def test_damaged_vectors_are_not_searched(settings: Settings, blob: str) -> None:
    """Their lengths tell."""
    change(settings, f"UPDATE passages SET vector = {blob} WHERE paper = 2")
    with Library(settings.library) as library, pytest.raises(LibraryError, match="damaged"):
        library.passage_matrix()


def _garble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // PAGE_SIZE * PAGE_SIZE
    data[middle : middle + PAGE_SIZE] = os.urandom(PAGE_SIZE)
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 4096 * 2 // 3 * 4096])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _replace(path: Path) -> None:
    path.write_bytes(os.urandom(100_000))


@pytest.mark.parametrize("damage", [_garble, _cut, _replace])
def test_damaged_file_is_salvaged(settings: Settings, small_library: Library, damage: Callable[[Path], None]) -> None:
    """What can be read is kept, the damaged file too, and indexing again completes the rest."""
    damage(settings.library / FILE)
    found = [finding for finding in findings(settings) if finding.level is Level.FAULT]
    assert "library: file" in {finding.check for finding in found}
    said = [doctor.mend(finding) for finding in found]
    assert any("papers were saved" in words for words in said), said
    assert faults(settings) - {"chroma"} == set()
    assert (settings.library / f"{FILE}.damaged").exists()
    with Library(settings.library) as library:
        from assistant.embedding import open_embedder

        name = BUNDLED_EMBEDDING_MODEL
        index_files(library, [small_library.folder.parent / "five.txt"], lambda: open_embedder(name), name)
        assert sorted(paper.title for paper in library.papers().values()) == sorted(title for title, _ in FIVE)
    assert faults(settings) == set()


def _behead(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(os.urandom(100))


def test_papers_of_a_file_without_a_header_are_all_saved(settings: Settings) -> None:
    """Their pages are whole, vectors too."""
    with Library(settings.library) as library:
        before = library.papers()
    _behead(settings.library / FILE)
    said = salvage(settings.library)
    assert said.startswith("5 of 5 papers were saved")
    with Library(settings.library) as library:
        assert before == library.papers()
        assert ([], set()) == (library.numbers_without_vectors(), find_faults(library).facts)


@pytest.mark.parametrize("is_unreadable", [False, True])
def test_removals_of_a_damaged_file_can_be_undone(settings: Settings, is_unreadable: bool) -> None:
    """With their vectors, also where SQLite reads nothing of the file; what is kept out stays so."""
    with Library(settings.library) as library, library.writing():
        before = library.papers()
        library.remove_papers([2, 3])
        library.remove_sources(library.source_paths())
    _behead(settings.library / FILE) if is_unreadable else change(settings, "DROP TABLE spellings")
    assert "cannot be brought back" not in salvage_of(settings.library)
    with Library(settings.library) as library, library.writing():
        assert {2, 3} == library.kept_out_numbers()
        assert [3, 2] == [removal.papers for removal in library.removals()]
        while library.undo_removal():
            pass
        assert before == library.papers()
        assert ([], set()) == (library.numbers_without_vectors(), find_faults(library).vectors)


def salvage_of(folder: Path) -> str:
    """Salvage a library, and return what is said, also if it holds no papers any more."""
    try:
        return salvage(folder)
    except LibraryError as error:
        return error.message


@pytest.mark.parametrize(
    ("statement", "count"),
    [
        ("UPDATE taken SET content = replace(content, 'dough', 'duogh')", 1),
        ("UPDATE taken SET content = '{'", 1),
        ("UPDATE taken_passages SET vector = zeroblob(length(vector))", 0),
    ],
)
def test_damaged_removal_is_told(settings: Settings, statement: str, count: int) -> None:
    """Damaged words cannot be brought back; damaged vectors are made anew."""
    with Library(settings.library) as library, library.writing():
        library.remove_papers([2])
    change(settings, statement)
    _behead(settings.library / FILE)
    said = salvage(settings.library)
    assert (count > 0) == (f"{count} removed papers cannot be brought back any more" in said)
    with Library(settings.library) as library, library.writing():
        assert 1 - count == len(library.removals())
        library.undo_removal()
        assert (5 - count, 1 - count) == (library.paper_count(), len(library.numbers_without_vectors()))


def test_damaged_file_is_set_aside_where_there_are_no_links(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a stick; nothing else is left beside it."""

    def refuse(*_: object) -> None:
        raise OSError("no links here")

    with Library(settings.library, create=True) as library, library.writing():
        library.put_paper(Paper("p", "Title", "Abstract."), "title")
    path = settings.library / FILE
    path.write_bytes(damaged := path.read_bytes()[:-99])
    monkeypatch.setattr(os, "link", refuse)
    with suppress(LibraryError):
        salvage(settings.library)
    assert [damaged] == [other.read_bytes() for other in settings.library.glob(f"{FILE}*") if ".damaged" in other.name]
    assert not (settings.library / "salvage").exists()


def test_pages_before_a_cut_are_saved_and_the_loss_is_told(settings: Settings) -> None:
    """How many there were says the seal; the loss stays told until they are indexed again."""
    with Library(settings.library, create=True) as library, library.writing():
        for n in range(60):
            library.put_paper(Paper(f"p{n}", f"Title {n}", f"Abstract {n}. " * 400, "2024-05-01"), f"title {n}")
    path = settings.library / FILE
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4 // PAGE_SIZE * PAGE_SIZE + 99])
    said = salvage(settings.library)
    with Library(settings.library) as library:
        count = library.paper_count()
        assert all(paper.date == "2024-05-01" for paper in library.papers().values() if paper.id.startswith("p"))
    assert 5 < count < 65
    assert f"{count} of 65 papers were saved" in said
    assert f"{65 - count} are lost: index the files of the papers again" in said
    assert any(f"{count} of 65 papers are here" in finding.message for finding in check_library(settings, silent))


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
def test_sound_library_is_never_replaced(settings: Settings, end: str) -> None:
    """A folder that has a name of the database is what is moved aside."""
    before = (settings.library / FILE).read_bytes()
    (settings.library / f"{FILE}{end}").unlink(missing_ok=True)
    (settings.library / f"{FILE}{end}").mkdir()
    with pytest.raises(LibraryError, match="is sound and stays"):
        salvage(settings.library)
    (found,) = [finding for finding in check_library(settings, silent) if finding.fix]
    assert "is a folder" in found.message
    doctor.mend(found)
    assert before == (settings.library / FILE).read_bytes()
    assert {Level.OK} == {finding.level for finding in check_library(settings, silent)}


@pytest.mark.parametrize("name", [LOCK, OWNER, STAGING])
def test_folder_that_keeps_a_writer_away_is_moved(settings: Settings, name: str) -> None:
    """It has the name of a file that whoever writes makes."""
    (settings.library / name).unlink(missing_ok=True)
    (settings.library / name / "inside").mkdir(parents=True)
    (found,) = [finding for finding in check_library(settings, silent) if finding.fix]
    doctor.mend(found)
    assert (settings.library / f"{name}.damaged" / "inside").exists()
    with Library(settings.library) as library, library.writing():
        library.put_meta("key", "value")
    assert set() == faults(settings)


def test_folder_in_the_place_of_a_library_is_told(settings: Settings) -> None:
    """It is moved aside, with what is in it."""
    (settings.library / FILE).unlink()
    (settings.library / FILE).mkdir()
    (found,) = [finding for finding in check_library(settings, silent) if finding.level is Level.FAULT]
    assert "is a folder" in found.message
    assert doctor.attempt(found)[1]
    assert (settings.library / f"{FILE}.damaged").is_dir()


@pytest.mark.parametrize("damage", [_empty, _replace])
def test_fix_that_saves_nothing_has_failed(settings: Settings, damage: Callable[[Path], None]) -> None:
    """What it could not read it has kept, and it says what to do."""
    damage(settings.library / FILE)
    (found,) = [finding for finding in check_library(settings, silent) if finding.level is Level.FAULT]
    said, is_done = doctor.attempt(found)
    assert (False, True) == (is_done, "0 of 5 papers were saved" in said and "index the files" in said)
    assert (settings.library / f"{FILE}.damaged").exists()


def test_newer_library_is_not_taken_for_a_damaged_one(settings: Settings) -> None:
    """Salvaging it would lose what this version does not know."""
    change(settings, "PRAGMA user_version = 99")
    found = next(finding for finding in findings(settings) if finding.check == "library: file")
    assert (found.level, found.fix) == (Level.FAULT, None)


def test_chroma_that_ends_the_process_or_hangs_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked in a process of its own."""
    run = subprocess.run
    scripts = iter(["os.kill(os.getpid(), 11)", "time.sleep(60)", "sys.exit('no such luck')"])

    def run_other(command: list[str], **how: object) -> object:
        return run([sys.executable, "-c", PROBE + next(scripts)], **how)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", run_other)
    said = [checking_chroma.probe(settings.library, 5, patience=20 if n != 1 else 1) for n in range(3)]
    assert "SIGSEGV" in said[0]
    assert "not answered within 1 second" in said[1]
    assert "no such luck" in said[2]


def test_chroma_of_wrong_vectors_is_found_by_asking(settings: Settings) -> None:
    """Though its files are as they were left."""
    with Library(settings.library) as library, closing(vectors.ChromaIndex(library)) as chroma:
        batch = next(library.passages())
        chroma.add([replace(one, vector=other.vector) for one, other in zip(batch, batch[::-1], strict=True)])
        state = vectors.held_state(library)
    with Library(settings.library) as library:
        import json

        path = settings.library / vectors.STATE
        assert state is None
        path.write_text(json.dumps(json.loads(path.read_text()) | {"digest": vectors._digest(library)}))
    assert faults(settings) == {"chroma"}


def test_bundled_models_are_as_they_were_packed() -> None:
    """Whoever changes one writes its digest down: `cd assistant && sha256sum FILES > doctor/bundled.sha256`."""
    found = list(check_bundled(PACKAGE, silent))
    assert [finding.message for finding in found if finding.level is not Level.OK] == []
    packed = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.glob("*_model/*") if path.suffix != ".md"}
    assert {line.split()[1] for line in DIGESTS.read_text().splitlines()} == packed - {
        name for name in packed if name.endswith("LICENSE")
    }


def test_changed_bundled_model_is_found(tmp_path: Path) -> None:
    """And one that is missing."""
    for folder in ("embedding_model", "reading_model"):
        shutil.copytree(PACKAGE / folder, tmp_path / folder)
    (tmp_path / "embedding_model" / "tokenizer.json").write_text("{}")
    (tmp_path / "reading_model" / "weights.bin").unlink()
    found = [finding.message for finding in check_bundled(tmp_path, silent) if finding.level is Level.FAULT]
    assert [message.split()[0] for message in found] == ["embedding_model/tokenizer.json", "reading_model/weights.bin"]


def test_damaged_language_model_is_found(settings: Settings, sound: Path) -> None:
    """A sound one too, with how it would be run."""
    settings.models_dir.mkdir()
    shutil.copy(sound, settings.models_dir / "good.gguf")
    (settings.models_dir / "bad.gguf").write_bytes(sound.read_bytes()[:-5000])
    found = findings(settings)
    assert ["bad.gguf" in finding.message for finding in found if finding.level is Level.FAULT] == [True]
    assert any(finding.check == "how it is run" and "threads" in finding.message for finding in found)


def test_unreadable_settings_are_a_finding(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the end of the examination."""
    (tmp_path / "config.toml").write_text("libary = 'x'")
    monkeypatch.setenv("ASSISTANT_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml.new").write_text("")
    found = [finding for finding in findings(settings) if finding.check == "settings"]
    assert [finding.level for finding in found] == [Level.FAULT, Level.NOTE]
    assert "did you mean library?" in found[0].remedy
    doctor.mend(found[1])
    assert not (tmp_path / "config.toml.new").exists()


def test_full_disk_is_a_fault(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it makes something else fail."""
    monkeypatch.setattr(checking_machine, "LEAST_DISK", 1 << 60)
    assert {"disk: library", "disk: models"} == faults(settings)


def test_open_folder_is_a_note_and_is_closed(settings: Settings) -> None:
    """Questions and vectors are private, unless they are shared on purpose."""
    settings.library.chmod(0o755)
    found = next(finding for finding in findings(settings) if finding.check == "library: folder")
    assert found.level is Level.NOTE
    doctor.mend(found)
    assert settings.library.stat().st_mode & 0o777 == 0o700


def test_damaged_sessions_are_set_aside(settings: Settings) -> None:
    """The chat begins new ones; nothing is deleted."""
    (settings.library / "sessions.sqlite").write_bytes(os.urandom(5000))
    found = next(finding for finding in findings(settings) if finding.check == "sessions")
    doctor.mend(found)
    assert faults(settings) == set()
    assert (settings.library / "sessions.sqlite.damaged").stat().st_size == 5000


def test_folder_that_cannot_be_looked_at_is_a_fault(settings: Settings, tmp_path: Path) -> None:
    """And the rest is looked at all the same."""
    found = findings(replace(settings, library=tmp_path / ("n" * 300)))
    assert {"library", "chroma"} <= {finding.check for finding in found if finding.level is Level.FAULT}
    assert any(finding.check.startswith("bundled") for finding in found)


def test_number_of_lost_papers_that_is_none_is_passed_over(settings: Settings) -> None:
    """As any other damaged fact of the library."""
    change(settings, "INSERT INTO meta VALUES ('lost_of', 'x')")
    assert {"library: file"} == faults(settings)


def test_nothing_is_imported_from_the_folder_of_the_person(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which may hold files of any name."""
    for name in ("chromadb", "json", "assistant"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(tmp_path)
    assert "" == checking_chroma.probe(settings.library, 5)


def test_no_library_yet_is_no_fault(settings: Settings, tmp_path: Path) -> None:
    """There is nothing to be wrong."""
    assert faults(replace(settings, library=tmp_path / "none")) == set()


@pytest.fixture
def read_only(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the library's folder, which may not be written, as SQLite sees it too."""
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode == os.R_OK and access(path, mode))
    settings.library.chmod(0o500)
    yield settings.library
    settings.library.chmod(0o700)


def test_library_of_a_folder_that_may_not_be_written_is_read(read_only: Path, settings: Settings) -> None:
    """And nothing beside it is touched."""
    before = {path.name: path.stat().st_mtime_ns for path in read_only.iterdir()}
    with Library(read_only) as library:
        assert (library.paper_count(), library.is_writable) == (5, False)
        with pytest.raises(LibraryError, match="readonly"):
            library.put_meta("key", "value")
    assert before == {path.name: path.stat().st_mtime_ns for path in read_only.iterdir()}


def test_reader_of_such_a_folder_follows_its_writer(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads what is there, whole, while somebody writes, and what has been written afterwards."""
    with Library(settings.library) as owner, monkeypatch.context() as here:
        for module in (library_file, open_file):
            here.setattr(module, "may_write", lambda path: False)
        with Library(settings.library) as reader:
            before = reader.changes()
            assert 5 == reader.paper_count()
            with owner.writing():
                owner.remove_papers([5])
                assert 4 == reader.paper_count()
                meanwhile = reader.papers()
                owner.remove_papers([1, 2])
                owner.compact()
                assert (4, meanwhile) == (reader.paper_count(), reader.papers())
            assert 2 == reader.paper_count()
            assert (owner.papers(), True) == (reader.papers(), before != reader.changes())


def test_log_of_a_killed_writer_is_read_too(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folder may not be written: in a copy, which is gone afterwards."""
    break_seal(settings.library / FILE)  # as a writer does first
    with closing(sqlite3.connect(settings.library / FILE)) as db:
        db.execute("INSERT INTO meta VALUES ('late', 'yes')")
        db.commit()
        shutil.copytree(settings.library, tmp_path / "killed")  # with the log, before it is taken over
    monkeypatch.setattr(os, "access", lambda path, mode: mode == os.R_OK)
    with Library(tmp_path / "killed") as library:
        assert library.meta("late") == "yes"
    connection, copy = connect(tmp_path / "killed" / FILE)
    connection.close()
    assert copy is not None
    copy.cleanup()
    assert not Path(copy.name).exists()
