"""Find the papers that bear on a question: lexical and dense rankings, fused by their scores.

Candidates are the best of either ranking. Each gets both scores, each score is standardised over the candidates
(z-score), and the sum ranks them. Fusing by score keeps what a ranking is sure of, which fusing by rank throws away:
measured on the seed questions and on SciFact, see docs/LOG.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.embedding import Embedder
from assistant.library import Library, Vectors
from assistant.records import Hit
from assistant.vectors import VectorIndex
from assistant.words import match_expression

CANDIDATES = 200
"""Papers taken from each of the two rankings."""
TITLE_WEIGHT, ABSTRACT_WEIGHT = 1.5, 1.0
DENSE_WEIGHT = 1.25
"""Against 1 for the lexical score."""


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a search: hits, best first, the numbers of their papers, and the question's vector."""

    hits: tuple[Hit, ...]
    numbers: tuple[int, ...]
    vector: Vectors


def retrieve(
    question: str,
    count: int,
    library: Library,
    embedder: Embedder,
    index: VectorIndex,
    *,
    allowed: Sequence[int] | None = None,
    last: frozenset[str] = frozenset(),
) -> Found:
    """Return the `count` best papers for a question.

    Args:
        allowed: the numbers of the only papers to rank.
        last: titles that go behind all others.
    """
    vector = embedder.embed([question])[0]
    expression = match_expression(question)
    weights, depth = (TITLE_WEIGHT, ABSTRACT_WEIGHT), max(CANDIDATES, count)
    lexical = dict(library.match_words(expression, weights, depth, allowed)) if expression else {}
    dense = dict(index.nearest(vector, depth) if allowed is None else _nearest(allowed, vector, library, depth))
    candidates = list(dict.fromkeys([*lexical, *dense]))
    cosines = _cosines(candidates, dense, vector, library)
    floor = min(lexical.values(), default=0.0) if len(lexical) == depth else 0.0
    scores = _standardise([lexical.get(number, floor) for number in candidates]) + DENSE_WEIGHT * _standardise(cosines)
    order = np.argsort(-scores, kind="stable")[: count + len(last)].tolist()
    papers = library.papers([candidates[place] for place in order])
    order = sorted(order, key=lambda place: papers[candidates[place]].title in last)[:count]
    numbers = tuple(candidates[place] for place in order)
    lexical_ranks = {number: rank for rank, number in enumerate(lexical, 1)}
    dense_ranks = {number: rank for rank, number in enumerate(dense, 1)}
    hits = tuple(
        Hit(
            paper=papers[number],
            score=float(scores[place]),
            lexical=lexical.get(number),
            dense=cosines[place],
            lexical_rank=lexical_ranks.get(number),
            dense_rank=dense_ranks.get(number),
        )
        for number, place in zip(numbers, order, strict=True)
    )
    return Found(hits, numbers, vector)


def _nearest(allowed: Sequence[int], vector: Vectors, library: Library, count: int) -> list[tuple[int, float]]:
    """Return the allowed papers with the cosines of their best passages, best first."""
    stored = library.passage_vectors(allowed)
    cosines = {number: float(np.max(vectors @ vector)) for number, vectors in stored.items()}
    return sorted(cosines.items(), key=lambda item: -item[1])[:count]


def _cosines(candidates: list[int], dense: dict[int, float], vector: Vectors, library: Library) -> list[float]:
    """Return the cosine of each candidate's best passage, reading the vectors of those that only words have found."""
    stored = library.passage_vectors([number for number in candidates if number not in dense])
    return [
        dense[number] if number in dense else float(np.max(stored[number] @ vector)) if number in stored else 0.0
        for number in candidates
    ]


def _standardise(scores: list[float]) -> Vectors:
    values = np.asarray(scores, dtype=np.float32)
    if not len(values):
        return values
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)
