"""Choose the sentences that speak for each theme: central, to the point, whole, and not twice the same.

Each paper says what was done, and while there is room what came out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.evidence import Candidate
from assistant.patterns import lazy_re
from assistant.records import Span
from assistant.storage.library import Vectors
from assistant.summarizing import cues, roles
from assistant.summarizing.membership import Member

MOST, LEAST_EACH = 14, 2
"""Sentences of a summary, and of each theme at least, one of a paper."""
TOPIC_WEIGHT, CENTRE_WEIGHT, PART_WEIGHT, SAME_WEIGHT = 0.6, 0.4, 0.12, 0.6
"""Of the cosine with the topic, of that with the theme, of how plainly a sentence says what was done or came out, and
of the cosine with what has been chosen for the theme."""
LIKELIHOOD_WEIGHT = 0.5
"""Of how likely the paper is about the topic, where not all papers can be quoted."""
UNCLEAR = 0.45
"""What a sentence loses that is a question, a fragment, or leans on others that are not quoted with it."""
LEAST_RESULT = 2.0
"""Of how plainly a sentence states a result, to be quoted besides."""
_FREE = r"(?:(?!\b(?:if|unless|without|when|whenever|where|while|only|except|despite|under|assuming)\b)[^,.;:])"
_POINTING = (
    rf"{_FREE}{{0,60}}?\b(?:this|these|that|those|such|it|them)\b(?! (?:paper|work|study|article|survey)\b)"
    rf"{_FREE}{{0,60}}"
)
_PROPOSED = (
    r"we\s+(?:(?:also|then|thus|therefore|here|now|further|next|first|\w+ly)\s+)?(?:propose|introduce|present|develop"
    r"|design|devise|build|built|create|construct|formulate|study|investigate|explore|examine)"
)
_LEAD = lazy_re(
    r"(?:(?:thus|hence|therefore|consequently|accordingly|moreover|furthermore|additionally|specifically|in response"
    r"|in addition|to (?:this|that) end|to do so|correspondingly|concretely|more specifically|in particular|finally"
    r"|lastly|besides|however|instead|as such|further|notably|overall|next|first|second(?:ly)?|third(?:ly)?)"
    r"|(?:(?:in order )?to|towards?|in response to|(?:motivated|inspired|guided|driven|encouraged|prompted|informed) by"
    rf"|building (?:up)?on|drawing (?:up)?on)\b{_POINTING}"
    r"|(?:for|with) (?:this|that|these|such an?) (?:purposes?|reasons?|end|ends|goals?|aims?|objectives?|motivations?)"
    rf"(?: in mind)?|(?:based on|given|considering|in light of|in view of)\b{_POINTING}(?=,?\s+{_PROPOSED}\b)),?"
    r"\s+(?=we\b|this paper|this work|our\b|in this (?:paper|work|study|article))",
    re.IGNORECASE,
)
"""How a sentence begins that leans on the one before, which is not quoted with it: what follows stands alone.

It leads over, or says what for. On what condition something holds belongs to it: "without this warmup, we find".
"""

_LEANS = lazy_re(
    r"^(?:in (?:this|our) (?:paper|work|study|article),? )?"
    r"(?:(?:it|they|he|such|here|then|for example)\b"
    r"|.{0,45}\b(?:this|these|those)\b(?! (?:paper|work|study|article|survey|thesis|report)))"
    r"|\b(?:these|those|such) (?:[\w-]+ )?(?:challenges?|problems?|issues?|gaps?|limitations?|questions?|principles"
    r"|insights?|properties|approaches|methods|findings|observations|techniques|comparisons|results|effects|factors|tasks|ideas?)\b"
    r"|\bthis (?:[\w-]+ )?(?:challenge|problem|issue|gap|limitation|question|property|approach|method|idea|insight"
    r"|phenomenon|aspect|result|evidence|effect|technique|observation|purpose|goal|objective|end|way|setting|direction)\b"
    r"|\b(?:that evidence|the above|aforementioned|such (?!as\b|that\b|an?\b)[\w-]+"
    r"|both (?:paradigms|approaches|methods)|the former|the latter|at heart)\b|\bregarding \(i+\)"
    r"|\b(?:address(?:es)?|alleviates?|mitigates?|solves?|overcomes?|tackles?) (?:the|it|them) ?"
    r"(?:problems?|issues?|challenges?|limitations?)?(?: by\b| through\b|[,.])",
    re.IGNORECASE,
)
"""Means what stands in another sentence, which is not quoted with it."""
_LATER_ITEM = lazy_re(r"(?<!\w)\((?:[b-h]|ii|iii|iv|[2-9])\)")
_FIRST_ITEM = lazy_re(r"(?<!\w)\((?:a|i|1)\) \w+ \w+")
_TO_COME = lazy_re(r"\bthe following\b(?: [\w-]+){0,3}\W*$|:$", re.IGNORECASE)
"""What is numbered in another sentence, or stands in the next one."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence that speaks for a paper in a theme, and how well it does."""

    sentence: Candidate
    score: float


