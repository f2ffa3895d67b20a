"""The page dump of a "daily papers" page: blocks apart by blank lines, some entries with authors and a date.

    Daily Papers

    byAK and the research community

    Apr 17

    SpatialTree: How Spatial Abilities Branch Out in MLLMs

    Cognitive science suggests that spatial ability develops progressively …

    ByteDance-Seed ByteDance Seed        the handle and the name of an organisation, or "  • 3 authors"
    ·
    Dec 23, 2025 3                       the year unless it is the page's own, the number of comments

Every line is first told by its place (``kinds_of``). Between the lines about authors and dates lie runs of titles
and abstracts, which are paired; what is known of authors and date belongs to the last of the run above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from assistant.corpus.dates import Day, iso_date, page_year, parse_day
from assistant.corpus.documents import Document
from assistant.corpus.kinds import Kind, author_count, kinds_of, organisation_name
from assistant.corpus.lines import Line, is_heading, lines_of
from assistant.corpus.pairing import gap_of, pair
from assistant.records import Entry, Gap, Item, Reading

NAME = "page-dump"
TITLE = "page dump of a daily papers page"
_HEAD = 40


@dataclass(slots=True)
class _Stretch:
    """A run of titles and abstracts, and what is known of the last of them."""

    texts: list[Line] = field(default_factory=list)
    known: list[tuple[Kind, Line]] = field(default_factory=list)

    def line_of(self, kind: Kind) -> str | None:
        """Return the line of that kind below the abstract, if there is one."""
        return next((line.text for its_kind, line in self.known if its_kind is kind), None)


def recognises(document: Document) -> bool:
    """Whether the document begins with the heading of the page, or holds a date under a separator."""
    head = list(islice(lines_of(document.head), _HEAD))
    return any(is_heading(line.text) for line in head) or Kind.DATE in kinds_of(head)


def read(document: Document) -> Iterator[Item]:
    """Yield what `parse` finds, the gaps behind the entries."""
    reading = parse(document.text(), document.name)
    yield from reading.entries
    yield from reading.gaps


def parse(text: str, file: str) -> Reading:
    """Read every title with its abstract, authors or organisation, and date; what does not fit is a gap."""
    lines = list(lines_of(text))
    kinds = kinds_of(lines)
    if _is_cut_date(lines, kinds):
        kinds[-1] = Kind.UNKNOWN
    year = page_year(_page_day(lines, kinds), _days(lines, kinds), date.today())
    parts = [_read_stretch(stretch, file, year) for stretch in _stretches(lines, kinds)]
    gaps = [Gap(file, line.number, line.number, "not a date") for line in _of_kind(Kind.UNKNOWN, lines, kinds)]
    gaps += [gap for part in parts for gap in part.gaps]
    entries = tuple(entry for part in parts for entry in part.entries)
    return Reading(entries, tuple(sorted(gaps, key=lambda gap: gap.first_line)))


def _read_stretch(stretch: _Stretch, file: str, year: int) -> Reading:
    paired = pair(stretch.texts, closed=bool(stretch.known))
    entries = [Entry(title.text, abstract.text, file, title.number) for title, abstract in paired.pairs]
    gaps = [gap_of(line, file) for line in paired.leftovers]
    if not stretch.known:
        return Reading(tuple(entries), tuple(gaps))
    first, last = stretch.known[0][1].number, stretch.known[-1][1].number
    if entries and stretch.texts[-1] not in paired.leftovers:
        entries[-1] = _described(entries[-1], stretch, year)
        if stretch.line_of(Kind.DATE) and not entries[-1].date:
            gaps.append(Gap(file, first, last, "a date that no calendar has"))
    else:
        gaps.append(Gap(file, first, last, "authors or a date without a paper"))
    return Reading(tuple(entries), tuple(gaps))


def _of_kind(kind: Kind, lines: Sequence[Line], kinds: Sequence[Kind]) -> Iterator[Line]:
    return (line for line, its_kind in zip(lines, kinds, strict=True) if its_kind is kind)


def _page_day(lines: Sequence[Line], kinds: Sequence[Kind]) -> Day | None:
    return next((parse_day(line.text) for line in _of_kind(Kind.PAGE_DATE, lines, kinds)), None)


def _days(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[Day]:
    return [day for line in _of_kind(Kind.DATE, lines, kinds) if (day := parse_day(line.text))]


def _is_cut_date(lines: Sequence[Line], kinds: Sequence[Kind]) -> bool:
    """Tell a last line "Oct 1" that was "Oct 1, 2025": without its year it lies after the day of the page."""
    page, days = _page_day(lines, kinds), _days(lines[-1:], kinds[-1:])
    if not page or not days or days[0].year:
        return False
    return (days[0].month, days[0].day) > (page.month, page.day)


def _stretches(lines: Sequence[Line], kinds: Sequence[Kind]) -> Iterator[_Stretch]:
    stretch = _Stretch()
    for line, kind in zip(lines, kinds, strict=True):
        if (kind is Kind.TEXT and stretch.known) or stretch.line_of(kind):
            yield stretch
            stretch = _Stretch()
        if kind is Kind.TEXT:
            stretch.texts.append(line)
        elif kind.is_about_paper:
            stretch.known.append((kind, line))
    yield stretch


def _described(entry: Entry, stretch: _Stretch, year: int) -> Entry:
    written, authors, organisation = map(stretch.line_of, (Kind.DATE, Kind.AUTHORS, Kind.ORGANISATION))
    day = parse_day(written) if written else None
    return replace(
        entry,
        date=iso_date(day, year) if day else None,
        author_count=author_count(authors) if authors else None,
        organisation=organisation_name(organisation) if organisation else None,
    )
