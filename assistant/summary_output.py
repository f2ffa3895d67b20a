"""What is told of a summary beside its text: the papers that were read for it, by theme, and those left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from assistant.records import Answer, Paper

NAMED = 3
"""Papers of each kind that are left out by name for a person; a program is told more."""


def summary_as_json(answer: Answer) -> dict[str, Any] | None:
    """Return what a summary was made from in its stable JSON form; None for what is no summary of several papers."""
    if answer.summary is None:
        return None
    numbers = {citation.paper.id: citation.n for citation in answer.citations}
    return {
        "themes": [
            {
                "name": theme.name,
                "papers": [_paper_as_json(paper) | {"n": numbers.get(paper.id)} for paper in theme.papers],
            }
            for theme in answer.summary.themes
        ],
        "comparisons": [
            {"papers": [pair.one, pair.other], "agrees": pair.agrees} for pair in answer.summary.comparisons
        ],
        "left_out": [_paper_as_json(item.paper) | {"reason": item.reason} for item in answer.summary.left_out],
        "beyond": answer.summary.beyond,
    }


def _paper_as_json(paper: Paper) -> dict[str, Any]:
    return {"paper": paper.id, "title": paper.title}


def summary_lines(answer: Answer) -> Iterator[str]:
    """Yield lines on the papers of a summary that are not cited: those that were read, and the nearest left out."""
    if answer.summary is None:
        return
    cited = {citation.paper.id for citation in answer.citations}
    read = [paper for theme in answer.summary.themes for paper in theme.papers]
    if others := [paper for paper in read if paper.id not in cited]:
        yield f"Read too, {len(others)} of {len(read)}:"
        yield from (f"    {_titled(paper)}" for paper in others)
    beyond = answer.summary.beyond
    for reason, items in groupby(answer.summary.left_out, key=lambda item: item.reason):
        count, beyond = (f"at least {beyond:,} " if beyond else ""), 0  # those beyond the limit come first
        yield f"Left out, {count}{reason}, the nearest:"
        yield from (f"    {_titled(item.paper)}" for item in list(items)[:NAMED])


def _titled(paper: Paper) -> str:
    return f"{paper.title} ({paper.year})" if paper.year else paper.title
