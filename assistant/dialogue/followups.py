"""Decide whether a later question of a dialogue goes on with the paper that the dialogue was about.

A question is searched twice, alone and with the title of that paper (the topic). What tells the two apart is learnt
by logistic regression on dialogues, on unrelated second questions and on off-topic ones, see docs/LOG.md: how far the
topic is behind the best paper for the question alone, how far that best paper is behind with the topic, whether a
word points back ("it", "and …"), how much the question says that the topic does not hold, and how near it is to it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.embedding import is_bundled
from assistant.evidence import word_mass
from assistant.language.sentences import sentences_of
from assistant.language.words import Stemmer, has_content
from assistant.patterns import lazy_re
from assistant.questions import study_questions, superlative_questions
from assistant.questions.paper_names import names
from assistant.questions.understand import Understanding
from assistant.reader import Reader
from assistant.records import Paper
from assistant.search.retrieval import CANDIDATES, Found
from assistant.storage.library import Library

WEIGHTS = {"behind_alone": -0.105, "behind_with": 0.068, "points_back": 2.125, "beyond_topic": -1.81, "nearness": 8.955}
BIAS = 1.13
ELSEWHERE_BIAS = 2.2
"""More for a question for other papers, which is searched with the topic and finds none of its words in it."""
SURE = 2.0
"""Log-odds from which the decision is sure: it is 7 to 1 or better."""
AS_GOOD = 2.0
"""Log-odds to answer that the paper of the dialogue may be behind another one: it was being talked about."""
LEAST = -3.0
"""Log-odds to answer that it has at least: 1 in 20."""
RIVALS = 2
"""Best papers for a question alone that the one of the dialogue is read against."""
SURELY_ALONE = 1.9
"""Words that one paper has, so many held by the best paper for a question alone make it stand alone."""
USUAL_NEARNESS = 0.2
"""For embedding models whose cosines mean something else than those of the bundled one."""
NAMED = 3
"""Best papers for a question alone, of which it may call one by its name."""

_POINTS_BACK = lazy_re(
    r"\b(?:(?<!time is )it|its|itself|they|their|them|theirs|this|these|those|such|he|she|his|her"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )there|the (?:authors?|paper|study|two|three|same|former|latter))\b"
    r"|\b(?:and|but|do|does|did|is|are|was|were|has|have|had|can|could|would|will|like|than|about|of|on|for|to|with"
    r"|from|in|by|after|at|why|how|what|when) that\b|\bthat\W*$"
    r"|^\W*(?:and|but|or|so|also|then|with|what about|how about|why not|by how much|by what)\b"
    r"|\b(?:exactly|instead|in comparison|by comparison|as well|too|afterwards|otherwise)\W*$",
    re.IGNORECASE,
)
_TURNS = lazy_re(
    r"\W*(?:(?:ok(?:ay)?|and|so|but|then|now)\W+)*?"
    r"(?:(?:what|how) about|and|now|(?:is there )?(?:any|some)thing (?:on|about)"
    r"|what (?:do|can) (?:we|you) (?:know|say|tell me) about|tell me about|let['’]?s (?:talk about|turn to))\W+"
    r"(?P<to>(?!(?:on|in|with|for|at|by|from|to|under|over|of|without|after|before|as|if|when|then|what|which|who|how|why"
    r"|where|is|are|was|were|do|does|did|can|could|has|have)\b)\S.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A new word alone ("what about poker?"), which may be a side of the same paper or another topic."""
_THING = lazy_re(
    r"\W*(?:(?:and|so|but|ok(?:ay)?),? )?(?:what|who)(?:['’]s| is| are) "
    r"(?P<thing>(?!(?:the|its?|their|this|that|these|those)\b)\S.*?)\W*",
    re.IGNORECASE | re.DOTALL,
)
"""What a name stands for, which asks about another paper if only that holds the name."""
_PAPER = lazy_re(r"\b(?:papers?|works?|stud(?:y|ies)|articles?)\b", re.IGNORECASE)
_PAPERS = lazy_re(r"\b(?:papers|articles|publications|preprints|studies)\b|^(?:recent )?works?\b", re.IGNORECASE)
_FILLING = lazy_re(r"\b(?:exactly|precisely|instead|in comparison|by comparison|as well|afterwards)\b", re.IGNORECASE)

Search = Callable[[Understanding, int], Found]


