"""Dates in words: "since March", "between 2023 and 2025", "before 15 March 2026", "last month", "the past two years".

A date is kept as far as it is said, in ISO 8601: "2025", "2025-10" or "2025-10-01". A month without a year is the last
one of that name, unless the other end of the same range has a year.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from assistant.language.said_numbers import NUMBER, number
from assistant.patterns import lazy_re
from assistant.records import Filters

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = rf"(?:{'|'.join(_MONTHS)}|{'|'.join(month[:3] for month in _MONTHS)}|sept)\b\.?"
YEAR = r"(?:(?:19|20)[0-9]{2}(?!\d))"
_DAY = r"(?:[0-3]?[0-9](?:st|nd|rd|th)?)"
_SHORT_YEAR = r"['’][0-9]{2}(?!\w)"
_OF_MONTH = (
    rf"(?:{YEAR}-[0-9]{{2}}(?:-[0-9]{{2}})?(?!\d)"
    rf"|(?:{_DAY}\s+(?:of\s+)?)?{_MONTH}\s*(?:{_DAY}\b)?\s*,?\s*(?:of\s+)?(?:{YEAR}|{_SHORT_YEAR}))"
)
_DATED = rf"(?:{_OF_MONTH}|{YEAR})"
_NEAR = r"(?:(?:this|last)\s+(?:year|month)\b|today\b|yesterday\b)"
WHEN = rf"(?:{_DATED}|{_DAY}\s+(?:of\s+)?{_MONTH}|{_MONTH}(?:\s+{_DAY}(?!\w))?|{_NEAR})"
_SPEAKS_OF_TIME = lazy_re(rf"[0-9]|\b(?:{_MONTH}|(?:last|past|this)\b|today\b|yesterday\b)", re.IGNORECASE)
_BARE_MONTH = r"(?!(?-i:may|march)\b(?!\s*[0-9]))"
_TWO = rf"(?P<first>{WHEN})\s*(?:and|or|/|&)\s*(?:(?:from|in|of|during)\s+)?(?:the\s+)?{_BARE_MONTH}(?P<last>{WHEN})"
"""Two dates; "may" is a month only where it is written as one."""
_PAPERS = r"(?:papers?|works?|articles?|publications?|stud(?:y|ies))\b"
_EITHER = lazy_re(rf"(?:\b(?P<range>between|since)\s+)?(?<![\w.-]){_TWO}(?![\w.-])", re.IGNORECASE)
_POINT = lazy_re(rf"(?<![\w.-])(?:{YEAR}|{_NEAR})", re.IGNORECASE)
_TO = lazy_re(r"\s*(?:to|until|till|through|-|–)\s*", re.IGNORECASE)
_COMPARED = lazy_re(r"\b(?:compar\w+|versus|vs)\b|(?<!er)(?<!recent)\s+than\b", re.IGNORECASE)
_COMPARISON = lazy_re(
    r"^\W*(?:please\s+|(?:can|could)\s+you\s+)*(?:compar\w+|contrast)\b|\b(?:compare|differ)\W*$|\bdifferences?\s+between\b",
    re.IGNORECASE,
)
_LISTED = lazy_re(
    rf"{YEAR}\s*,\s*{YEAR}\W+(?:and|or)\b"
    rf"|{YEAR}\W+or\s+(?!earlier|before|older|later|after|newer|(?:(?:from|in|of|during)\s+)?(?:the\s+)?{WHEN})",
    re.IGNORECASE,
)
PLURAL = (
    r"\s+(?!(?:does|always|perhaps|sometimes|towards|besides|whereas|regards|concerns|shows|uses)\b)"
    r"[a-z-]+(?<![sui])s\b(?<!\bas)(?<!\bhas)(?<!\bwas)"
)
"""What is counted by a number before it: "steps", not "discuss" or "focus"."""
_VERB = (
    r"(?:(?:(?:that|which)\s+(?:were|was|are)\s+|(?:(?:that|which)\s+)?(?:has|have)\s+(?:been\s+)?)?"
    r"(?:published|posted|released|written|dated|appeared|c[ao]me\s+out)\s+)?"
)
_OVER = rf"\b{_VERB}(?:(?:from|in|over|during|within|of)\s+)?(?:the\s+)?"
_ONWARDS = r"(?:onwards?\b|on(?=\W*$|[,;:.]))"
_AND_BEFORE = r"(?:and|but)\s+(?:before|until|till|up\s+to)\b"
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30.44, "year": 365.25}

Rule = Callable[[date, re.Match[str], Filters], Filters | None]
"""Returns the filters with what was found, None if it is no date after all."""


def may_say_when(text: str) -> bool:
    """Whether a text may hold a date, which is cheaper to see than which one."""
    return _SPEAKS_OF_TIME.search(text) is not None


def has_choice(text: str, today: date) -> bool:
    """Whether a text names dates to choose from or to compare, no range: "2020 or 2023", "in 2024 than in 2019"."""
    for found in _EITHER.finditer(text):
        ends = None if found["range"] else _ends(today, found)
        if ends and not (_are_adjacent(*ends) or _are_years(*ends)):
            return True
    points = list(_POINT.finditer(text))
    between = [text[one.end() : other.start()] for one, other in pairwise(points)]
    if _COMPARISON.search(text) and any(not _TO.fullmatch(words) for words in between):
        return True
    return any(map(_COMPARED.search, between)) or _LISTED.search(text) is not None


def _between(today: date, found: re.Match[str], filters: Filters) -> Filters | None:
    ends = _ends(today, found)
    return dataclasses.replace(filters, since=ends[0], until=ends[1]) if ends else None


def _either(today: date, found: re.Match[str], filters: Filters) -> Filters | None:
    """Return the filters with two dates one after the other, which are a range, or two years without those between."""
    ends = _ends(today, found)
    if not ends or not (_are_adjacent(*ends) or _are_years(*ends)):
        return None
    either = dataclasses.replace(filters, since=ends[0], until=ends[1])
    if _are_adjacent(*ends):
        return either
    return either.excluding(Filters(since=str(int(ends[0]) + 1), until=str(int(ends[1]) - 1)))


def _are_years(*dates: str) -> bool:
    return all(len(value) == len("2025") for value in dates)


def _are_adjacent(first: str, last: str) -> bool:
    """Whether no year, month or day lies between two."""
    if len(first) != len(last):
        return False
    if len(first) == len("2025-10-01"):
        try:
            return (date.fromisoformat(last) - date.fromisoformat(first)).days <= 1
        except ValueError:
            return False
    before, after = (12 * int(value[:4]) + int(value[5:] or 0) for value in (first, last))
    return after - before <= (12 if len(first) == len("2025") else 1)


def _ends(today: date, found: re.Match[str]) -> tuple[str, str] | None:
    """Return the earlier and the later date of a match, None if one of them is none."""
    first, last = _read(found["first"], today), _read(found["last"], today)
    if first is None or last is None:
        return None
    if first.startswith("-") and not last.startswith("-"):
        first = _before_or_at(first, last)
    elif last.startswith("-") and not first.startswith("-"):
        last = f"{int(first[:4]) + (last[1:3] < first[5:7])}{last}"
    elif first.startswith("-"):
        last = _latest(last, today)
        first = _before_or_at(first, last)
    return (first, last) if first <= last else (last, first)


def _before_or_at(value: str, last: str) -> str:
    """Return a month without a year in the year in which it comes before `last`."""
    return f"{int(last[:4]) - (len(last) > 4 and value[1:3] > last[5:7])}{value}"


def _one(*ends: str) -> Rule:
    """Return the rule that puts the date at these ends of the filters."""

    def rule(today: date, found: re.Match[str], filters: Filters) -> Filters | None:
        value = _read(found["first"], today)
        if value is None:
            return None
        value = _latest(value, today)
        return Filters.read(filters.as_dict() | dict.fromkeys(ends, value))

    return rule


def _last_few(today: date, found: re.Match[str], filters: Filters) -> Filters | None:
    said = found.groupdict().get("count")
    days = (number(said) if said else 1) * _UNIT_DAYS[found["unit"].lower()]
    if days > 365.25 * 200:
        return None
    return dataclasses.replace(filters, since=(today - timedelta(days=round(days))).isoformat())


def _read(words: str, today: date) -> str | None:
    """Return a date as it is said, "-MM" and "-MM-DD" without a year; None if there is no such day or month."""
    said = re.sub(r"\s+", " ", words.strip().lower())
    if said in ("today", "yesterday"):
        return (today - timedelta(days=said == "yesterday")).isoformat()
    if said.endswith("year"):
        return str(today.year - said.startswith("last"))
    if said.endswith(" month"):
        month = today if said.startswith("this") else today.replace(day=1) - timedelta(days=1)
        return month.isoformat()[:7]
    if short := re.search(_SHORT_YEAR, said):
        said = f"{said[: short.start()]} {full_year(short[0][1:])}"
    year = re.search(YEAR, said)
    if iso := re.fullmatch(r"\d{4}-(\d\d)(?:-(\d\d))?", said):
        return said if is_day(iso[1], iso[2]) else None
    name = re.search(r"[a-z]{3,}", re.sub(r"\d(st|nd|rd|th)\b", "", said))
    month_number = next((n for n, month in enumerate(_MONTHS, 1) if name and month.startswith(name[0][:3])), None)
    day = re.search(r"(?<!\d)\d{1,2}(?!\d)", said)
    if month_number is None:
        return year[0] if year else None
    if day and not is_day(f"{month_number}", day[0]):
        return None
    return (year[0] if year else "") + f"-{month_number:02d}" + (f"-{int(day[0]):02d}" if day else "")


def full_year(digits: str) -> str:
    """Return a year of two digits in four."""
    return f"{'19' if digits >= '50' else '20'}{digits}"


def is_day(month: str | None, day: str | None) -> bool:
    """Whether there is such a month, and in some year such a day in it."""
    days = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if month is None:
        return True
    return 1 <= int(month) <= 12 and (day is None or 1 <= int(day) <= days[int(month) - 1])


def _latest(value: str, today: date) -> str:
    """Give a date without a year the year in which it was last."""
    if not value.startswith("-"):
        return value
    return f"{today.year - (value > today.isoformat()[4 : 4 + len(value)])}{value}"


def _rule(pattern: str, rule: Rule) -> tuple[re.Pattern[str], Rule]:
    return lazy_re(pattern, re.IGNORECASE), rule


_since, _until, _after, _before = _one("since"), _one("until"), _one("after"), _one("before")
_exactly = _one("since", "until")

_QUARTERS = ("first", "second", "third", "fourth")
_PARTS = {
    "early": ("01", "06"),
    "mid": ("04", "09"),
    "late": ("07", "12"),
    "first half": ("01", "06"),
    "second half": ("07", "12"),
    **{
        name: (f"{3 * n + 1:02d}", f"{3 * n + 3:02d}")
        for n in range(4)
        for name in (f"q{n + 1}", f"{_QUARTERS[n]} quarter")
    },
}
"""The first and the last month of parts of a year; of those that are said loosely, the widest."""
_PART = "|".join(name.replace(" ", r"\s+") for name in _PARTS)


def _part(today: date, found: re.Match[str], filters: Filters) -> Filters | None:
    """Return the filters with a part of a year: "late 2023", "since the second half of 2024"."""
    first, last = (f"{found['year']}-{month}" for month in _PARTS[" ".join(found["part"].lower().split())])
    side = (found["side"] or "").lower()
    asked = {"since": {"since": first}, "after": {"after": last}, "before": {"before": first}, "until": {"until": last}}
    return Filters.read(filters.as_dict() | asked.get(side, {"since": first, "until": last}))


RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    _rule(
        rf"(?:\b{_VERB}(?:(?P<side>since|after|before|until)|from|in|during|of)\s+(?:the\s+)?|^\W*(?:the\s+)?|,\s*"
        rf"|(?=(?:[a-z1-4]+[\s-]+){{1,3}}(?:of\s+)?{YEAR}\s+{_PAPERS}))\b(?P<part>{_PART})[\s-]+(?:of\s+)?(?:the\s+year\s+)?"
        rf"(?P<year>{YEAR})(?![\w.-]|/\d|\s*(?:to|until|till|through|and|or|[-–])\s+[a-z\s-]*{YEAR})",
        _part,
    ),
    _rule(
        rf"\b{_VERB}(?:from|since|between)\s+(?P<first>{WHEN})\s*(?:and|to|until|till|through|-|–)\s*"
        r"(?:now|today|(?:the\s+)?present)\b",
        _since,
    ),
    _rule(
        rf"\b{_VERB}(?:between|(?:from|in)(?!\s+{WHEN}\s+and\b))\s+(?P<first>{WHEN})"
        rf"\s*(?:and|to|until|till|through|-|–)\s*(?P<last>{WHEN})",
        _between,
    ),
    _rule(rf"\b{_VERB}(?:from|in|of|on|during|dated|only|just)\s+(?:either\s+|both\s+)?{_TWO}(?![\w.-])", _either),
    _rule(rf"(?<![\w.-]){_TWO}(?=\s+{_PAPERS})", _either),
    _rule(rf"(?<![\w.])(?P<first>{YEAR})\s*[-–]\s*(?P<last>{YEAR})(?![\w.])", _between),
    _rule(rf"{_OVER}(?:last|past|previous)\s+(?P<count>{NUMBER})\s+(?P<unit>day|week|month|year)s?\b", _last_few),
    _rule(rf"{_OVER}past\s+(?P<unit>day|week|month|year)\b", _last_few),
    _rule(rf"{_OVER}(?:last|this)\s+(?P<unit>week)\b", _last_few),
    _rule(
        rf"\b{_VERB}(?:(?:from|in|of)\s+)?(?P<first>{WHEN})\s+(?:or|and)\s+(?:earlier|before|older)\b"
        rf"(?!\s+(?:than\s+)?{WHEN})",
        _until,
    ),
    _rule(
        rf"\b{_VERB}(?:(?:from|in|of)\s+)?(?P<first>{WHEN})\s+(?:or|and)\s+(?:later|after|newer)\b"
        rf"(?!\s+(?:than\s+)?{WHEN})",
        _since,
    ),
    _rule(
        rf"\b{_VERB}(?:since|as\s+of|not?\s+(?:earlier|older)\s+than|not\s+(?:before|prior\s+to)|(?:starting|beginning)\s+(?:in|from|with)"
        rf"|(?:from|in)\s+or\s+after|from\s+(?={WHEN}\s+(?:{_ONWARDS}|{_AND_BEFORE})))\s*(?P<first>{WHEN})(?:\s+{_ONWARDS})?",
        _since,
    ),
    _rule(
        rf"\b{_VERB}(?:up\s+to|until|till|through|not?\s+(?:later|newer)\s+than|not\s+after|in\s+or\s+before)\s+(?P<first>{WHEN})",
        _until,
    ),
    _rule(rf"\b{_VERB}(?:after|newer\s+than|later\s+than)\s+(?P<first>{WHEN})", _after),
    _rule(rf"\b{_VERB}(?:before|older\s+than|earlier\s+than|prior\s+to)\s+(?P<first>{WHEN})", _before),
    _rule(
        rf"\b{_VERB}(?:only\s+)?(?:from|in|of|on|during|dated|only|just)\s+(?:only\s+|the\s+year\s+)?"
        rf"(?P<first>{_DATED}|{_NEAR})(?:\s+only)?(?![\w.-]|/\d)",
        _exactly,
    ),
    _rule(
        rf"(?:\b(?:published|posted|released|written|dated|appeared)\s+(?:in\s+|on\s+)?|(?<=papers)\s+(?:from|in|of)\s+"
        rf"|(?<=paper)\s+(?:from|in|of)\s+|(?<=anything)\s+(?:from|in)\s+|^\W*from\s+)(?P<first>{_OF_MONTH}|{_MONTH}(?:\s+{_DAY}(?!\w))?|{_DAY}\s+{_MONTH})(?!\w)",
        _exactly,
    ),
    _rule(
        rf"\b(?:published|posted|dated|appeared)\s+(?P<first>{YEAR})"
        r"(?=\W*$|[,;:)]|\s+(?:on|about|in|at|by|for|with|that|which)\b)",
        _exactly,
    ),
    _rule(
        rf"(?:\b(?:published|posted|released|written|appeared|new)\s+|(?<=papers)\s+|,\s*)(?P<first>{_NEAR})",
        _exactly,
    ),
    _rule(
        rf"(?<!since the )(?<!after the )(?<!before the )(?<!than the )"
        rf"\b(?P<first>(?:{_MONTH}\s+)?{YEAR}|(?:this|last)\s+(?:year|month)(?=['’]s))(?:['’]s)?(?=\s+{_PAPERS})",
        _exactly,
    ),
    _rule(
        r"^\W*(?:(?:and|but|so|ok|only|just|what|how|about|for|then)\W+)*"
        rf"(?P<first>{_DATED}|(?:this|last)\s+(?:year|month)\b)(?:\W+(?:only|then|instead|please|too))?\W*$",
        _exactly,
    ),
)
BARE_YEAR = _rule(rf"(?<![\w.-])(?P<first>{YEAR})(?![\w.-]|/\d)(?=\W*$|\s*[,;:)]|\s+(?!{_PAPERS})\w)", _exactly)
"""A year with nothing before it that says what it is."""
ANOTHER = lazy_re(
    rf"\s*(?:[,/&]|,?\s+(?:or|and|nor))\s+(?:(?:from|in|of)\s+)?(?P<first>{YEAR})(?![\w.-]|/\d)", re.IGNORECASE
)
"""A year beside another one."""
