"""Choose the sentences that answer: each sentence of the best papers is scored by a small linear model.

What the weights say, in words: a sentence answers when it holds the question's words, above all those that the title
of its paper does not already hold; when its vector is near the question's; when it holds a number and the question
asks for one; when it follows a sentence that is relevant too; and when it stands late in the abstract, since abstracts
begin with what everybody knows. It does not when its paper is far behind the best one, so that one paper is quoted for
a fact and several for a theme, nor when it only says where the code is. The weights were learnt by logistic
regression, see docs/LOG.md for how and how well.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.library import Library, Vectors
from assistant.records import Evidence, Paper, Span
from assistant.retrieval import Found
from assistant.words import Stemmer, content_words

WEIGHTS = {
    "lexical": 0.37,
    "dense": 0.38,
    "behind_best": 1.27,
    "beyond_title": 1.65,
    "number": 0.79,
    "position": 2.50,
    "is_first": -1.08,
    "is_last": -0.81,
    "length": 0.80,
    "previous": 0.10,
    "boilerplate": -1.33,
}
NEAR = 3.0
"""Log-odds that a sentence may be behind the best one: 1 in 20."""
K1, B = 1.2, 0.75
"""Of BM25 over sentences, the usual values."""

_ASKS_NUMBER = re.compile(
    r"\b(how (many|much|large|long|big|often|strongly|far|well|accurate|few|high|small|fast|low|deep)"
    r"|(what|which) (share|percentage|fraction|proportion|accuracy|score|gain|number|rate|size|improvement|factor)"
    r"|percent|percentage|accuracy|by what|rate|score|number of|size of)\b",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"\b(code|website|project page|available|https?|released?|github|open-source[sd]?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of one of the best papers.

    Attributes:
        number: of the paper in the library.
        place, count: of the sentence in its abstract, from 0, and how many there are.
    """

    number: int
    paper: Paper
    place: int
    count: int
    span: Span
    vector: Vectors

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.paper.abstract[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate and how much it bears on the question, higher is better."""

    candidate: Candidate
    score: float


def rank_sentences(question: str, found: Found, library: Library, stemmer: Stemmer, papers: int) -> list[Scored]:
    """Return the sentences of the `papers` best papers, those first that bear most on the question."""
    candidates = read_sentences(found.numbers[:papers], [hit.paper for hit in found.hits], library)
    if not candidates:
        return []
    table = features(question, found, candidates, library, stemmer)
    scores = np.sum([weight * table[name] for name, weight in WEIGHTS.items()], axis=0)
    return [Scored(candidates[place], float(scores[place])) for place in np.argsort(-scores, kind="stable")]


def read_sentences(numbers: Sequence[int], papers: Sequence[Paper], library: Library) -> list[Candidate]:
    """Return all sentences of some papers, in order."""
    stored = library.sentences(numbers)
    return [
        Candidate(number, paper, place, len(spans), span, vector)
        for number, paper in zip(numbers, papers, strict=False)
        if number in stored
        for spans, vectors in [stored[number]]
        for place, (span, vector) in enumerate(zip(spans, vectors, strict=True))
    ]


def near_the_best(ranked: Sequence[Scored], count: int) -> list[Scored]:
    """Return at most `count` of a ranking, without those that are far less likely to answer than the first."""
    return [item for item in ranked[:count] if item.score >= ranked[0].score - NEAR]


def best_of_each_paper(ranked: Sequence[Scored]) -> list[Scored]:
    """Return the best sentence of each paper, in the order of the ranking."""
    best: dict[int, Scored] = {}
    for item in ranked:
        best.setdefault(item.candidate.number, item)
    return list(best.values())


def outline(candidates: Sequence[Candidate], parts: int = 3) -> list[Scored]:
    """Return the most central sentence of each part of one abstract, in order: problem, method, result."""
    if not candidates:
        return []
    centre = np.sum([item.vector for item in candidates], axis=0)
    scored = [Scored(item, float(item.vector @ centre)) for item in candidates]
    pieces = [scored[part * len(scored) // parts : (part + 1) * len(scored) // parts] for part in range(parts)]
    return [max(piece, key=lambda item: item.score) for piece in pieces if piece]


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


def features(
    question: str, found: Found, sentences: Sequence[Candidate], library: Library, stemmer: Stemmer
) -> dict[str, Vectors]:
    """Return each feature of `WEIGHTS` for each sentence, shape (sentences,)."""
    papers = list(dict.fromkeys(sentence.number for sentence in sentences))
    titles = {sentence.number: sentence.paper.title for sentence in sentences}
    texts = [" ".join(content_words(question)), *(sentence.text for sentence in sentences)]
    asked, *stems = stemmer.stems([*texts, *(titles[number] for number in papers)])
    in_titles = dict(zip(papers, map(set, stems[len(sentences) :]), strict=True))
    stems = stems[: len(sentences)]
    asked = list(dict.fromkeys(asked))
    idf = rarity(asked, library)
    relevance = {number: hit.score for number, hit in zip(found.numbers, found.hits, strict=True)}
    best = max(relevance.values())
    lexical = _standardise(_bm25(asked, stems, idf))
    dense = _standardise(np.array([float(sentence.vector @ found.vector) for sentence in sentences]))
    asks_number = bool(_ASKS_NUMBER.search(question))
    return {
        "lexical": lexical,
        "dense": dense,
        "behind_best": np.array([relevance[sentence.number] - best for sentence in sentences]),
        "beyond_title": np.array(
            [
                coverage([stem for stem in asked if stem not in in_titles[sentence.number]], set(found_stems), idf)
                for sentence, found_stems in zip(sentences, stems, strict=True)
            ]
        ),
        "number": np.array([asks_number and bool(re.search(r"\d", sentence.text)) for sentence in sentences], float),
        "boilerplate": np.array([bool(_BOILERPLATE.search(sentence.text)) for sentence in sentences], float),
        "position": np.array([sentence.place / max(1, sentence.count - 1) for sentence in sentences]),
        "is_first": np.array([sentence.place == 0 for sentence in sentences], float),
        "is_last": np.array([sentence.place == sentence.count - 1 for sentence in sentences], float),
        "length": np.array([len(found_stems) / 30 for found_stems in stems]),
        "previous": np.array(
            [
                lexical[place - 1] + dense[place - 1] if sentence.place else 0.0
                for place, sentence in enumerate(sentences)
            ]
        ),
    }


def word_mass(question: str, paper: Paper, library: Library, stemmer: Stemmer) -> tuple[float, float]:
    """Return the summed rarity of the question's words that a paper holds, and of all of them."""
    asked, held = stemmer.stems([" ".join(content_words(question)), f"{paper.title}. {paper.abstract}"])
    weights = rarity(asked, library)
    return sum(weights[stem] for stem in weights.keys() & set(held)), sum(weights.values())


def rarity(stems: Sequence[str], library: Library) -> dict[str, float]:
    """Return the inverse document frequency of each stem, as BM25 defines it."""
    total = library.paper_count()
    return {
        stem: math.log(1 + (total - count + 0.5) / (count + 0.5))
        for stem, count in library.document_frequencies(stems).items()
    }


def _bm25(asked: Sequence[str], stems: Sequence[Sequence[str]], idf: dict[str, float]) -> Vectors:
    mean = sum(map(len, stems)) / len(stems) or 1.0  # no sentence has a word
    scores = []
    for sentence in stems:
        norm = K1 * (1 - B + B * len(sentence) / mean)
        counts = [(idf[stem], sentence.count(stem)) for stem in asked]
        scores.append(sum(weight * count * (K1 + 1) / (count + norm) for weight, count in counts if count))
    return np.array(scores)


def coverage(asked: Sequence[str], present: set[str], idf: dict[str, float]) -> float:
    """Return the share of the asked stems, weighted by rarity, that are present; 0 if none is asked."""
    total = sum(idf[stem] for stem in asked)
    return sum(idf[stem] for stem in asked if stem in present) / total if total else 0.0


def _standardise(scores: Vectors) -> Vectors:
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)
