"""The files of a tar archive, which is read forward and to its end.

What `tarfile` leaves open is closed here: a damaged header is not the end, nothing is awaited that is not there, and
only one header is held at a time.
"""

from __future__ import annotations

import sys
import tarfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from assistant.corpus.expanding import Portions
from assistant.corpus.streams import BUFFER

MAX_HEADER = 64 * 1024
"""Bytes of a header with all that belongs to it (long names, lists of holes)."""
FAULTS = (tarfile.TarError, OSError, ValueError, LookupError, ArithmeticError, RecursionError)
"""What reading a damaged archive may raise."""


class TarFiles:
    """The files of an archive, as names and streams; each is to be read before the next.

    Iterating raises one of FAULTS where the archive is damaged, cut or goes on behind its end.

    Attributes:
        taken: how many bytes of the archive were read.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.taken = stream, 0
        self._block, self._header = b"", 0

    def __iter__(self) -> Iterator[tuple[str, Portions | None]]:
        """Yield for each header the name, and the content if it is one of a file."""
        with tarfile.TarFile(fileobj=cast(Any, self)) as archive:
            while member := self._next(archive):
                yield member.name, cast(Portions, archive.extractfile(member)) if member.isreg() else None
                cast(Any, archive).members.clear()
                archive.pax_headers = {}
        if len(self._block) < tarfile.BLOCKSIZE:
            raise tarfile.ReadError("it ends before its end mark, so files may be missing")
        if self._block.strip(b"\0"):
            raise tarfile.ReadError(f"there is no header at byte {self.taken - len(self._block):,}")
        while data := self._take(BUFFER):
            if data.strip(b"\0"):
                raise tarfile.ReadError("more stands behind its end mark, which is not read")

    def _next(self, archive: tarfile.TarFile) -> tarfile.TarInfo | None:
        self._header = 0
        member = archive.next()
        self._header = -sys.maxsize
        return member

    def tell(self) -> int:
        """Return how many bytes were read, for `tarfile`."""
        return self.taken

    def seek(self, place: int) -> None:
        """Go forward, for `tarfile`.

        Raises:
            tarfile.ReadError: that is not possible.
        """
        if place < self.taken:
            raise tarfile.ReadError("a header that leads back")
        while self.taken < place:
            if not self._take(min(BUFFER, place - self.taken)):
                raise tarfile.ReadError("unexpected end of data")

    def read(self, size: int) -> bytes:
        """Return so many bytes if there are, for `tarfile`.

        Raises:
            tarfile.ReadError: a header is longer than any, or than the archive.
        """
        self._header += size
        if self._header > MAX_HEADER:
            raise tarfile.ReadError(f"a header of {self._header:,} bytes")
        self._block = self._take(size)
        if len(self._block) < size and self._header > tarfile.BLOCKSIZE + 1:  # it looks at the byte before a header
            raise tarfile.ReadError("unexpected end of data")
        return self._block

    def _take(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.taken += len(data)
        return data
