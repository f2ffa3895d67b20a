"""What is removed is gone everywhere, comes back whole when that is undone, and is never half removed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.embedding import OnnxEmbedder
from assistant.indexing import Reading, Report, index_files
from assistant.records import Paper
from assistant.search.vectors import ChromaIndex, synchronise
from assistant.storage.library import FILE, Library
from assistant.storage.pruning import find_gone
from tests.conftest import BREAD, BRIDGES, CHESS, PENGUINS, RIVERS, Write
from tests.test_indexing import MODEL, contents, refuse, titles

KILLED = """
import os, signal, sys
from pathlib import Path
from assistant.storage.library import Library

steps = 0
def tick(*_):
    global steps
    steps += 1
    if steps == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

with Library(Path(sys.argv[1])) as library, library.writing():
    library._db.set_progress_handler(tick, 20)
    library.remove_papers([1, 2]) if sys.argv[3] == "remove" else library.undo_removal()
"""

Index = Callable[..., Report]


@pytest.fixture
def folder(tmp_path: Path, write_papers: Write) -> Path:
    """Return a folder of two files that have one paper in common."""
    write_papers(tmp_path / "papers" / "one.txt", [PENGUINS, BREAD, BRIDGES])
    write_papers(tmp_path / "papers" / "two.txt", [BRIDGES, CHESS])
    return tmp_path / "papers"


@pytest.fixture
def library(tmp_path: Path, folder: Path, embedder: OnnxEmbedder) -> Iterator[Library]:
    """Return a library of the folder."""
    with Library(tmp_path / "library", create=True) as library:
        index_files(library, [folder], lambda: embedder, MODEL)
        yield library


@pytest.fixture
def index(library: Library, embedder: OnnxEmbedder) -> Index:
    """Return a function that indexes paths."""
    return lambda *paths, **how: index_files(library, paths, lambda: embedder, MODEL, reading=Reading(**how))


def number(library: Library, title: str) -> int:
    """Return the number of the paper of this title."""
    return next(number for number, paper in library.papers().items() if paper.title == title)


def everything(library: Library) -> tuple[object, ...]:
    """Return all that a library says of its papers, whatever their passages are numbered."""
    spellings = library._rows("SELECT * FROM spellings WHERE papers > 0 ORDER BY word")
    sources = library._rows("SELECT * FROM sources ORDER BY paper, path, line")
    return contents(library), sorted(library.papers()), spellings, sources, library._rows("SELECT * FROM vocabulary")


def check_words(library: Library) -> None:
    """Check the full-text index against the papers."""
    with contextlib.closing(sqlite3.connect(library.folder / FILE)) as db:
        db.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")


def test_removed_paper_is_gone_everywhere(library: Library) -> None:
    """From papers, words, spellings, passages, sentences, sources and Chroma."""
    gone = number(library, PENGUINS[0])
    library.remove_papers([gone])
    synchronise(library)
    assert PENGUINS[0] not in titles(library)
    assert library.match_words('"penguins"', (1.0, 1.0), 5) == []
    assert library.spelt(["penguins", "gentoo", "dough"]) == {"dough": 1}
    assert (library.sentences([gone]), library.passage_vectors([gone])) == ({}, {})
    assert library._rows("SELECT * FROM sources WHERE paper = ?", (gone,)) == []
    check_words(library)
    with contextlib.closing(ChromaIndex(library)) as chroma:
        assert chroma.count() == 3


def test_undoing_brings_back_all_of_it(library: Library) -> None:
    """With its number and its vectors; nothing is embedded again."""
    before = everything(library)
    library.remove_papers([1, 3])
    assert library.undo_removal() is not None
    assert before == everything(library)
    check_words(library)
    assert library.numbers_without_vectors() == []


def test_removals_are_undone_from_the_last_on(library: Library) -> None:
    """Until none is left."""
    before = everything(library)
    library.remove_papers([1])
    library.remove_papers([2])
    assert [removal.papers for removal in library.removals()] == [1, 1]
    assert [library.undo_removal() is None for _ in range(3)] == [False, False, True]
    assert before == everything(library)


def test_removed_paper_stays_away_when_its_file_is_indexed_again(
    library: Library, index: Index, folder: Path, write_papers: Write
) -> None:
    """Unchanged, changed, or copied; the report says why."""
    library.remove_papers([number(library, PENGUINS[0])])
    assert index(folder).files_unchanged == 2
    write_papers(folder / "one.txt", [PENGUINS, BREAD, BRIDGES, RIVERS])
    write_papers(folder / "copy.txt", [PENGUINS])
    report = index(folder)
    assert PENGUINS[0] not in titles(library)
    assert RIVERS[0] in titles(library)
    reasons = [gap.reason.partition(":")[0][:25] for file in report.files for gap in file.gaps]
    assert reasons == ["removed from the library o"[:25]] * 2


def test_removed_paper_comes_back_when_it_is_asked_for(library: Library, index: Index, folder: Path) -> None:
    """From the file that it stands in, though that is unchanged; undoing then has nothing to add."""
    library.remove_papers([number(library, PENGUINS[0])])
    assert index(folder, takes_removed=True).papers_new == 1
    before = everything(library)
    library.undo_removal()
    assert before == everything(library)


def test_other_paper_of_the_same_title_is_taken_in(library: Library, index: Index, tmp_path: Path) -> None:
    """Only the paper itself is kept out."""
    library.remove_papers([number(library, BREAD[0])])
    other = {"title": BREAD[0], "abstract": "Of yeast and its many wonders nothing was known in 1820."}
    (tmp_path / "other.jsonl").write_text(json.dumps(other))
    assert index(tmp_path / "other.jsonl").papers_new == 1


def test_number_of_a_removed_paper_is_given_to_no_other(library: Library, index: Index, tmp_path: Path) -> None:
    """A search that is under way would take one for the other; and undoing needs it."""
    last = max(library.papers())
    library.remove_papers([last])
    (tmp_path / "new.jsonl").write_text('{"title": "Something New", "abstract": "It is new."}')
    index(tmp_path / "new.jsonl")
    library.undo_removal()
    assert sorted(library.papers()) == [*range(1, last + 1), last + 1]


def test_compacting_forgets_the_words_and_still_keeps_out(library: Library, index: Index, folder: Path) -> None:
    """Nothing readable is left of what was removed, and an unchanged file does not bring it back."""
    library.remove_papers([number(library, PENGUINS[0])])
    library.compact()
    assert library.undo_removal() is None
    assert b"Gentoo" not in b"".join(file.read_bytes() for file in library.folder.glob("library.sqlite*"))
    (folder / "one.txt").write_text((folder / "one.txt").read_text() + "\n")
    index(folder)
    assert PENGUINS[0] not in titles(library)
    check_words(library)


def test_pruning_takes_only_papers_that_stand_nowhere_else(library: Library, index: Index, folder: Path) -> None:
    """The one that stands in another file too loses this source; undoing gives it back."""
    before = everything(library)
    (folder / "one.txt").unlink()
    gone = find_gone(library, [folder])
    assert [Path(path).name for path in gone.files] == ["one.txt"]
    removal = library.remove_sources(gone.files)
    assert (removal.papers, removal.kept) == (2, 1)
    assert titles(library) == sorted([BRIDGES[0], CHESS[0]])
    assert [source.file for source in library.papers()[number(library, BRIDGES[0])].sources] == ["two.txt"]
    library.undo_removal()
    assert before == everything(library)


def test_pruned_paper_comes_back_with_its_file(
    library: Library, embedder: OnnxEmbedder, index: Index, folder: Path, write_papers: Write
) -> None:
    """Nobody has said that it is not wanted."""
    (folder / "one.txt").rename(folder / "elsewhere")
    library.remove_sources(find_gone(library, [folder]).files)
    (folder / "elsewhere").rename(folder / "one.txt")
    assert index(folder).papers_new == 2


def test_moved_file_loses_nothing(library: Library, folder: Path) -> None:
    """Indexed where it is now, its papers only lose the old place."""
    (folder / "one.txt").rename(folder / "moved.txt")
    index_files(library, [folder], refuse, MODEL)
    gone = find_gone(library, [folder])
    assert (len(gone.files), gone.papers) == (1, ())


def test_file_elsewhere_or_in_an_archive_is_not_gone(library: Library, folder: Path, tmp_path: Path) -> None:
    """Only what lies below the place is looked at, and an archive holds what is in it."""
    (tmp_path / "papers!.zip").write_text("")
    library.put_source(1, f"{tmp_path}/papers!.zip!inner.txt", 1)
    (folder / "one.txt").unlink()
    assert find_gone(library, [tmp_path / "pap"]).files == ()
    assert len(find_gone(library, [tmp_path]).files) == 1


def test_file_that_cannot_be_looked_at_is_not_gone(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that does not answer."""

    def refuse_all(path: str) -> os.stat_result:
        raise PermissionError(path)

    monkeypatch.setattr(os, "lstat", refuse_all)
    assert find_gone(library, [folder]).files == ()


