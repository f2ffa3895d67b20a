"""The seal of a library: a checksum of its file as the last writer left it.

SQLite looks at the structure of a page and never at what stands in it, so a bit that has turned over in the word index,
or a page that came from elsewhere, gives other answers without a word. A writer breaks the seal before it changes
anything and sets it when all is in the file; killed, it leaves none, and nothing is known until the next one.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from enum import Enum
from pathlib import Path
from zlib import crc32

from assistant.storage.held_files import read_at, reading

NAME = "library.seal"
_PORTION = 1 << 20
READ_ALWAYS = 64 * 1024**2
"""Bytes of a file that is read whenever it is opened; of a larger one only if its time is another."""


class Seal(Enum):
    """What the seal says of a file."""

    WHOLE = "as it was left"
    BROKEN = "not as it was left"
    NONE = "unknown, since it was never sealed or a writer was stopped"


def break_seal(file: Path) -> str:
    """Take the seal off a file that may be changed now, so that no power cut shows a change beside it.

    Returns:
        What it said, for `set_seal`; nothing if there was none.

    Raises:
        OSError: the folder cannot be written.
    """
    try:
        words = _path(file).read_text(errors="replace")
        _path(file).unlink()
    except FileNotFoundError:
        return ""
    if os.name == "posix":
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            with suppress(OSError):
                os.fsync(folder)
        finally:
            os.close(folder)
    return words


def set_seal(file: Path, before: str = "") -> None:
    """Seal a file, all of which is written.

    Args:
        before: what the seal said that was taken off a file to which nothing was written since.
    """
    words = before if before and _has_times_of(file, before) else ""
    if not words:
        found = file.stat()
        said = {"size": found.st_size, "time": found.st_mtime_ns, "checksum": _checksum(file)}
        words = json.dumps(said) + "\n"
    staging = _path(file).with_suffix(".seal.new")
    staging.write_text(words)
    staging.replace(_path(file))


def look_at_seal(file: Path, *, read: bool = False) -> Seal:
    """Return what the seal of a file says.

    Args:
        read: read the file, however large it is.
    """
    for _ in range(3):  # a writer may come between
        try:
            words = _path(file).read_text(errors="replace")
            said, found = json.loads(words), file.stat()
            if found.st_size > READ_ALWAYS and not read and _has_times_of(file, words):
                return Seal.WHOLE
            if found.st_size == said["size"] and _checksum(file) == said["checksum"]:
                return Seal.WHOLE
        except FileNotFoundError:
            return Seal.NONE
        except (OSError, ValueError, KeyError, TypeError):
            return Seal.NONE  # the seal itself is damaged
        if _is_still(file, words):
            return Seal.BROKEN
    return Seal.NONE


def _has_times_of(file: Path, words: str) -> bool:
    """Whether a file has the size and the time that a seal names."""
    try:
        said, found = json.loads(words), file.stat()
        return bool((found.st_size, found.st_mtime_ns) == (said["size"], said["time"]))
    except (ValueError, KeyError, TypeError):
        return False


def _is_still(file: Path, words: str) -> bool:
    try:
        return _path(file).read_text(errors="replace") == words
    except OSError:
        return False


def _path(file: Path) -> Path:
    return file.with_name(NAME)


def _checksum(file: Path) -> int:
    found = place = 0
    with reading(file) as descriptor:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_SEQUENTIAL)
        while portion := read_at(descriptor, _PORTION, place):
            found, place = crc32(portion, found), place + len(portion)
    return found
