"""A library puts its file in order after much has come in."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from assistant.embedding import OnnxEmbedder
from assistant.indexing import index_files
from assistant.records import Paper, Span
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage import upkeep
from assistant.storage.library import FILE, Library, PaperVectors
from tests.conftest import FIVE, Write

PAPERS, SENTENCES = 1100, 7


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Return a library whose papers were embedded in no order."""
    drawn = np.random.default_rng(0).normal(size=(SENTENCES + 1, 384)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    spans = tuple(Span(place, place + 1) for place in range(SENTENCES))
    vectors = PaperVectors((Span(0, SENTENCES),), drawn[:1], spans, drawn[1:])
    with Library(tmp_path / "library", create=True) as library, library.writing():
        with library.transaction():
            numbers = [library.put_paper(Paper(f"{n}", f"Title {n}", "Text."), f"{n}")[0] for n in range(PAPERS)]
            random.Random(0).shuffle(numbers)
            for number in numbers:
                library.put_vectors(number, vectors)
        yield library


def empty_share(library: Library) -> float:
    """Return the share of the file that holds nothing."""
    library._rows("PRAGMA wal_checkpoint(TRUNCATE)")
    with closing(sqlite3.connect(library.folder / FILE)) as db:
        try:
            unused, size = db.execute("SELECT sum(unused), sum(pgsize) FROM dbstat WHERE name = 'sentences'").fetchone()
        except sqlite3.OperationalError:
            pytest.skip("this SQLite does not tell")
        return float(unused / size)


def test_file_is_put_in_order_after_much_has_come_in(library: Library) -> None:
    """Once; what stands in it stays."""
    before, papers, vectors = empty_share(library), library.papers(), library.passage_matrix()[1]
    library.put_in_order()
    assert empty_share(library) < 0.75 * before
    assert papers == library.papers()
    np.testing.assert_array_equal(vectors, library.passage_matrix()[1])


def test_file_in_order_is_left_alone(library: Library) -> None:
    """A few more papers are no reason to write all again."""
    library.put_in_order()
    library._do("DELETE FROM passages WHERE paper < 100")
    before = library.changes()
    library.put_in_order()
    assert before == library.changes()


@pytest.mark.parametrize("noted", ["9e", "", "-", b"\x00"])
def test_file_of_which_it_is_not_known_is_put_in_order(library: Library, noted: str | bytes) -> None:
    """What stands there may be damaged."""
    library._do("INSERT OR REPLACE INTO meta VALUES ('ordered', ?)", (noted,))
    library.put_in_order()
    assert library.passage_state()[1] == library.meta_number("ordered")


def test_file_is_put_in_order_while_somebody_reads(library: Library) -> None:
    """Or later: indexing does not fail for it."""
    with closing(sqlite3.connect(library.folder / FILE, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM papers").fetchone() == (PAPERS,)
        library.put_in_order()
        assert reader.execute("SELECT count(*) FROM sentences").fetchone() == (PAPERS,)
    assert library.paper_count() == PAPERS


def test_indexing_puts_the_file_in_order(
    tmp_path: Path, embedder: OnnxEmbedder, write_papers: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When it has embedded."""
    monkeypatch.setattr(upkeep, "LEAST_ORDERED", 5)
    with Library(tmp_path / "library", create=True) as library:
        index_files(library, [write_papers(tmp_path / "five.txt", FIVE)], lambda: embedder, BUNDLED_EMBEDDING_MODEL)
        assert library.meta("ordered") == "5"
