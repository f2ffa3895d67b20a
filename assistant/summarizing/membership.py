"""Which of the papers that were found are about a topic, so that a narrow one gives a short summary.

What tells it is how near the search ranks a paper to the best one, how much of the topic its title holds, how near a
sentence of it is in meaning, and how often it says the topic (`mentions`); of a question, which no paper says, how much
of it the best sentence holds instead. The weights were learnt by logistic regression on topics that were labelled by
hand; what the reader makes of a paper adds nothing to them, see docs/LOG.md.

Of a paper that was found and is not read it is told why, as far as that is plain: it mentions the topic, it may be
about it, or it seems not to be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant import summary_records
from assistant.embedding import is_bundled
from assistant.evidence import Candidate, rarity, read_sentences
from assistant.language.words import Stemmer, content_words, has_content
from assistant.records import Paper
from assistant.search.retrieval import Found
from assistant.storage.library import Library, Vectors
from assistant.summarizing import mentions
from assistant.summary_records import MENTIONS, NEAR, STRANGE, LeftOut

CANDIDATES, LIMIT = 100, 50
"""Papers that are looked at for a topic, and papers that are read of those that are about it."""
NAME_WEIGHTS = {"near": 3.66, "title": 2.56, "cosine": 5.73, "score": 0.36, "said": 3.33, "least": 3.07}
NAME_BIAS = -11.49
"""Of a topic that is a name, which papers about it say, and of a question."""
WEIGHTS = {"near": 2.58, "sentence": 0.96, "title": 3.36, "cosine": 4.87, "score": 0.442}
BIAS = -7.95
LIKELY, POSSIBLE = 0.3, 0.12
"""Probabilities from which on a paper is about the topic, and from which on it is if no other one is."""
LEAST_UNSAID, LEAST_HELD = 0.55, 0.45
"""Cosine of the nearest sentence of a paper on a topic that no paper says, and of one that has all of its words; where
none has so much the library does not hold the topic."""
IN_TITLE = 0.5
"""Share of the words of a topic in a title from which on the paper may be about it."""
NEARBY, NEARBY_SHARE = 0.4, 0.7
"""Cosine of the nearest sentence, and share of the highest one, from which on a paper may be about the topic."""
LEAST_COSINE = 0.18
"""Of the nearest sentence of a paper that is the only one, and not likely."""
USUAL_COSINE = 0.55
"""Of the nearest sentence, for embedding models whose cosines mean something else than those of the bundled one."""
NAMED = 10
"""Papers that are left out by name because they are far from a topic, or pass filters that are all that is asked."""

BEYOND = f"{summary_records.BEYOND} of {LIMIT}"


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
        left_out: by their reasons; of those far from the topic the nearest.
        beyond: how many are about the topic and were not read.
        is_said: whether a paper that is read says the topic, of several words, side by side.
    """

    members: tuple[Member, ...]
    left_out: tuple[LeftOut, ...]
    beyond: int = 0
    is_said: bool = False


@dataclass(frozen=True, slots=True)
class _Judged:
    """How a paper stands to a topic.

    Attributes:
        probability: that it is about it.
        cosine: of its nearest sentence.
        said: how often it says the topic.
        least: the share of its words of the part of which it has least.
        title: the share of its words in the title.
    """

    probability: float
    cosine: float
    said: int
    least: float
    title: float


def choose(found: Found, vector: Vectors, library: Library, stemmer: Stemmer, *, is_named: bool = False) -> Chosen:
    """Return the papers about a topic among those that were found for it.

    Args:
        found: up to `CANDIDATES` papers, best first.
        vector: of the topic.
        is_named: the topic is a name, and no question, so that papers about it say it.
    """
    papers = [hit.paper for hit in found.hits]
    sentences = _by_paper(read_sentences(found.numbers, papers, library))
    judged = _judge(found, sentences, vector, library, stemmer, is_named=is_named)
    ranked = sorted(range(len(papers)), key=lambda place: (-judged[place].probability, place))
    is_said = is_named and any(item.said for item in judged)
    about = [place for place in ranked if judged[place].probability >= LIKELY and found.numbers[place] in sentences]
    about = about or [
        place for place in ranked[:1] if judged[place].probability >= POSSIBLE and judged[place].cosine >= LEAST_COSINE
    ]
    if is_said:  # some say all of it, so that one that lacks a part is about something else
        about = [place for place in about if judged[place].least]
    elif is_named and not any(_is_near(judged[place]) for place in about):
        about = []
    members = tuple(
        Member(found.numbers[place], papers[place], judged[place].probability, sentences[found.numbers[place]])
        for place in about[:LIMIT]
    )
    left_out = [LeftOut(papers[place], BEYOND) for place in about[LIMIT:]]
    left_out += _others([place for place in range(len(papers)) if place not in about], papers, judged)
    is_sure = len(content_words(found.question)) > 1 and any(judged[place].said for place in about)
    return Chosen(members, tuple(left_out), max(0, len(about) - LIMIT), is_said and is_sure)


