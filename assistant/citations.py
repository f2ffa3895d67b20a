"""Markers in a text: `[n]` names the paper with that number; from a text with markers to claims and citations."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.language.sentences import split_plainly
from assistant.language.words import content_words
from assistant.marking import MARKER
from assistant.patterns import lazy_re
from assistant.records import Citation, Claim, Evidence, Paper, Quote, Span

_HEADING = "### "
_MARKER = lazy_re(r"(?<!\s)\s*+\[(\d{1,4})\]")


_LEAD = lazy_re(r"\s*(?:[-*•]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of an answer without its markers, and the numbers that they name, each once, in order.

    Attributes:
        span: where it stands in the answer, with its markers.
    """

    text: str
    citations: tuple[int, ...]
    span: Span = field(default=Span(0, 0), compare=False)


def cite(text: str, n: int) -> str:
    """Return a verbatim sentence as a quotation that names paper `n`."""
    return f"“{escape_markers(text)}” [{n}]"


def heading(words: str) -> str:
    """Return the heading of a part of an answer, on a line of its own with a blank one behind it."""
    return f"{_HEADING}{words}\n\n"


def escape_markers(text: str) -> str:
    """Write what looks like a marker with round brackets, so that a text from elsewhere cannot cite."""
    return MARKER.sub(r"(\1)", text)


def titled(paper: Paper) -> str:
    """Return the title of a paper as an answer names it; what looks like a marker in it cites nothing."""
    return f"“{escape_markers(paper.title)}”"


def lead_of(sentence: str) -> str:
    """Return what makes a sentence a point of a list, such as "- " or "1) "; empty if it is none."""
    found = _LEAD.match(sentence)
    return found[0] if found else ""


def cited_sentences(text: str) -> list[CitedSentence]:
    """Return the sentences of an answer; a marker belongs to the sentence it stands in or directly behind.

    A sentence ends with its line too, since a quotation or a point of a list may come without a full stop. A heading is
    none, but for one that cites.
    """
    plain, markers = _without_markers(text)
    spans = [
        Span(line.start() + span.start, line.start() + span.end)
        for line in re.finditer(r"[^\n]+", plain)
        if not _is_heading(line, markers)
        for span in split_plainly(line[0])
    ]
    cited: list[list[int]] = [[] for _ in spans]
    starts = [span.start for span in spans]
    for position, match in markers if spans else ():
        cited[max(0, bisect_left(starts, position) - 1)].append(int(match[1]))
    return [
        CitedSentence(
            plain[span.start : span.end],
            tuple(dict.fromkeys(numbers)),
            Span(_place(span.start, markers), _place(span.end, markers)),
        )
        for span, numbers in zip(spans, cited, strict=True)
    ]


def _is_heading(line: re.Match[str], markers: Sequence[tuple[int, re.Match[str]]]) -> bool:
    is_cited = any(line.start() < position <= line.end() for position, _ in markers)
    return line[0].startswith(_HEADING) and not is_cited


def _without_markers(text: str) -> tuple[str, list[tuple[int, re.Match[str]]]]:
    """Return a text without its markers, and where in it each of them was."""
    pieces: list[str] = []
    markers: list[tuple[int, re.Match[str]]] = []
    length = end = 0
    for match in _MARKER.finditer(text):
        pieces.append(text[end : match.start()])
        length += len(pieces[-1])
        markers.append((length, match))
        end = match.end()
    return "".join((*pieces, text[end:])), markers


def _place(position: int, markers: Sequence[tuple[int, re.Match[str]]]) -> int:
    """Return where, in the text with its markers, the character stands that has this position without them."""
    before = bisect_right(markers, position, key=lambda marker: marker[0])
    if not before:
        return position
    last, match = markers[before - 1]
    return match.end() + position - last


def collect(sentences: Sequence[CitedSentence] | Sequence[Claim], evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
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
