"""Streams of bytes put together: counted as they are taken, or begun with what was read already."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, BinaryIO, cast

BUFFER = 64 * 1024


class Counted(io.RawIOBase):
    """A stream that counts the bytes that were taken from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.count = stream, 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Take some bytes."""
        data = some(self.stream, len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class Chained(io.RawIOBase):
    """Bytes that were read already, and then the rest of a stream."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start, self._rest = start, rest

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Take some bytes."""
        data = self._start[: len(buffer)] or some(self._rest, len(buffer))
        self._start = self._start[len(data) :]
        buffer[: len(data)] = data
        return len(data)


class Failing(io.BytesIO):
    """A stream that has come to a fault."""

    def __init__(self, fault: Exception) -> None:
        super().__init__()
        self._fault = fault

    def read(self, size: int | None = -1, /) -> bytes:
        """Raise the fault."""
        raise self._fault

    read1 = read


def some(stream: BinaryIO, size: int) -> bytes:
    """Return the next bytes of a stream, none only at its end; a fault behind them is left for the next call."""
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    return read(size)


def buffered(raw: io.RawIOBase) -> BinaryIO:
    """Return a stream that can be read in any portions."""
    return cast(BinaryIO, io.BufferedReader(raw, BUFFER))
