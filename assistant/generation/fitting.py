"""Shorten a brief by value until its prompt fits: the oldest turns go first, then the weakest sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.records import Brief


def fit(brief: Brief, fits: Callable[[Brief], bool]) -> Brief | None:
    """Return as much of a brief as fits, None if not even its best sentence alone does.

    Args:
        fits: is asked of few of the shorter briefs; the last one of which it said yes is returned.
    """
    if fits(brief):
        return brief
    ways = list(shorter(brief))
    if not ways or not fits(ways[-1]):
        return None
    return ways[bisect_left(ways, True, hi=len(ways) - 1, key=fits)]


def shorter(brief: Brief) -> Iterator[Brief]:
    """Yield what is left of a brief, ever less of it, down to its best sentence or its first note."""
    for first in range(1, len(brief.history) + 1):
        yield replace(brief, history=tuple(brief.history)[first:])
    for last in range(len(brief.notes) - 1, 0, -1):
        yield replace(brief, history=(), notes=brief.notes[:last])
    evidence = brief.evidence if not brief.notes else ()  # notes stand in its place
    while len(evidence) > 1:
        weakest = min(evidence, key=lambda item: item.score)
        evidence = tuple(item for item in evidence if item is not weakest)
        yield replace(brief, history=(), evidence=evidence)