def test_file_that_is_no_text_in_its_name_is_found(library: Library, tmp_path: Path) -> None:
    """Its name is written down in another way than the disk has it."""
    path = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("")
    key = str(path).encode(errors="backslashreplace").decode()
    library.put_source(1, key, 1)
    assert find_gone(library, [tmp_path]).files == ()
    path.unlink()
    assert find_gone(library, [tmp_path]).files == (key,)


def test_folder_that_is_no_text_in_its_name_is_found(library: Library, tmp_path: Path) -> None:
    """Whoever names it, and whether it is there or not."""
    folder = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9"))
    key = f"{folder}/papers.txt".encode(errors="backslashreplace").decode()
    library.put_source(1, key, 1)
    assert find_gone(library, [folder]).files == find_gone(library, [tmp_path / "other", folder]).files == (key,)


def test_archive_that_was_read_again_since_is_read_once_more(library: Library, index: Index, tmp_path: Path) -> None:
    """Undoing puts the paper back where it stood in it."""
    archive, gone = tmp_path / "more.zip", number(library, CHESS[0])

    def index_archive(title: str, abstract: str) -> int:
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("more.jsonl", json.dumps({"title": title, "abstract": abstract}))
        return index(archive).files_read

    index_archive(*CHESS[:2])
    library.remove_papers([gone])
    index_archive("On Gulls", "They steal chips.")
    library.undo_removal()
    assert 1 == index_archive("On Gulls", "They steal chips.")
    assert {"two.txt"} == {source.file for source in library.papers()[gone].sources}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Wow! papers.jsonl", "Wow! papers.jsonl"),
        ("Old!/papers.jsonl", "papers.jsonl"),
        ("Old! things/papers.jsonl", "papers.jsonl"),
        ("Old! things/Wow!.zip", "Wow!.zip!inner/papers.jsonl"),
    ],
)
def test_exclamation_mark_in_a_name_means_nothing(
    library: Library, index: Index, tmp_path: Path, path: str, name: str
) -> None:
    """Neither where a paper is said to stand, nor where it is told that one stays away."""
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(text := json.dumps({"title": "On Gulls", "abstract": "They steal chips."}))
    if file.suffix == ".zip":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("inner/papers.jsonl", text)
    index(file)
    gone = number(library, "On Gulls")
    assert [name] == [source.file for source in library.papers()[gone].sources]
    library.remove_papers([gone])
    ((gap,),) = (told.gaps for told in index(file).files)
    assert (name, True) == (gap.file, "removed from the library" in gap.reason)


