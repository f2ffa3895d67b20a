"""Dates as records write them, brought to ISO 8601 as far as they are known."""

from __future__ import annotations

import re
from datetime import date

from assistant.patterns import lazy_re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_FORMS = [
    lazy_re(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?!\d)",
        rf"{_YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)$",
        rf"{_YEAR}[-/.](?P<month>\d\d?)(?!\d)",
        rf"{_YEAR}[ ,]+{_MONTH}(?:\s+{_DAY}(?!\d))?",
        rf"\b{_DAY}\s+{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
        rf"\b{_MONTH}(?:\s?[-–/]\s?[A-Z][a-z]{{2,8}}\.?)?,?\s+{_YEAR}\b",
        rf"(?<!\d){_YEAR}(?!\d)",
    )
]
_DIGIT = lazy_re("[0-9]")
_LONGEST = 80


def iso(written: str) -> str | None:
    """Return the date in a text such as "2022/11/03/", "2022 Nov-Dec" or "Mon, 4 Mar 2024"; None if there is none."""
    text = written[:_LONGEST].strip()
    if not _DIGIT.search(text):
        return None
    for form in _FORMS:
        if found := form.search(text):
            parts = found.groupdict()
            return _iso(parts["year"], parts.get("month"), parts.get("day"))
    return None


def iso_of_parts(year: object, month: object = None, day: object = None) -> str | None:
    """Return the date of a year, a month ("3", "mar", 3) and a day as far as they are ones."""
    found = iso(_written(year))
    return _iso(found[:4], _written(month), _written(day)) if found else None


def iso_of_csl(said: object) -> str | None:
    """Return the date of a text, or of an object of CSL: `{"date-parts": [[1843, 9]]}`, or a `raw` or `literal` one."""
    if not isinstance(said, dict):
        return iso(said) if isinstance(said, str) else None
    parts = said.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return iso_of_parts(*parts[0][:3])
    texts = (said.get(name) for name in ("raw", "literal", "date-time"))
    return next((found for text in texts if isinstance(text, str) and (found := iso(text))), None)


def more_precise(a: str | None, b: str | None) -> str | None:
    """Return the longer of two dates of one year, else the first that is known."""
    if a and b and a[:4] == b[:4]:
        return max(a, b, key=len)
    return a or b


def _written(part: object) -> str:
    return str(part).strip() if isinstance(part, str | int | float) else ""


def _iso(year: str, month: str | None, day: str | None) -> str:
    """Write a date; what no calendar has is left out."""
    if month and not month.isdecimal():
        short = month[:3].lower()
        month = str(_MONTHS.index(short) + 1) if short in _MONTHS else None
    if not month or len(month) > 2 or not 1 <= int(month) <= 12:
        return year
    if not day or len(day) > 2 or not day.isdecimal():
        return f"{year}-{int(month):02}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return f"{year}-{int(month):02}"
