"""Filters as conditions of SQL on the papers of a library."""

from __future__ import annotations

from assistant.records import Filters


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
    for column, text in (("p.organisation", filters.organisation), ("p.title", filters.title)):
        if text:
            conditions.append(f"instr(lower({column}), lower(?))")
            values.append(text)
    if filters.author:
        conditions.append("p.rowid IN (SELECT paper FROM publications WHERE authors > '' AND is_by(authors, ?))")
        values.append(filters.author)
    if filters.venue:
        conditions.append(
            "EXISTS (SELECT 1 FROM publications b WHERE b.paper = p.rowid AND b.venue > ''"
            " AND is_at(b.venue, substr(p.date, 1, 4), ?))"
        )
        values.append(filters.venue)
    if filters.source:
        conditions.append("p.rowid IN (SELECT paper FROM sources WHERE instr(lower(path), lower(?)))")
        values.append(filters.source)
    for titles, comparison in ((filters.among, "IN"), (filters.only, "IN"), (filters.without, "NOT IN")):
        if titles:
            conditions.append(f"p.title {comparison} ({', '.join('?' * len(titles))})")
            values.extend(titles)
    return " AND ".join(conditions) or "TRUE", values
