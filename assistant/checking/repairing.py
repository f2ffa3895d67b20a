"""Check an answer and repair it: no sentence that is contradicted or not supported stays as it was written.

What becomes of one is the first of these that can be had:

    moved      another paper of the evidence says it, and only its marker was wrong
    rewritten  the language model writes it again, once, from the evidence of its papers, and that is supported
    quoted     the sentence of the evidence that bears on the same point stands in its place, verbatim
    withheld   it is taken out

A rewritten sentence of which the checker is not sure stays if there is nothing to quote. Whether a sentence bears on a
point is told by the words that both have, which is better than cosines here, see docs/LOG.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.checking.verification import LEAST_QUOTED
from assistant.citations import CitedSentence, cite, cited_sentences, escape_markers, lead_of
from assistant.errors import AssistantError
from assistant.generation import Cancelled, Completer
from assistant.generation.markers import CitedText
from assistant.language.words import Stemmer, content_words, words
from assistant.patterns import lazy_re
from assistant.prompting import ABSTENTION, repairing
from assistant.records import Brief, Claim, ClaimVerified, Event, Evidence, Remedy, Repair, Repairing, Verdict
from assistant.sanitizing import sanitize_line

FAILED = frozenset({Verdict.CONTRADICTED, Verdict.UNSUPPORTED})
MOST_REWRITTEN = 3
"""Sentences of one answer that the model is asked for again."""
MOST_TOKENS = 120
"""Of one of them."""
SAME_POINT = 0.4
"""Share of a sentence's words that a sentence of the evidence has, from which on it bears on the same point."""
SAME_SENTENCE = 0.6
"""Share of the words of two sentences that both have, from which on they say the same."""

_ENDED = lazy_re(r"[.!?…。！？][\"”’»)]*(?:\s*\[[\d,\s]*\])*$")
_LABEL = lazy_re(r"^[*_]*(?:(?:the|new|short|corrected|rewritten|revised)\s+)*(?:sentence|answer)\s*:[*_\s]*", re.I)
_WRAPPED = lazy_re(r'["“]([^"“”]*)["”]')

