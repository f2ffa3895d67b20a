"""Dates as the page writes them: "Oct 1, 2025", or "Apr 7" in the page's own year, with a count of comments behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.patterns import lazy_re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WRITTEN = lazy_re(
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.? (?P<day>\d{1,2})(?:, (?P<year>\d{4}))?(?: \d[\d.,]*[kK]?)?"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it is written, which may be one that no calendar has.

    Attributes:
        year: None where the page leaves it out.
    """

    month: int
    day: int
    year: int | None = None


def parse_day(text: str) -> Day | None:
    """Read a line that is a date, with or without a year and a count of comments; None when it is something else."""
    if not (written := _WRITTEN.fullmatch(text)):
        return None
    month = _MONTHS.index(written["month"][:3].lower()) + 1
    return Day(month, int(written["day"]), int(written["year"]) if written["year"] else None)


def page_year(page: Day | None, days: Sequence[Day], today: date) -> int:
    """Return the year in which a page was taken.

    A page leaves out the year of its own year only, so it was taken in the year after the newest that it writes. When
    it writes none, it was taken in the last year in which none of its dates lies in the future.

    Args:
        page: the date in the head of the page.
        days: the dates of its entries.
    """
    written = [day.year + 1 for day in days if day.year is not None]
    if page and page.year is not None:
        written.append(page.year)
    if written:
        return max(written)
    latest = max(((day.month, day.day) for day in (page, *days) if day), default=(1, 1))
    year = today.year if latest <= (today.month, today.day) else today.year - 1
    return year - year % 4 if latest == (2, 29) else year


def iso_date(day: Day, year: int) -> str | None:
    """Write a day in ISO 8601, in the given year where it names none; None when no calendar has it."""
    try:
        return date(day.year or year, day.month, day.day).isoformat()
    except ValueError:
        return None
