"""Which sentence of an abstract states the problem, which the method, and which the result.

Abstracts say so themselves, in few words that hardly vary ("however", "we propose", "results show"), in this order.
Each sentence is scored for each part by such words, by what it begins with and by where it stands; `outlining` chooses
among them. No model; see docs/LOG.md for how often a reader takes the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from assistant.summarizing import cues

_FEW_WORDS = 8
_JOINED = 0.9
"""Of what a sentence loses that leans on the one before, what a result does not lose that leans by its first word."""
_RESULT_SHARE = 0.5
"""Of a result's worth where a sentence is to stand for a paper: many only say that something is better."""
_SOUGHT, _PLAIN, _FIRST = 2.0, 3.0, 1.0
"""What a sentence scores that says what was sought, and one that plainly states a method; what the first of these
gains, since others only add to it."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How much a sentence states each part, set against the others and by where it stands.

    Attributes:
        told: how much its words alone say of each part.
        is_untold: it speaks of results or hopes without saying what came out.
    """

    problem: float
    method: float
    result: float
    told: Told
    is_untold: bool


class Told(NamedTuple):
    """How much the words of a sentence say of each part."""

    problem: float
    method: float
    result: float


def is_of_availability(sentence: str) -> bool:
    """Whether a sentence says where code, data or models are, or that they are released."""
    return bool(cues.AVAILABLE.search(sentence))


def methods(sentences: Sequence[str]) -> list[float]:
    """Return how plainly each sentence states what was done; less than 0 if it does not."""
    return [scores.method for scores in all_scores(sentences)] if sentences else []


def results(sentences: Sequence[str]) -> list[float]:
    """Return how plainly each sentence states a result; less than 0 if it does not."""
    return [scores.result for scores in all_scores(sentences)] if sentences else []


def weights(sentences: Sequence[str]) -> list[float]:
    """Return how plainly each sentence states what was done, or, for less, what came out; below 0 if neither."""
    return [max(scores.method, _RESULT_SHARE * scores.result) for scores in all_scores(sentences)] if sentences else []


def all_scores(sentences: Sequence[str]) -> list[Scores]:
    """Return how much each sentence of an abstract, of which there is one at least, states each part."""
    last = max(1, len(sentences) - 1)
    scores = [_scores(sentence, place / last) for place, sentence in enumerate(sentences)]
    told = [_told(cues.PLAIN_METHOD, sentence) for sentence in sentences]
    if told[0] >= _SOUGHT:
        scores[0] = replace(scores[0], problem=scores[0].method)
    elif (first := next((place for place, weight in enumerate(told) if weight >= _PLAIN), None)) is not None:
        scores[first] = replace(scores[first], method=scores[first].method + _FIRST)
    return scores


def _scores(sentence: str, depth: float) -> Scores:
    """Return how much a sentence states each part.

    Args:
        depth: where it stands, 0 for the first sentence to 1 for the last.
    """
    told = Told(_told(cues.PROBLEM, sentence), _told(cues.METHOD, sentence), _told(cues.RESULT, sentence))
    problem, method, result = told
    common = -3.0 * bool(cues.AVAILABLE.search(sentence)) - 1.5 * bool(cues.CLOSING.search(sentence))
    leaning = 1.0 * bool(cues.LEANING.search(sentence))
    common -= leaning + 1.0 * (len(sentence.split()) < _FEW_WORDS)
    is_untold = any(cue.search(sentence) for cue in (cues.WISHED, cues.UNTOLD, cues.BACKGROUND))
    is_no_result = bool(cues.SETUP.search(sentence)) + 2 * (is_untold or not result)
    joined = _JOINED * leaning * bool(cues.JOINED.search(sentence))
    return Scores(
        problem - 0.8 * method - 0.5 * result + 1.5 * (1 - 2 * depth) + common,
        method - 0.4 * result - 0.3 * problem + 1.0 * (1 - abs(2 * depth - 0.7)) + common,
        result - 0.5 * method - 0.3 * problem + 1.5 * (2 * depth - 1) + common + joined - 0.5 * is_no_result,
        told,
        is_untold,
    )


def _told(weighted: cues.Cues, sentence: str) -> float:
    return sum(weight for weight, pattern in weighted if pattern.search(sentence))
