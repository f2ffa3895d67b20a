"""The open file of a library, and whether it has changed.

A file that may be written has locks. One in a folder that may only be read has none, so it is opened anew once another
process has written to it; while that one is at work, a copy is read.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.storage.library_file import FILE, connect, may_write, trace_of
from assistant.storage.seal import is_open


class OpenFile(ABC):
    """What of a Library holds its file."""

    folder: Path
    _db: sqlite3.Connection
    _copy: TemporaryDirectory[str] | None
    _trace: tuple[tuple[int, ...], ...] = ()
    _reopened: int = 0

    @abstractmethod
    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""

    @abstractmethod
    def _translated(self) -> AbstractContextManager[None]:
        """Turn what goes wrong with the file into a LibraryError."""

    def _open(self) -> None:
        """Open the file; raises as `connect` does."""
        file = self.folder / FILE
        trace = trace_of(file) if file.exists() and not may_write(file) else ()
        self._db, self._copy = connect(file)
        self._trace = trace

    @property
    def is_writable(self) -> bool:
        """Whether the library may be written; asking works without that."""
        return may_write(self.folder / FILE)

    def changes(self) -> tuple[int, int]:
        """Return what is another once this or another process has changed the file."""
        if self._trace:
            self._follow()
        return self._rows("PRAGMA data_version")[0][0], self._db.total_changes + self._reopened

    def close(self) -> None:
        """Close the file; calling it twice does no harm."""
        _close(self._db, self._copy)

    def _follow(self) -> None:
        """Open a file that may only be read anew, if another process has written to it."""
        file, before = self.folder / FILE, (self._db, self._copy)
        with suppress(OSError), self._translated():
            if trace_of(file) == self._trace or (self._copy and is_open(file)):  # a copy stays as it is
                return
            self._open()
            self._reopened += 1
            _close(*before)


def _close(connection: sqlite3.Connection, copy: TemporaryDirectory[str] | None) -> None:
    connection.close()
    if copy:
        copy.cleanup()
