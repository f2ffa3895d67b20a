"""Which of the papers that were found are about a topic, so that a narrow one gives a short summary.

What tells it is how near the search ranks a paper to the best one, how much of the topic its title and its best
sentence hold, and how near a sentence of it is in meaning. The weights were learnt by logistic regression on 57 topics
over the bundled papers; what the reader makes of a paper adds nothing to them, see docs/LOG.md. Of a topic that is a
name, a paper that lacks its words and has no sentence near to it in meaning is likely a stranger.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.embedding import is_bundled
from assistant.evidence import Candidate, rarity, read_sentences
from assistant.language.words import Stemmer, content_words, has_content
from assistant.records import Paper
from assistant.search.retrieval import Found
from assistant.storage.library import Library, Vectors
from assistant.summary_records import LeftOut

CANDIDATES, LIMIT = 100, 50
"""Papers that are looked at for a topic, and papers that are read of those that are about it."""
WEIGHTS = {"near": 2.58, "sentence": 0.96, "title": 3.36, "cosine": 4.87, "score": 0.442}
BIAS = -7.95
LIKELY, POSSIBLE = 0.3, 0.12
"""Probabilities from which on a paper is about the topic, and from which on it is if no other one is."""
LACKING_WEIGHT, HELD, NEAR = 2.0, 0.6, 0.55
"""Of the share of the topic's words that a paper lacks of `HELD`, if its nearest sentence has not the cosine `NEAR`."""
LEAST_COSINE = 0.18
"""Of the nearest sentence of a paper that is the only one, and not likely."""
USUAL_COSINE = 0.55
"""Of the nearest sentence, for embedding models whose cosines mean something else than those of the bundled one."""
NAMED = 10
"""Papers of each kind that are left out by name."""

BEYOND, STRANGE = f"beyond the limit of {LIMIT}", "seem not to be about it"


@dataclass(frozen=True, slots=True)
class Member:
    """A paper that is read.

    Attributes:
        likelihood: that it is about the topic, 0 to 1.
        sentences: all of its abstract, in order.
    """

    number: int
    paper: Paper
    likelihood: float
    sentences: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The papers that are read, the most relevant first, and those that were found and are not.

    Attributes:
        beyond: how many are about the topic and were not read.
    """

    members: tuple[Member, ...]
    left_out: tuple[LeftOut, ...]
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class _Likelihood:
    """How likely a paper is about the topic, the share of the topic's words that it holds, and its nearest sentence."""

    probability: float
    held: float
    cosine: float


def choose(found: Found, vector: Vectors, library: Library, stemmer: Stemmer, *, is_named: bool = False) -> Chosen:
    """Return the papers about a topic among those that were found for it.

    Args:
        found: up to `CANDIDATES` papers, best first.
        vector: of the topic.
        is_named: the topic is a name, and no question, so that a paper about it holds most of its words.
    """
    papers = [hit.paper for hit in found.hits]
    sentences = _by_paper(read_sentences(found.numbers, papers, library))
    judged = _likelihoods(found, sentences, vector, library, stemmer, is_named=is_named)
    likelihoods = [item.probability for item in judged]
    ranked = sorted(range(len(papers)), key=lambda place: (-likelihoods[place], place))
    about = [place for place in ranked if likelihoods[place] >= LIKELY and found.numbers[place] in sentences]
    about = about or [
        place for place in ranked[:1] if likelihoods[place] >= POSSIBLE and judged[place].cosine >= LEAST_COSINE
    ]
    is_known = any(item.held for item in judged)  # words that no paper holds cannot tell
    if is_named and is_known and all(judged[place].held < HELD and judged[place].cosine < NEAR for place in about):
        about = []
    strangers = [place for place in ranked if place not in about]
    members = tuple(
        Member(found.numbers[place], papers[place], likelihoods[place], sentences[found.numbers[place]])
        for place in about[:LIMIT]
    )
    left_out = [LeftOut(papers[place], BEYOND) for place in about[LIMIT:][:NAMED]]
    left_out += [LeftOut(papers[place], STRANGE) for place in sorted(strangers)[:NAMED]]
    return Chosen(members, tuple(left_out), max(0, len(about) - LIMIT))


def take(papers: dict[int, Paper], library: Library) -> Chosen:
    """Return papers without a topic, of which the filters alone say which belong: the newest are read."""
    ranked = sorted(papers, key=lambda number: (papers[number].date or "", -number), reverse=True)
    kept = [papers[number] for number in ranked[:LIMIT]]
    sentences = _by_paper(read_sentences(ranked[:LIMIT], kept, library))
    members = [
        Member(number, papers[number], 1.0, sentences[number]) for number in ranked[:LIMIT] if number in sentences
    ]
    beyond = [LeftOut(papers[number], BEYOND) for number in ranked[LIMIT:][:NAMED]]
    return Chosen(tuple(members), tuple(beyond), max(0, len(ranked) - LIMIT))


def _by_paper(sentences: Sequence[Candidate]) -> dict[int, tuple[Candidate, ...]]:
    found: dict[int, list[Candidate]] = {}
    for item in sentences:
        found.setdefault(item.number, []).append(item)
    return {number: tuple(own) for number, own in found.items()}


def _likelihoods(
    found: Found,
    sentences: dict[int, tuple[Candidate, ...]],
    vector: Vectors,
    library: Library,
    stemmer: Stemmer,
    *,
    is_named: bool,
) -> list[_Likelihood]:
    """Return how likely each paper is about the topic; the words that it lacks count if that is a name."""
    topic = stemmer.stems([" ".join(content_words(found.question))])[0] if has_content(found.question) else []
    weights = rarity(topic, library)
    total = sum(weights.values()) or 1.0
    best = max((hit.score for hit in found.hits), default=0.0)
    cosines = [
        max((float(item.vector @ vector) for item in sentences.get(number, ())), default=0.0)
        for number in found.numbers
    ]
    if not is_bundled(library):
        nearest = max(cosines, default=0.0)
        cosines = [USUAL_COSINE * cosine / nearest if nearest > 0 else 0.0 for cosine in cosines]
    stems = [
        stemmer.stems([hit.paper.title, *(item.text for item in sentences.get(number, ()))])
        for number, hit in zip(found.numbers, found.hits, strict=True)
    ]
    is_telling = is_named and any(weights.keys() & set(text) for texts in stems for text in texts)
    likelihoods = []
    for texts, hit, cosine in zip(stems, found.hits, cosines, strict=True):
        shares = [sum(weights[stem] for stem in weights.keys() & set(text)) / total for text in texts]
        held = sum(weights[stem] for stem in weights.keys() & {stem for text in texts for stem in text}) / total
        values = {
            "near": hit.score / best if best > 0 else 0.0,
            "sentence": max(shares),
            "title": shares[0],
            "cosine": cosine,
            "score": hit.score,
        }
        logit = BIAS + sum(weight * values[name] for name, weight in WEIGHTS.items())
        logit -= LACKING_WEIGHT * max(0.0, HELD - held) if is_telling and cosine < NEAR else 0.0
        likelihoods.append(_Likelihood(1 / (1 + math.exp(-logit)), held, cosine))
    return likelihoods


def paper_vectors(members: Sequence[Member]) -> Vectors:
    """Return what each paper is about, as the direction of its sentences together, shape (papers, dimensions)."""
    sums = np.stack([np.sum([item.vector for item in member.sentences], axis=0) for member in members])
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, 1e-9), dtype=np.float32)
