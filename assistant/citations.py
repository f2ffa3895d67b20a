"""Markers in a text: `[n]` names the paper with that number; from a text with markers to claims and citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Citation, Evidence, Paper, Quote
from assistant.sentences import split_sentences
from assistant.words import content_words

_MARKER = re.compile(r"\s*\[(\d{1,4})\]")
_AFTER_THE_END = re.compile(r"([.!?…]+[\"”’»)\]]*)((?:\s*\[\d{1,4}\])+)")


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
    """Return the sentences of an answer; a marker belongs to the sentence it stands in or directly behind."""
    inside = _AFTER_THE_END.sub(lambda match: match[2] + match[1], text)
    return [_cited(inside[span.start : span.end]) for span in split_sentences(inside)]


def _cited(sentence: str) -> CitedSentence:
    numbers = tuple(dict.fromkeys(int(number) for number in _MARKER.findall(sentence)))
    return CitedSentence(_MARKER.sub("", sentence).strip(), numbers)


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
