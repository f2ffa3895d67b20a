"""A library of version 6 is brought up to date whole or not at all, and answers as it did."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from assistant.doctor.mending import find_faults
from assistant.doctor.salvaging import salvage
from assistant.embedding import OnnxEmbedder
from assistant.errors import LibraryError
from assistant.indexing import index_files
from assistant.language.text import first_words, title_key
from assistant.records import Entry
from assistant.search.vectors import ChromaIndex, held_state, wanted_state
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage import schema
from assistant.storage.library import FILE, Library
from assistant.storage.library_file import connect, vectors_checksum
from assistant.storage.seal import NAME
from assistant.storage.vector_packing import unpack_passages, unpack_sentences
from tests.conftest import BREAD, PENGUINS

LONG = ("A Long Paper", "Many words stand here, " + "and more of them " * 9 + "until there are enough.")
KILLED = """
import os, signal, sys
from pathlib import Path
from assistant.storage import upgrading
from assistant.storage.library import Library

steps = 0
def tick(*_):
    global steps
    steps += 1
    if steps == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

upgrade = upgrading.upgrade
def watched(db, version, **how):
    db.set_progress_handler(tick, 20)
    upgrade(db, version, **how)

upgrading.upgrade = watched
Library(Path(sys.argv[1])).close()
print(steps)
"""


def as_version_6(file: Path) -> None:
    """Make of a library what version 6 has written: float16, the keys themselves, pages of 4096 bytes."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("BEGIN")
        for number, title, abstract in db.execute("SELECT rowid, title, abstract FROM papers").fetchall():
            db.execute("UPDATE papers SET title_key = ? WHERE rowid = ?", (title_key(title), number))
            db.execute("UPDATE publications SET opening = ? WHERE paper = ?", (first_words(abstract), number))
            passages = []
            query = 'SELECT rowid, start, "end", vector FROM passages WHERE paper = ? ORDER BY rowid'
            for passage, start, end, vector in db.execute(query, (number,)).fetchall():
                passages.append((start, end, unpack_passages([vector]).astype("<f2").tobytes()))
                db.execute("UPDATE passages SET vector = ? WHERE rowid = ?", (passages[-1][2], passage))
            ((spans, blob),) = db.execute("SELECT spans, vectors FROM sentences WHERE paper = ?", (number,)).fetchall()
            matrix = unpack_sentences(blob, len(spans) // 8).astype("<f2").tobytes()
            db.execute("UPDATE sentences SET vectors = ? WHERE paper = ?", (matrix, number))
            said = vectors_checksum(passages, spans, matrix)
            db.execute("UPDATE vector_checksums SET checksum = ? WHERE paper = ?", (said, number))
        db.execute("COMMIT")
        db.execute("ALTER TABLE papers DROP COLUMN facts")
        db.executescript("PRAGMA user_version = 6; PRAGMA journal_mode = DELETE; PRAGMA page_size = 4096; VACUUM")
        db.execute("PRAGMA journal_mode = WAL")
    file.with_name(NAME).unlink(missing_ok=True)


@pytest.fixture
def folder(small_library: Library, tmp_path: Path) -> Path:
    """Return the folder of a library of the five papers, of version 6."""
    folder = tmp_path / "library"
    shutil.copytree(small_library.folder, folder)
    as_version_6(folder / FILE)
    return folder


@pytest.fixture
def as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody write the file of a library."""
    monkeypatch.setattr("assistant.storage.library_file.may_write", lambda path: False)
    monkeypatch.setattr(Library, "_unseal", _refused)


def _refused(*_: object) -> bool:
    raise LibraryError("nobody may", "read")


def header(folder: Path) -> tuple[int, int, str]:
    """Return version, size of pages and kind of log of the file of a library, without changing it."""
    with closing(sqlite3.connect(folder / FILE)) as db:
        version, size, log = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in _HEADER)
        return int(version), int(size), str(log)


_HEADER = ("user_version", "page_size", "journal_mode")
PRESENT = (schema.VERSION, schema.PAGE_SIZE, "wal")


def vectors(library: Library) -> Iterator[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """Yield the vectors of the passages and of the sentences of each paper."""
    numbers = list(library.papers())
    passages, sentences = library.passage_vectors(numbers), library.sentences(numbers)
    for number in numbers:
        yield passages[number]
        yield sentences[number][1]


def same(one: Library, other: Library) -> bool:
    """Whether two libraries hold the same, vectors but for what packing costs."""
    pairs = zip(vectors(one), vectors(other), strict=True)
    return one.papers() == other.papers() and all(np.abs(a - b).max() < 0.002 for a, b in pairs)


def test_library_of_version_6_is_brought_up_to_date(folder: Path, small_library: Library) -> None:
    """When it is opened: nothing is lost, and everything is sound and packed."""
    with Library(folder) as library:
        assert same(library, small_library)
        faults = find_faults(library)
        assert ([], set(), set(), False, 0, 0) == (
            *(faults.structure, faults.texts, faults.vectors, faults.words, faults.spellings, faults.missing),
        )
        assert all(len(row[-1]) % 2 for row in [*library.raw_passages(), *library.raw_sentences()])
    assert header(folder) == PRESENT


def test_upgrade_of_a_large_library_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits knows for what; once."""
    told: list[str] = []
    monkeypatch.setattr("assistant.storage.library._LARGE", 1000)
    for _ in range(2):
        Library(folder, narrate=told.append).close()
    assert told == ["bringing the library up to date, which takes a while, once"]


def test_chroma_stays_what_the_library_holds(folder: Path) -> None:
    """It is not made anew, and what it says is what the packed vectors say."""
    with Library(folder) as library:
        assert held_state(library) == wanted_state(library)
        with closing(ChromaIndex(library)) as index:
            papers, own = library.passage_matrix()
            (paper, cosine), *_ = index.nearest(own[0], 3)
            assert (paper, round(cosine, 3)) == (papers[0], 1)


def test_papers_are_found_by_their_keys_before_and_after(folder: Path, as_it_is: None) -> None:
    """A library that may not be written is asked as version 6 has left it."""
    with Library(folder) as library:
        assert [paper.title for paper in library.papers_titled(title_key(BREAD[0]))] == [BREAD[0]]
        entry = Entry("Another Title", PENGUINS[1], "f", 1)
        assert [paper.title for paper in library.papers_like("another title", entry)] == [PENGUINS[0]]
    assert header(folder)[:2] == (6, 4096)


def test_papers_are_found_by_digests_of_their_keys(folder: Path) -> None:
    """The title of another spelling, and the first words of the abstract."""
    with Library(folder) as library:
        assert [paper.title for paper in library.papers_titled(title_key(BREAD[0].upper()))] == [BREAD[0]]
        entry = Entry("Another Title", PENGUINS[1], "f", 1)
        assert [paper.title for paper in library.papers_like("another title", entry)] == [PENGUINS[0]]


def test_library_that_may_not_be_written_answers_alike(folder: Path, small_library: Library, as_it_is: None) -> None:
    """Its float16 is read."""
    with Library(folder) as library:
        assert same(library, small_library)


def test_removal_is_undone_after_the_upgrade(folder: Path, small_library: Library) -> None:
    """What version 6 had taken away comes back, and is found by its title and first words then."""
    with closing(connect(folder / FILE)[0]) as db:
        db.execute("PRAGMA foreign_keys = ON")
        removing = Library.__new__(Library)
        removing.folder, removing._db, removing._copy = folder, db, None
        removing.remove_papers([1, 2])
    with Library(folder) as library:
        assert (header(folder)[0], library.paper_count()) == (schema.VERSION, 3)
        assert [kept.number for kept in library.kept_out_like(title_key(BREAD[0]), Entry(*BREAD, "f", 1))] == [2]
        library.undo_removal()
        assert same(library, small_library)
        assert not find_faults(library).vectors
        assert [paper.title for paper in library.papers_titled(title_key(BREAD[0]))] == [BREAD[0]]


def test_damaged_vectors_stay_damaged(folder: Path) -> None:
    """A new checksum must not say that they are sound; their paper is embedded again."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        ((blob,),) = db.execute("SELECT vectors FROM sentences WHERE paper = 3").fetchall()
        db.execute("UPDATE sentences SET vectors = ? WHERE paper = 3", (bytes([blob[0] ^ 1]) + blob[1:],))
    with Library(folder) as library:
        assert find_faults(library).vectors == {3}


def test_damaged_text_stays_damaged(folder: Path) -> None:
    """As above."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        db.execute("UPDATE papers SET abstract = replace(abstract, 'rise', 'fall') WHERE rowid = 2")
    with Library(folder) as library:
        assert find_faults(library).texts == {2}


def test_pages_are_changed_later_if_somebody_reads(folder: Path) -> None:
    """By whoever compacts the library when it is alone."""
    with closing(sqlite3.connect(folder / FILE)) as reader:
        reader.execute("SELECT count(*) FROM papers").fetchone()
        with Library(folder) as library:
            assert library.paper_count() == 5
        assert header(folder) == (schema.VERSION, 4096, "wal")
    with Library(folder) as library, library.writing():
        library.compact()
    assert header(folder) == PRESENT


def test_log_is_kept_again_after_a_kill(folder: Path) -> None:
    """Whoever changes the pages keeps none meanwhile."""
    Library(folder).close()
    with closing(sqlite3.connect(folder / FILE)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    with Library(folder) as library, library.writing():
        pass
    assert header(folder) == PRESENT


def run_until(folder: Path, step: int) -> subprocess.CompletedProcess[str]:
    """Bring a library up to date in another process, which is killed at a step of SQLite's."""
    command = [sys.executable, "-c", KILLED, str(folder), str(step)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_killed_upgrade_has_changed_nothing_or_all(folder: Path, small_library: Library, tmp_path: Path) -> None:
    """At each of many moments, in the middle of the new file too; the next to open the library does it."""
    shutil.copytree(folder, tmp_path / "undisturbed")
    steps = int(run_until(tmp_path / "undisturbed", 0).stdout)
    seen = set()
    for step in np.linspace(1, steps, 12, dtype=int).tolist():
        copy = tmp_path / f"killed{step}"
        shutil.copytree(folder, copy)
        assert run_until(copy, step).returncode == -signal.SIGKILL
        seen.add(header(copy)[:2])
        with Library(copy) as library:
            assert same(library, small_library)
            assert not find_faults(library).vectors
        with Library(copy) as library, library.writing():
            library.compact()
        assert header(copy) == PRESENT
    assert {(6, 4096), (schema.VERSION, 4096)} <= seen


def test_salvaged_library_of_version_6_is_whole(folder: Path, small_library: Library) -> None:
    """Its rows come into a new file as they are, with float16 and the keys themselves."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        db.execute("INSERT INTO vector_checksums VALUES (999, 1)")  # of no paper
    salvage(folder)
    with Library(folder) as library:
        assert same(library, small_library)
        assert not find_faults(library).vectors
        assert [paper.title for paper in library.papers_titled(title_key(BREAD[0]))] == [BREAD[0]]


def test_new_library_has_large_pages(tmp_path: Path) -> None:
    """From the first table on."""
    Library(tmp_path / "library", create=True).close()
    assert header(tmp_path / "library") == PRESENT


def test_indexing_goes_on_after_the_upgrade(folder: Path, tmp_path: Path, embedder: OnnxEmbedder) -> None:
    """What was there is known and not embedded again."""
    file = tmp_path / "more.jsonl"
    file.write_text("".join(json.dumps({"title": title, "abstract": text}) + "\n" for title, text in (LONG, BREAD)))
    with Library(folder) as library:
        report = index_files(library, [file], lambda: embedder, BUNDLED_EMBEDDING_MODEL)
        assert (report.embedded, library.paper_count()) == (1, 6)
