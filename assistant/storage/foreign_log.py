"""Tell a log that does not belong to the file beside it, and set it aside.

SQLite takes whatever log lies beside a file for that file's own, and writes it into the file when that is closed. After
a backup was put back, that may be the log of a writer that was killed before, or of another copy. A file is sealed when
all that was written is in it: as long as it is as its seal says, a log that says otherwise is not its own.

Format of a log: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from assistant.storage.held_files import alone, read_at, reading
from assistant.storage.seal import Seal, free_name, look_at_seal

_HEADER = struct.Struct(">IIIIII8x")
"""Magic number, version, size of a page, number of the checkpoint, both salts."""
_FRAME = struct.Struct(">IIII8x")
"""Page, pages of the database if it ends a transaction, both salts."""
_MAGIC = (0x377F0682, 0x377F0683)
_PAGE_SIZES = [1 << power for power in range(9, 17)]


def set_aside(path: Path, log: Path) -> Path | None:
    """Give the log beside a database another name if it is not its own and nobody has it open; return that name.

    Raises:
        OSError: it may not be renamed.
    """
    with alone(path) as is_alone:
        return log.rename(free_name(log)) if is_alone and is_foreign(path, log) else None


def is_foreign(path: Path, log: Path) -> bool:
    """Whether a database is as it was left, and the log beside it says something else."""
    return look_at_seal(path) is Seal.WHOLE and _differs(path, log)


def _differs(path: Path, log: Path) -> bool:
    """Whether a page is another in the log of a database than in its file."""
    with reading(path) as file, reading(log) as frames:
        header = read_at(frames, _HEADER.size, 0)
        if len(header) < _HEADER.size:
            return False
        magic, _, size, _, *salts = _HEADER.unpack(header)
        if magic not in _MAGIC or size not in _PAGE_SIZES:
            return False  # SQLite does not read it either
        pages, places = _written(frames, size, salts)
        if not places:
            return False
        if path.stat().st_size != pages * size:
            return True
        return any(
            read_at(frames, size, place) != read_at(file, size, (page - 1) * size)
            for page, place in places.items()
            if page <= pages
        )


def _written(frames: int, size: int, salts: list[int]) -> tuple[int, dict[int, int]]:
    """Return how many pages a database has by its log, and where in that each page stands last."""
    pages, place, end = 0, _HEADER.size, os.fstat(frames).st_size
    written: dict[int, int] = {}
    pending: dict[int, int] = {}
    while place + _FRAME.size + size <= end:
        page, total, *own = _FRAME.unpack(read_at(frames, _FRAME.size, place))
        if own != salts:
            break  # of an earlier round
        pending[page] = place + _FRAME.size
        if total:
            pages = total
            written |= pending
            pending = {}
        place += _FRAME.size + size
    return pages, written
