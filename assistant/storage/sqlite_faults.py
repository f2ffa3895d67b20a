"""What SQLite says of a file that cannot be used, in our words; the Library and its sessions share them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import LibraryBusy, LibraryError

_DOUBTFUL = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR)
"""What SQLite says where the file may be damaged."""


@contextmanager
def translated(what: str, hint: str) -> Iterator[None]:
    """Turn what SQLite, or whoever reads its rows, says of a damaged file into a LibraryError.

    Args:
        what: the thing that is used, such as "the library /home/ada/library".
        hint: what to do when it is damaged.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            raise LibraryBusy(f"another process holds {what}", "try again later") from error
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            hint = "is the disk full? make room and call it again: nothing is lost and nothing half written"
        raise LibraryError(f"{what} cannot be used: {error}", hint) from error
    except ValueError as error:  # a vector that was cut
        raise LibraryError(f"{what} cannot be used: {error}", hint) from error
    except TypeError as error:  # a text that is none
        raise LibraryError(f"{what} is damaged: what stands in a row of it is of another kind", hint) from error


def is_doubtful(error: LibraryError) -> bool:
    """Whether an error that `translated` has raised may be due to damage of the file."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _DOUBTFUL
    return cause is not None
