"""What a person is told of a summary below its text: the papers that were read and not cited, and those left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from assistant.records import Answer, Paper
from assistant.summary_records import BEYOND, STRANGE

NAMED = 3
"""Papers of each kind that are left out by name for a person; a program is told more."""


def summary_lines(answer: Answer) -> Iterator[str]:
    """Yield lines on the papers of a summary that are not cited: those that were read, and the nearest left out."""
    if answer.summary is None:
        return
    cited = {citation.paper.id for citation in answer.citations}
    read = [paper for theme in answer.summary.themes for paper in theme.papers]
    if answer.summary.saying > len(read):
        yield f"In the library {answer.summary.saying:,} papers say “{answer.summary.topic}”."
    if others := [paper for paper in read if paper.id not in cited]:
        yield f"Read too, {len(others)} of {len(read)}:"
        yield from (f"    {_titled(paper)}" for paper in others)
    for reason, items in groupby(answer.summary.left_out, key=lambda item: item.reason):
        papers = [item.paper for item in items]
        yield f"Left out, {_counted(reason, len(papers), answer.summary.beyond)}:"
        yield from (f"    {_titled(paper)}" for paper in papers[:NAMED])


def _counted(reason: str, count: int, beyond: int) -> str:
    """Return a reason with how many papers it is true of, as far as that is known."""
    if reason.startswith(BEYOND):
        return f"at least {beyond:,} {reason}, the nearest"
    if reason == STRANGE:
        return f"{reason}, the nearest"
    return f"{reason} ({count:,}{', the nearest' if count > NAMED else ''})"


def _titled(paper: Paper) -> str:
    return f"{paper.title} ({paper.year})" if paper.year else paper.title