def test_source_that_was_read_again_since_is_read_once_more(
    library: Library, index: Index, folder: Path, write_papers: Write
) -> None:
    """Undoing puts the paper back where it stood; the file may have changed."""
    gone = number(library, PENGUINS[0])
    library.remove_papers([gone])
    write_papers(folder / "one.txt", [BREAD, BRIDGES])
    index(folder)
    library._do("UPDATE files SET indexed_at = '2000-01-01T00:00:00Z'")  # the clock may have been set back
    library.undo_removal()
    assert index(folder).files_read == 1
    assert library.papers()[gone].sources == ()


def test_source_that_is_as_it_was_is_not_read_again(library: Library, index: Index, folder: Path) -> None:
    """Though it was read since the removal that is undone."""
    library.remove_papers([number(library, PENGUINS[0])])
    library.forget_files()
    index(folder)
    library.undo_removal()
    assert 0 == index(folder).files_read


@pytest.mark.parametrize("action", ["remove", "undo"])
def test_killed_removal_has_done_all_or_nothing(library: Library, action: str) -> None:
    """`kill -9` at any moment, and the next one goes on as if nothing had been."""
    whole = everything(library)
    library.remove_papers([1, 2])
    less = everything(library)
    if action == "remove":
        library.undo_removal()
    states = set()
    for step in (1, 40, 100, 160, 220, 300, 400, 500, 700):
        command = [sys.executable, "-c", KILLED, str(library.folder), str(step), action]
        done = subprocess.run(command, timeout=60)
        found = everything(library)
        assert found in (whole, less)
        assert library._rows("PRAGMA integrity_check") == [("ok",)]
        states.add((done.returncode, found == whole))
        if done.returncode == 0:
            break
    assert (-signal.SIGKILL, action == "remove") in states


def test_paper_without_vectors_can_be_removed_and_brought_back(library: Library) -> None:
    """It is embedded by whoever indexes next."""
    added, _ = library.put_paper(Paper("x", "No Vectors Yet", "None."), "no vectors yet")
    library.remove_papers([added])
    library.undo_removal()
    assert library.numbers_without_vectors() == [added]


def test_all_that_is_known_of_a_paper_comes_back(library: Library) -> None:
    """Authors, identifiers, date."""
    paper = Paper("p", "Third", "Text.", "2024-01", 2, "Lab", ("A B", "C D"), "V", "10.1/x", "2401.00001", "u", "k")
    added, _ = library.put_paper(paper, "third")
    library.remove_papers([added])
    library.undo_removal()
    assert replace(library.papers()[added], sources=()) == paper