Check = Callable[[CitedSentence], Claim]


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer after its check.

    Attributes:
        claims: the sentences of the text, in order; none if nothing of it held.
        withheld: the sentences that were taken out.
    """

    text: str
    claims: tuple[Claim, ...]
    withheld: tuple[Claim, ...] = ()


def check_and_repair(
    text: str, brief: Brief, check: Check, model: Completer | None, stemmer: Stemmer, cancelled: Cancelled
) -> Generator[Event, None, Checked]:
    """Return an answer after its check, telling of each sentence; of no use once `cancelled()` became true.

    Args:
        brief: what the text was written from.
        check: says of a sentence whether it holds.
        model: repairs what does not; without it all stays as it was written.
    """
    claims: list[Claim] = []
    for sentence in cited_sentences(text):
        claims.append(check(sentence))
        yield ClaimVerified(claims[-1])
        if cancelled():
            return Checked(text, tuple(claims))
    if model is None or not any(claim.verdict in FAILED for claim in claims):
        return Checked(text, tuple(claims))
    return (yield from _repair(text, claims, _Bench(brief, model, check, stemmer, cancelled)))


def _repair(text: str, claims: Sequence[Claim], bench: _Bench) -> Generator[Event, None, Checked]:
    sentences = cited_sentences(text)
    bench.keep([claim.text for claim in claims if claim.verdict not in FAILED])
    pieces: list[str | None] = []
    final: list[Claim] = []
    for sentence, claim in zip(sentences, claims, strict=True):
        piece: str | None = text[sentence.span.start : sentence.span.end]
        if claim.verdict in FAILED:
            yield Repairing(claim)
            if bench.cancelled():
                break
            piece, claim = bench.repair(claim)
        pieces.append(piece)
        final.append(claim)
    standing = tuple(claim for piece, claim in zip(pieces, final, strict=True) if piece is not None)
    withheld = tuple(claim for piece, claim in zip(pieces, final, strict=True) if piece is None)
    joined = _joined(text, sentences, pieces)
    if [(item.text, item.citations) for item in cited_sentences(joined)] != [(c.text, c.citations) for c in standing]:
        joined = "\n".join(piece for piece in pieces if piece is not None)  # so that none is read with its neighbour
    return Checked(joined, standing, withheld)


def _joined(text: str, sentences: Sequence[CitedSentence], pieces: Sequence[str | None]) -> str:
    """Return a text with pieces in the place of its sentences, each on a line of its own where one had been."""
    joined = gap = ""
    end = 0
    for sentence, piece in zip(sentences, pieces, strict=False):
        between, end = text[end : sentence.span.start], sentence.span.end
        gap = max(gap, between, key=lambda space: (space.count("\n"), len(space)))
        if piece is not None:
            joined += (gap if joined else "") + piece
            gap = ""
    return joined


@dataclass(frozen=True, slots=True)
class _Piece:
    """What could stand in the place of a sentence: as it is written, with its markers, and as it is checked."""

    remedy: Remedy
    text: str
    sentence: CitedSentence


@dataclass(slots=True)
class _Bench:
    """Where the sentences of one answer are repaired, one after another."""

    brief: Brief
    model: Completer
    check: Check
    stemmer: Stemmer
    cancelled: Cancelled
    _kept: list[set[str]] = field(default_factory=list)  # the words of each sentence that stands in the answer
    _evidence: list[set[str]] = field(init=False)
    _rewritten: int = 0
    _fault: str = ""

    def __post_init__(self) -> None:
        self._evidence = self._words([item.text for item in self.brief.evidence])

    def keep(self, sentences: Sequence[str]) -> None:
        """Note sentences that stand in the answer, so that nothing is said twice."""
        self._kept += self._words(sentences)

    def repair(self, claim: Claim) -> tuple[str | None, Claim]:
        """Return what stands in the place of a sentence, None if nothing does, and what is to be said of it."""
        unsure: tuple[_Piece, Claim] | None = None
        for piece in self._ways(claim):
            if self._is_said(piece.sentence.text):
                continue
            checked = self.check(piece.sentence)
            if checked.verdict is Verdict.SUPPORTED:
                return self._put(piece, checked, claim)
            if checked.verdict is Verdict.PARTIAL and piece.remedy is Remedy.REWRITTEN:
                unsure = piece, checked
        if unsure:
            return self._put(*unsure, claim)
        return None, replace(claim, repair=self._repair(Remedy.WITHHELD, claim))

    def _ways(self, claim: Claim) -> Iterator[_Piece]:
        """Yield what could stand in the place of a sentence, the best first, each made when it is its turn."""
        nearest = self._nearest(claim.text)
        others = [item.n for item in nearest if item.n not in claim.citations]
        if others and claim.verdict is Verdict.UNSUPPORTED:
            yield from self._cited(Remedy.MOVED, claim.text, [item for item in nearest if item.n == others[0]])
        sources = {*claim.citations, *(item.n for item in nearest[:1])}
        evidence = tuple(item for item in self.brief.evidence if item.n in sources)
        lead = lead_of(claim.text)
        if evidence and self._rewritten < MOST_REWRITTEN and not self._fault:
            line = self._write(claim, evidence)
            yield from self._cited(Remedy.REWRITTEN, line and lead + line, evidence)
        for item in nearest:
            if len(words(item.text)) >= LEAST_QUOTED:
                said = CitedSentence(f"{lead}“{escape_markers(item.text)}”", (item.n,))
                yield _Piece(Remedy.QUOTED, lead + cite(item.text, item.n), said)

    def _write(self, claim: Claim, evidence: tuple[Evidence, ...]) -> str:
        """Return a sentence as the model writes it again; empty if it fails."""
        self._rewritten += 1
        chat = repairing(self.brief, claim, evidence)
        try:
            line = self.model.complete(chat, MOST_TOKENS, self.cancelled)
        except AssistantError as error:
            self._fault = f"; it could not be written again: {error.message}"
            return ""
        sentence = sanitize_line(line)
        sentence = _LABEL.sub("", sentence.removeprefix(lead_of(sentence)))
        if wrapped := _WRAPPED.fullmatch(sentence):
            sentence = wrapped[1]
        return sentence if not sentence or _ENDED.search(sentence) else f"{sentence}."

    def _cited(self, remedy: Remedy, line: str, evidence: Sequence[Evidence]) -> Iterator[_Piece]:
        """Yield the first sentence of a line with markers that name papers of the evidence, if there is one."""
        numbers = sorted({item.n for item in evidence})
        text = CitedText(
            numbers, lambda uncited: next(item.n for _, item in self._ranked(uncited.text) if item.n in numbers)
        )
        written = text.feed(line) + text.finish()
        if written != ABSTENTION:
            first = cited_sentences(written)[0]
            yield _Piece(remedy, written[first.span.start : first.span.end], first)

    def _put(self, piece: _Piece, checked: Claim, claim: Claim) -> tuple[str, Claim]:
        self.keep([checked.text])
        return piece.text, replace(checked, repair=self._repair(piece.remedy, claim))

    def _repair(self, remedy: Remedy, claim: Claim) -> Repair:
        return Repair(remedy, claim.text, claim.verdict, claim.reason + self._fault)

    def _nearest(self, text: str) -> list[Evidence]:
        """Return the evidence on the same point, the nearest first."""
        return [item for share, item in self._ranked(text) if share >= SAME_POINT]

    def _ranked(self, text: str) -> list[tuple[float, Evidence]]:
        """Return the evidence with the share of a sentence's words that each has, the most first."""
        said = self._words([text])[0]
        shares = [_share(said & own, said) for own in self._evidence]
        return sorted(zip(shares, self.brief.evidence, strict=True), key=lambda pair: (-pair[0], -pair[1].score))

    def _is_said(self, text: str) -> bool:
        said = self._words([text])[0]
        return any(_share(said & other, said | other) >= SAME_SENTENCE for other in self._kept)

    def _words(self, texts: Sequence[str]) -> list[set[str]]:
        return [set(stems) for stems in self.stemmer.stems([" ".join(content_words(text)) for text in texts])]


def _share(some: set[str], every: set[str]) -> float:
    return len(some) / len(every) if every else 0.0
