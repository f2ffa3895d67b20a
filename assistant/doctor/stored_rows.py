"""Read what rows can be read of a damaged database, and tell those that are as they were stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from assistant.storage.library_file import checksum, vectors_checksum

Stored = dict[str, Any]
"""A row by the names of its columns."""


def rows_of(source: sqlite3.Connection, table: str, column: str, number: int) -> list[Stored]:
    """Return the rows of a table with this number in a column."""
    return list(_read(source, f"SELECT * FROM {table} WHERE {column} = ?", (number,)))


def all_rows(source: sqlite3.Connection, table: str) -> list[Stored]:
    """Return the rows of a table, up to the first one that cannot be read."""
    return list(_read(source, f"SELECT * FROM {table}"))


def _read(source: sqlite3.Connection, query: str, values: Sequence[Any] = ()) -> Iterator[Stored]:
    with suppress(sqlite3.Error):
        cursor = source.execute(query, values)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))


def is_sound_paper(paper: Stored) -> bool:
    """Whether the words of a paper are those that were stored."""
    words = [paper.get(name) for name in ("id", "title", "abstract", "title_key")]
    if not all(isinstance(text, str) for text in words):
        return False
    return paper.get("checksum") in (None, checksum(paper["title"], paper["abstract"]))


def are_sound_vectors(passages: Sequence[Stored], sentences: Sequence[Stored], sums: Sequence[Stored]) -> bool:
    """Whether the vectors of a paper, from the rows of three tables, are those that were stored."""
    if not passages or not sentences or not sums:
        return False
    own = [(row["start"], row["end"], row["vector"]) for row in passages]
    try:
        found = vectors_checksum(own, sentences[0]["spans"], sentences[0]["vectors"])
    except TypeError:
        return False
    return bool(found == sums[0]["checksum"])
