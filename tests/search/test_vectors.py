"""Chroma says what the stored vectors say, and nothing that happens to its folder is more than a line of narration."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.embedding import OnnxEmbedder
from assistant.errors import LibraryError
from assistant.records import Paper, Span
from assistant.search import vector_search, vectors
from assistant.search.vector_search import open_index
from assistant.search.vectors import (
    BATCH,
    FOLDER,
    STATE,
    ChromaIndex,
    ExactIndex,
    held_state,
    synchronise,
    wanted_state,
)
from assistant.storage.library import FILE, Library, PaperVectors, StoredPassage, Vectors

DIMENSIONS = 16
QUESTIONS = (
    "How do robots learn skills from human videos?",
    "Which dataset measures social interaction?",
    "By how much does SkillWeaver improve web agents?",
)


KILLED = """
import os, signal, sys
from pathlib import Path
from assistant.storage.library import Library
from assistant.search.vectors import synchronise
with Library(Path(sys.argv[1])) as library:
    synchronise(library, lambda *_: os.kill(os.getpid(), signal.SIGKILL), rebuild=True)
"""


def silent(line: str) -> None:
    """Tell nobody."""


def random_vectors(count: int, seed: int = 0) -> Vectors:
    """Return unit vectors that float16 holds exactly enough, shape (count, DIMENSIONS)."""
    drawn = np.random.default_rng(seed).normal(size=(count, DIMENSIONS))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


def put(library: Library, identifier: str, vector: Vectors) -> None:
    """Put a paper of one passage."""
    number, _ = library.put_paper(Paper(identifier, f"Title {identifier}", "Text."), identifier)
    library.put_vectors(number, PaperVectors((Span(0, 5),), vector[None], (), np.zeros((0, DIMENSIONS), np.float32)))


def fill(library: Library, count: int, seed: int = 0) -> None:
    """Put so many papers."""
    with library.transaction():
        for place, vector in enumerate(random_vectors(count, seed)):
            put(library, f"{seed}-{place}", vector)


def numbers(index: vectors.VectorIndex, count: int = 10, seed: int = 99) -> list[int]:
    """Return the papers nearest to a random vector."""
    with contextlib.closing(index):
        return [number for number, _ in index.nearest(random_vectors(1, seed)[0], count)]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Return a library of 40 papers, brought to Chroma."""
    with Library(tmp_path / "library", create=True) as library:
        fill(library, 40)
        synchronise(library)
        yield library


@pytest.fixture
def large_library(tmp_path: Path) -> Iterator[Library]:
    """Return a library of 1,500 papers, of which Chroma keeps the segments in files."""
    with Library(tmp_path / "library", create=True) as library:
        fill(library, 1500)
        synchronise(library)
        yield library


def test_exact_index_puts_the_nearest_first(library: Library) -> None:
    """Cosines fall, and a vector is nearest to itself."""
    found = ExactIndex(library).nearest(random_vectors(40)[7], 5)
    assert found[0][0] == 8
    assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)


@pytest.mark.parametrize("choice", ["exact", "chroma"])
@pytest.mark.parametrize("allowed", [[], [3], list(range(5, 30)), [2, 999], list(range(1, 41))])
def test_only_allowed_papers_are_near(library: Library, choice: str, allowed: list[int]) -> None:
    """And each of them is found, the nearest first, with any filter."""
    vector = random_vectors(1, 99)[0]
    everything = [number for number, _ in ExactIndex(library).nearest(vector, 40)]
    with contextlib.closing(open_index(library, choice, pytest.fail)) as index:
        found = [number for number, _ in index.nearest(vector, 10, allowed)]
    assert found == [number for number in everything if number in allowed][:10]


