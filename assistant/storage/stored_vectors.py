"""Read the vectors of a library: those of passages, by which papers are ranked, and those of sentences.

A checksum is written down of all vectors of a paper. It is compared where the sentences of some papers are read for an
answer; to rank, all passages are read, and their sentences, five times as much, are not.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.records import Span
from assistant.storage.lexicon import LISTED, listed
from assistant.storage.library_file import passage_checksum, sentences_checksum
from assistant.storage.vector_packing import Vectors, unpack_passages, unpack_sentences

CHECKED = 6
"""The first version that writes checksums of vectors down."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its numbers in the Library."""

    rowid: int
    paper: int
    vector: Vectors


class StoredVectors(ABC):
    """What of a Library reads vectors; see `schema` for the tables."""

    _db: sqlite3.Connection

    @abstractmethod
    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""

    @abstractmethod
    def _row(self, query: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query."""

    @abstractmethod
    def _number(self, query: str, values: Sequence[Any] = ()) -> int:
        """Return the number that a query asks for."""

    @abstractmethod
    def _translated(self) -> AbstractContextManager[None]:
        """Turn what goes wrong with the file into a LibraryError."""

    def numbers_without_vectors(self) -> list[int]:
        """Return the numbers of the papers that must still be embedded."""
        query = "SELECT rowid FROM papers WHERE rowid NOT IN (SELECT paper FROM passages)"  # reads two indexes only
        return [row[0] for row in self._rows(query)]

    def passage_state(self) -> tuple[int, int]:
        """Return how many passages there are and the highest number of one, which together name one state of them."""
        row = self._row("SELECT count(*), coalesce(max(rowid), 0) FROM passages")
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def passages(self, since: int = 0, batch: int = 5000) -> Iterator[list[StoredPassage]]:
        """Yield the passages with numbers above `since`, ascending, in batches."""
        query = "SELECT rowid, paper, vector FROM passages WHERE rowid > ? ORDER BY rowid LIMIT ?"
        while rows := self._rows(query, (since, batch)):
            with self._translated():
                vectors = unpack_passages([row[2] for row in rows])
                found = [StoredPassage(row[0], row[1], vector) for row, vector in zip(rows, vectors, strict=True)]
            yield found
            since = rows[-1][0]

    def passages_numbered(self, rowids: Sequence[int]) -> list[StoredPassage]:
        """Return the passages that have these numbers."""
        with self._translated():
            rows = self._rows(f"SELECT rowid, paper, vector FROM passages WHERE rowid IN {LISTED}", (listed(rowids),))
            vectors = unpack_passages([row[2] for row in rows])
            return [StoredPassage(row[0], row[1], vector) for row, vector in zip(rows, vectors, strict=True)]

    def passage_matrix(self) -> tuple[npt.NDArray[np.int64], Vectors]:
        """Return all passages: the paper of each, shape (passages,), and the vectors, shape (passages, dimensions)."""
        with self._translated():
            cursor = self._db.execute("SELECT paper, vector FROM passages ORDER BY rowid")
            papers: list[int] = []
            blobs: list[bytes] = []  # half the size of what they become
            while rows := cursor.fetchmany(5000):
                papers += (row[0] for row in rows)
                blobs += (row[1] for row in rows)
            return np.array(papers, dtype=np.int64), unpack_passages(blobs)

    def passage_vectors(self, numbers: Sequence[int]) -> dict[int, Vectors]:
        """Return the passage vectors of some papers, shape (passages, dimensions) each."""
        query = f"SELECT paper, vector FROM passages WHERE paper IN {LISTED}"
        found: dict[int, list[bytes]] = {}
        with self._translated():
            for paper, blob in self._rows(query, (listed(numbers),)):
                found.setdefault(paper, []).append(blob)
            return {number: unpack_passages(blobs) for number, blobs in found.items()}

    def sentences(self, numbers: Sequence[int]) -> dict[int, tuple[list[Span], Vectors]]:
        """Return the sentences of some papers with their vectors, shape (sentences, dimensions).

        Raises:
            LibraryError: vectors of one of them, also those of its passages, are not those that were stored.
        """
        checked = self._number("PRAGMA user_version") >= CHECKED
        said, join = ("v.checksum", "LEFT JOIN vector_checksums v USING (paper)") if checked else ("NULL", "")
        query = (  # in one statement, between whose rows nobody can write
            f'SELECT paper, "end", vector, start, rowid FROM passages WHERE paper IN {LISTED} UNION ALL'
            f" SELECT paper, spans, vectors, {said}, NULL FROM sentences {join} WHERE paper IN {LISTED}"
            " ORDER BY 5 NULLS LAST"
        )
        sums: dict[int, int] = {}
        found = {}
        with self._translated():
            for paper, place, vectors, known, passage in self._rows(query, (listed(numbers),) * 2):
                if passage is not None:
                    sums[paper] = passage_checksum(known, place, vectors, sums.get(paper, 0))
                    continue
                if known is not None and paper in sums and known != sentences_checksum(place, vectors, sums[paper]):
                    raise ValueError(f"the vectors of paper number {paper} are damaged")
                pairs = np.frombuffer(place, dtype="<u4").reshape(-1, 2).tolist()
                found[paper] = ([Span(*pair) for pair in pairs], unpack_sentences(vectors, len(pairs)))
        return found
