"""Choose the sentences that answer: the best papers are read, and ranked again by what the reader makes of them.

A sentence is as good as its log-odds to answer the question, and the worse the further its paper is behind the best
one, so that one paper is quoted for a fact and several for a theme. A paper is as good as the search found it, plus its
log-odds to answer. These two weights are all there is: place in the abstract, words, cosines and numbers add nothing to
them, see docs/LOG.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from assistant import suspicion
from assistant.language.headings import Section, heading_of
from assistant.language.otherwise import respelt
from assistant.language.sentences import has_word, split_sentences
from assistant.language.words import Stemmer, content_words
from assistant.reader import Judgement, Reader
from assistant.records import Evidence, Paper, Span
from assistant.search.retrieval import Found
from assistant.storage.library import Library, Vectors

ANSWERS_WEIGHT = 0.7
"""Of a paper's log-odds to answer, against 1 for its score in the search."""
PAPER_WEIGHT = 0.7
"""Of how far a sentence's paper is behind the best one, against 1 for the sentence's own log-odds."""
ANSWERS_SHARE = 0.1
"""Of a paper's log-odds to answer, against 1 for the share that its score has of the best one's in the search."""
ASKING = 5.0
"""Log-odds less for a sentence that asks itself: it repeats the question and does not answer it."""
NEAR = 7.0
"""Log-odds that a sentence may be behind the best one: 1 in 1,100."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of one of the best papers.

    Attributes:
        number: of the paper in the library.
        place: of the sentence among those of its abstract that are read, from 0.
        span: of the sentence without the heading of a structured abstract.
        section: what the part of the abstract tells that it stands in, if headings say so.
    """

    number: int
    paper: Paper
    place: int
    span: Span
    vector: Vectors
    section: Section | None = None

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.paper.abstract[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Read:
    """What the best papers of a search say of the question.

    Attributes:
        sentences: of the papers, in the order of the search and of their abstracts.
        judgements: by the number of the paper, in the order of the search.
    """

    sentences: tuple[Candidate, ...]
    judgements: dict[int, Judgement]


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate and how much it bears on the question, higher is better."""

    candidate: Candidate
    score: float


def read(question: str, found: Found, library: Library, reader: Reader, papers: int) -> Read:
    """Read the `papers` best papers of a search for a question, in its spelling."""
    candidates = read_sentences(found.numbers[:papers], [hit.paper for hit in found.hits], library)
    texts: dict[int, tuple[str, list[str]]] = {}
    for candidate in candidates:
        title = respelt(candidate.paper.title, question)
        texts.setdefault(candidate.number, (title, []))[1].append(respelt(candidate.text, question))
    judged = reader.judge(question, list(texts.values()))
    return Read(tuple(candidates), dict(zip(texts, judged, strict=True)))


def rerank(found: Found, read: Read, last: Set[str] = frozenset()) -> Found:
    """Return what was found with the papers that were read ranked again.

    Args:
        last: titles that stay behind all others.
    """
    answers = [judgement.answers for judgement in read.judgements.values()]
    if not answers:
        return found
    scores = [
        hit.score + ANSWERS_WEIGHT * (read.judgements[number].answers - min(answers))
        if number in read.judgements
        else hit.score
        for number, hit in zip(found.numbers, found.hits, strict=True)
    ]
    order = sorted(range(len(scores)), key=lambda place: (found.hits[place].paper.title in last, -scores[place]))
    return replace(
        found,
        hits=tuple(replace(found.hits[place], score=scores[place]) for place in order),
        numbers=tuple(found.numbers[place] for place in order),
    )


def behind_the_best(read: Read, found: Found) -> dict[int, float]:
    """Return how far each paper that was read is behind the most relevant one, 0 or less, by its number.

    Relevance is the share of the best score in the search, and a tenth of the log-odds that the paper answers.

    Args:
        found: as the search ranks them.
    """
    most = max((hit.score for hit in found.hits), default=0.0) or 1.0
    relevance = {
        number: hit.score / most + ANSWERS_SHARE * read.judgements[number].answers
        for number, hit in zip(found.numbers, found.hits, strict=True)
        if number in read.judgements
    }
    return {number: value - max(relevance.values()) for number, value in relevance.items()}


def rank_sentences(read: Read, found: Found) -> list[Scored]:
    """Return the sentences that were read, those first that bear most on the question.

    Args:
        found: ranked again.
    """
    scores = {number: hit.score for number, hit in zip(found.numbers, found.hits, strict=True)}
    best = max((scores[number] for number in read.judgements), default=0.0)
    scored = [
        Scored(
            item,
            float(read.judgements[item.number].sentences[item.place])
            + PAPER_WEIGHT * (scores[item.number] - best)
            - (ASKING if item.text.endswith("?") else 0.0),
        )
        for item in read.sentences
    ]
    return sorted(scored, key=lambda item: -item.score)


def read_sentences(numbers: Sequence[int], papers: Sequence[Paper], library: Library) -> list[Candidate]:
    """Return all sentences of some papers, in order, but for those that give orders to a model or hold no word.

    They are cut here as `split_sentences` has it now, whichever version has embedded the paper. Those of a paper that
    is not embedded yet have no direction.
    """
    stored = library.sentences(numbers)
    dimensions = next((vectors.shape[1] for _, vectors in stored.values() if len(vectors)), 1)
    none: tuple[list[Span], Vectors] = [], np.zeros((0, dimensions), np.float32)
    return [
        Candidate(number, paper, place, span, vector, section)
        for number, paper in zip(numbers, papers, strict=False)
        for place, (span, vector, section) in enumerate(_cut(paper, *stored.get(number, none)))
    ]


def _cut(paper: Paper, stored: Sequence[Span], vectors: Vectors) -> Iterator[tuple[Span, Vectors, Section | None]]:
    """Yield the sentences of a paper, each with the vector of what is stored of it and what section it stands in."""
    section: Section | None = None
    is_trying = suspicion.is_trying(paper)
    spans = split_sentences(paper.abstract)
    for span, vector in zip(spans, _directions(spans, stored, vectors), strict=True):
        text = paper.abstract[span.start : span.end]
        heading = heading_of(text)
        start, end = span.start, span.start + len(suspicion.statement(text, is_trying=is_trying))
        if heading:
            section, start = heading.section, start + heading.end
        if has_word(paper.abstract[start:end]):
            yield Span(start, end), vector, section


def _directions(spans: Sequence[Span], stored: Sequence[Span], vectors: Vectors) -> Vectors:
    """Return the vectors of sentences; of one that is cut otherwise in the library the mean of all that it shares."""
    if list(spans) == list(stored):
        return vectors
    shared = [[max(0, min(one.end, other.end) - max(one.start, other.start)) for other in stored] for one in spans]
    sums = np.array(shared, np.float32).reshape(len(spans), len(stored)) @ vectors
    means: Vectors = (sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)).astype(np.float32)
    return means


def near_the_best(ranked: Sequence[Scored], count: int) -> list[Scored]:
    """Return at most `count` of a ranking, without those that are far less likely to answer than the first."""
    return [item for item in ranked[:count] if item.score >= ranked[0].score - NEAR]


def best_of_each_paper(ranked: Sequence[Scored]) -> list[Scored]:
    """Return the best sentence of each paper, in the order of the ranking."""
    best: dict[int, Scored] = {}
    for item in ranked:
        best.setdefault(item.candidate.number, item)
    return list(best.values())


def with_each_paper(ranked: Sequence[Scored], numbers: Set[int], count: int) -> list[Scored]:
    """Return the best sentence of each of some papers, then others that are near the best, at most `count`."""
    first = best_of_each_paper([item for item in ranked if item.candidate.number in numbers])
    return [*first, *(item for item in near_the_best(ranked, count) if item not in first)][:count]


def with_each_part(
    chosen: Sequence[Scored], ranked: Sequence[Scored], parts: Sequence[str], reader: Reader
) -> list[Scored]:
    """Return chosen sentences with those behind the first that answer parts of the question best.

    They are of the paper of the first sentence, which is read for each part.

    Args:
        ranked: all sentences that were read.
    """
    own = [item for item in ranked if item.candidate.number == chosen[0].candidate.number]
    own.sort(key=lambda item: item.candidate.place)
    texts = [item.candidate.text for item in own]
    asking = np.array([ASKING if text.endswith("?") else 0.0 for text in texts])
    paper = (chosen[0].candidate.paper.title, texts)
    best = [own[int(np.argmax(reader.judge(part, [paper])[0].sentences - asking))] for part in parts]
    in_order = {(item.candidate.number, item.candidate.place): item for item in [chosen[0], *best, *chosen]}
    return list(in_order.values())[: max(len(chosen), len(parts) + 1)]


def centre(candidates: Sequence[Candidate]) -> list[Scored]:
    """Return the most central of some sentences, if there are any."""
    if not candidates:
        return []
    middle = np.sum([item.vector for item in candidates], axis=0)
    return [max((Scored(item, float(item.vector @ middle)) for item in candidates), key=lambda item: item.score)]


def numbered(chosen: Sequence[Scored]) -> tuple[Evidence, ...]:
    """Return sentences as evidence; papers are numbered from 1 in the order in which their first sentences stand."""
    markers = {number: n for n, number in enumerate(dict.fromkeys(item.candidate.number for item in chosen), 1)}
    return tuple(
        Evidence(
            markers[item.candidate.number],
            item.candidate.paper,
            item.candidate.span.start,
            item.candidate.span.end,
            item.score,
        )
        for item in chosen
    )


def word_mass(question: str, paper: Paper, library: Library, stemmer: Stemmer) -> tuple[float, float]:
    """Return the summed rarity of the question's words that a paper holds, in any spelling, and of all of them."""
    text = respelt(f"{paper.title}. {paper.abstract}", question)
    asked, held = stemmer.stems([" ".join(content_words(question)), text])
    weights, said = rarity(asked, library), set(held)
    # both in one order: a sum of floats depends on it, and that of a set on the process
    return sum(weight for stem, weight in weights.items() if stem in said), sum(weights.values())


def holds_all(question: str, paper: Paper, library: Library, stemmer: Stemmer) -> bool:
    """Whether a paper holds every word of a question that carries meaning, in any form, and there are any."""
    held, total = word_mass(question, paper, library, stemmer)
    return held == total > 0


def rarity(stems: Sequence[str], library: Library) -> dict[str, float]:
    """Return the inverse document frequency of each stem, as BM25 defines it."""
    total = library.paper_count()
    return {
        stem: math.log(1 + (total - count + 0.5) / (count + 0.5))
        for stem, count in library.document_frequencies(stems).items()
    }
