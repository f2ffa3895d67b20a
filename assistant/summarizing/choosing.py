"""Choose the sentences that speak for each theme: central, to the point, and not twice the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.evidence import Candidate
from assistant.library import Vectors
from assistant.records import Span
from assistant.summarizing import roles
from assistant.summarizing.membership import Member

MOST, LEAST_EACH = 14, 2
"""Sentences of a summary, and of each theme at least, one of a paper."""
TOPIC_WEIGHT, CENTRE_WEIGHT, PART_WEIGHT, SAME_WEIGHT = 0.6, 0.4, 0.12, 0.6
"""Of the cosine with the topic, of that with the theme, of how plainly a sentence says what was done or came out, and
of the cosine with what has been chosen for the theme."""
LIKELIHOOD_WEIGHT = 0.5
"""Of how likely the paper is about the topic, where not all papers can be quoted."""
_LEAD = re.compile(
    r"(?:(?:thus|hence|therefore|consequently|accordingly|moreover|furthermore|additionally|specifically|in response"
    r"|in addition|to (?:this|that) end|to do so)"
    r"|(?:to|motivated by|inspired by|based on|building on|given|considering|in light of|for)\b[^,.;:]{0,60}?\b"
    r"(?:this|these|that|those|such|it|them)\b[^,.;:]{0,40}),\s+(?=we|this paper|this work|our)",
    re.IGNORECASE,
)
"""How a sentence begins that leans on the one before, which is not quoted with it: what follows stands alone."""


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
    return [_speak([members[place] for place in theme], topic, room) for theme, room in zip(themes, rooms, strict=True)]


def _rooms(sizes: Sequence[int]) -> list[int]:
    """Return how many sentences each theme gets: one for each paper while there is room, then by their sizes."""
    rooms = [min(size, LEAST_EACH) for size in sizes]
    while sum(rooms) < min(MOST, sum(sizes)):
        neediest = max(range(len(sizes)), key=lambda place: (sizes[place] / rooms[place], -place))
        rooms[neediest] += 1
    return rooms


def _speak(members: Sequence[Member], topic: Vectors | None, room: int) -> list[Spoken]:
    centre = np.sum([item.vector for member in members for item in member.sentences], axis=0)
    centre = centre / max(float(np.linalg.norm(centre)), 1e-9)
    best = [_best(member, topic, centre) for member in members]
    chosen: list[Spoken] = []
    while best and len(chosen) < room:
        values = [item.score - SAME_WEIGHT * _likeness(item, chosen) for item in best]
        chosen.append(best.pop(values.index(max(values))))
    return chosen


def _best(member: Member, topic: Vectors | None, centre: Vectors) -> Spoken:
    """Return the sentence that speaks best for a paper."""
    texts = [item.text for item in member.sentences]
    weights = roles.weights(texts)
    scores = []
    for item, weight in zip(member.sentences, weights, strict=True):
        score = CENTRE_WEIGHT * float(item.vector @ centre) + PART_WEIGHT * weight
        scores.append(score + (TOPIC_WEIGHT * float(item.vector @ topic) if topic is not None else 0.0))
    place = scores.index(max(scores))
    return Spoken(_alone(member.sentences[place]), scores[place] + LIKELIHOOD_WEIGHT * member.likelihood)


def _alone(sentence: Candidate) -> Candidate:
    """Return a sentence without a beginning that only leads over from the one before."""
    lead = _LEAD.match(sentence.text)
    span = sentence.span
    return replace(sentence, span=Span(span.start + lead.end(), span.end)) if lead else sentence


def _likeness(item: Spoken, chosen: Sequence[Spoken]) -> float:
    return max((float(item.sentence.vector @ other.sentence.vector) for other in chosen), default=0.0)
