"""Numbers of papers that last through a dialogue: what was cited as [2] is [2] whenever it is cited again.

A paper that is new gets the next number that no answer before has used. Where earlier answers gave one number to two
papers, as those of old sessions may, the first of them keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from assistant.records import Evidence, Paper, Turn


def keep_numbers(evidence: Sequence[Evidence], history: Sequence[Turn]) -> tuple[Evidence, ...]:
    """Return evidence with the numbers that its papers have in the dialogue; new papers in the order of `evidence`."""
    numbers = _numbers(history)
    following = _following(history)
    for item in evidence:
        if item.paper.id not in numbers:
            numbers[item.paper.id] = next(following)
    return tuple(replace(item, n=numbers[item.paper.id]) for item in evidence)


def number_of(paper: Paper, history: Sequence[Turn]) -> int:
    """Return the number that a paper has in the dialogue, or the one that it gets."""
    return _numbers(history).get(paper.id) or next(_following(history))


def _numbers(history: Sequence[Turn]) -> dict[str, int]:
    """Return the number of each paper that was cited, by its id; no two papers have the same."""
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for n, paper in (cited for turn in history for cited in turn.numbers):
        if paper not in numbers and n not in taken:
            numbers[paper] = n
            taken.add(n)
    return numbers


def _following(history: Sequence[Turn]) -> count[int]:
    return count(1 + max((n for turn in history for n, _ in turn.numbers), default=0))
