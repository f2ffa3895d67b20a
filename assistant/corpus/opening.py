"""From a path to documents: opened, expanded, members of archives one by one.

Only regular files are opened: a pipe or a device may never end, and a file of the kernel is no text of anybody's.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from assistant.corpus import archives
from assistant.corpus.documents import Document
from assistant.corpus.expanding import Budget, expand
from assistant.corpus.fields import FieldNames
from assistant.corpus.streams import Chained, Failing, buffered, some
from assistant.errors import InputError

STDIN = Path("-")
STDIN_NAME = "standard input"
_DEEPEST = 3
_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device", stat.S_IFSOCK: "a socket"}
_CHECK = "Check that it is a file you may read."


def open_documents(path: Path, fields: FieldNames) -> Iterator[Document | InputError]:
    """Yield the documents of a file, each to be read before the next, and the errors of those that cannot be.

    Raises:
        InputError: the file itself cannot be read.
    """
    with _opened(path) as stream:
        name = name_of(path)
        yield from _documents(stream, name, fields, _DEEPEST, Budget(name))


def name_of(path: Path) -> str:
    """Return the file's own name; bytes in it that are not UTF-8 could not be stored and become question marks."""
    return STDIN_NAME if path == STDIN else path.name.encode(errors="replace").decode()


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


def _documents(
    stream: BinaryIO, name: str, fields: FieldNames, depth: int, budget: Budget
) -> Iterator[Document | InputError]:
    start, stream = _begun(stream)
    if (members := archives.members(stream, start, name, budget)) is not None:
        if depth < _DEEPEST - 1 or (depth < _DEEPEST and not archives.is_tar(start)):
            raise InputError(f"{name}: an archive within another file", "Expand it yourself and index the result.")
        next_budget = budget.inner()
        for inner, found in members:
            if isinstance(found, InputError):
                yield found
                continue
            try:
                yield from _documents(found, inner, fields, 1, next_budget)
            except InputError as error:
                yield error
    elif (expanded := expand(stream, start, name, budget)) is not None:
        if not depth:
            raise InputError(f"{name} is compressed too many times", "Expand it yourself and index the result.")
        yield from _documents(expanded, name, fields, depth - 1, budget.inner())
    else:
        yield Document(name, stream, fields)


def _begun(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """Return the first bytes of a stream and the stream from its beginning; a fault behind them comes behind them."""
    start, rest = b"", stream
    try:
        while len(start) < archives.MAGIC and (data := some(stream, archives.MAGIC - len(start))):
            start += data
    except InputError as error:
        rest = Failing(error)
    if stream.seekable():
        stream.seek(0)
        return start, stream
    return start, buffered(Chained(start, rest))
