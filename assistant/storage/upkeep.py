"""Check and mend a library from within: what `assistant doctor` asks of it."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from assistant.errors import LibraryError
from assistant.language.words import spellings
from assistant.storage.library_file import FACTS, FILE, PUBLICATION, facts_checksum
from assistant.storage.schema import PAPERS_DELETED, SEALED
from assistant.storage.seal import Seal, break_seal, look_at_seal, set_seal

BATCH = 1000
LEAST_ORDERED = 1000
"""Passages from which on it is worth the time to write a file anew."""


class Upkeep(ABC):
    """What of a Library looks after itself; see `schema` for the tables."""

    _db: sqlite3.Connection
    folder: Path
    _seal_before: str = ""
    _is_in_doubt = False
    """Whether an error may have been due to damage."""

    @abstractmethod
    def _do(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run a statement."""

    @abstractmethod
    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""

    def seal(self, *, read: bool = False) -> Seal:
        """Return whether the file is as its last writer left it; see `look_at_seal`.

        An older version has not always set one, so without one nothing is known of its library.
        """
        found = look_at_seal(self.folder / FILE, read=read)
        is_older = found is Seal.MISSING and self._rows("PRAGMA user_version")[0][0] < SEALED
        return Seal.NONE if is_older else found

    def _unseal(self, mends: bool) -> bool:
        """Break the seal before anything is written, and return whether it may be set again.

        One that tells of damage stays until it is mended, so that nobody takes that for what was left.
        """
        self._seal_before = ""
        if self.seal(read=mends).is_doubtful and not (mends and self._is_empty()):
            return mends
        try:
            self._seal_before = break_seal(self.folder / FILE)
        except OSError as error:
            raise LibraryError(f"the library {self.folder} cannot be written: {error}", "check its folder") from error
        return True

    def _is_empty(self) -> bool:
        file = self.folder / FILE
        return not file.exists() or not file.stat().st_size

    def _seal(self) -> None:
        """Seal the file, if all that was written is in it; readers of an older state may keep it from that."""
        if self._db.in_transaction:
            return
        with suppress(LibraryError, OSError):
            is_busy, written, moved = self._rows("PRAGMA wal_checkpoint(PASSIVE)")[0]
            if not is_busy and written == moved:
                papers = self._rows("SELECT count(*) FROM papers")[0][0]
                set_seal(self.folder / FILE, "" if written > 0 else self._seal_before, papers)

    def put_in_order(self) -> None:
        """Write the file anew if half of its vectors have come since that was last done, call it as the writer.

        Papers are embedded in another order than they have in the file, which leaves a fifth of its pages empty.
        """
        count, newest = self._rows("SELECT count(*), coalesce(max(rowid), 0) FROM passages")[0]
        if count < LEAST_ORDERED or newest - self.meta_number("ordered") <= count / 2:
            return
        with suppress(LibraryError):  # somebody else reads, or the disk is full: nothing is lost
            self._do("INSERT OR REPLACE INTO meta VALUES ('ordered', ?)", (str(newest),))
            self.give_room_back()

    def give_room_back(self) -> None:
        """Write the file anew, without room that nothing fills; call it as the writer."""
        self._do("INSERT INTO words (words) VALUES ('optimize')")
        self._vacuum()
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")

    @abstractmethod
    def _vacuum(self) -> None:
        """Write the file anew, without room that nothing fills."""

    def meta_number(self, key: str) -> int:
        """Return a fact about the library itself that is a number; 0 if there is none that can be read."""
        with suppress(ValueError, TypeError, IndexError):
            return int(self._rows("SELECT value FROM meta WHERE key = ?", (key,))[0][0])
        return 0

    def structure_faults(self) -> list[str]:
        """Return what SQLite finds wrong with the file, and rows of papers that do not exist."""
        try:
            found = [str(row[0]) for row in self._rows("PRAGMA integrity_check(10)") if row[0] != "ok"]
            orphans = self._rows("PRAGMA foreign_key_check")
        except LibraryError as error:
            return [error.message]
        return found + [f"{row[0]} has rows of a paper that does not exist" for row in orphans[:3]]

    def words_agree(self) -> bool:
        """Whether the full-text index holds what the papers say; in a library that is only read, how many it holds."""
        try:
            if self.is_writable:
                self._do("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
            papers, indexed = (
                self._rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("papers", "words_docsize")
            )
        except LibraryError:
            return False
        return bool(papers == indexed)

    @property
    @abstractmethod
    def is_writable(self) -> bool:
        """Whether the library may be written."""

    def raw_papers(self) -> Iterator[tuple[Any, ...]]:
        """Yield number, title, abstract and checksum of all papers, whatever is in them."""
        yield from self._batches("SELECT rowid, title, abstract, checksum FROM papers WHERE rowid > ?")

    def raw_facts(self) -> Iterator[tuple[Any, ...]]:
        """Yield number, checksum and what is known beside the words, as FACTS, of all papers."""
        if self._rows("PRAGMA user_version")[0][0] >= 8:
            facts = f"p.{', p.'.join(FACTS[:4])}, b.{', b.'.join(PUBLICATION)}"
            joined = "papers p LEFT JOIN publications b ON b.paper = p.rowid"
            yield from self._batches(f"SELECT p.rowid, p.facts, {facts} FROM {joined} WHERE p.rowid > ?")

    def raw_passages(self) -> Iterator[tuple[Any, ...]]:
        """Yield number, paper, start, end and vector of all passages."""
        yield from self._batches('SELECT rowid, paper, start, "end", vector FROM passages WHERE rowid > ?')

    def raw_sentences(self) -> Iterator[tuple[Any, ...]]:
        """Yield paper, spans and vectors of all papers."""
        yield from self._batches("SELECT paper AS rowid, spans, vectors FROM sentences WHERE paper > ?")

    def vector_checksums(self) -> dict[int, int]:
        """Return what is written down of the vectors of papers."""
        return dict(self._rows("SELECT paper, checksum FROM vector_checksums"))

    def forget_files(self) -> None:
        """Forget which files were read, so that indexing reads them again."""
        self._do("DELETE FROM files")

    def raw_spellings(self) -> dict[str, int]:
        """Return in how many papers each word is said to be."""
        return dict(self._rows("SELECT word, papers FROM spellings WHERE papers != 0"))

    def discard(self, number: int) -> list[str]:
        """Take out a damaged paper for good, and forget the files that it stands in, which are returned."""
        paths = self.paths_of(number)
        self._read_again(paths)
        self._do("DROP TRIGGER papers_deleted")  # the index holds other words than the paper has
        self._do("DELETE FROM papers WHERE rowid = ?", (number,))
        self._do(PAPERS_DELETED)
        return paths

    def discard_facts(self, number: int) -> list[str]:
        """Take out what is known of a paper beside its words, and forget the files it stands in, which are returned."""
        paths = self.paths_of(number)
        self._read_again(paths)
        ((identity,),) = self._rows("SELECT id FROM papers WHERE rowid = ?", (number,))
        for table, names, column in (("papers", FACTS[1:4], "rowid"), ("publications", PUBLICATION, "paper")):
            nothing = ", ".join(f"{name} = NULL" for name in names)
            self._do(f"UPDATE {table} SET {nothing} WHERE {column} = ?", (number,))
        self.trust_facts(number, (identity, *[None] * (len(FACTS) - 1)))
        return paths

    def trust_facts(self, number: int, facts: Sequence[str | int | None]) -> None:
        """Take what is known of a paper beside its words for what was stored; nobody can tell."""
        self._do("UPDATE papers SET facts = ? WHERE rowid = ?", (facts_checksum(facts), number))

    def paths_of(self, number: int) -> list[str]:
        """Return the files that a paper stands in; of a damaged row nothing."""
        rows = self._rows("SELECT path FROM sources WHERE paper = ?", (number,))
        return [row[0] for row in rows if isinstance(row[0], str)]

    def _read_again(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._do("DELETE FROM files WHERE path = ? OR ? LIKE path || '!%'", (path, path))

    def discard_vectors(self, number: int) -> None:
        """Take out the vectors of a paper, so that it is embedded again."""
        self._do("DELETE FROM passages WHERE paper = ?", (number,))
        self._do("DELETE FROM sentences WHERE paper = ?", (number,))

    def count_words_anew(self) -> None:
        """Make the full-text index and the counts of spellings anew from the papers."""
        self._do("INSERT INTO words (words) VALUES ('rebuild')")
        counts: Counter[str] = Counter()
        for _, title, abstract, _ in self.raw_papers():
            counts.update(spellings(f"{title} {abstract}"))
        self._do("DELETE FROM spellings")
        self._db.executemany("INSERT INTO spellings VALUES (?, ?)", counts.items())

    def _batches(self, query: str) -> Iterator[tuple[Any, ...]]:
        last = -1
        while rows := self._rows(f"{query} ORDER BY rowid LIMIT {BATCH}", (last,)):
            yield from rows
            last = rows[-1][0]