def speak(members: Sequence[Member], themes: Sequence[Sequence[int]], topic: Vectors | None) -> list[list[Spoken]]:
    """Return the sentences of each theme, the most telling first.

    Args:
        themes: places of members.
        topic: its vector, if there is a topic.
    """
    rooms = _rooms([len(theme) for theme in themes])
    seen: set[str] = set()
    spoken = [
        _speak([members[place] for place in theme], topic, room, seen)
        for theme, room in zip(themes, rooms, strict=True)
    ]
    return _with_results(spoken, members)


def _with_results(spoken: Sequence[Sequence[Spoken]], members: Sequence[Member]) -> list[list[Spoken]]:
    """Return sentences, each with what came out behind it where its paper says so, while there is room."""
    room = MOST - sum(len(theme) for theme in spoken)
    by_number = {member.number: member for member in members}
    best = sorted(
        (item for theme in spoken for item in theme), key=lambda item: -by_number[item.sentence.number].likelihood
    )
    behind: dict[int, Spoken] = {}
    for item in best:
        found = _result(by_number[item.sentence.number], item) if len(behind) < room else None
        if found:
            behind[item.sentence.number] = found
    return [[each for item in theme for each in (item, behind.get(item.sentence.number)) if each] for theme in spoken]


def _result(member: Member, said: Spoken) -> Spoken | None:
    """Return the sentence that states a paper's result most plainly, unless a result was said of it already."""
    stated = roles.all_scores([item.text for item in member.sentences])
    said_place = [item.place for item in member.sentences].index(said.sentence.place)
    if stated[said_place].told.result > stated[said_place].told.method:
        return None
    scores = [
        -1.0 if place == said_place or stated[place].is_untold or is_unclear(item.text) else stated[place].result
        for place, item in enumerate(member.sentences)
    ]
    best = max(range(len(scores)), key=lambda place: scores[place])
    return Spoken(alone(member.sentences[best]), said.score) if scores[best] >= LEAST_RESULT else None


def _rooms(sizes: Sequence[int]) -> list[int]:
    """Return how many sentences each theme gets: one for each paper while there is room, then by their sizes."""
    rooms = [min(size, LEAST_EACH) for size in sizes]
    while sum(rooms) < min(MOST, sum(sizes)):
        neediest = max(range(len(sizes)), key=lambda place: (sizes[place] / rooms[place], -place))
        rooms[neediest] += 1
    return rooms


def _speak(members: Sequence[Member], topic: Vectors | None, room: int, seen: set[str]) -> list[Spoken]:
    """Return the sentences of one theme, one of a paper; what another paper was quoted with is not said again."""
    centre = np.sum([item.vector for member in members for item in member.sentences], axis=0)
    centre = centre / max(float(np.linalg.norm(centre)), 1e-9)
    best = [_best(member, topic, centre) for member in members]
    chosen: list[Spoken] = []
    while best and len(chosen) < room:
        values = [item.score - SAME_WEIGHT * _likeness(item, chosen) for item in best]
        item = best.pop(values.index(max(values)))
        if item.sentence.text not in seen:
            chosen.append(item)
            seen.add(item.sentence.text)
    return chosen


def _best(member: Member, topic: Vectors | None, centre: Vectors) -> Spoken:
    """Return the sentence that speaks best for a paper."""
    texts = [item.text for item in member.sentences]
    weights = roles.weights(texts)
    scores = []
    for item, weight in zip(member.sentences, weights, strict=True):
        score = CENTRE_WEIGHT * float(item.vector @ centre) + PART_WEIGHT * weight - UNCLEAR * is_unclear(item.text)
        scores.append(score + (TOPIC_WEIGHT * float(item.vector @ topic) if topic is not None else 0.0))
    place = scores.index(max(scores))
    return Spoken(alone(member.sentences[place]), scores[place] + LIKELIHOOD_WEIGHT * member.likelihood)


def is_unclear(sentence: str) -> bool:
    """Whether a sentence says little alone: a question, a fragment, background, or what leans on others."""
    rest = sentence[lead.end() :] if (lead := _LEAD.match(sentence)) else sentence
    is_of_list = bool(_LATER_ITEM.search(rest)) and not _FIRST_ITEM.search(rest)
    if is_of_list or _TO_COME.search(rest.rstrip()) or cues.BACKGROUND.search(rest):
        return True
    is_fragment = any(sentence.count(one) != sentence.count(other) for one, other in ("()", "[]", "“”"))
    return is_fragment or sentence.count('"') % 2 == 1 or sentence.rstrip().endswith("?") or bool(_LEANS.search(rest))


def alone(sentence: Candidate) -> Candidate:
    """Return a sentence without a beginning that only leads over from the one before."""
    lead = _LEAD.match(sentence.text)
    span = sentence.span
    return replace(sentence, span=Span(span.start + lead.end(), span.end)) if lead else sentence


def _likeness(item: Spoken, chosen: Sequence[Spoken]) -> float:
    return max((float(item.sentence.vector @ other.sentence.vector) for other in chosen), default=0.0)