def test_narrow_filter_reads_the_stored_vectors(large_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Chroma would have to return too many neighbours to pick from."""
    monkeypatch.setattr(vectors, "MOST_NEIGHBOURS", 10)
    vector, allowed = random_vectors(1, 99)[0], list(range(100, 120))
    expected = ExactIndex(large_library).nearest(vector, 5, allowed)
    with contextlib.closing(open_index(large_library, "chroma", pytest.fail)) as index:
        found = index.nearest(vector, 5, allowed)
    assert [number for number, _ in found] == [number for number, _ in expected]


def test_paper_of_very_many_passages_hides_no_other(library: Library) -> None:
    """However many of the nearest passages are its own."""
    many = np.repeat(random_vectors(1, 99), 200, axis=0)
    library.put_vectors(1, PaperVectors((Span(0, 5),) * 200, many, (), np.zeros((0, DIMENSIONS), np.float32)))
    assert len(ExactIndex(library).nearest(many[0], 10)) == 10


def test_exact_index_of_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    """There is nothing to compare with."""
    with Library(tmp_path, create=True) as library:
        assert ExactIndex(library).nearest(random_vectors(1)[0], 5) == []


@pytest.mark.parametrize("choice", ["exact", "chroma"])
def test_paper_of_several_passages_comes_once(library: Library, choice: str) -> None:
    """With the cosine of its best passage."""
    both = random_vectors(2, seed=5)
    library.put_vectors(1, PaperVectors((Span(0, 2), Span(2, 5)), both, (), np.zeros((0, DIMENSIONS), np.float32)))
    synchronise(library)
    with contextlib.closing(open_index(library, choice, silent)) as index:
        found = index.nearest(both[1], 40)
    assert dict(found)[1] == pytest.approx(1, abs=1e-3)
    assert len(found) == len({number for number, _ in found})


def test_chroma_and_exact_scan_agree_on_the_seeds(seeds_library: Library, embedder: OnnxEmbedder) -> None:
    """The same papers in the same order, with the same cosines."""
    exact = ExactIndex(seeds_library)
    with contextlib.closing(open_index(seeds_library, "chroma", pytest.fail)) as chroma:
        for vector in embedder.embed_questions(QUESTIONS):
            expected = dict(exact.nearest(vector, 10))
            assert expected == pytest.approx(dict(chroma.nearest(vector, 10)), abs=1e-3)


def test_synchronising_again_does_nothing(library: Library) -> None:
    """Chroma is not even opened."""
    before = (library.folder / FOLDER / "chroma.sqlite3").stat().st_mtime_ns
    assert synchronise(library) == 0
    assert before == (library.folder / FOLDER / "chroma.sqlite3").stat().st_mtime_ns


def test_only_what_is_new_is_put_in(library: Library) -> None:
    """The rest is there already."""
    fill(library, 3, seed=1)
    assert synchronise(library) == 3


def test_more_than_one_batch_is_put_in(tmp_path: Path) -> None:
    """Progress tells how many of all passages are in, also of those that come later."""
    told: list[tuple[int, int]] = []
    with Library(tmp_path, create=True) as library:
        fill(library, BATCH + 10)
        synchronise(library, lambda *step: told.append(step))
        assert told == [(BATCH, BATCH + 10), (BATCH + 10, BATCH + 10)]
        assert synchronise(library) == 0
        fill(library, 1, seed=5)
        synchronise(library, lambda *step: told.append(step))
        assert told[2:] == [(BATCH + 11, BATCH + 11)]


def test_newest_paper_made_again_is_brought_over(library: Library) -> None:
    """Though there are as many passages as before."""
    put(library, "0-39", random_vectors(1, seed=3)[0])
    synchronise(library)
    assert numbers(open_index(library, "chroma", pytest.fail), 1, seed=3) == [40]


def test_strangers_are_dropped(library: Library) -> None:
    """A passage that the library has replaced is gone from Chroma, and the others need not be put in again."""
    put(library, "0-0", random_vectors(1, seed=3)[0])
    assert synchronise(library) == 1
    with contextlib.closing(ChromaIndex(library)) as index:
        assert index.count() == 40


def test_library_that_was_made_anew_is_not_taken_for_the_old(library: Library) -> None:
    """Though it has as many passages with the same numbers."""
    library.close()
    for file in library.folder.glob("library.sqlite*"):
        file.unlink()
    with Library(library.folder, create=True) as other:
        fill(other, 40, seed=2)
        assert synchronise(other) == 40


def _without_stamps(library: Library) -> None:
    """Leave Chroma as an older version has left it."""
    state = json.loads((library.folder / STATE).read_text())
    del state["stamp"]
    (library.folder / STATE).write_text(json.dumps(state))
    library._db.execute("DELETE FROM meta WHERE key = ?", (vectors.STAMPS,))


@pytest.mark.parametrize("is_of_older_version", [True, False])
def test_library_that_was_put_back_and_went_on_otherwise(tmp_path: Path, is_of_older_version: bool) -> None:
    """It has as many passages as Chroma, with the same numbers, and other vectors."""
    folder, backup = tmp_path / "library", tmp_path / "backup"
    with Library(folder, create=True) as library:
        fill(library, 20)
        synchronise(library)
        if is_of_older_version:
            _without_stamps(library)
    shutil.copy(folder / FILE, backup)
    with Library(folder) as library:
        fill(library, 1, seed=1)
        assert 1 == synchronise(library)
    shutil.copy(backup, folder / FILE)
    with Library(folder) as library:
        fill(library, 1, seed=2)
        assert held_state(library) != wanted_state(library)
        assert 21 == synchronise(library)
        assert (0, wanted_state(library)) == (synchronise(library), held_state(library))
        assert [21] == numbers(ChromaIndex(library), 1, seed=2)


def test_chroma_of_an_older_version_is_brought_over_no_more_than_it_lacks(library: Library) -> None:
    """Nothing tells its states apart; what is new is put in alone."""
    synchronise(library)
    _without_stamps(library)
    assert 0 == synchronise(library)
    fill(library, 2, seed=1)
    assert 2 == synchronise(library)


@pytest.mark.parametrize("stamps", ["x", "a:b:c", "a:1"])
def test_damaged_stamps_cost_bringing_all_over(library: Library, stamps: str) -> None:
    """Nobody can tell what Chroma holds then."""
    synchronise(library)
    library.put_meta(vectors.STAMPS, stamps)
    assert library.passage_state()[0] == synchronise(library)
    assert wanted_state(library) == held_state(library)


def test_rebuilding_puts_everything_in(library: Library) -> None:
    """Also when nothing seems wrong."""
    assert synchronise(library, rebuild=True) == 40


def test_exact_is_chosen_for_a_small_library(library: Library) -> None:
    """Importing Chroma would take longer than the scan."""
    assert open_index(library, "auto", pytest.fail).is_exact


def test_chroma_is_chosen_for_a_large_library(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit a scan would be slower."""
    monkeypatch.setattr(vector_search, "EXACT_LIMIT", 39)
    with contextlib.closing(open_index(library, "auto", pytest.fail)) as index:
        assert not index.is_exact


def test_searching_leaves_chroma_as_it_was(large_library: Library) -> None:
    """Or the next search would not trust it."""
    fill(large_library, 300, seed=4)
    synchronise(large_library)
    for _ in range(3):
        assert len(numbers(open_index(large_library, "chroma", pytest.fail))) == 10


def _delete_folder(folder: Path) -> None:
    shutil.rmtree(folder / FOLDER)


def _replace_folder_by_a_file(folder: Path) -> None:
    shutil.rmtree(folder / FOLDER)
    (folder / FOLDER).write_text("not a folder")


def _delete_state(folder: Path) -> None:
    (folder / STATE).unlink()


def _garble_state(folder: Path) -> None:
    (folder / STATE).write_bytes(b"\xff{")


def _age_state(folder: Path) -> None:
    state = json.loads((folder / STATE).read_text())
    (folder / STATE).write_text(json.dumps({**state, "newest": 3, "passages": 3}))


def _misshape_state(folder: Path) -> None:
    (folder / STATE).write_text("[1, 2]")


def _empty_database(folder: Path) -> None:
    (folder / FOLDER / "chroma.sqlite3").write_bytes(b"")


def _cut_database(folder: Path) -> None:
    file = folder / FOLDER / "chroma.sqlite3"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _garble_database(folder: Path) -> None:
    file = folder / FOLDER / "chroma.sqlite3"
    data = bytearray(file.read_bytes())
    data[200::97] = b"\x55" * len(data[200::97])
    file.write_bytes(data)


def _change(folder: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(folder / FOLDER / "chroma.sqlite3", isolation_level=None)) as db:
        db.execute(statement)


def _lose_row(folder: Path) -> None:
    _change(folder, "DELETE FROM embeddings WHERE id = 8")


def _swap_vector(folder: Path) -> None:
    other = "(SELECT vector FROM embeddings_queue WHERE seq_id = 3)"
    _change(folder, f"UPDATE embeddings_queue SET vector = {other} WHERE seq_id = 8")


def _rename_row(folder: Path) -> None:
    _change(folder, "UPDATE embeddings SET embedding_id = '999' WHERE id = 8")


def _replace_database(folder: Path) -> None:
    (folder / FOLDER / "chroma.sqlite3").write_text("not a database, " * 1000)


def _link_elsewhere(folder: Path) -> None:
    elsewhere = (folder / FOLDER).rename(folder.with_name("elsewhere"))
    (elsewhere / "notes.txt").write_text("not Chroma's")
    (folder / FOLDER).symlink_to(elsewhere)
    (elsewhere / "chroma.sqlite3").write_bytes(b"")


def _replace_state_by_a_folder(folder: Path) -> None:
    (folder / STATE).unlink()
    (folder / STATE).mkdir()


SMALL_DAMAGES = (
    _link_elsewhere,
    _replace_state_by_a_folder,
    _delete_folder,
    _replace_folder_by_a_file,
    _delete_state,
    _garble_state,
    _age_state,
    _misshape_state,
    _empty_database,
    _cut_database,
    _garble_database,
    _replace_database,
    _lose_row,
    _swap_vector,
    _rename_row,
)


@pytest.mark.parametrize("damage", SMALL_DAMAGES)
def test_search_goes_on_exactly_without_chroma(library: Library, damage: Callable[[Path], None]) -> None:
    """One line says so, and the answer is that of the exact scan."""
    expected, told = numbers(ExactIndex(library)), list[str]()
    damage(library.folder)
    assert expected == numbers(open_index(library, "chroma", told.append))
    assert [line.count("searching the stored vectors") for line in told] == [1]
    assert expected == numbers(open_index(library, "chroma", pytest.fail))  # it is made anew meanwhile


@pytest.mark.parametrize("damage", SMALL_DAMAGES)
def test_writer_mends_chroma(library: Library, damage: Callable[[Path], None]) -> None:
    """What was damaged is made anew when the next papers come, in the same process."""
    damage(library.folder)
    fill(library, 2, seed=1)
    synchronise(library)
    assert numbers(ExactIndex(library)) == numbers(open_index(library, "chroma", pytest.fail))


def test_link_to_chroma_stays(library: Library) -> None:
    """With what else lies where it leads to."""
    _link_elsewhere(library.folder)
    synchronise(library, rebuild=True)
    assert (library.folder / FOLDER).is_symlink()
    assert {"chroma.sqlite3", "notes.txt"} <= {path.name for path in (library.folder / FOLDER).iterdir()}


def _segment(folder: Path) -> Path:
    return next((folder / FOLDER).glob("*/data_level0.bin")).parent


def _cut_segment(folder: Path) -> None:
    file = _segment(folder) / "data_level0.bin"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _flip_segment(folder: Path) -> None:
    file = _segment(folder) / "data_level0.bin"
    data = bytearray(file.read_bytes())
    data[::97] = bytes(byte ^ 0xFF for byte in data[::97])
    file.write_bytes(data)


def _cut_header(folder: Path) -> None:
    (_segment(folder) / "header.bin").write_bytes(b"\0" * 10)


def _delete_segment(folder: Path) -> None:
    shutil.rmtree(_segment(folder))


@pytest.mark.parametrize("damage", [_cut_segment, _flip_segment, _cut_header, _delete_segment])
def test_damaged_segment_is_not_opened(large_library: Library, damage: Callable[[Path], None]) -> None:
    """From it Chroma would answer wrongly in silence, or end the process."""
    expected, told = numbers(ExactIndex(large_library)), list[str]()
    damage(large_library.folder)
    assert expected == numbers(open_index(large_library, "chroma", told.append))
    assert len(told) == 1
    assert expected == numbers(open_index(large_library, "chroma", pytest.fail))


def test_failure_in_mid_search_goes_on_exactly(library: Library) -> None:
    """Chroma was well when it was opened."""
    told: list[str] = []
    with contextlib.closing(open_index(library, "chroma", told.append)) as index:
        with contextlib.closing(ChromaIndex(library)) as other:
            other._client.delete_collection(vectors.COLLECTION)
        found = [[number for number, _ in index.nearest(random_vectors(1, 99)[0], 10)] for _ in range(2)]
    assert found == [numbers(ExactIndex(library))] * 2
    assert len(told) == 1


def test_chroma_of_other_vectors_is_not_believed(library: Library) -> None:
    """Though its files are as they were left: what it answers is compared."""
    with contextlib.closing(ChromaIndex(library)) as chroma:
        chroma.add([StoredPassage(8, 8, random_vectors(1, 99)[0])])
    state = json.loads((library.folder / STATE).read_text()) | {"digest": vectors._digest(library)}
    (library.folder / STATE).write_text(json.dumps(state))
    told: list[str] = []
    assert numbers(ExactIndex(library)) == numbers(open_index(library, "chroma", told.append))
    assert ["its vectors are not those of the library" in line for line in told] == [True]


def test_large_library_is_mended_when_asked(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take minutes; the line says what to do."""
    monkeypatch.setattr(vector_search, "MENDED_UNASKED", 39)
    told: list[str] = []
    _delete_folder(library.folder)
    numbers(open_index(library, "chroma", told.append))
    assert ["--rebuild" in line for line in told] == [True]
    assert synchronise(library) == 40


def test_library_that_is_written_is_left_alone(library: Library) -> None:
    """The writer brings Chroma up to date."""
    told: list[str] = []
    _delete_folder(library.folder)
    with library.writing():
        assert numbers(ExactIndex(library)) == numbers(open_index(library, "chroma", told.append))
    assert [f"process {os.getpid()} is writing" in line for line in told] == [True]


@pytest.mark.parametrize("choice", ["exact", "chroma"])
def test_open_index_follows_the_library(library: Library, choice: str) -> None:
    """A chat goes on while another process indexes and removes."""
    with contextlib.closing(open_index(library, choice, pytest.fail)) as index, Library(library.folder) as other:
        fill(other, 1, seed=77)
        other.remove_papers([5])
        synchronise(other)
        assert [number for number, _ in index.nearest(random_vectors(1, 77)[0], 1)] == [41]
        assert 5 not in [number for number, _ in index.nearest(random_vectors(40)[4], 40)]


def test_killed_writer_leaves_no_chroma_that_is_trusted(library: Library) -> None:
    """After `kill -9` in the middle the search goes on exactly, and the next writer makes Chroma anew."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(library.folder)], timeout=60)
    told: list[str] = []
    assert done.returncode == -signal.SIGKILL
    with contextlib.closing(open_index(library, "chroma", told.append)) as index:
        assert index.is_exact
    assert (len(told), synchronise(library)) == (1, 0)


def test_chroma_that_cannot_be_made_is_a_library_error(library: Library) -> None:
    """As when the folder may not be written."""
    _delete_folder(library.folder)
    (library.folder / FOLDER).symlink_to("/dev/null")
    with pytest.raises(LibraryError, match="Chroma"):
        ChromaIndex(library)


def test_database_of_chroma_keeps_no_empty_pages(large_library: Library) -> None:
    """What it had queued takes as much room as what it keeps; it answers as before without."""
    with contextlib.closing(sqlite3.connect(large_library.folder / FOLDER / "chroma.sqlite3")) as database:
        free, pages = (database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
    assert free <= vectors.MOST_FREE * pages
    expected = numbers(ExactIndex(large_library))
    assert expected == numbers(open_index(large_library, "chroma", pytest.fail))
