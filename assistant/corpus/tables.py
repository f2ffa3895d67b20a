"""Tables: CSV as spreadsheets and reference managers write it, and TSV; the first line names the columns.

Databases may say above it in a line or two, quoted as one field, where the table comes from.

A CSV field may be quoted and then hold commas, line breaks and doubled quotes. A quote that is never closed costs its
own line only. In TSV a quote means something only around a whole field; "\\t" and "\\n" may stand for what they name.
"""

from __future__ import annotations

import csv
import html
import re
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice

from assistant.corpus import arxiv_habits, written_dates
from assistant.corpus.documents import MAX_LINE, Document, TextLine
from assistant.corpus.json_records import author_names
from assistant.corpus.making import Facts, first, make
from assistant.patterns import lazy_re
from assistant.records import Gap, Item

_DELIMITERS = ",;|"
_LINES_OF_ONE = 200
_LINES_ABOVE = 3
_MORE = 1024**2
"""Characters that a record may have on its further lines."""
_MISSING = frozenset(("nan", "NaN", "NaT", "<NA>", "None", "null", "NULL"))
"""What programs write into a cell that is empty."""
_SEPARATOR = lazy_re(r"sep=.", re.IGNORECASE)
"""With which a spreadsheet says what stands between the columns."""
_OPEN_FIELD = lazy_re(r'(?:^|\t)"(?:[^"\t]|"")*$')
_ESCAPE = lazy_re(r"\\([tn\\])")

Split = Callable[[str], list[str] | None]
"""Returns the fields of a record, None if it goes on on the next line."""


def csv_delimiter(document: Document) -> str | None:
    """Return what stands between the columns of a CSV document; None if its first line names no title and another."""
    for line in _first_lines(document):
        found = {delimiter: _split_csv(line, delimiter) or [] for delimiter in _DELIMITERS}
        for delimiter, fields in found.items():
            places = document.fields.places(fields)
            if "title" in places and len(places) > 1:
                return delimiter
        if any(len(fields) != 1 for fields in found.values()):
            break
    return None


def is_tsv(document: Document) -> bool:
    """Whether the first line names, apart by tabs, a column of titles and another."""
    places = document.fields.places(next(_first_lines(document), "").split("\t"))
    return "title" in places and len(places) > 1


def read_csv(document: Document) -> Iterator[Item]:
    """Yield an entry for each row."""
    delimiter = csv_delimiter(document) or ","
    return _read(document, lambda text: _split_csv(text, delimiter))


def read_tsv(document: Document) -> Iterator[Item]:
    """Yield an entry for each row."""
    return _read(document, _split_tsv)


def _first_lines(document: Document) -> Iterator[str]:
    lines = (line for line in document.head.splitlines() if line.strip() and not _SEPARATOR.fullmatch(line))
    return (line[:10_000] for line in islice(lines, 1 + _LINES_ABOVE))


def _split_csv(text: str, delimiter: str) -> list[str] | None:
    csv.field_size_limit(2 * MAX_LINE)
    lines = [f"{line}\n" for line in text.split("\n")]
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return None
        rows = list(csv.reader(lines, delimiter=delimiter))
    return rows[0] if len(rows) == 1 else None


def _split_tsv(text: str) -> list[str] | None:
    if '"' in text and _OPEN_FIELD.search(text):
        return None
    return [_unescaped(field) for field in text.split("\t")]


def _unescaped(field: str) -> str:
    inner = field[1:-1]
    if len(field) > 1 and field[0] == field[-1] == '"' and '"' not in inner.replace('""', ""):
        field = inner.replace('""', '"')
    return _ESCAPE.sub(lambda found: {"t": "\t", "n": "\n"}.get(found[1], "\\"), field) if "\\" in field else field


def _read(document: Document, split: Split) -> Iterator[Item]:
    header: list[str] | None = None
    places: dict[str, str] = {}
    above = 0
    for number, found in _records(document, split):
        if isinstance(found, Gap):
            yield found
        elif header is None and len(found) == 1 and above < _LINES_ABOVE and not document.fields.places(found):
            above += 1
        elif header is None:
            header = [name.strip() for name in found]
            places = document.fields.places(header)
            for field, name in document.fields.missing(header):
                there = ", ".join(filter(None, header))[:300]
                reason = f"--map {field}={name}: there is no such column; there are: {there}"
                yield Gap(document.name, number, number, reason, is_kept=True)
        elif len(found) > len(header) and any(field.strip() for field in found[len(header) :]):
            yield Gap(document.name, number, number, f"{len(found)} columns where the first line names {len(header)}")
        else:
            row = dict(reversed(list(zip(header, found, strict=False))))  # of two columns of one name the first
            said = {field: row.get(name, "") for field, name in places.items()} | _parts_of_date(row)
            yield from _entry(document, number, said, arxiv_habits.own_id(said.get("key", ""), header))


def _records(document: Document, split: Split) -> Iterator[tuple[int, list[str] | Gap]]:
    """Yield the fields of each record with the number of its first line."""
    lines = document.lines()
    ahead: deque[TextLine] = deque()
    while True:
        line = ahead.popleft() if ahead else next(lines, None)
        if line is None:
            return
        if not line.text.strip() or (line.number == 1 and _SEPARATOR.fullmatch(line.text)):
            continue
        if line.fault:
            yield line.number, Gap(document.name, line.number, line.number, line.fault)
            continue
        text, taken = line.text, 0
        fields = split(text)
        while fields is None and taken < _LINES_OF_ONE and len(text) < len(line.text) + _MORE:
            if taken == len(ahead):
                if (more := next(lines, None)) is None:
                    break
                ahead.append(more)
            text += f"\n{ahead[taken].text}"
            fields = split(text) if '"' in ahead[taken].text else None
            taken += 1
        if fields is None:
            yield line.number, Gap(document.name, line.number, line.number, "a quote that is never closed")
            continue
        for _ in range(taken):
            ahead.popleft()
        yield line.number, fields


def _parts_of_date(row: dict[str, str]) -> dict[str, str]:
    """Return the month and the day that stand in columns of their own, or in one ("JAN 5") of the Web of Science."""
    names = {name.lower().removeprefix("published ").removeprefix("publication "): name for name in row}
    of_both = names.get("pd", "") if "py" in names else ""
    month, _, day = row.get(names.get("month", of_both), "").partition(" ")
    return {"month": month, "day": row.get(names.get("day", ""), "") or day}


def _entry(document: Document, line: int, said: dict[str, str], own_id: str | None) -> Iterator[Item]:
    said = {field: text for field, text in said.items() if text.strip() not in _MISSING}
    authors, has_more_authors = author_names(html.unescape(said.get("authors", "")))
    date, year = (written_dates.iso(said.get(field, "")) for field in ("date", "year"))
    if said.get("month"):
        parts = written_dates.iso_of_parts(said.get("year", ""), said["month"], said.get("day"))
        year = written_dates.more_precise(year, parts)
    arxiv = (said.get(field, "") for field in ("url", "key"))
    facts = Facts(
        authors=authors,
        has_more_authors=has_more_authors,
        date=written_dates.more_precise(date, year),
        venue=said.get("venue"),
        doi=said.get("doi"),
        arxiv=first(said.get("arxiv"), next((text for text in arxiv if "arxiv" in text.lower()), None), own_id),
        url=said.get("url"),
        key=said.get("key"),
        organisation=said.get("organisation"),
    )
    yield from make(document.name, line, said.get("title", ""), said.get("abstract", ""), facts)
