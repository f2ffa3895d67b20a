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


def first_line(text: str, spans: Iterable[Span], width: int) -> int:
    """Return the line, from 0, on which the first span begins when the text is wrapped to `width` cells."""
    start = min((span.start for span in spans), default=0)
    return max(0, Content(sanitize(text[:start])).get_height({}, width) - 1) if start else 0
