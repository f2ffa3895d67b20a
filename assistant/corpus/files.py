"""Files of papers: found in folders, read, decoded. Every way in which a file can fail is an InputError here."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.corpus.registry import read_text
from assistant.errors import InputError, UsageError
from assistant.records import Gap, Reading

MAX_BYTES = 256 * 1024**2
_MARKED = (("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE))
_CUT = ("unexpected end of data", "truncated data")
_SAVE_AS_UTF8 = "Papers are read from text files: save it as UTF-8 text."


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files named and those in the folders named, each once, a folder's own in the order of their names.

    What is hidden in a folder is left out, and so is what is neither file nor folder.

    Raises:
        UsageError: a path does not exist.
        InputError: a folder cannot be listed.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"{path} does not exist", "Name a file of papers, or a folder that holds some.")
        for file in sorted(_files_below(path)) if stat.S_ISDIR(_mode_of(path)) else [path]:
            found.setdefault(Path(os.path.realpath(file)), file)
    return list(found.values())


def read_file(path: Path) -> Reading:
    """Read a file of papers in whichever format it is.

    Raises:
        InputError: it cannot be opened, is empty, too large or not text, or no reader knows its format.
    """
    text, is_cut = _decoded(_bytes_of(path), path)
    if not text.strip():
        raise InputError(f"{path} is empty", "Name a file that holds papers.")
    reading = read_text(text, _name_of(path))
    if not is_cut:
        return reading
    last = text.count("\n") + 1
    gap = Gap(_name_of(path), last, last, "the file ends in the middle of a character")
    return replace(reading, gaps=(*reading.gaps, gap))


def _files_below(folder: Path) -> Iterator[Path]:
    seen: set[str] = set()
    for here, folders, files in os.walk(folder, onerror=_refuse_folder, followlinks=True):
        # A link may lead back to a folder above it.
        if (real := os.path.realpath(here)) in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (path for name in files if not name.startswith(".") and _can_hold_papers(path := Path(here, name)))


def _can_hold_papers(path: Path) -> bool:
    """Leave out pipes, sockets and devices, but keep what cannot be looked at, so that reading it says so."""
    mode = _mode_of(path)
    return stat.S_ISREG(mode) or mode == 0


def _mode_of(path: Path) -> int:
    """Return what the path leads to, 0 when that cannot be seen: a link to nowhere or to itself, no permission."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _refuse_folder(error: OSError) -> None:
    raise InputError(f"{error.filename} cannot be listed: {error.strerror}", "Check its permissions.") from error


def _name_of(path: Path) -> str:
    """Return the file's own name; bytes in it that are not UTF-8 could not be stored and become question marks."""
    return path.name.encode(errors="replace").decode()


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "Check that it is a file you may read.") from error
    if len(data) > MAX_BYTES:
        raise InputError(f"{path} is larger than {MAX_BYTES // 1024**2} MiB", "Split it into smaller files.")
    return data


def _decoded(data: bytes, path: Path) -> tuple[str, bool]:
    """Return the text, and whether the file ends in the middle of a character, which is then left out."""
    encoding, mark = _encoding_of(data)
    is_cut = False
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = len(mark) + error.start
        is_cut = error.end == len(data) - len(mark) and error.reason in _CUT
        if not is_cut:
            raise _not_text(path, data, at, encoding) from error
        text = data[len(mark) : at].decode(encoding)
    if "\0" in text:
        raise _not_text(path, data, len(mark) + len(text[: text.index("\0")].encode(encoding)), encoding)
    return text, is_cut


def _encoding_of(data: bytes) -> tuple[str, bytes]:
    return next(((name, mark) for name, mark in _MARKED if data.startswith(mark)), ("utf-8", b""))


def _not_text(path: Path, data: bytes, at: int, encoding: str) -> InputError:
    line = data.count(b"\n", 0, at) + 1
    return InputError(f"{path} is not text: byte {at} (line {line}) does not belong in {encoding} text", _SAVE_AS_UTF8)
