"""The seal of a library: a checksum of its file as the last writer left it.

SQLite looks at the structure of a page and never at what stands in it, so a bit that has turned over in the word index,
or a page that came from elsewhere, gives other answers without a word. A writer opens the seal before it changes
anything and closes it when all is in the file; killed, it leaves it open, and nothing is known until the next one. So
there always is a seal, and one that is missing was lost.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any
from zlib import crc32

from assistant.storage.held_files import read_at, reading

NAME = "library.seal"
STAGING = f"{NAME}.new"
_PORTION = 1 << 20
READ_ALWAYS = 64 * 1024**2
"""Bytes of a file that is read whenever it is opened; of a larger one only if its time is another."""


class Seal(Enum):
    """What the seal says of a file."""

    WHOLE = "as it was left"
    BROKEN = "not as it was left"
    NONE = "unknown, since a writer is at work or was stopped"
    MISSING = "unknown, since there is none that can be read"

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody else may have changed the file."""
        return self in (Seal.BROKEN, Seal.MISSING)


@dataclass(frozen=True, slots=True)
class Said:
    """What a seal says a file held, closed or open; nothing of what is not known.

    Attributes:
        size: in bytes.
        papers: None if it does not say.
    """

    size: int = 0
    papers: int | None = None


def said_of(file: Path) -> Said:
    """Return what the seal of a file says that it holds."""
    try:
        said = json.loads(_path(file).read_text(errors="replace"))
        return Said(int(said["size"]), said["papers"] if isinstance(said.get("papers"), int) else None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Said()


def is_open(file: Path) -> bool:
    """Whether a writer of a file is at work, or was stopped."""
    try:
        return bool(json.loads(_path(file).read_text(errors="replace")).get("open"))
    except (OSError, ValueError, AttributeError):
        return False


def break_seal(file: Path) -> str:
    """Open the seal of a file that may be changed now, so that no power cut shows a change beside a closed one.

    Returns:
        What it said, for `set_seal`; nothing if there was none.

    Raises:
        OSError: the folder cannot be written.
    """
    before = said_of(file)
    try:
        words = "" if _path(file).is_dir() else _path(file).read_text(errors="replace")
    except FileNotFoundError:
        words = ""
    size = file.stat().st_size if file.exists() else 0
    _write(file, {"open": True, "size": size, "papers": before.papers})
    if os.name == "posix":
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            with suppress(OSError):
                os.fsync(folder)
        finally:
            os.close(folder)
    return words


def set_seal(file: Path, before: str = "", papers: int | None = None) -> None:
    """Seal a file, all of which is written.

    Args:
        papers: how many it holds.
        before: what the seal said that was taken off a file to which nothing was written since.
    """
    if before and _has_times_of(file, before):
        _write(file, json.loads(before))
        return
    found = file.stat()
    said = {"size": found.st_size, "time": found.st_mtime_ns, "checksum": _checksum(file), "papers": papers}
    _write(file, said)


def free_name(path: Path) -> Path:
    """Return a name beside a file under which it can be set aside."""
    names = (path.with_name(f"{path.name}.damaged{number or ''}") for number in range(10_000))
    return next(name for name in names if not os.path.lexists(name))


def _write(file: Path, said: dict[str, Any]) -> None:
    staging = file.with_name(STAGING)
    with staging.open("w") as new:
        new.write(json.dumps(said) + "\n")
        new.flush()
        os.fsync(new.fileno())
    if _path(file).is_dir():
        _path(file).rename(free_name(_path(file)))
    staging.replace(_path(file))


def look_at_seal(file: Path, *, read: bool = False) -> Seal:
    """Return what the seal of a file says.

    Args:
        read: read the file, however large it is.
    """
    for _ in range(3):  # a writer may come between
        try:
            words = _path(file).read_text(errors="replace")
            said = json.loads(words)
            if said.get("open"):
                return Seal.NONE
        except PermissionError:
            return Seal.NONE
        except (OSError, ValueError, AttributeError):
            return Seal.MISSING
        try:
            found = file.stat()
            if found.st_size > READ_ALWAYS and not read and _has_times_of(file, words):
                return Seal.WHOLE
            if found.st_size == said["size"] and _checksum(file) == said["checksum"]:
                return Seal.WHOLE
        except OSError:
            return Seal.NONE
        except (KeyError, TypeError):
            return Seal.MISSING
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
