"""What one abstract states, under the names of its parts: what it is about, its method, its result, and what it lacks.

Abstracts need not state each part. A sentence stands under a name only if its words say so, one that says both what was
done and what came out stands under both, and what no sentence states is told as missing, rather than filled up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.summarizing import roles
from assistant.summarizing.roles import Scores

ABOUT, PROBLEM, METHOD, RESULT, BOTH = "About", "Problem", "Method", "Result", "Method and result"
MISSING = {METHOD: "No method is plainly stated", RESULT: "No result is plainly stated"}
"""What stands in place of a part that no sentence states."""
LEAST = {PROBLEM: -2.0, METHOD: -0.5, RESULT: -1.2}
"""Of a sentence's score for a part: below it, it rather stands under none."""
SAYS = {PROBLEM: 1.0, METHOD: 0.5, RESULT: 1.0}
"""Of its words' for the part, from which on they say it."""
_BOTH_METHOD, _BOTH_RESULT, _MADE = 1.5, 1.5, 2.0
"""Of its words', from which on a sentence that stands for another part says a method, or a result, as well, and from
which on the first sentence is the method if no other is."""
_SENTENCES = 40


@dataclass(frozen=True, slots=True)
class Stated:
    """A part of an abstract: its name, and the place of the sentence that states it."""

    name: str
    place: int


def outline(sentences: Sequence[str]) -> tuple[list[Stated], list[str]]:
    """Return what an abstract states, in its order, at most three sentences, and what is told of the parts it lacks."""
    if not sentences:
        return [], []
    scores = roles.all_scores(sentences[:_SENTENCES])
    problem, method, result = max(_ways(len(scores)), key=lambda way: _worth(way, scores))
    if problem is not None and method is None and scores[problem].told.method >= _MADE:
        problem, method = None, problem
    stated = [Stated(name, place) for name, place in ((METHOD, method), (RESULT, result)) if place is not None]
    if method is None and result is not None and scores[result].told.method >= _BOTH_METHOD:
        stated = [Stated(BOTH, result)]
    elif result is None and method is not None and scores[method].told.result >= _BOTH_RESULT:
        stated = [] if scores[method].is_untold else [Stated(BOTH, method)]
        stated = stated or [Stated(METHOD, method)]
    if not stated and problem is not None and scores[problem].told.result >= _BOTH_RESULT:
        stated, problem = [Stated(RESULT, problem)], None
    if problem is not None:
        name = PROBLEM if scores[problem].told.problem >= SAYS[PROBLEM] else ABOUT
        stated.insert(0, Stated(name, problem))
    names = {part.name for part in stated}
    return stated, [told for name, told in MISSING.items() if not names & {name, BOTH}]


_Way = tuple[int | None, int | None, int | None]


def _ways(count: int) -> Iterator[_Way]:
    """Yield all ways to take a sentence for each part, or none, in order, but one at least."""
    for one in range(count):
        yield one, None, None
        yield None, one, None
        yield None, None, one
    for one, other in combinations(range(count), 2):
        yield one, other, None
        yield one, None, other
        yield None, one, other
    yield from combinations(range(count), 3)


def _worth(way: _Way, scores: Sequence[Scores]) -> float:
    problem, method, result = way
    worth = 0.0
    if problem is not None:
        worth += scores[problem].problem - LEAST[PROBLEM]
    if method is not None:
        says = scores[method].told.method >= SAYS[METHOD]
        worth += scores[method].method - LEAST[METHOD] if says else -1.0
    if result is not None:
        says = scores[result].told.result >= SAYS[RESULT] and not scores[result].is_untold
        worth += scores[result].result - LEAST[RESULT] if says else -1.0
    return worth
