"""An abstract as textual Content with the quoted sentences highlighted."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from assistant.records import Span
from assistant.sanitizing import sanitize

QUOTED = "bold $text-accent on $accent-muted"
UNDERLINED = "bold underline"
"""The same where there are no colours."""


def highlight(text: str, spans: Iterable[Span], style: str = QUOTED, sign: str = "") -> Content:
    """Return the text with the spans highlighted; spans count the raw text, so each piece is sanitised alone.

    Args:
        sign: stands before each of them.
    """
    pieces: list[str | tuple[str, str]] = []
    done = 0
    for span in sorted(spans, key=lambda span: span.start):
        start, end = max(span.start, done), min(span.end, len(text))
        if start >= end:
            continue
        pieces += [sanitize(text[done:start]), (sign + sanitize(text[start:end]), style)]
        done = end
    return Content.assemble(*pieces, sanitize(text[done:]))


def first_lines(text: str, spans: Iterable[Span], width: int, sign: str = "") -> tuple[int, int]:
    """Return the lines, from 0, on which the first span begins and ends when the text is wrapped to `width` cells."""
    first = min(spans, key=lambda span: span.start, default=None)
    if first is None:
        return 0, 0
    before, said = sanitize(text[: first.start]) + sign, sanitize(text[first.start : first.end])
    begin = said.split(maxsplit=1)[0] if said.strip() else ""  # a word that does not fit goes to the next line
    return _line(before + begin, width), _line(before + said, width)


def _line(text: str, width: int) -> int:
    """Return the line on which a wrapped text ends."""
    return max(0, Content(text).get_height({}, width) - 1)
