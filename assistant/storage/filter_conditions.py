"""Filters as conditions of SQL on the papers of a library."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assistant.filter_records import one_of
from assistant.language.east_asian import is_east_asian
from assistant.records import Filters


def holds(text: str | None, said: str) -> bool:
    """Return whether a text holds another one, in whatever case."""
    return _folded(said) in _folded(text or "")


def has_words(text: str | None, said: str) -> bool:
    """Return whether a text holds some words, or others with "or" between them: "MIT" is none of "Smithsonian"."""
    return any(
        holds(text, words) and (is_east_asian(words) or _words(words).search(_folded(text or "")) is not None)
        for words in one_of(said)
    )


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text.casefold())


@lru_cache(maxsize=64)
def _words(said: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(_folded(said.strip()))}(?!\w)")


def conditions_of(filters: Filters) -> tuple[str, list[str | int]]:
    """Return what a paper `p` must fulfil to pass the filters, in SQL, and the values in it."""
    conditions: list[str] = []
    values: list[str | int] = []
    for name, comparison in (("since", ">="), ("until", "<="), ("after", ">"), ("before", "<")):
        if date := getattr(filters, name):
            conditions.append(f"substr(p.date, 1, {len(date)}) {comparison} substr(?, 1, length(p.date))")
            values.append(date)
    for number, comparison in ((filters.authors_from, ">="), (filters.authors_to, "<=")):
        if number is not None:
            conditions.append(f"p.author_count {comparison} ?")
            values.append(min(number, 2**62))  # SQLite takes no larger ones
    for condition, text in (
        ("has_words(p.organisation, ?)", filters.organisation),
        ("holds(p.title, ?)", filters.title),
        ("p.rowid IN (SELECT paper FROM sources WHERE holds(path, ?))", filters.source),
    ):
        if text:
            conditions.append(condition)
            values.append(text)
    if filters.author:
        conditions.append("p.rowid IN (SELECT paper FROM publications WHERE authors > '' AND is_by(authors, ?))")
        values.append("\n".join(one_of(filters.author)))
    if filters.venue:
        conditions.append(
            "EXISTS (SELECT 1 FROM publications b WHERE b.paper = p.rowid AND b.venue > ''"
            " AND is_at(b.venue, substr(p.date, 1, 4), ?))"
        )
        values.append(filters.venue)
    for titles, comparison in ((filters.among, "IN"), (filters.only, "IN"), (filters.without, "NOT IN")):
        if titles:
            conditions.append(f"p.title {comparison} ({', '.join('?' * len(titles))})")
            values.extend(titles)
    for other in filters.excluded:
        condition, more = conditions_of(other)
        conditions.append(f"NOT ifnull(({condition}), FALSE)")
        values.extend(more)
    return " AND ".join(conditions) or "TRUE", values
