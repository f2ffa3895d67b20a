"""Decide that the library does not hold the answer, before anything is written, and say so.

A question is beyond the library when no paper is about it, or when the papers that are about it have been read and
leave out what is asked, or say otherwise. What the reader makes of the best papers, how near they are in meaning and
whether one of them holds the rare words of the question is weighed together; the weights were learnt by logistic
regression (`training/fit_abstention.py`), see docs/LOG.md for how well.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from enum import IntEnum

from assistant.citations import escape_markers, titled
from assistant.embedding import is_bundled
from assistant.evidence import Read, holds_all, rarity, word_mass
from assistant.language.words import Stemmer, content_words, has_content, words
from assistant.numbering import NEAREST
from assistant.premises import Denied
from assistant.prompting import ABSTENTION
from assistant.questions.paper_names import names
from assistant.questions.understand import Understanding
from assistant.records import Filters, Hit, Paper
from assistant.scoping import holds, names_in
from assistant.search.retrieval import Found
from assistant.storage.library import Library

WEIGHTS = {"answers": 0.553, "cosine": 4.201, "rare": 1.406}
"""Of the signals, each higher the more it speaks for an answer."""
LEAST, LEAST_SURE = 2.56, 3.56
"""What they have to come to for an answer, and for one that is not called unsure: of the questions between both nearly
half have none."""
TOPIC_WEIGHTS = {"answers": 0.623, "first": 0.348, "cosine": 4.677}
LEAST_OF_PAPERS, LEAST_SURE_OF_PAPERS, LEAST_OF_TOPIC = -1.2, -0.2, -2.35
"""The same for what asks for papers ("which papers are about surgery?"), or goes on with a dialogue, and
for a topic that is no question: a paper that is about it need not hold its words, and they need not be rare."""
LEAST_ALONE, LEAST_SURE_ALONE = -4.2, -2.75
"""Log-odds that the paper of the dialogue has at least to answer a later question, read for its own words alone."""
MOST_RARE = 2.0
"""Words that one paper has, so many that a paper holds of a question tell as much as more do."""
UNSURE = "unsure: what the papers say comes near the question, and may not answer it"
USUAL_COSINE = 0.6
"""Stands in for the cosines of other embedding models, which mean something else than those of the bundled one."""
UNREAD = -10.0
"""Log-odds of a paper that is not there."""
ON_TOPIC = 0.3
"""Cosine from which on the nearest paper is what a question is about though it does not answer."""
MISSING = 3
"""Words that are said to be missing."""
LEAST_LETTERS = 3
"""Of such a word: shorter ones are mostly parts of one, as in "Kimi-Dev's"."""
_FRAME = frozenset(
    "anyone anybody someone somebody anything something everything doesn didn isn aren wasn don won way ways part two"
    " three four five differ different difference kind kinds sort example examples better worse good bad instead"
    " actually really tell explain compare compared thanks hello report reports reported mention mentions mentioned"
    " wrote write writes written need needs needed largest biggest greatest smallest highest lowest main key role"
    " roles value values number numbers paper papers author authors achieve achieves achieved best worst long longer"
    " journal journals publish published effect effects make makes made happen happens happened conducted carried"
    " took takes taken look looks gives given contain contains contained include includes included".split()
)
"""Words of questions and not of what they are about."""


class Stand(IntEnum):
    """How papers stand to a question; the more they answer, the higher."""

    IS_BEYOND = 0
    MAY_ANSWER = 1
    ANSWERS = 2


def stand_to(asked: Understanding, found: Found, read: Read, library: Library, stemmer: Stemmer) -> Stand:
    """Return whether the papers that were found answer the question.

    Args:
        found: as the search ranks them.
    """
    if not found.hits:
        return Stand.IS_BEYOND
    if not has_content(asked.standalone):  # the filters are the whole question, and these papers pass them
        return Stand.ANSWERS if asked.filters else Stand.IS_BEYOND
    if asked.is_broad and _is_held_by_one(found, library, stemmer):
        return Stand.ANSWERS  # a paper that has all of the words belongs to the theme, whatever it says of it
    if asked.asks_for_papers or asked.filters or asked.before:
        return _between(speaks_for_topic(found, read, library), LEAST_OF_PAPERS, LEAST_SURE_OF_PAPERS)
    values = signals(found, read, library, stemmer)
    return _between(sum(weight * values[name] for name, weight in WEIGHTS.items()), LEAST, LEAST_SURE)


def stand_alone_to(answers: float) -> Stand:
    """Return whether the paper that a dialogue is about answers a later question, read for its own words alone.

    Read with the question before it, as a short one is, it looks answered by what answered that one.
    """
    return _between(answers, LEAST_ALONE, LEAST_SURE_ALONE)


def words_of_doubt(why: str = "") -> str:
    """Return the line that stands before an answer that is unsure, with what the cited sentences do not tell."""
    return f"{UNSURE}: {why}" if why else UNSURE


def _between(speaks: float, least: float, least_sure: float) -> Stand:
    if speaks < least:
        return Stand.IS_BEYOND
    return Stand.ANSWERS if speaks >= least_sure else Stand.MAY_ANSWER


def _is_held_by_one(found: Found, library: Library, stemmer: Stemmer) -> bool:
    """Whether one of the nearest papers holds all words of the question that carry meaning."""
    return any(holds_all(found.question, hit.paper, library, stemmer) for hit in found.hits[:NEAREST])


def signals(found: Found, read: Read, library: Library, stemmer: Stemmer) -> dict[str, float]:
    """Return what speaks for an answer, by the names of `WEIGHTS`.

    answers: the highest log-odds that a paper answers; cosine: of the nearest paper; rare: the rarity of the question's
    words that one of the papers read holds, in words that one paper has, at most `MOST_RARE`.
    """
    papers = [hit.paper for number, hit in zip(found.numbers, found.hits, strict=True) if number in read.judgements]
    rarest = math.log(library.paper_count() + 1)
    held = [word_mass(found.question, paper, library, stemmer)[0] / rarest for paper in papers]
    return {
        "answers": max(_answers(read)),
        "cosine": _cosine(found, library),
        "rare": min(MOST_RARE, max(held, default=0.0)),
    }


def speaks_for_topic(found: Found, read: Read, library: Library) -> float:
    """Return how much speaks for there being papers on a topic: of the best, of the first and of the nearest one."""
    answers = _answers(read)
    values = {"answers": max(answers), "first": answers[0], "cosine": _cosine(found, library)}
    return sum(weight * values[name] for name, weight in TOPIC_WEIGHTS.items())


def _answers(read: Read) -> list[float]:
    return [judgement.answers for judgement in read.judgements.values()] or [UNREAD]


def _cosine(found: Found, library: Library) -> float:
    cosines = [hit.dense for hit in found.hits if hit.dense is not None]
    is_told = is_bundled(library) and found.hits[0].dense is not None  # else the best paper is not embedded yet
    return max(cosines) if is_told else USUAL_COSINE


def is_on_topic(question: str, nearest: Hit, library: Library) -> bool:
    """Whether a question that is not answered is about the nearest paper all the same, so that a dialogue goes on."""
    is_near = is_bundled(library) and (nearest.dense or 0.0) >= ON_TOPIC
    return is_near or names(question, nearest.paper)


def missing_words(question: str, nearest: Hit, library: Library, stemmer: Stemmer) -> tuple[str, ...]:
    """Return the rarest words of the question that the nearest paper does not hold, as they stand in the question."""
    asked = [word for word in content_words(question) if len(word) >= LEAST_LETTERS and word not in _FRAME]
    text = f"{nearest.paper.title}. {nearest.paper.abstract}"
    stems = stemmer.stems(asked)
    absent = {
        word: stem[0]
        for word, stem in zip(asked, stems, strict=True)
        if stem and not holds(text, _as_written(word, question), question, stemmer)
    }
    rare = rarity(list(absent.values()), library)
    chosen = sorted(absent, key=lambda word: -rare[absent[word]])[:MISSING]
    return tuple(_as_written(word, question) for word in absent if word in chosen)


def unknown_names(question: str, library: Library) -> tuple[str, ...]:
    """Return the names in a question that stand in no paper, at most `MISSING`."""
    said = dict.fromkeys(name for name in names_in(question) if words(name))
    return tuple(name for name in said if not library.has_match(f'"{" ".join(words(name))}"'))[:MISSING]


def _as_written(word: str, question: str) -> str:
    """Return a word of a question as it stands there, in its capitals."""
    found = re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", question, re.IGNORECASE)
    return found[0] if found else word


def words_of_denial(denied: Denied, paper: Paper) -> str:
    """Return the answer that says that the question takes for granted what its paper does without."""
    says = f"{titled(paper)} says: “{escape_markers(denied.sentence)}”"
    return f"{ABSTENTION} The question takes “{denied.thing}” for granted, but {says}"


def words_of_abstention(
    hits: Sequence[Hit],
    searched: int,
    filters: Filters,
    missing: Sequence[str] = (),
    *,
    unknown: Sequence[str] = (),
    had: int = 0,
    is_summary: bool = False,
) -> str:
    """Return the answer that says that there is none, what the nearest paper does not mention, and the nearest ones.

    Args:
        unknown: names that no paper mentions.
        had: how many of the papers were named before and are not asked for.
    """
    if not hits and not had:
        return f"{ABSTENTION} There are no papers {escape_markers(str(filters)) or 'about this'} in the library."
    which, titles = escape_markers(str(filters)) or "in the library", [titled(hit.paper) for hit in hits[:NEAREST]]
    if searched == 1 and hits:
        verb = "is not about" if is_summary else "does not answer"
        return f"{ABSTENTION} The only paper {which} {verb} this: {titles[0]}."
    if had >= searched:
        return f"{ABSTENTION} There are no other papers {which}."
    count = f"other {searched - had:,}" if had else f"{searched:,}"
    answer = f"{ABSTENTION} None of the {count} papers {which} {'is about' if is_summary else 'answers'} this."
    if unknown:
        answer = f"{answer[:-1]}, and none mentions {_or(unknown)}."
    if not hits:
        return answer
    if not missing:
        return f"{answer} The nearest {'is' if len(titles) == 1 else 'are'} {'; '.join(titles)}."
    words = ", ".join(f"“{word}”" for word in missing)
    others = f" Next come {'; '.join(titles[1:])}." if titles[1:] else ""
    return f"{answer} The nearest is {titles[0]}, which does not mention {words}.{others}"


def _or(names: Sequence[str]) -> str:
    quoted = [f"“{escape_markers(name)}”" for name in names]
    return " or ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))


def words_for_foreign(hits: Sequence[Hit]) -> str:
    """Return the answer to a question in another language; that no paper answers it is not known."""
    nearest = "; ".join(titled(hit.paper) for hit in hits[:NEAREST])
    rest = f"; the papers nearest to the words of this one are {nearest}" if nearest else ""
    return f"{ABSTENTION} Questions are understood in English only{rest}."