def settle(
    asked: Understanding, search: Search, library: Library, stemmer: Stemmer, reader: Callable[[], Reader]
) -> Understanding:
    """Return a question with the topic of the dialogue if it goes on with it, without it otherwise.

    Args:
        reader: opens what reads the topic's paper where it is not sure that the question stands alone.
    """
    if asked.topic is None or asked.about or asked.filters.among or asked.filters.only:
        return asked
    if study_questions.asks_in_general(asked.text):
        return _alone(asked)
    points_back = bool(_POINTS_BACK.search(asked.text))
    if superlative_questions.read(asked.text) or (_PAPERS.search(asked.text) and not points_back and not asked.seen):
        return _alone(asked)
    if not has_content(without_filling(asked.text)):
        return asked
    with_topic = replace(asked, seen=frozenset())
    alone = search(with_topic.alone(), CANDIDATES)
    others = [hit.paper for hit in alone.hits[:NAMED] if hit.paper.title != asked.topic]
    if not alone.hits or any(names(asked.text, paper) for paper in others):
        return _alone(asked)
    rarest = math.log(library.paper_count() + 1)
    if word_mass(asked.text, alone.hits[0].paper, library, stemmer)[0] > SURELY_ALONE * rarest:
        return _alone(asked)
    found = search(with_topic, CANDIDATES)
    topic = next((hit.paper for hit in (*found.hits, *alone.hits) if hit.paper.title == asked.topic), None)
    if topic is None:  # the filters let it not pass
        return _alone(asked)
    if _turns_away(asked.text, topic, alone.hits[0].paper, library, stemmer):
        return _alone(asked)
    held, total = word_mass(asked.text, topic, library, stemmer)
    nearness = next((hit.dense for hit in alone.hits if hit.paper.title == asked.topic), None)
    values = {
        "behind_alone": alone.hits[0].score - _score(alone, topic),
        "behind_with": max(hit.score for hit in found.hits) - _score(found, alone.hits[0].paper),
        "points_back": float(points_back),
        "beyond_topic": (total - held) / rarest,
        "nearness": (nearness or 0.0) if is_bundled(library) else USUAL_NEARNESS,
    }
    odds = sum(weight * values[name] for name, weight in WEIGHTS.items()) + BIAS
    odds += ELSEWHERE_BIAS if asked.seen else 0.0
    is_sure = abs(odds) >= SURE
    goes_on = odds > 0
    if not (goes_on or is_sure or asked.seen):
        rivals = [hit.paper for hit in alone.hits[:RIVALS] if hit.paper.title != asked.topic]
        goes_on = is_answered_best(asked.text, topic, rivals, reader())
    return replace(asked if goes_on else _alone(asked), is_sure=is_sure)


def _alone(asked: Understanding) -> Understanding:
    """Return a question without the topic of the dialogue; "what about poker?" is then a first question on poker."""
    if (found := _TURNS.fullmatch(asked.text)) and has_content(found["to"]):
        return replace(asked.alone(), text=found["to"], before="")
    return asked.alone() if _POINTS_BACK.search(asked.text) else replace(asked.alone(), before="")


def _turns_away(text: str, topic: Paper, best: Paper, library: Library, stemmer: Stemmer) -> bool:
    """Whether a question names nothing but what another paper has and that of the dialogue has not.

    Args:
        best: the best paper for the question alone.
    """
    if (thing := _THING.fullmatch(text)) and re.search(r"[A-Z0-9]", thing["thing"]):
        own, total = word_mass(thing["thing"], best, library, stemmer)
        return own >= total > word_mass(thing["thing"], topic, library, stemmer)[0]
    found = _TURNS.fullmatch(text)
    if not found or not has_content(found["to"]) or re.search(r"\b(?:it|its|they|their|that|this)\b", found["to"]):
        return False
    own, _ = word_mass(found["to"], best, library, stemmer)
    held, total = word_mass(found["to"], topic, library, stemmer)
    return own >= total and (held < total / 2 or bool(_PAPER.search(found["to"]) and held < total))


def is_answered_best(text: str, topic: Paper, rivals: Sequence[Paper], reader: Reader) -> bool:
    """Whether a question is answered by the paper of the dialogue, or nearly as well as by any other."""
    judged = reader.judge(text, [(paper.title, sentences_of(paper.abstract)) for paper in (topic, *rivals)])
    own, *others = (judgement.answers for judgement in judged)
    return own >= LEAST and all(own >= other - AS_GOOD for other in others)


def without_filling(text: str) -> str:
    """Return a question without words such as "exactly" that ask nothing by themselves."""
    return _FILLING.sub(" ", text)


def _score(found: Found, paper: Paper) -> float:
    """Return the score of a paper, or the lowest if it was not found."""
    return next((hit.score for hit in found.hits if hit.paper.id == paper.id), min(hit.score for hit in found.hits))
