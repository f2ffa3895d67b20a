"""Read the rows of a SQLite file page by page, without its header, its trees or its schema.

Whatever stands on a page that is whole can be read so, though the rest of the file is lost; which table a row is of,
and whether it is as it was stored, must be told by the row itself. https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path

Value = None | int | float | str | bytes
Row = tuple[int | None, tuple[Value, ...]]
"""The number of a row, None in a table without numbers, and what stands in its columns."""
_TABLE, _INDEX, _INSIDE = 0x0D, 0x0A, 0x02
"""Kinds of pages that hold rows: leaves of tables, leaves of indexes, and what is above these."""
_HEADER = 100
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def read_rows(path: Path, size: int) -> Iterator[Row]:
    """Yield what rows can be read of a file with pages of so many bytes."""
    if path.stat().st_size < size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for start in range(0, len(data) - size + 1, size):
            yield from _rows_of_page(data, start, size)


def _rows_of_page(data: mmap.mmap, start: int, size: int) -> Iterator[Row]:
    head = start + (0 if start else _HEADER)
    kind = data[head]
    if kind not in (_TABLE, _INDEX, _INSIDE):
        return
    first = head + (12 if kind == _INSIDE else 8)
    for place in range(first, min(first + 2 * _number(data, head + 3, 2), start + size - 1), 2):
        cell = start + _number(data, place, 2) + (4 if kind == _INSIDE else 0)
        try:
            length, cell = _varint(data, cell)
            number, cell = _varint(data, cell) if kind == _TABLE else (None, cell)
            yield number, _values(_payload(data, cell, length, size, is_table=kind == _TABLE))
        except (ValueError, IndexError):
            continue


def _payload(data: mmap.mmap, place: int, length: int, size: int, *, is_table: bool) -> bytes:
    """Return the bytes of a row, the rest of which may stand on pages of its own."""
    most = size - 35 if is_table else (size - 12) * 64 // 255 - 23
    if length > len(data):
        raise ValueError("a row cannot be longer than its file")
    if length <= most:
        return data[place : place + length]
    least = (size - 12) * 32 // 255 - 23
    here = least + (length - least) % (size - 4)
    here = here if here <= most else least
    parts, left, page = [data[place : place + here]], length - here, _number(data, place + here, 4)
    while left > 0:
        start = (page - 1) * size
        if page < 1 or start + size > len(data):
            raise ValueError("the rest of a row is lost")
        parts.append(data[start + 4 : start + 4 + min(left, size - 4)])
        left, page = left - (size - 4), _number(data, start, 4)
    return b"".join(parts)


def _values(record: bytes) -> tuple[Value, ...]:
    end, place = _varint(record, 0)
    kinds = []
    while place < end:
        kind, place = _varint(record, place)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        width = _INTEGERS.get(kind, 8 if kind == 7 else max(0, kind - 12) // 2)
        part = record[place : place + width]
        if len(part) != width or kind in (10, 11):
            raise ValueError("a row is cut")
        values.append(_value(kind, part))
        place += width
    return tuple(values)


def _value(kind: int, part: bytes) -> Value:
    if kind in (0, 7):  # no column of ours is a fraction
        return None
    if kind in (8, 9):
        return kind - 8
    if kind in _INTEGERS:
        return int.from_bytes(part, "big", signed=True)
    return part.decode("utf-8") if kind % 2 else part


def _number(data: mmap.mmap, place: int, width: int) -> int:
    return int.from_bytes(data[place : place + width], "big")


def _varint(data: mmap.mmap | bytes, place: int) -> tuple[int, int]:
    """Return a number of variable length and the place behind it."""
    found = 0
    for step in range(8):
        byte = data[place + step]
        found = found << 7 | byte & 0x7F
        if byte < 0x80:
            return found, place + step + 1
    return found << 8 | data[place + 8], place + 9
