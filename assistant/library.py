"""The Library: one SQLite file that holds the truth about papers, their words and their vectors.

It knows nothing of embedding models, of Chroma or of questions. One process writes at a time (`Library.writing`),
any number read meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import filelock
import numpy as np
import numpy.typing as npt

from assistant import schema
from assistant.errors import LibraryBusy, LibraryError, MissingError
from assistant.records import Paper, Source, Span

FILE = "library.sqlite"
Vectors = npt.NDArray[np.float32]

_INSERT = (
    "INSERT INTO papers (title, abstract, title_key, date, author_count, organisation, id) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_UPDATE = (
    "UPDATE papers SET title = ?, abstract = ?, title_key = ?, date = ?, author_count = ?, organisation = ?"
    " WHERE id = ?"
)
_PAPER = "p.rowid, p.id, p.title, p.abstract, p.date, p.author_count, p.organisation"


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


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its numbers in the Library."""

    rowid: int
    paper: int
    vector: Vectors


class Library:
    """An open library; close it, or use it in a `with`.

    Args:
        create: make the library if there is none.

    Raises:
        MissingError: there is no library, and it is not to be made.
        LibraryError: the folder cannot be used, or the file is damaged, foreign or of a newer version.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        if not create and not (folder / FILE).exists():
            raise MissingError(f"there is no library in {folder}", "make one with: assistant index PATH --library DIR")
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._db = sqlite3.connect(folder / FILE, isolation_level=None, check_same_thread=False, timeout=10)
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(
                f"the library {folder} cannot be opened: {error}", "check the folder, or name another with --library"
            ) from error

    def _prepare(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > schema.VERSION:
            raise LibraryError(
                f"the library {self.folder} has version {version}, newer than {schema.VERSION}", "update the assistant"
            )
        self._db.execute("PRAGMA foreign_keys = ON")
        if version == 0:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._create()

    def _create(self) -> None:
        if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise LibraryError(f"{self.folder / FILE} is not a library of this program", "name another with --library")
        with self.writing():
            if self._db.execute("PRAGMA user_version").fetchone()[0] == 0:
                schema.create(self._db)

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; calling it twice does no harm."""
        self._db.close()

    # ------------------------------------------------------------- writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer for as long as the block runs.

        Raises:
            LibraryBusy: another process is writing; named at once, without waiting.
        """
        lock = filelock.FileLock(self.folder / "writer.lock", timeout=0)
        owner = self.folder / "writer.pid"
        try:
            with lock:
                owner.write_text(str(os.getpid()))
                yield
        except filelock.Timeout:
            process = owner.read_text() if owner.exists() else "unknown"
            raise LibraryBusy(
                f"process {process} is writing to the library {self.folder}", "wait until it has finished"
            ) from None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that the block writes, or nothing of it."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def put_paper(self, paper: Paper, title_key: str) -> tuple[int, bool]:
        """Insert or update a paper, without its sources.

        Returns:
            Its number, and whether its words are new, so that it must be embedded.
        """
        row = self._db.execute("SELECT rowid, title, abstract FROM papers WHERE id = ?", (paper.id,)).fetchone()
        fields = (paper.title, paper.abstract, title_key, paper.date, paper.author_count, paper.organisation, paper.id)
        if row is None:
            return int(self._db.execute(_INSERT, fields).lastrowid or 0), True
        if row != (row[0], paper.title, paper.abstract):
            self._db.execute("DELETE FROM passages WHERE paper = ?", (row[0],))
            self._db.execute("DELETE FROM sentences WHERE paper = ?", (row[0],))
        self._db.execute(_UPDATE, fields)
        return row[0], row[1:] != (paper.title, paper.abstract)

    def put_source(self, number: int, path: str, line: int) -> None:
        """Remember that paper `number` stands in a file."""
        self._db.execute("INSERT OR IGNORE INTO sources VALUES (?, ?, ?)", (number, path, line))

    def forget_sources(self, path: str) -> None:
        """Forget which papers stand in a file, before it is read again; the papers stay."""
        self._db.execute("DELETE FROM sources WHERE path = ?", (path,))

    def put_vectors(self, number: int, vectors: PaperVectors) -> None:
        """Store the vectors of paper `number` in place of any older ones."""
        change = 1 + self._db.execute("SELECT coalesce(max(change), 0) FROM passages").fetchone()[0]
        self._db.execute("DELETE FROM passages WHERE paper = ?", (number,))
        self._db.executemany(
            'INSERT INTO passages (paper, start, "end", vector, change) VALUES (?, ?, ?, ?, ?)',
            [
                (number, span.start, span.end, _pack(vector), change)
                for span, vector in zip(vectors.passages, vectors.passage_vectors, strict=True)
            ],
        )
        spans = np.array([(span.start, span.end) for span in vectors.sentences], dtype="<u4")
        self._db.execute(
            "INSERT OR REPLACE INTO sentences VALUES (?, ?, ?)",
            (number, spans.tobytes(), _pack(vectors.sentence_vectors)),
        )

    def put_file(self, path: str, sha256: str, entries: int) -> None:
        """Remember that a file was read to its end."""
        self._db.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
            (path, sha256, entries),
        )

    def put_meta(self, key: str, value: str) -> None:
        """Remember a fact about the library itself."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # ------------------------------------------------------------- reading

    def meta(self, key: str) -> str | None:
        """Return a fact about the library itself."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def file_digest(self, path: str) -> str | None:
        """Return the sha256 that a file had when it was read."""
        row = self._db.execute("SELECT sha256 FROM files WHERE path = ?", (path,)).fetchone()
        return row[0] if row else None

    def paper_count(self) -> int:
        """Return how many papers there are."""
        return int(self._db.execute("SELECT count(*) FROM papers").fetchone()[0])

    def papers(self, numbers: Sequence[int] | None = None) -> dict[int, Paper]:
        """Return papers by number, in the order of `numbers`, or all in the order in which they came."""
        if numbers is None:
            rows = self._db.execute(f"SELECT {_PAPER} FROM papers p ORDER BY p.rowid").fetchall()
            sources = self._sources("")
        else:
            marks = f"({','.join(str(int(number)) for number in numbers)})"
            rows = self._db.execute(f"SELECT {_PAPER} FROM papers p WHERE p.rowid IN {marks}").fetchall()
            sources = self._sources(f"WHERE paper IN {marks}")
        found = {row[0]: replace(Paper(*row[1:]), sources=tuple(sources.get(row[0], ()))) for row in rows}
        return found if numbers is None else {number: found[number] for number in numbers if number in found}

    def _sources(self, condition: str) -> dict[int, list[Source]]:
        sources: dict[int, list[Source]] = {}
        for number, path, line in self._db.execute(f"SELECT paper, path, line FROM sources {condition}"):
            sources.setdefault(number, []).append(Source(Path(path).name, line))
        return sources

    def papers_titled(self, title_key: str) -> list[Paper]:
        """Return the papers whose titles have this key."""
        rows = self._db.execute("SELECT rowid FROM papers WHERE title_key = ?", (title_key,)).fetchall()
        return list(self.papers([row[0] for row in rows]).values()) if rows else []

    def paper(self, identifier: str) -> Paper | None:
        """Return the paper with this id."""
        row = self._db.execute("SELECT rowid FROM papers WHERE id = ?", (identifier,)).fetchone()
        return self.papers([row[0]])[row[0]] if row else None

    def number(self, paper: Paper) -> int:
        """Return the number of a paper that the library holds."""
        return int(self._db.execute("SELECT rowid FROM papers WHERE id = ?", (paper.id,)).fetchone()[0])

    def numbers_without_vectors(self) -> list[int]:
        """Return the numbers of the papers that must still be embedded."""
        query = "SELECT p.rowid FROM papers p LEFT JOIN sentences s ON s.paper = p.rowid WHERE s.paper IS NULL"
        return [row[0] for row in self._db.execute(query)]

    def passage_state(self) -> tuple[int, int]:
        """Return how many passages there are and the newest change."""
        row = self._db.execute("SELECT count(*), coalesce(max(change), 0) FROM passages").fetchone()
        return int(row[0]), int(row[1])

    def passages(self, since: int = 0, batch: int = 5000) -> Iterator[list[StoredPassage]]:
        """Yield the passages that changed after `since`, in batches."""
        cursor = self._db.execute("SELECT rowid, paper, vector FROM passages WHERE change > ? ORDER BY rowid", (since,))
        while rows := cursor.fetchmany(batch):
            yield [StoredPassage(row[0], row[1], _unpack(row[2])) for row in rows]

    def passage_matrix(self) -> tuple[npt.NDArray[np.int64], Vectors]:
        """Return all passages: the paper of each, shape (passages,), and the vectors, shape (passages, dimensions)."""
        rows = self._db.execute("SELECT paper, vector FROM passages ORDER BY rowid").fetchall()
        papers = np.array([row[0] for row in rows], dtype=np.int64)
        flat = np.frombuffer(b"".join(row[1] for row in rows), dtype="<f2").astype(np.float32)
        return papers, flat.reshape(len(rows), -1) if rows else flat.reshape(0, 0)

    def passage_vectors(self, numbers: Sequence[int]) -> dict[int, Vectors]:
        """Return the passage vectors of some papers, shape (passages, dimensions) each."""
        marks = ",".join(str(int(number)) for number in numbers)
        found: dict[int, list[Vectors]] = {}
        for paper, blob in self._db.execute(f"SELECT paper, vector FROM passages WHERE paper IN ({marks})"):
            found.setdefault(paper, []).append(_unpack(blob))
        return {number: np.stack(vectors) for number, vectors in found.items()}

    def sentences(self, numbers: Sequence[int]) -> dict[int, tuple[list[Span], Vectors]]:
        """Return the sentences of some papers with their vectors, shape (sentences, dimensions)."""
        marks = ",".join(str(int(number)) for number in numbers)
        found = {}
        for paper, spans, vectors in self._db.execute(f"SELECT * FROM sentences WHERE paper IN ({marks})"):
            pairs = np.frombuffer(spans, dtype="<u4").reshape(-1, 2).tolist()
            found[paper] = ([Span(*pair) for pair in pairs], _unpack(vectors).reshape(len(pairs), -1))
        return found

    def match_words(self, expression: str, weights: tuple[float, float], limit: int) -> list[tuple[int, float]]:
        """Return paper numbers with their BM25 scores, best first, for an FTS5 expression.

        Args:
            weights: of a word in the title and of one in the abstract.
        """
        rows = self._db.execute(
            "SELECT rowid, -bm25(words, ?, ?) AS score FROM words WHERE words MATCH ? ORDER BY score DESC LIMIT ?",
            (*weights, expression, limit),
        )
        return [(row[0], row[1]) for row in rows]

    def document_frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """Return in how many papers each stem occurs."""
        query = "SELECT doc FROM vocabulary WHERE term = ?"
        rows = {stem: self._db.execute(query, (stem,)).fetchone() for stem in stems}
        return {stem: row[0] if row else 0 for stem, row in rows.items()}


def _pack(vectors: Vectors) -> bytes:
    return np.ascontiguousarray(vectors, dtype="<f2").tobytes()


def _unpack(blob: bytes) -> Vectors:
    return np.frombuffer(blob, dtype="<f2").astype(np.float32)
