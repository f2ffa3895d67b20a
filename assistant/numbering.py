"""Numbers of papers that last through a dialogue: what was cited as [2] is [2] whenever it is cited again.

A paper that is new gets the next number that no answer before has used. Where earlier answers gave one number to two
papers, as those of old sessions may, the first of them keeps it. The nearest papers of an abstention are numbered in
the same way, but what is new among them does not keep its number: no text cites it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

from assistant.records import Evidence, Hit, Paper, Turn

NEAREST = 3
"""Papers that are named when there is no answer."""

Cited = tuple[int, str]
"""A number under which a paper was cited, and the id of the paper."""


def keep_numbers(evidence: Sequence[Evidence], history: Sequence[Turn]) -> tuple[Evidence, ...]:
    """Return evidence with the numbers that its papers have in the dialogue; new papers in the order of `evidence`."""
    numbers = numbered([item.paper for item in evidence], _cited(history))
    return tuple(replace(item, n=numbers[item.paper.id]) for item in evidence)


def number_of(paper: Paper, history: Sequence[Turn]) -> int:
    """Return the number that a paper has in the dialogue, or the one that it gets."""
    return numbered([paper], _cited(history))[paper.id]


def number_nearest(hits: Sequence[Hit], history: Sequence[Turn]) -> list[tuple[int, str]]:
    """Return number and title of the papers that an abstention names."""
    nearest = [hit.paper for hit in hits[:NEAREST]]
    numbers = numbered(nearest, _cited(history))
    return [(numbers[paper.id], paper.title) for paper in nearest]


def numbered(papers: Iterable[Paper], cited: Iterable[Cited]) -> dict[str, int]:
    """Return the number of each paper by its id, in their order; new ones get the next after all that were cited."""
    known: dict[str, int] = {}
    taken: set[int] = set()
    highest = 0
    for n, paper in cited:
        highest = max(highest, n)
        if paper not in known and n not in taken:
            known[paper] = n
            taken.add(n)
    following = count(highest + 1)
    numbers: dict[str, int] = {}
    for found in papers:
        if found.id not in numbers:
            numbers[found.id] = known[found.id] if found.id in known else next(following)
    return numbers


def _cited(history: Sequence[Turn]) -> Iterable[Cited]:
    return (cited for turn in history for cited in turn.numbers)
