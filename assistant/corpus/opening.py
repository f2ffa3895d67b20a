"""From a path to documents: opened, expanded, members of archives one by one.

Only regular files are opened: a pipe or a device may never end, and a file of the kernel is no text of anybody's.
"""

from __future__ import annotations

import io
import os
import re
import stat
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from assistant.corpus.documents import Document
from assistant.corpus.expanding import Budget, Expanded, expand
from assistant.corpus.fields import FieldNames
from assistant.corpus.other_programs import refusal_of_archive
from assistant.corpus.streams import BUFFER, Chained, buffered, some
from assistant.errors import InputError
from assistant.patterns import lazy_re

STDIN = Path("-")
STDIN_NAME = "standard input"
ABOUT_FOLDER = lazy_re(r"(?:readme|changelog|licen[cs]e|contributing|copying|authors)(?:\.\w+)?", re.IGNORECASE)
"""Names of files that tell of the others, and hold no papers."""
MAX_MEMBERS = 10_000
MAX_SPOOLED = 4 * 1024**3
_DEEPEST = 3
_MAGIC = 6
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device", stat.S_IFSOCK: "a socket"}
_CHECK = "Check that it is a file you may read."


def open_documents(path: Path, fields: FieldNames) -> Iterator[Document | InputError]:
    """Yield the documents of a file, each to be read before the next, and the errors of those that cannot be.

    Raises:
        InputError: the file itself cannot be read.
    """
    with _opened(path) as stream:
        name = STDIN_NAME if path == STDIN else name_of(path)
        yield from _documents(stream, name, fields, _DEEPEST)


def name_of(path: Path) -> str:
    """Return the file's own name; bytes in it that are not UTF-8 could not be stored and become question marks."""
    return path.name.encode(errors="replace").decode()


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path == STDIN:
        yield sys.stdin.buffer
        return
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", _CHECK) from error
    found = os.fstat(descriptor)
    if stat.S_ISDIR(found.st_mode):
        os.close(descriptor)
        raise InputError(f"{path} cannot be read: Is a directory", _CHECK)
    with os.fdopen(descriptor, "rb") as file:
        if kind := _KINDS.get(stat.S_IFMT(found.st_mode)):
            hint = "Only files are read; pipe it in instead: … | assistant index -"
            raise InputError(f"{path} is {kind}", hint)
        if not found.st_size:  # files of the kernel say so too, and may never end
            raise InputError(f"{path} is empty", "Name a file that holds papers.")
        yield buffered(_Read(file, path))


class _Read(io.RawIOBase):
    """A file whose errors are InputErrors."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file, self._path = file, path

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read(len(buffer))
        except OSError as error:
            raise InputError(f"{self._path} cannot be read: {error.strerror}", _CHECK) from error
        buffer[: len(data)] = data
        return len(data)


def _documents(stream: BinaryIO, name: str, fields: FieldNames, depth: int) -> Iterator[Document | InputError]:
    start = stream.read(_MAGIC)
    if stream.seekable():
        stream.seek(0)
    else:
        stream = buffered(Chained(start, stream))
    if start.startswith(_ZIP):
        yield from _members(stream, name, fields, depth)
    elif (expanded := expand(stream, start, name)) is not None:
        if not depth:
            raise InputError(f"{name} is compressed too many times", "Expand it yourself and index the result.")
        yield from _documents(expanded, name, fields, depth - 1)
    else:
        yield Document(name, stream, fields)


def _members(stream: BinaryIO, name: str, fields: FieldNames, depth: int) -> Iterator[Document | InputError]:
    if depth < _DEEPEST:
        raise InputError(f"{name}: an archive within another file", "Expand it yourself and index the result.")
    if not stream.seekable():
        with tempfile.TemporaryFile() as file:
            _spool(stream, file, name)
            yield from _members(file, name, fields, depth)
        return
    size = stream.seek(0, io.SEEK_END)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"{name} is a damaged archive: {error}", "Fetch it again, or expand it yourself.") from error
    budget = Budget(name, lambda: size)
    with archive:
        if refusal := refusal_of_archive(name, [member.filename for member in archive.infolist()[: MAX_MEMBERS + 1]]):
            raise refusal
        members = [member for member in archive.infolist() if not member.is_dir() and not _is_left_out(member.filename)]
        if len(members) > MAX_MEMBERS:
            raise InputError(f"{name} holds more than {MAX_MEMBERS:,} files", "Expand it and index the folder.")
        for member in sorted(members, key=lambda member: member.filename):
            inner = f"{name}!{_plain(member.filename)}"
            try:
                yield from _documents(_open_member(archive, member, inner, budget), inner, fields, depth - 1)
            except InputError as error:
                yield error


def _spool(stream: BinaryIO, file: BinaryIO, name: str) -> None:
    """Write an archive that comes from a pipe into a file, since the list of its members stands at its end."""
    while data := some(stream, BUFFER):
        if file.tell() > MAX_SPOOLED:
            raise InputError(f"{name} is larger than {MAX_SPOOLED // 1024**3} GiB", "Save it and index the file.")
        file.write(data)


def _open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, budget: Budget) -> BinaryIO:
    if member.flag_bits & 1:
        raise InputError(f"{name} is encrypted", "Expand the archive yourself and index the result.")
    try:
        file = cast(zipfile.ZipExtFile, archive.open(member))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise InputError(f"{name} cannot be expanded: {error}", "Expand the archive yourself.") from error
    return buffered(Expanded(file, name, budget))


def _is_left_out(name: str) -> bool:
    parts = _parts(name)
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return is_hidden or not parts or bool(ABOUT_FOLDER.fullmatch(parts[-1]))


def _plain(name: str) -> str:
    return "/".join(_parts(name)).replace("!", "_").encode(errors="replace").decode()


def _parts(name: str) -> list[str]:
    """Return the path of a member within its archive; one that would lead out of it leads nowhere here."""
    return [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
