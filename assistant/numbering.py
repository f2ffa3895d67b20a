"""Numbers of papers that last through a dialogue: what was cited as [2] is [2] whenever it is cited again.

A paper that is new gets the next number that no answer before has used. The nearest papers of an abstention are
numbered in the same way, since they are shown and asked for by their numbers. Where earlier answers gave one number to
two papers, as those of old sessions may, the first of them keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

from assistant.records import Answer, Evidence, Hit, Paper, Turn

NEAREST = 3
"""Papers that are named when there is no answer."""

Cited = tuple[int, str]
"""A number under which a paper was cited or shown, and the id of the paper."""


def keep_numbers(evidence: Sequence[Evidence], history: Sequence[Turn]) -> tuple[Evidence, ...]:
    """Return evidence with the numbers that its papers have in the dialogue; new papers in the order of `evidence`."""
    numbers = numbered([item.paper for item in evidence], cited_in(history))
    return tuple(replace(item, n=numbers[item.paper.id]) for item in evidence)


def of_first_papers(evidence: Sequence[Evidence], most: int | None) -> Sequence[Evidence]:
    """Return the evidence of the first `most` papers, or all of it."""
    if most is None:
        return evidence
    first = list(dict.fromkeys(item.paper.id for item in evidence))[:most]
    return [item for item in evidence if item.paper.id in first]


def nearest(hits: Sequence[Hit], cited: Iterable[Cited]) -> list[tuple[int, Paper]]:
    """Return the papers that an abstention names, with their numbers."""
    papers = [hit.paper for hit in hits[:NEAREST]]
    numbers = numbered(papers, cited)
    return [(numbers[paper.id], paper) for paper in papers]


def shown(answer: Answer, cited: Iterable[Cited]) -> tuple[Cited, ...]:
    """Return the numbers under which an answer cites papers or shows the nearest ones; `cited` are those before it."""
    if answer.abstained:
        return tuple((n, paper.id) for n, paper in nearest(answer.retrieved, cited))
    return tuple((citation.n, citation.paper.id) for citation in answer.citations)


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


def cited_in(history: Sequence[Turn]) -> Iterable[Cited]:
    """Return the numbers that the turns of a dialogue have used, in order."""
    return (cited for turn in history for cited in turn.numbers)
