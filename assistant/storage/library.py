"""The Library: one SQLite file that holds the truth about papers, their words and their vectors.

It knows nothing of embedding models, of Chroma or of questions. One process writes at a time (`Library.writing`),
any number read meanwhile. Whatever goes wrong with the file, at whichever call, is a LibraryError.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import filelock
import numpy as np

from assistant.errors import LibraryBusy, LibraryError, MissingError
from assistant.language.text import digest, first_words
from assistant.language.words import spellings
from assistant.records import Entry, Filters, Paper, Span
from assistant.storage import schema, upgrading
from assistant.storage.extremes import Ranking
from assistant.storage.filter_conditions import conditions_of
from assistant.storage.lexicon import Lexicon
from assistant.storage.library_file import FILE as FILE
from assistant.storage.library_file import (
    PUBLICATION,
    checksum,
    facts_checksum,
    is_in_log,
    is_replaced,
    log_set_aside,
    vectors_checksum,
)
from assistant.storage.open_file import OpenFile
from assistant.storage.removals import NEXT_NUMBER, Removals
from assistant.storage.seal import said_of
from assistant.storage.sqlite_faults import is_doubtful, translated
from assistant.storage.standing import Standing
from assistant.storage.stored_vectors import StoredPassage as StoredPassage
from assistant.storage.stored_vectors import StoredVectors
from assistant.storage.upkeep import Upkeep
from assistant.storage.vector_packing import Vectors as Vectors
from assistant.storage.vector_packing import pack_passage, pack_sentences

HINT = "check the disk; 'assistant doctor --fix' mends a damaged library, or saves what can be read of it"
LOG_ASIDE = "beside the library lay the log of another state or copy of it, which was not read and is now {log}"
LOCK, OWNER = "writer.lock", "writer.pid"

_INSERT = (
    "INSERT INTO papers (title, abstract, title_key, date, author_count, organisation, checksum, facts, id, rowid)"
    f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, {NEXT_NUMBER})"
)
_UPDATE = (
    "UPDATE papers SET title = ?, abstract = ?, title_key = ?, date = ?, author_count = ?, organisation = ?,"
    " checksum = ?, facts = ? WHERE id = ?"
)
_SPELL = "INSERT INTO spellings VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET papers = papers + excluded.papers"
_COLUMNS = ("id", "title", "abstract", "date", "author_count", "organisation")
_PAPER = f"p.rowid, {', '.join(f'p.{name}' for name in _COLUMNS)}"
_PUBLISH = f"INSERT OR REPLACE INTO publications (paper, {', '.join(PUBLICATION)}, opening) VALUES (?{', ?' * 7})"
_LARGE = 20_000_000
"""Bytes of a file that is not brought up to date in a second."""
_PATIENCE = 0.25
"""Seconds to wait for who only asks whether somebody writes, which takes the lock for a moment."""
_NAMESAKES = 200
"""So many papers of one title are compared at most; "Editorial" may have thousands."""


@dataclass(frozen=True, slots=True)
class PaperVectors:
    """What an embedding model makes of one paper; vectors have length 1.

    Attributes:
        passages: spans of the abstract, one vector each, shape (passages, dimensions).
        sentences: spans of the abstract, one vector each, shape (sentences, dimensions).
    """

    passages: tuple[Span, ...]
    passage_vectors: Vectors
    sentences: tuple[Span, ...]
    sentence_vectors: Vectors


class Library(OpenFile, Lexicon, Ranking, Upkeep, Removals, Standing, StoredVectors):
    """An open library; close it, or use it in a `with`.

    Args:
        create: make the library if there is none.
        narrate: told that it takes a while to bring a large library of an older version up to date, or that a log was
            set aside.

    Attributes:
        log_aside: the name that a log now has which lay beside the file and was not its own.

    Raises:
        MissingError: there is no library, and it is not to be made.
        LibraryError: the folder cannot be used, or the file is damaged, foreign or of a newer version.
    """

    def __init__(
        self, folder: Path, *, create: bool = False, narrate: Callable[[str], None] = lambda line: None
    ) -> None:
        super().__init__()
        self.folder, self._narrate = folder, narrate
        try:
            if folder.exists() and not folder.is_dir():
                raise LibraryError(f"{folder} is no folder, as a library is", "name one: --library DIR")
            if not create and not (folder / FILE).exists():
                raise MissingError(f"there is no library in {folder}", "make one: assistant index PATH --library DIR")
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            is_new = not (folder / FILE).exists()
            self.log_aside = log_set_aside(folder / FILE)
            self._open()
        except (OSError, ValueError, sqlite3.Error) as error:
            raise LibraryError(
                f"the library {folder} cannot be opened: {error}", "check the folder, or name another with --library"
            ) from error
        if self.log_aside:
            narrate(LOG_ASIDE.format(log=self.log_aside))
        try:
            self._prepare(is_new=is_new)
        except BaseException:
            self.close()
            raise

    def _prepare(self, *, is_new: bool) -> None:
        if not self._number("PRAGMA schema_version"):
            said = said_of(self.folder / FILE)
            held = 0 if is_new or said.papers is None else said.size  # else it was never made to its end
            if held and not self._number("PRAGMA schema_version"):  # no other process has made it meanwhile
                raise LibraryError(
                    f"the library {self.folder} is damaged: its file is empty, and held {held:,} bytes", HINT
                )
            self._create()
        if self._number("PRAGMA application_id") != schema.APPLICATION:
            raise LibraryError(f"{self.folder / FILE} is not a library of this program", "name another with --library")
        version = self._number("PRAGMA user_version")
        if version > schema.VERSION:
            raise LibraryError(
                f"the library {self.folder} has version {version}, newer than {schema.VERSION}", "update the assistant"
            )
        if not is_in_log(self.folder / FILE) and (self.folder / FILE).stat().st_size % self._number("PRAGMA page_size"):
            raise LibraryError(f"the library {self.folder} is damaged: its file was cut", HINT)
        self._do("PRAGMA foreign_keys = ON")
        if version < schema.VERSION:
            with suppress(LibraryError), self.writing():  # busy, or not ours to write: it is read as it is
                pass

    def _create(self) -> None:
        with self.writing(mends=True), self._translated():
            if not self._number("PRAGMA schema_version"):  # no other process was quicker
                self._do(f"PRAGMA page_size = {schema.PAGE_SIZE}")
                self._do("PRAGMA journal_mode = WAL")
                schema.create(self._db)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what goes wrong with the file into a LibraryError, and remember it if that may be damage."""
        try:
            with translated(f"the library {self.folder}", HINT):
                yield
        except LibraryError as error:
            self._is_in_doubt = self._is_in_doubt or is_doubtful(error)
            raise

    def _do(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run a statement and return the number of the row that it inserted, if it did."""
        with self._translated():
            return self._db.execute(statement, values).lastrowid or 0

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._translated():
            return self._db.execute(query, values).fetchall()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------- writing

    @contextmanager
    def writing(self, *, mends: bool = False) -> Iterator[None]:
        """Be the only writer for as long as the block runs.

        Args:
            mends: whether the file may be sealed afterwards though it was not as the last writer left it.

        Raises:
            LibraryBusy: another process is writing; named within a moment.
        """
        lock = filelock.FileLock(self.folder / LOCK, timeout=_PATIENCE)
        try:
            lock.acquire(poll_interval=_PATIENCE / 50)
            (self.folder / OWNER).write_text(str(os.getpid()))
        except filelock.Timeout:
            who = self._writer()
            raise LibraryBusy(f"{who} is writing to the library {self.folder}", "wait until it has finished") from None
        except OSError as error:
            lock.release()
            raise LibraryError(
                f"the library {self.folder} cannot be written: {error}", "check the folder's permissions and its disk"
            ) from error
        is_sealed = False
        try:
            self._check_place()
            is_sealed = self._unseal(mends)
            self._upgrade(is_trusted=is_sealed and not mends)
            self._keep_log()
            yield
            self._check_place()
            if is_sealed and (mends or not self._is_in_doubt):
                self._seal()
        except BaseException:
            if is_sealed and not (mends or self._is_in_doubt or is_replaced(self._db, self.folder / FILE)):
                self._seal()  # what was written is whole, or damage that comes later would be taken for it
            raise
        finally:
            lock.release()

    def _check_place(self) -> None:
        """Check that what is written goes where the next one reads."""
        if is_replaced(self._db, self.folder / FILE):
            what = f"the file of the library {self.folder} was replaced while it was open"
            raise LibraryBusy(what, "call it again: what was to be written is not in the file that is there now")

    def writer(self) -> str:
        """Return who is writing now, such as "process 12"; nothing if nobody is, or nobody may."""
        try:
            with filelock.FileLock(self.folder / LOCK, timeout=0):
                return ""
        except filelock.Timeout:
            return self._writer()
        except OSError:
            return ""

    def _writer(self) -> str:
        owner = self.folder / OWNER
        with suppress(OSError):
            if number := owner.read_text(errors="replace"):
                return f"process {number}"
        return "another process"

    def _upgrade(self, *, is_trusted: bool) -> None:
        """Bring the file to the present version, if it has an older one; `is_trusted` if it is as it was left."""
        if not 0 < (version := self._number("PRAGMA user_version")) < schema.VERSION:
            return
        if (self.folder / FILE).stat().st_size > _LARGE:
            self._narrate("bringing the library up to date, which takes a while, once")
        with self.transaction(), self._translated():
            upgrading.upgrade(self._db, version, is_trusted=is_trusted)
        with suppress(LibraryError), self._translated():  # another process reads: `compact` does it
            upgrading.change_pages(self._db)

    def _keep_log(self) -> None:
        """Keep a log beside the file again, so that others read meanwhile, if whoever changed its pages was killed."""
        if self._number("PRAGMA user_version") and self._row("PRAGMA journal_mode") != ("wal",):
            with suppress(LibraryError):
                self._do("PRAGMA journal_mode = WAL")

    def _vacuum(self) -> None:
        with suppress(LibraryError), self._translated():
            if upgrading.change_pages(self._db):
                return
        self._do("VACUUM")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that the block writes, or nothing of it."""
        self._do("BEGIN IMMEDIATE")
        try:
            yield
            self._do("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # SQLite may have given it up already
                self._do("ROLLBACK")
            raise

    def put_paper(self, paper: Paper, title_key: str) -> tuple[int, bool]:
        """Insert or update a paper, without its sources.

        Returns:
            Its number, and whether its words are new, so that it must be embedded.
        """
        row = self._row("SELECT rowid, title, abstract FROM papers WHERE id = ?", (paper.id,))
        facts = (paper.date, paper.author_count, paper.organisation)
        published = ("\n".join(paper.authors) or None, *(getattr(paper, name) for name in PUBLICATION[1:]))
        sums = (checksum(paper.title, paper.abstract), facts_checksum((paper.id, *facts, *published)))
        fields = (paper.title, paper.abstract, digest(title_key), *facts, *sums, paper.id)
        if row is None:
            self._spell(paper.title, paper.abstract, 1)
            number = self._do(_INSERT, fields)
            self._publish(number, paper, published)
            return number, True
        if row != (row[0], paper.title, paper.abstract):
            self._spell(row[1], row[2], -1)
            self._spell(paper.title, paper.abstract, 1)
            self._do("DELETE FROM passages WHERE paper = ?", (row[0],))
            self._do("DELETE FROM sentences WHERE paper = ?", (row[0],))
        self._do(_UPDATE, fields)
        self._publish(row[0], paper, published)
        return row[0], row[1:] != (paper.title, paper.abstract)

    def _publish(self, number: int, paper: Paper, facts: Sequence[str | None]) -> None:
        """Store what is known of a paper beside its words, in the order of PUBLICATION."""
        opening = first_words(paper.abstract)
        self._do(_PUBLISH, (number, *facts, opening and digest(opening)))

    def _spell(self, title: str, abstract: str, papers: int) -> None:
        """Count the words of one more paper, or of one less."""
        with self._translated():
            self._db.executemany(_SPELL, [(word, papers) for word in spellings(f"{title} {abstract}")])

    def put_vectors(self, number: int, vectors: PaperVectors) -> None:
        """Store the vectors of paper `number` in place of any older ones."""
        self._do("DELETE FROM passages WHERE paper = ?", (number,))
        pairs = zip(vectors.passages, vectors.passage_vectors, strict=True)
        passages = [(span.start, span.end, pack_passage(vector)) for span, vector in pairs]
        for passage in passages:
            self._do('INSERT INTO passages (paper, start, "end", vector) VALUES (?, ?, ?, ?)', (number, *passage))
        spans = np.array([(span.start, span.end) for span in vectors.sentences], dtype="<u4").tobytes()
        matrix = pack_sentences(vectors.sentence_vectors)
        self._do("INSERT OR REPLACE INTO sentences VALUES (?, ?, ?)", (number, spans, matrix))
        said = vectors_checksum(passages, spans, matrix)
        self._do("INSERT OR REPLACE INTO vector_checksums VALUES (?, ?)", (number, said))

    def put_meta(self, key: str, value: str) -> None:
        """Remember a fact about the library itself."""
        self._do("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # ------------------------------------------------------------- reading

    def meta(self, key: str) -> str | None:
        """Return a fact about the library itself."""
        row = self._row("SELECT value FROM meta WHERE key = ?", (key,))
        return row[0] if row else None

    def papers(self, numbers: Sequence[int] | None = None, but: Collection[str] = ()) -> dict[int, Paper]:
        """Return papers by number, in the order of `numbers`, or all in the order in which they came.

        Args:
            but: paths of files that are not named as their sources.
        """
        if numbers is None:
            rows = self._rows(f"{self._select()} ORDER BY p.rowid")
            sources = self._sources("", but)
        else:
            marks = f"({','.join(str(int(number)) for number in numbers)})"
            rows = self._rows(f"{self._select()} WHERE p.rowid IN {marks}")
            sources = self._sources(f"WHERE paper IN {marks}", but)
        with self._translated():
            found = {row[2]: replace(_paper(row[2:], *row[:2]), sources=tuple(sources.get(row[2], ()))) for row in rows}
        return found if numbers is None else {number: found[number] for number in numbers if number in found}

    def _select(self) -> str:
        """Return the query for papers, which an older library that could not be upgraded answers too."""
        version = self._number("PRAGMA user_version")
        checked = f"{'p.checksum' if version >= 5 else 'NULL'}, {'p.facts' if version >= 8 else 'NULL'}"
        if version < 3:
            return f"SELECT {checked}, {_PAPER}{', NULL' * len(PUBLICATION)} FROM papers p"
        facts = ", ".join(f"b.{name}" for name in PUBLICATION)
        return f"SELECT {checked}, {_PAPER}, {facts} FROM papers p LEFT JOIN publications b ON b.paper = p.rowid"

    def papers_titled(self, title_key: str) -> list[Paper]:
        """Return the papers whose titles have this key."""
        rows = self._rows("SELECT rowid FROM papers WHERE title_key IN (?, ?)", (title_key, digest(title_key)))
        return list(self.papers([row[0] for row in rows]).values()) if rows else []

    def papers_like(self, title_key: str, entry: Entry, but: Collection[str] = ()) -> list[Paper]:
        """Return the papers that an entry may be of: of this key of the title, its DOI, arXiv id or first words.

        Args:
            but: as `papers` takes it.
        """
        values: list[Any] = [title_key, digest(title_key)]
        query = f"SELECT rowid FROM (SELECT rowid FROM papers WHERE title_key IN (?, ?) LIMIT {_NAMESAKES})"
        for name, value in (("doi", entry.doi), ("arxiv_id", entry.arxiv_id), ("opening", first_words(entry.abstract))):
            if value:
                known = f"SELECT paper FROM publications WHERE {name} IN (?, ?) LIMIT {_NAMESAKES}"
                query += f" UNION SELECT paper FROM ({known})"
                values += [value, digest(value)]
        rows = self._rows(query, values)
        return list(self.papers([row[0] for row in rows], but).values()) if rows else []

    def paper(self, identifier: str, but: Collection[str] = ()) -> Paper | None:
        """Return the paper with this id; `but` as `papers` takes it."""
        row = self._row("SELECT rowid FROM papers WHERE id = ?", (identifier,))
        return self.papers([row[0]], but)[row[0]] if row else None

    def numbers_matching(self, filters: Filters) -> list[int]:
        """Return the numbers of the papers that pass the filters; dates are compared as far as both are known."""
        conditions, values = conditions_of(filters)
        return [row[0] for row in self._rows(f"SELECT p.rowid FROM papers p WHERE {conditions}", values)]

    def has_any(self, filters: Filters) -> bool:
        """Whether a paper passes the filters."""
        conditions, values = conditions_of(filters)
        return bool(self._rows(f"SELECT 1 FROM papers p WHERE {conditions} LIMIT 1", values))

    def count_without(self, field: str, filters: Filters) -> int:
        """Return how many papers that pass the filters lack date, author_count, organisation, authors or venue."""
        conditions, values = conditions_of(filters)
        lacks = f"p.{field} IS NULL"
        if field in ("authors", "venue"):
            lacks = f"p.rowid NOT IN (SELECT paper FROM publications WHERE {field} > '')"
        return self._number(f"SELECT count(*) FROM papers p WHERE {lacks} AND {conditions}", values)

    def number(self, paper: Paper) -> int:
        """Return the number of a paper that the library holds."""
        return self._number("SELECT rowid FROM papers WHERE id = ?", (paper.id,))


def _paper(row: tuple[Any, ...], words: int | None, known: int | None) -> Paper:
    """Return the paper of a row of `_PAPER`, which SQLite reads from a damaged page with nothing or numbers in it."""
    if not all(isinstance(text, str) for text in (*row[1:4], row[4] or "", *(fact or "" for fact in row[7:]))):
        raise ValueError("a paper has lost its text")
    if words is not None and words != checksum(row[2], row[3]):
        raise ValueError(f"the text of paper {row[1]} is damaged")
    if known is not None and known != facts_checksum((row[1], *row[4:])):
        raise ValueError(f"date, authors or venue of paper {row[1]} are damaged")
    authors = tuple(row[7].split("\n")) if row[7] else ()
    facts = dict(zip((*_COLUMNS, *PUBLICATION), row[1:], strict=True))
    return Paper(**facts | {"authors": authors})
