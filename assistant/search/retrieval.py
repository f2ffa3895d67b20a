"""Find the papers that bear on a question: lexical and dense rankings, fused by their scores.

Candidates are the best of either ranking. Each gets both scores, each score is standardised over the candidates
(z-score), and the sum ranks them. Fusing by score keeps what a ranking is sure of, which fusing by rank throws away:
measured on the seed questions and on SciFact, see docs/LOG.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from assistant import suspicion
from assistant.embedding import CrossEncoderReranker, Embedder
from assistant.language.text import title_key
from assistant.language.words import any_of, content_words
from assistant.records import Hit
from assistant.search import spelling
from assistant.search.vectors import VectorIndex
from assistant.storage.library import Library, Vectors

CANDIDATES = 200
"""Papers taken from each of the two rankings."""
TITLE_WEIGHT, ABSTRACT_WEIGHT = 1.5, 1.0
SPARE = 5
"""Papers ranked beyond those that are asked for, to stand in for ones that go behind all others."""
RERANKED, RERANK_WEIGHT = 20, 1.0
"""Papers that a cross-encoder reads, and the weight of its scores against 1 for those of the search."""
LEXICAL_WEIGHT, DENSE_WEIGHT = 0.75, 1.5
OTHER_WEIGHT = 0.7
"""Of a word or phrase that was not typed, against 1 for one that was."""
SAME_WEIGHT = 0.98
"""Of one that was typed in another spelling: it decides between papers that are alike."""
TITLED = 0.001
"""How far a paper that has the question for its title is above all others."""
SCORED, LEAST_RAREST = 10_000, 3
"""Only papers with one of the rarest words are scored: of so many words at least, and of as many as occur in so many
papers together. On 50,000 papers the ranking is the same and takes a fifth less time; see docs/LOG.md."""


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a search.

    Attributes:
        hits, numbers: the best papers, best first, and their numbers in the library.
        question: as it was searched, with what was corrected in it.
    """

    hits: tuple[Hit, ...]
    numbers: tuple[int, ...]
    question: str = ""
    corrections: tuple[spelling.Correction, ...] = ()

    def led_by(self, others: Found, papers: Set[str]) -> Found:
        """Return as many papers, before all others those of another search that have the identities `papers`."""
        known = dict(zip(self.numbers, self.hits, strict=True))
        first = {n: hit for n, hit in zip(others.numbers, others.hits, strict=True) if hit.paper.id in papers}
        both = list((first | known).items())[: max(len(self.hits), len(first))]
        return replace(self, hits=tuple(hit for _, hit in both), numbers=tuple(number for number, _ in both))


def retrieve(
    question: str,
    count: int,
    library: Library,
    embedder: Embedder,
    index: VectorIndex,
    *,
    allowed: Sequence[int] | None = None,
    last: frozenset[str] = frozenset(),
    reranker: CrossEncoderReranker | None = None,
    vector: Vectors | None = None,
) -> Found:
    """Return the `count` best papers for a question.

    Args:
        allowed: the numbers of the only papers to rank.
        last: titles that go behind all others.
        reranker: reads the first `RERANKED` papers beside the question and ranks them again.
        vector: to search with in place of the question's.
    """
    reading = spelling.read(question, library, embedder.is_word)
    vector = embedder.embed_questions([reading.text])[0] if vector is None else vector
    depth = max(CANDIDATES, count)
    lexical = _lexical(question, reading, library, depth, allowed)
    dense = dict(index.nearest(vector, depth, allowed))
    titled = [library.number(paper) for paper in library.papers_titled(title_key(question))]
    titled = [number for number in titled if allowed is None or number in allowed]
    candidates = list(dict.fromkeys([*lexical, *dense, *titled]))
    cosines = _cosines(candidates, dense, vector, library)
    floor = min(lexical.values(), default=0.0) if len(lexical) == depth else 0.0
    words = _standardise([lexical.get(number, floor) for number in candidates])
    scores = LEXICAL_WEIGHT * words + DENSE_WEIGHT * _nearness(cosines, words)
    if reranker and candidates:
        scores = _reranked(reading.text, scores, candidates, library, reranker)
    if titled:
        scores[[candidates.index(number) for number in titled]] = np.max(scores) + TITLED
    order = np.argsort(-scores, kind="stable")[: count + len(last) + SPARE].tolist()
    papers = library.papers([candidates[place] for place in order])
    order = [place for place in order if candidates[place] in papers]  # but for those that are being removed
    stuffed = [place for place in order if suspicion.is_stuffed(papers[candidates[place]].abstract)]
    scores[stuffed] = np.min(scores[order], initial=0.0) - 1.0
    order = sorted(order, key=lambda place: (papers[candidates[place]].title in last, -scores[place]))[:count]
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
    return Found(hits, numbers, reading.text, reading.corrections)


