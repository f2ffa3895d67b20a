"""Read the bytes of a database file while this process may have it open as a database.

POSIX takes all locks of a process off a file as soon as the process closes any descriptor of it, whoever set them.
SQLite would then be open without a lock: another process that ends believes itself the last one and deletes the log
that this one goes on writing to (https://www.sqlite.org/howtocorrupt.html, 2.2). So a descriptor that was made here
stays open until nobody here uses the file.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

Key = tuple[int, int]
"""A file, by its device and its number there; a name may come to mean another file."""

_SHARED = 0x40000002, 510
"""Where whoever has a database open sets a lock, and how many bytes that are (https://www.sqlite.org/src/file/src/os.h)."""
_guard = threading.RLock()
_users: Counter[Key] = Counter()
_descriptors: dict[Key, list[int]] = {}


def take(path: Path) -> Key:
    """Count one more user of a file that exists, such as a connection; see `release`."""
    found = path.stat()
    key = (found.st_dev, found.st_ino)
    with _guard:
        _users[key] += 1
    return key


def release(key: Key) -> None:
    """Count one user less, and close what was kept open for the others if it was the last one."""
    with _guard:
        _users[key] -= 1
        if _users[key] > 0:
            return
        del _users[key]
        for descriptor in _descriptors.pop(key, []):
            os.close(descriptor)


def read_at(descriptor: int, size: int, place: int) -> bytes:
    """Return at most so many bytes from a place in a file."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, size, place)
    with _guard:
        os.lseek(descriptor, place, os.SEEK_SET)
        return os.read(descriptor, size)


@contextmanager
def reading(path: Path) -> Iterator[int]:
    """Give a descriptor of a file for `read_at`, which others may have too.

    Raises:
        OSError: it cannot be opened.
    """
    named = path.stat()
    with _guard:
        kept = _descriptors.get((named.st_dev, named.st_ino))
        descriptor = kept[0] if kept else os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        found = os.fstat(descriptor)
        key = (found.st_dev, found.st_ino)
        _users[key] += 1
        if not kept:
            _descriptors.setdefault(key, []).append(descriptor)
    try:
        yield descriptor
    finally:
        release(key)


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Keep everybody from reading a database while the block runs; give False, and do not, if somebody has it open.

    On Windows others are not kept from it; no file that somebody has open can be renamed or deleted there.

    Raises:
        OSError: it cannot be opened for writing.
    """
    with _guard:
        named = path.stat()
        if _users[named.st_dev, named.st_ino]:
            yield False
            return
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        found = os.fstat(descriptor)
        key = (found.st_dev, found.st_ino)
        is_used = _users[key]  # it was replaced just now
        _users[key] += 1
        _descriptors.setdefault(key, []).append(descriptor)
        try:
            yield not is_used and _is_locked(descriptor)
        finally:
            release(key)


def _is_locked(descriptor: int) -> bool:
    """Lock a database as SQLite does for changing its file, and return whether that was possible."""
    if sys.platform == "win32":
        return True
    import fcntl

    place, size = _SHARED
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, size, place)
    except OSError:
        return False
    return True
