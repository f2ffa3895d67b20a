"""Cut a text into sentences, as character spans that together hold everything but the white space between them.

Rules, not a model: abstracts are edited prose, and on the annotated evidence of the seed papers these rules place
every border but one as a reader would. They know no language other than English punctuation.
"""

from __future__ import annotations

import re

from assistant.records import Span

_BORDER = re.compile(
    r"""(?<![.!?…。！？])[.!?…。！？]++  # the sentence ends
        ["”’»)\]}]*+                   # and what it had opened is closed
        (?:\s++(?=["“‘«(\[$\\]*+[^\W_a-z])  # a new one begins: not with a small letter
        |(?<=[。！？])(?=\S))""",
    re.VERBOSE,
)
_NO_BORDER = re.compile(
    r"""(?<![^\s(\[])(?:
          e\.\s?g|i\.\s?e|et\s+al|etc|vs|cf|ca|viz|approx|resp|w\.r\.t|incl|excl|a\.k\.a
        | [Ff]igs?|[Ee]qs?|[Ss]ecs?|[Tt]abs?|[Rr]efs?|[Nn]os?|[Vv]ols?|pp|[Cc]h|[Aa]pp
        | Dr|Prof|Mr|Mrs|Ms|St|Jr|Sr|Inc|Ltd|Co
        | Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec
        | (?:[A-Z]\.){0,8}[A-Z]          # an initial, U.S.
        )\.$""",
    re.VERBOSE,
)
_LONGEST_ABBREVIATION = 20


def split_sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of `text`, in order, none of them empty."""
    spans: list[Span] = []
    start = 0
    for border in _BORDER.finditer(text):
        end = border.start() + 1
        if _NO_BORDER.search(text, max(start, end - _LONGEST_ABBREVIATION), end):
            continue
        _append(spans, text, start, border.end())
        start = border.end()
    _append(spans, text, start, len(text))
    return spans


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, verbatim."""
    return [text[span.start : span.end] for span in split_sentences(text)]


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    last = start + len(piece.rstrip())
    if first < last:
        spans.append(Span(first, last))
