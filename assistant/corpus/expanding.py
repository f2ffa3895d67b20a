"""Compressed streams, told by their first bytes and expanded piece by piece; what expands too far is refused.

A small file that becomes huge is an attack or a mistake: beyond FREE_BYTES a stream may be at most MAX_RATIO times as
large as what it was made of. Texts are compressed 3 to 20 times.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol

from assistant.corpus.streams import BUFFER, Counted, buffered
from assistant.errors import InputError, MissingError

MAX_RATIO = 200
FREE_BYTES = 64 * 1024**2
MAX_DICTIONARY = 128 * 1024**2
_ZST_PORTION = 1024
"""Bytes taken at once, which may become 32,000 times as many."""
_FAULTS = (
    *(EOFError, OSError, RuntimeError, NotImplementedError, ValueError),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError),
)


class Portions(Protocol):
    """A stream that gives what it has."""

    def read1(self, size: int, /) -> bytes:
        """Return some bytes, none only at the end."""


class Budget:
    """How far what lies in a file may expand, all of it that lies equally deep together.

    Args:
        name: of the file.
        outer: of the layer around this one; the file itself is what sizes are compared with.
    """

    def __init__(self, name: str, outer: Budget | None = None) -> None:
        self._name, self._made = name, 0
        self._taken: Callable[[], int] = outer.taken if outer else lambda: 0
        self._is_inner = outer is not None

    def inner(self) -> Budget:
        """Return the budget of the next layer."""
        return Budget(self._name, self)

    def measure(self, taken: Callable[[], int]) -> None:
        """Note what tells how many bytes of the file were used so far, if this is its outermost layer."""
        if not self._is_inner:
            self._taken = taken

    def taken(self) -> int:
        """Return how many bytes of the file were used so far."""
        return self._taken()

    def spend(self, size: int) -> None:
        """Count what was made.

        Raises:
            InputError: it is too much.
        """
        self._made += size
        if self._made > FREE_BYTES and self._made > MAX_RATIO * max(1, self.taken()):
            hint = "If you trust it, expand it yourself and index the result."
            raise InputError(f"{self._name} expands more than {MAX_RATIO}-fold, as no text does", hint)


class Expanded(io.RawIOBase):
    """What a decompressor makes of a stream, with its faults as InputErrors."""

    def __init__(self, inner: Portions, name: str, budget: Budget) -> None:
        self._inner, self._name, self._budget = inner, name, budget

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Expand some more.

        Raises:
            InputError: the stream is damaged, ends early, or expands too far.
        """
        try:
            data = self._inner.read1(min(len(buffer), BUFFER))  # what comes before a fault is given first
        except InputError:
            raise
        except _FAULTS as error:
            if isinstance(error, EOFError | tarfile.TarError):
                what = "the data end too early"
            else:
                what = f"the compressed data are damaged ({error})"
            raise InputError(f"{self._name}: {what}", "Fetch the file again, or expand it yourself.") from error
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


_Decompressor = bz2.BZ2Decompressor | lzma.LZMADecompressor


class _Streams(io.RawIOBase):
    """Compressed streams one behind the other, with zeros between them or none.

    `bz2.open` takes whatever else stands behind a stream for nothing, and `lzma.open` needs as much memory as it says.
    """

    def __init__(self, stream: BinaryIO, make: Callable[[], _Decompressor]) -> None:
        self._stream, self._rest = stream, b""
        self._make, self._made = make, make()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            if self._made.eof:
                self._rest = self._made.unused_data.lstrip(b"\0")
                while not self._rest:
                    if not (data := self._stream.read(BUFFER)):
                        return 0
                    self._rest = data.lstrip(b"\0")
                self._made = self._make()
            elif self._made.needs_input and not self._rest:
                self._rest = self._stream.read(BUFFER)
                if not self._rest:
                    raise EOFError
            data, self._rest = self._made.decompress(self._rest, len(buffer)), b""
            if data:
                buffer[: len(data)] = data
                return len(data)


def expand(stream: BinaryIO, start: bytes, name: str, budget: Budget) -> BinaryIO | None:
    """Return what a stream expands to, None if it is not compressed.

    Args:
        stream: from its beginning.
        start: its first bytes, six or more.
    """
    opened = next((opener for magic, opener in _OPENERS if start.startswith(magic)), None)
    if opened is None:
        return None
    counted = Counted(stream)
    budget.measure(lambda: counted.count)
    return buffered(Expanded(opened(buffered(counted)), name, budget))


def _xz() -> _Decompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MAX_DICTIONARY)


def _zst(stream: BinaryIO) -> Portions:
    try:
        import zstandard
    except ImportError as error:
        raise MissingError("reading .zst needs the package zstandard", "pip install zstandard") from error
    made = zstandard.ZstdDecompressor(max_window_size=MAX_DICTIONARY)
    return io.BufferedReader(_Zst(stream, made.decompressobj, zstandard.ZstdError), BUFFER)


class _Zst(io.RawIOBase):
    """A .zst stream that must end with a frame; the package's own reader takes any end for one."""

    def __init__(self, stream: BinaryIO, make: Callable[[], Any], fault: type[Exception]) -> None:
        self._stream, self._make, self._fault = stream, make, fault
        self._made = make()
        self._is_begun, self._rest, self._ready = False, b"", b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            if self._made.eof:
                self._rest, self._made, self._is_begun = self._made.unused_data + self._rest, self._make(), False
            if not self._rest and not (data := self._stream.read(_ZST_PORTION)):
                if self._is_begun:
                    raise EOFError
                return 0
            self._rest, data = b"", self._rest or data
            self._is_begun = True
            try:
                self._ready = self._made.decompress(data)
            except self._fault as error:
                raise OSError(str(error)) from error
        data, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


_OPENERS: tuple[tuple[bytes, Callable[[BinaryIO], Portions]], ...] = (
    (b"\x1f\x8b", lambda stream: gzip.GzipFile(fileobj=stream, mode="rb")),
    (b"BZh", lambda stream: io.BufferedReader(_Streams(stream, bz2.BZ2Decompressor), BUFFER)),
    (b"\xfd7zXZ\x00", lambda stream: io.BufferedReader(_Streams(stream, _xz), BUFFER)),
    (b"\x28\xb5\x2f\xfd", _zst),
)
