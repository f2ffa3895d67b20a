"""Markers in a text: `[n]` names the paper with that number; from a text with markers to claims and citations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Citation, Evidence, Paper, Quote, Span
from assistant.sentences import split_sentences
from assistant.words import content_words

_MARKER = re.compile(r"(?<!\s)\s*+\[(\d{1,4})\]")


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of an answer without its markers, and the numbers that they name, each once, in order."""

    text: str
    citations: tuple[int, ...]


def cite(text: str, n: int) -> str:
    """Return a verbatim sentence as a quotation that names paper `n`."""
    return f"“{escape_markers(text)}” [{n}]"


def escape_markers(text: str) -> str:
    """Write what looks like a marker with round brackets, so that a text from elsewhere cannot cite."""
    return re.sub(r"\[(\d{1,4})\]", r"(\1)", text)


def cited_sentences(text: str) -> list[CitedSentence]:
    """Return the sentences of an answer; a marker belongs to the sentence it stands in or directly behind.

    A sentence ends with its line too, since a quotation, a heading or a point of a list may come without a full stop.
    """
    plain, markers = _without_markers(text)
    spans = [
        Span(line.start() + span.start, line.start() + span.end)
        for line in re.finditer(r"[^\n]+", plain)
        for span in split_sentences(line[0])
    ]
    cited: list[list[int]] = [[] for _ in spans]
    starts = [span.start for span in spans]
    for position, number in markers if spans else ():
        cited[max(0, bisect_left(starts, position) - 1)].append(number)
    return [
        CitedSentence(plain[span.start : span.end], tuple(dict.fromkeys(numbers)))
        for span, numbers in zip(spans, cited, strict=True)
    ]


def _without_markers(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without its markers, and where in it each of them was, with its number."""
    pieces: list[str] = []
    markers: list[tuple[int, int]] = []
    length = end = 0
    for match in _MARKER.finditer(text):
        pieces.append(text[end : match.start()])
        length += len(pieces[-1])
        markers.append((length, int(match[1])))
        end = match.end()
    return "".join((*pieces, text[end:])), markers


def collect(sentences: Sequence[CitedSentence], evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    """Return the papers that the sentences cite, ascending, each with the evidence nearest to what cites it."""
    quoted: dict[int, dict[tuple[int, int], Quote]] = {}
    papers: dict[int, Paper] = {item.n: item.paper for item in evidence}
    for sentence in sentences:
        for n in sentence.citations:
            if n in papers:
                best = max((item for item in evidence if item.n == n), key=lambda item: _overlap(sentence.text, item))
                quote = Quote(best.text, best.start, best.end)
                quoted.setdefault(n, {})[best.start, best.end] = quote
    return tuple(Citation(n, papers[n], tuple(quoted[n].values())) for n in sorted(quoted))


def _overlap(text: str, evidence: Evidence) -> float:
    said, shown = set(content_words(text)), set(content_words(evidence.text))
    return len(said & shown) / max(1, len(said | shown))
