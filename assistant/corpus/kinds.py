"""What each line of a page dump is, told by its shape and by the lines around it.

A date is a date only under a separator and an organisation is one only right above it, so that a paper called
"May 2024" or "1984" keeps its title.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from assistant.corpus.dates import parse_day
from assistant.corpus.lines import Line, is_count, is_interface
from assistant.corpus.pairing import likeness
from assistant.patterns import lazy_re

_SEPARATORS = ("·", "•", "∙")
_AUTHORS = lazy_re(r"(?P<bullet>[•·∙] ?)?(?P<count>\d[\d,]*) authors?")
_HANDLE_AND_NAME = lazy_re(r"[\w.-]+ (?P<name>.+)")


class Kind(Enum):
    """What a line is."""

    INTERFACE = auto()
    PAGE_DATE = auto()
    TEXT = auto()
    AUTHORS = auto()
    ORGANISATION = auto()
    SEPARATOR = auto()
    DATE = auto()
    COMMENTS = auto()
    UNKNOWN = auto()

    @property
    def is_about_paper(self) -> bool:
        """Whether such a line stands below an abstract and describes its paper."""
        return self.value >= Kind.AUTHORS.value


def kinds_of(lines: Sequence[Line]) -> list[Kind]:
    """Tell what each line is, from the first to the last."""
    kinds: list[Kind] = []
    for at in range(len(lines)):
        kinds.append(_kind(lines, at, kinds[-1] if kinds else None))
    return kinds


def author_count(text: str) -> int | None:
    """Return the number in "• 3 authors"; None when the line is something else."""
    authors = _AUTHORS.fullmatch(text)
    return int(authors["count"].replace(",", "")) if authors else None


def organisation_name(text: str) -> str:
    """Return the name in "ByteDance-Seed ByteDance Seed", a handle without spaces and the name as it is shown."""
    both = _HANDLE_AND_NAME.fullmatch(text)
    return both["name"] if both else text


def _kind(lines: Sequence[Line], at: int, kind_before: Kind | None) -> Kind:
    line = lines[at]
    before = lines[at - 1] if at else None
    after = lines[at + 1] if at + 1 < len(lines) else None
    if line.text in _SEPARATORS:
        return Kind.SEPARATOR
    if is_interface(line.text, before.text if before else ""):
        return Kind.INTERFACE
    if _is_authors(line, after):
        return Kind.AUTHORS
    if kind := _kind_below(line, line.is_next_to(before), kind_before):
        return kind
    if kind_before is Kind.INTERFACE and parse_day(line.text) and _is_title_and_abstract(lines[at + 1 : at + 3]):
        return Kind.PAGE_DATE
    if line.is_next_to(after) and _opens_description(after) and likeness(line.text) < 0:
        return Kind.ORGANISATION
    return Kind.TEXT


def _kind_below(line: Line, is_next: bool, kind_before: Kind | None) -> Kind | None:
    """Tell a line by the one above it, when that one promises a date or a count."""
    if kind_before is Kind.SEPARATOR and (is_next or parse_day(line.text)):
        return Kind.DATE if parse_day(line.text) else Kind.UNKNOWN
    if is_next and kind_before in (Kind.AUTHORS, Kind.ORGANISATION) and parse_day(line.text):
        return Kind.DATE
    if is_next and kind_before is Kind.DATE and is_count(line.text):
        return Kind.COMMENTS
    return None


def _is_authors(line: Line, after: Line | None) -> bool:
    """A bullet makes it so, or the separator below."""
    authors = _AUTHORS.fullmatch(line.text)
    return bool(authors and (authors["bullet"] or (line.is_next_to(after) and after and after.text in _SEPARATORS)))


def _opens_description(line: Line | None) -> bool:
    return line is not None and (line.text in _SEPARATORS or author_count(line.text) is not None)


def _is_title_and_abstract(lines: Sequence[Line]) -> bool:
    """Tell a page date, below which an entry begins, from a paper whose title is a date."""
    return len(lines) == 2 and likeness(lines[0].text) < likeness(lines[1].text)
