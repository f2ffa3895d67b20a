"""Open the file of a library, also in a folder that may only be read; and the checksum that tells a damaged text."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote
from zlib import crc32

from assistant.errors import LibraryBusy
from assistant.storage import held_files
from assistant.storage.author_names import is_by
from assistant.storage.filter_conditions import has_words, holds
from assistant.storage.foreign_log import is_foreign, set_aside
from assistant.storage.seal import is_open
from assistant.storage.venue_names import is_at

FILE, WAL = "library.sqlite", "-wal"
PUBLICATION = ("authors", "venue", "doi", "arxiv_id", "url", "key")
_TRIES = 3
FACTS = ("id", "date", "author_count", "organisation", *PUBLICATION)
"""What is known of a paper beside its words: columns of `papers`, then of `publications`."""


def checksum(title: str, abstract: str) -> int:
    """Return what tells whether the words of a paper are those that were stored; SQLite itself checks no content."""
    return crc32(f"{title}\n{abstract}".encode("utf-8", "surrogatepass"))


def facts_checksum(facts: Sequence[str | int | None]) -> int:
    """Return the same for what is known of a paper beside its words, in the order of FACTS."""
    return crc32(json.dumps(facts).encode())


def vectors_checksum(passages: Iterable[tuple[int, int, bytes]], spans: bytes, vectors: bytes) -> int:
    """Return the same for the vectors of a paper: its passages with start and end, and its sentences."""
    found = 0
    for start, end, vector in passages:
        found = passage_checksum(start, end, vector, found)
    return sentences_checksum(spans, vectors, found)


def passage_checksum(start: int, end: int, vector: bytes, before: int) -> int:
    """Return the checksum of a passage and of those before it."""
    return crc32(vector, crc32(f"{start} {end} ".encode(), before))


def sentences_checksum(spans: bytes, vectors: bytes, passages: int) -> int:
    """Return the checksum of the sentences of a paper and of its passages."""
    return crc32(vectors, crc32(spans, passages))


def connect(path: Path) -> tuple[sqlite3.Connection, tempfile.TemporaryDirectory[str] | None]:
    """Open a database, for writing where its folder allows that.

    Returns:
        The connection, and the folder of a copy if it was necessary to make one, to be cleaned up after closing.

    Raises:
        OSError, sqlite3.Error, ValueError: it cannot be opened.
    """
    if not path.exists() or may_write(path):
        return _open(str(path)), None
    if is_in_log(path) or is_open(path):  # a writer is at work, or was killed: a copy does not change meanwhile
        copy = tempfile.TemporaryDirectory(prefix="assistant-library-")
        try:
            _copy_between(path, Path(copy.name))
            return _only_reading(_open(str(Path(copy.name) / path.name))), copy
        except BaseException:
            copy.cleanup()
            raise
    return _only_reading(_open(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)), None


def is_replaced(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether another file, or none, lies now where a database was that is open for writing."""
    held = connection.held if isinstance(connection, _Connection) else None
    try:
        found = path.stat()
    except FileNotFoundError:
        return True
    return held not in (None, (found.st_dev, found.st_ino))


def log_set_aside(path: Path) -> Path | None:
    """Give the log beside a database that is to be opened another name if it is not its own, and return that.

    Raises:
        OSError: that is not possible.
    """
    return set_aside(path, log_of(path)) if is_in_log(path) and may_write(path) else None


def _copy_between(path: Path, folder: Path) -> None:
    """Copy a database with its log between two changes of it."""
    for _ in range(_TRIES):
        before = trace_of(path)
        files = (path,) if is_foreign(path, log_of(path)) else (path, log_of(path))
        for file in (path, log_of(path)):
            (folder / file.name).unlink(missing_ok=True)
            if file in files and file.exists():
                shutil.copyfile(file, folder / file.name)
        if before == trace_of(path):
            return
    raise LibraryBusy(f"another process is writing to {path}", "wait until it has finished")


def trace_of(path: Path) -> tuple[tuple[int, ...], ...]:
    """Return what is another once somebody has written to a database, without its locks."""
    found = (file.stat() for file in (path, log_of(path)) if file.exists())
    return tuple((one.st_dev, one.st_ino, one.st_size, one.st_mtime_ns) for one in found)


def is_in_log(path: Path) -> bool:
    """Whether pages of a database are in its log, from which whoever opens it completes the file."""
    log = log_of(path)
    return log.exists() and log.stat().st_size > 0


def log_of(path: Path) -> Path:
    """Return the path of the log beside a database."""
    return path.with_name(path.name + WAL)


def may_write(path: Path) -> bool:
    """Whether a database may be written: its folder too, since SQLite makes files beside it."""
    return os.access(path.parent, os.W_OK | os.X_OK) and os.access(path, os.W_OK)


def _only_reading(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA query_only = ON")
    return connection


class _Connection(sqlite3.Connection):
    """A connection whose file keeps its locks when its bytes are read beside it, see `held_files`."""

    held: held_files.Key | None = None

    def close(self) -> None:
        """Close the file; calling it twice does no harm."""
        super().close()
        held, self.held = self.held, None
        if held is not None:
            held_files.release(held)


def _open(name: str, *, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        name, isolation_level=None, check_same_thread=False, timeout=10, uri=uri, factory=_Connection
    )
    if not uri:  # what is opened by a URI is read without locks
        connection.held = held_files.take(Path(name))
    connection.create_function(is_by.__name__, 2, is_by, deterministic=True)
    connection.create_function("is_at", 3, is_at, deterministic=True)
    for function in (holds, has_words):
        connection.create_function(function.__name__, 2, function, deterministic=True)
    return connection
