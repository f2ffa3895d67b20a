"""Which papers of an answer are of a date: "which of these are from 2026?", "are any of them newer than 2025?"."""

from __future__ import annotations

from dataclasses import replace

from assistant.citations import titled
from assistant.direct_answers.told import Told, counted, passing
from assistant.prompting import ABSTENTION
from assistant.questions import of_these
from assistant.questions.understand import Understanding
from assistant.storage.library import Library


def tell(asked: Understanding, library: Library) -> Told | None:
    """Return which of the papers that a question points at are of the date it asks for, None if it asks else."""
    filters = asked.filters
    if not filters.among or not of_these.asks_for_date(asked.text, filters):
        return None
    papers = tuple(library.papers(library.numbers_matching(filters)).values())
    undated = replace(filters, since=None, until=None, after=None, before=None)
    every, unknown = len(library.numbers_matching(undated)), library.count_without("date", undated)
    rest = f"{counted(unknown, 'paper')} {'has' if unknown == 1 else 'have'} no date." if unknown else ""
    of = f"{counted(every, 'paper')} named before"
    if unknown == every:
        any_of = "any of " if every > 1 else ""
        return Told(f"{ABSTENTION} The library does not know the date of {any_of}the {of}.", is_known=False)
    when = passing(replace(filters, among=()))
    if not papers:
        return Told(f"None of the {of} is known to be{when}.{rest and ' '}{rest}")
    begin = f"Of the {of}, {len(papers):,} {'is' if len(papers) == 1 else 'are'}{when}:"
    lines = [f"{titled(paper)} ({paper.date}) [{place}]" for place, paper in enumerate(papers, 1)]
    return Told("\n\n".join((begin, *lines, *filter(None, [rest]))), papers)
