"""The lines of a dumped page: numbered, cleaned, blank ones left out, the page's own words told from the papers'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.language.text import clean
from assistant.patterns import lazy_re

_LINE_END = lazy_re("\r\n|\r|\n")
_INVITATION = lazy_re(r"Get trending papers in your email inbox\b.{0,40}")
_HEADING = lazy_re(r"Daily Papers|[Bb]y ?AK and the research community")
_INTERFACE = lazy_re(
    rf"new|{_INVITATION.pattern}|{_HEADING.pattern}|Subscribe"
    r"|Upvote( [\d.,]+[kK]?)?|View all( [\d.,]+)?( (papers|comments|authors))?|Submitted by( \S+)?|Load more|Show more"
)
_COUNT = lazy_re(r"\d[\d.,]*[kK]?")
# The subscribe button has no end of line: the first title hangs on its word. "Subscribers" is a word of its own.
_GLUED = lazy_re(r"Subscribe(?!(?:r|rs|d|s)\b)(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it.

    Attributes:
        number: its place in the file, from 1, blank lines counted.
    """

    number: int
    text: str

    def is_next_to(self, other: Line | None) -> bool:
        """Whether no blank line stands between the two."""
        return other is not None and abs(self.number - other.number) <= 1


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of a text that are not blank, the subscribe button apart from the title that hangs on it."""
    before: Line | None = None
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        line = Line(number, clean(raw))
        if not line.text:
            continue
        if (before is None or is_invitation(before.text)) and (button := _GLUED.match(line.text)):
            yield Line(number, button.group())
            line = Line(number, line.text[button.end() :])
        yield line
        before = line


def is_heading(text: str) -> bool:
    """Whether the line is part of the heading of the page."""
    return _HEADING.fullmatch(text) is not None


def is_count(text: str) -> bool:
    """Whether the line is a bare number, as "12", "1,234" or "1.2k"."""
    return _COUNT.fullmatch(text) is not None


def is_invitation(text: str) -> bool:
    """Whether the line invites to the newsletter, with which every dump of the page begins."""
    return _INVITATION.fullmatch(text) is not None


def is_interface(text: str, before: str = "") -> bool:
    """Whether the line belongs to the page and says nothing about a paper.

    Args:
        before: the line before it, since a bare number is a count only next to the word that it counts.
    """
    if before == "Upvote" and is_count(text):
        return True
    return _INTERFACE.fullmatch(text) is not None
