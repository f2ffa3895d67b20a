"""An answer from what a library stores about its papers, and the words that such answers share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.citations import escape_markers, titled
from assistant.patterns import lazy_re
from assistant.prompting import ABSTENTION
from assistant.records import Filters, Hit, Paper

_PLACE = lazy_re(r"\[(\d+)\]")
_DAYS_OF_MONTH, _DAYS_OF_YEAR = 30.44, 365.25


@dataclass(frozen=True, slots=True)
class Told:
    """An answer from what the library stores about its papers.

    Attributes:
        papers: that the markers [1], [2] … in the text name.
        is_known: whether the library holds what was asked.
    """

    text: str
    papers: tuple[Paper, ...] = ()
    is_known: bool = True

    def naming(self, numbers: Sequence[int]) -> Told:
        """Return the answer with its papers under other numbers; what else stands in brackets stays."""
        places = {str(place): f"[{n}]" for place, n in enumerate(numbers, 1)}
        return replace(self, text=_PLACE.sub(lambda place: places.get(place[1], place[0]), self.text))

    def hits_among(self, found: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Return what was found if the papers of the answer are among it, else these alone."""
        known = {hit.paper.id for hit in found}
        return (
            found
            if known.issuperset(paper.id for paper in self.papers)
            else tuple(Hit(paper, 1.0) for paper in self.papers)
        )


def passing(filters: Filters) -> str:
    """Return filters as they stand behind "papers", space first; what looks like a marker in them cites nothing."""
    return f" {escape_markers(str(filters))}" if filters else ""


def unknown(paper: Paper, what: str, rest: str = "") -> Told:
    """Return the answer that the library does not know something of a paper."""
    of = "" if what.endswith("wrote") else " of"
    return Told(f"{ABSTENTION} {what[0].upper()}{what[1:]}{of} {titled(paper)}{rest}.", (paper,), is_known=False)


def counted(count: int, noun: str) -> str:
    """Return a number of things in words, such as "1 author" or "2,000 papers"."""
    return f"{count:,} {noun if count == 1 else f'{noun}s'}"


def age(dated: str, today: date) -> str:
    """Return how long ago a date was, as far as it is known: "3 days ago", "about 2 years ago"."""
    parts = [int(part) for part in dated.split("-")]
    days = (today - date(*(parts + [7, 1][len(parts) - 1 :])[:3])).days
    if len(parts) == 1:
        years = today.year - parts[0]
        if years >= 0:
            return f"about {counted(years, 'year')} ago" if years else "this year"
    if days < 0:
        return "in the future"
    if len(parts) == 3 and days < 2 * _DAYS_OF_MONTH:
        return f"{counted(days, 'day')} ago" if days else "today"
    if days < 2 * _DAYS_OF_YEAR:
        return f"about {counted(round(days / _DAYS_OF_MONTH), 'month')} ago"
    return f"about {counted(round(days / _DAYS_OF_YEAR), 'year')} ago"
