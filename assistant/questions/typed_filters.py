"""Filters as they are typed, `key:value` or, to leave papers out, `-key:value`.

What is surely meant as one and cannot be understood is refused.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import replace

from assistant.errors import UsageError
from assistant.patterns import lazy_re
from assistant.questions.said_dates import is_day
from assistant.records import Filters

_TYPED = lazy_re(
    r"(?<![^\s(\[])(?P<minus>[-−–]?)(?P<key>year|since|until|org|source|title|venue|authors?):"
    r"(?:(?<!title:)(?<!source:)(?<!org:)(?<!venue:)(?<!author:)\s+(?=[<>=\d]))?"
    r'(?P<value>"[^"]*"?|[^\s()\[\]]+?(?=[?!.,;:)\]]{0,9}(?:\s|$))|\S+?(?=[?!.,;:]{0,9}(?:\s|$))|\s*$)'
    r"(?:[?!.,;:]+(?=\s+\w))?",
    re.IGNORECASE,
)
_UNKNOWN = lazy_re(
    r"(?<![^\s(\[])[-−–]?(date|month|years|before|after|from|to|organisation|organization|file|conference|journal):(?=[\w\"<>=])",
    re.IGNORECASE,
)
_KEYED = lazy_re(r"(?<![^\s(\[])[-−–]?(?P<key>[A-Za-z]{3,12}):[\w\"<>=]\S*")
_NEARLY = 0.7
_DATE_HINT = "write year:2025, year:2022-2024, since:2026-03 or until:2024-12"
_KEYS_HINT = "the filters are year: since: until: author: authors: org: venue: source: title:, each also with a minus"


def take(question: str) -> tuple[str, Filters]:
    """Return a question without its typed filters, and the filters.

    Raises:
        UsageError: a filter is unknown, is given twice, has no value, or one that cannot be understood.
    """
    filters = Filters()
    seen: set[str] = set()
    for found in _TYPED.finditer(question):
        key, value = found["key"].lower(), found["value"].strip()
        if found["minus"]:
            filters = filters.excluding(_READERS[key](key, _unquoted(key, value), Filters()))
            continue
        if key in seen or (key == "year" and seen & {"since", "until"}) or ("year" in seen and key in _DATES):
            raise UsageError(f"{key}:{value} comes after another filter of the kind", "give one of them")
        seen.add(key)
        filters = _READERS[key](key, _unquoted(key, value), filters)
    if filters.since and filters.until and filters.since[: len(filters.until)] > filters.until:
        raise UsageError(f"no date is since {filters.since} and until {filters.until}", "exchange the two")
    text = _TYPED.sub(" ", question)
    if unknown := _UNKNOWN.search(text):
        raise UsageError(f"there is no filter {unknown[0]}", _KEYS_HINT)
    return text, filters


def note(said: str, key: str, value: str, *, is_left_out: bool = False) -> str:
    """Return a note on words that may ask for papers, or leave them out, with the filter that does."""
    advice = (
        f"what leaves papers out is -{written(key, value)}"
        if is_left_out
        else f"as a filter it is {written(key, value)}"
    )
    return f"“{said.strip()}” is searched as words; {advice}"


def written(key: str, value: str) -> str:
    """Return a filter as it is typed."""
    return f'{key}:"{value}"' if " " in value else f"{key}:{value}"


def nearly(text: str) -> str:
    """Return a note on a word that is nearly a filter, as "yaer:2025" is; it is searched."""
    for found in _KEYED.finditer(text):
        if near := difflib.get_close_matches(found["key"].lower(), _READERS, n=1, cutoff=_NEARLY):
            return f"“{found[0]}” is searched as words; the filter is {near[0]}:"
    return ""


def _unquoted(key: str, value: str) -> str:
    if value.startswith('"') and (len(value) == 1 or not value.endswith('"')):
        raise UsageError(f"{key}:{value} has no closing quotation mark", 'write it as in org:"Korea University"')
    text = value.strip('"').strip()
    if not text:
        raise UsageError(f"{key}: has no value", 'write it as in year:2025 or org:"Korea University"')
    return text


def _year(key: str, value: str, filters: Filters) -> Filters:
    found = re.fullmatch(r"([0-9]{4})(?:(-)([0-9]{4})?)?", value)
    if not found or (found[3] and found[1] > found[3]):
        raise UsageError(f"{key}:{value} is not understood", _DATE_HINT)
    return replace(filters, since=found[1], until=found[3] if found[2] else found[1])


def _date(key: str, value: str, filters: Filters) -> Filters:
    found = re.fullmatch(r"[0-9]{4}(?:-([0-9]{2})(?:-([0-9]{2}))?)?", value)
    if not found or not is_day(found[1], found[2]):
        raise UsageError(f"{key}:{value} is not understood", _DATE_HINT)
    return replace(filters, since=value) if key == "since" else replace(filters, until=value)


def _authors(key: str, value: str, filters: Filters) -> Filters:
    found = re.fullmatch(r"(>=|<=|=|<|>)?([0-9]{1,9})|([0-9]{1,9})(?:-([0-9]{1,9})|(\+))", value)
    if not found or (found[4] and int(found[3]) > int(found[4])):
        hint = "write authors:2, authors:2-5, authors:>20 or authors:20+"
        if not re.search(r"[0-9]", value):
            named = f'"{value}"' if " " in value else value
            hint = f"authors: is how many there are; for a name write author:{named}"
        raise UsageError(f"{key}:{value} is not understood", hint)
    if found[3]:
        return replace(filters, authors_from=int(found[3]), authors_to=int(found[4]) if found[4] else None)
    number = int(found[2])
    low = {">": number + 1, "<": None, "<=": None}.get(found[1], number)
    high = {"<": number - 1, ">": None, ">=": None}.get(found[1], number)
    return replace(filters, authors_from=low, authors_to=high)


_DATES = ("since", "until")
_READERS: dict[str, Callable[[str, str, Filters], Filters]] = {
    "year": _year,
    "since": _date,
    "until": _date,
    "authors": _authors,
    "author": lambda key, value, filters: replace(filters, author=value),
    "org": lambda key, value, filters: replace(filters, organisation=value),
    "venue": lambda key, value, filters: replace(filters, venue=value),
    "source": lambda key, value, filters: replace(filters, source=value),
    "title": lambda key, value, filters: replace(filters, title=value),
}