def _is_near(item: _Judged) -> bool:
    """Whether a paper is near to a topic that no paper says."""
    return item.cosine >= (LEAST_HELD if item.least == 1 else LEAST_UNSAID)


def _others(places: Sequence[int], papers: Sequence[Paper], judged: Sequence[_Judged]) -> list[LeftOut]:
    """Return the papers that are not about the topic with what they are to it, by reasons, the nearest first."""
    reasons: dict[str, list[int]] = {MENTIONS: [], NEAR: [], STRANGE: []}
    nearby = max(NEARBY, NEARBY_SHARE * max((item.cosine for item in judged), default=0.0))
    for place in places:
        item = judged[place]
        is_near = item.probability >= POSSIBLE or item.cosine >= nearby or item.title >= IN_TITLE
        reasons[MENTIONS if item.said else NEAR if is_near else STRANGE].append(place)
    kept = reasons | {STRANGE: reasons[STRANGE][:NAMED]}
    return [LeftOut(papers[place], reason) for reason, own in kept.items() for place in own]


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


def _judge(
    found: Found,
    sentences: dict[int, tuple[Candidate, ...]],
    vector: Vectors,
    library: Library,
    stemmer: Stemmer,
    *,
    is_named: bool,
) -> list[_Judged]:
    """Return how likely each paper is about the topic, and how near it is to it."""
    topic = stemmer.stems([" ".join(content_words(found.question))])[0] if has_content(found.question) else []
    weights = rarity(topic, library)
    total = sum(weights.values()) or 1.0
    best = max((hit.score for hit in found.hits), default=0.0)
    cosines = _cosines([sentences.get(number, ()) for number in found.numbers], vector, library)
    texts = [
        [hit.paper.title, *(item.text for item in sentences.get(number, ()))]
        for number, hit in zip(found.numbers, found.hits, strict=True)
    ]
    mentioned, stems = mentions.count(found.question, texts, stemmer)
    factors, bias = (NAME_WEIGHTS, NAME_BIAS) if is_named else (WEIGHTS, BIAS)
    judged = []
    for place, hit in enumerate(found.hits):
        shares = [sum(weights[stem] for stem in weights.keys() & set(text)) / total for text in stems[place]]
        values = {
            "near": hit.score / best if best > 0 else 0.0,
            "sentence": max(shares),
            "title": shares[0],
            "cosine": cosines[place],
            "score": hit.score,
            "said": math.log1p(mentioned.times[place]),
            "least": mentioned.shares[place],
        }
        logit = bias + sum(factor * values[name] for name, factor in factors.items())
        probability = 1 / (1 + math.exp(-logit))
        told = mentioned.times[place], mentioned.shares[place]
        judged.append(_Judged(probability, cosines[place], *told, values["title"]))
    return judged


def _cosines(papers: Sequence[Sequence[Candidate]], vector: Vectors, library: Library) -> list[float]:
    """Return the cosine of the nearest sentence of each paper, as the bundled model means it."""
    cosines = [max((float(item.vector @ vector) for item in sentences), default=0.0) for sentences in papers]
    nearest = max(cosines, default=0.0)
    if is_bundled(library):
        return cosines
    return [USUAL_COSINE * cosine / nearest if nearest > 0 else 0.0 for cosine in cosines]


def paper_vectors(members: Sequence[Member]) -> Vectors:
    """Return what each paper is about, as the direction of its sentences together, shape (papers, dimensions)."""
    sums = np.stack([np.sum([item.vector for item in member.sentences], axis=0) for member in members])
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, 1e-9), dtype=np.float32)