def _lexical(
    question: str, reading: spelling.Reading, library: Library, depth: int, allowed: Sequence[int] | None
) -> dict[int, float]:
    """Return the papers that hold words of the question or others that stand for them, with scores, best first."""
    typed, weights = content_words(question), (TITLE_WEIGHT, ABSTRACT_WEIGHT)
    if not (expression := any_of([*reading.others, *typed])):
        return {}
    among = _rarest([*reading.others, *typed], library)
    scores = dict(library.match_words(expression, weights, depth, allowed, among))
    if not reading.others:
        return scores
    guesses = [phrase for phrase in reading.others if phrase not in reading.same]
    lesser, weight = (guesses, OTHER_WEIGHT) if guesses else (reading.others, SAME_WEIGHT)
    theirs = dict(library.match_words(any_of(lesser), weights, depth, list(scores)))
    scores = {number: score - (1 - weight) * theirs.get(number, 0.0) for number, score in scores.items()}
    return dict(sorted(scores.items(), key=lambda item: -item[1]))


def _rarest(phrases: Sequence[str], library: Library) -> str | None:
    """Return an expression for the rarest of some words if all would match too many papers to score them in time."""
    counts = library.spelt(phrases)
    ordered = sorted(phrases, key=lambda phrase: counts.get(phrase, 0))
    sums = list(accumulate(counts.get(phrase, 0) for phrase in ordered))
    kept = max(LEAST_RAREST, bisect_right(sums, SCORED))
    return any_of(ordered[:kept]) if kept < len(ordered) else None


def _reranked(
    question: str, scores: Vectors, candidates: Sequence[int], library: Library, reranker: CrossEncoderReranker
) -> Vectors:
    """Return the same scores, those of the first papers dealt out anew in the order that both rankings give together.

    What a score is worth stays the same for whoever compares a paper with the best one, whatever the model's scale.
    """
    first = np.argsort(-scores, kind="stable")[:RERANKED]
    papers = library.papers([candidates[place] for place in first])
    first = np.array([place for place in first if candidates[place] in papers], dtype=np.int64)
    read = reranker.score(question, list(papers.values()))
    fused = _standardise(scores[first].tolist()) + RERANK_WEIGHT * _standardise(read.tolist())
    dealt = scores.copy()
    dealt[first[np.argsort(-fused, kind="stable")]] = scores[first]
    return dealt


def _cosines(candidates: list[int], dense: dict[int, float], vector: Vectors, library: Library) -> list[float | None]:
    """Return the cosine of each candidate's best passage, reading the vectors of those that only words have found."""
    stored = library.passage_vectors([number for number in candidates if number not in dense])
    read = {number: float(np.max(vectors @ vector)) for number, vectors in stored.items()}
    return [dense.get(number, read.get(number)) for number in candidates]


def _nearness(cosines: list[float | None], words: Vectors) -> Vectors:
    """Return the standardised cosines; where a paper is not embedded yet, what its words say, up to the nearest."""
    known = [place for place, cosine in enumerate(cosines) if cosine is not None]
    values = _standardise([cosine for cosine in cosines if cosine is not None])
    nearness = np.minimum(words, values.max()) if known else words.copy()
    nearness[known] = values
    return nearness


def _standardise(scores: list[float]) -> Vectors:
    values = np.asarray(scores, dtype=np.float32)
    if not len(values):
        return values
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)
