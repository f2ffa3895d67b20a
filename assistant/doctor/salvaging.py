"""Save what can be read of a damaged library into a new file, and keep the damaged one beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import filelock

from assistant.doctor.mending import mend
from assistant.errors import LibraryBusy
from assistant.storage.library import FILE, LOCK, Library
from assistant.storage.library_file import checksum, vectors_checksum
from assistant.storage.seal import break_seal

STAGING = "salvage"
_OTHERS = ("removals", "kept_out", "meta")
_NOT_KEPT = ("id", "ordered")
"""Facts of the library that a new one has of its own."""
_BLIND = 5000
"""So many numbers behind the highest one that was found are tried."""
_SMALLEST = 20
"""Bytes of the smallest paper."""


def salvage(folder: Path) -> str:
    """Put a new file with all papers that can be read in the place of a damaged one, and say what was done.

    Words, spellings, and vectors that were damaged are made anew; which files were read is forgotten, so that indexing
    them again brings back the papers that were lost.
    """
    staging, damaged = folder / STAGING, folder / FILE
    aside = free_name(damaged)
    try:
        with filelock.FileLock(folder / LOCK, timeout=0):
            _clear(staging)
            with Library(staging, create=True) as library, closing(sqlite3.connect(damaged)) as source:
                found = _copy(source, library, damaged.stat().st_size // _SMALLEST)
                library.compact()
            for end in ("-wal", "-shm"):  # the new file must not be read with the log of the old one
                with suppress(FileNotFoundError):
                    damaged.with_name(FILE + end).rename(aside.with_name(aside.name + end))
            os.link(damaged, aside)
            break_seal(damaged)
            (staging / FILE).replace(damaged)
            _clear(staging)
    except filelock.Timeout:
        raise LibraryBusy(f"another process is writing to the library {folder}", "wait until it has finished") from None
    return f"{found:,} papers were saved, the damaged file is now {aside}; {mend(folder)}"


def free_name(path: Path) -> Path:
    """Return a name beside a file under which it can be set aside."""
    names = (path.with_name(f"{path.name}.damaged{number or ''}") for number in range(10_000))
    return next(name for name in names if not os.path.lexists(name))


def _clear(folder: Path) -> None:
    if os.path.lexists(folder):
        shutil.rmtree(folder)


def _copy(source: sqlite3.Connection, library: Library, most: int) -> int:
    """Copy what can be read into an empty library and return how many papers that are."""
    source.text_factory = lambda data: data.decode("utf-8", "replace")
    found = 0
    with library.transaction():
        for number in _numbers(source, most):
            rows = _rows(source, "papers", "rowid", number)
            if not rows or not _is_sound(rows[0]):
                continue
            library.load_rows("papers", rows)
            for table in ("publications", "sources"):
                library.load_rows(table, _rows(source, table, "paper", number))
            for table, own in _sound_vectors(source, number):
                library.load_rows(table, own)
            found += 1
        for table in _OTHERS:
            library.load_rows(table, [row for row in _all_rows(source, table) if row.get("key") not in _NOT_KEPT])
    return found


def _numbers(source: sqlite3.Connection, most: int) -> Iterator[int]:
    """Yield the numbers of papers, as far as they can be found: first from both ends, then by trying.

    Args:
        most: the highest one there can be, since a damaged page may name any.
    """
    seen: set[int] = set()
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error):
            for (number,) in source.execute(f"SELECT rowid FROM papers NOT INDEXED ORDER BY rowid {order}"):
                if number not in seen:
                    seen.add(number)
                    yield number
                elif order == "DESC":
                    break
    for number in range(1, min(max(seen, default=0) + _BLIND, most) + 1):
        if number not in seen:
            yield number


def _rows(source: sqlite3.Connection, table: str, column: str, number: int) -> list[dict[str, Any]]:
    """Return the rows of a paper that can be read."""
    return list(_read(source, f"SELECT * FROM {table} WHERE {column} = ?", (number,)))


def _all_rows(source: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    return list(_read(source, f"SELECT * FROM {table}"))


def _read(source: sqlite3.Connection, query: str, values: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
    with suppress(sqlite3.Error):
        cursor = source.execute(query, values)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))


def _sound_vectors(source: sqlite3.Connection, number: int) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the rows of the vectors of a paper, if they are as they were stored."""
    passages, sentences, sums = (
        _rows(source, table, "paper", number) for table in ("passages", "sentences", "vector_checksums")
    )
    if not passages or not sentences or not sums:
        return []  # it is embedded again
    own = [(row["start"], row["end"], row.pop("vector")) for row in passages]
    try:
        found = vectors_checksum(own, sentences[0]["spans"], sentences[0]["vectors"])
    except TypeError:
        return []
    if found != sums[0]["checksum"]:
        return []
    kept = [{"paper": number, "start": start, "end": end, "vector": vector} for start, end, vector in own]
    return [("passages", kept), ("sentences", sentences), ("vector_checksums", sums)]


def _is_sound(paper: dict[str, Any]) -> bool:
    words = (paper["id"], paper["title"], paper["abstract"], paper["title_key"])
    if not all(isinstance(text, str) for text in words):
        return False
    return paper.get("checksum") in (None, checksum(paper["title"], paper["abstract"]))
