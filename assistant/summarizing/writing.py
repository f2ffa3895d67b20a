"""Write a planned summary: a paragraph for each theme (map), then what all of them come to (reduce).

Each paragraph is checked before the next is written, so that the overview is made from what holds. A generator that
only quotes needs no overview; the sentences that seem to agree and to disagree are quoted instead.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.checking.repairing import Checked
from assistant.citations import heading
from assistant.generation import Cancelled, never
from assistant.generation.quotes import QuotesGenerator
from assistant.prompting import ABSTENTION
from assistant.records import Brief, Claim, Event, Evidence, Progress, Remedy, Task, Token, Usage
from assistant.summarizing.planning import Plan

OVERVIEW, AGREEMENTS, DISAGREEMENTS = "Taken together", "Seem to agree", "Seem to disagree"
"""What stands over the last paragraphs."""
GAP = "\n\n"

Write = Callable[[Brief], Generator[Event, None, tuple[str, Usage]]]
"""Yields the pieces of a text and returns all of it, but holds an abstention back."""
Check = Callable[[str, Brief], Generator[Event, None, Checked]]


@dataclass(slots=True)
class Written:
    """A summary as far as it is written.

    Attributes:
        text, draft: as it stands after the check, and as it was shown.
    """

    text: str = ""
    draft: str = ""
    claims: list[Claim] = field(default_factory=list)
    withheld: list[Claim] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)

    def add(self, title: str, shown: str, checked: Checked, usage: Usage) -> None:
        """Add a paragraph under its heading."""
        head = heading(title) if title else ""
        self.draft += (GAP if self.draft else "") + head + shown
        self.text += (GAP if self.text else "") + head + checked.text
        self.claims += checked.claims
        self.withheld += checked.withheld
        self.usage = replace(
            self.usage,
            prompt=self.usage.prompt + usage.prompt,
            completion=self.usage.completion + usage.completion,
            prompt_sha256=usage.prompt_sha256 or self.usage.prompt_sha256,
        )


def write(
    plan: Plan, question: str, write_brief: Write, check: Check, cancelled: Cancelled, *, quotes: bool
) -> Generator[Event, None, Written]:
    """Return the summary, telling of each step; of no use once `cancelled()` became true.

    Args:
        question: what it is about.
        quotes: whether the generator only quotes.
    """
    written, notes = Written(), []
    last = _last_parts(plan, question, quotes=quotes)
    total = len(plan.themes) + len(last)
    for place, part in enumerate(plan.themes, 1):
        yield Progress("theme", place, total, part.name)
        brief = Brief(Task.SUMMARY, question, part.evidence, is_broad=len(part.evidence) > 1)
        checked = yield from _paragraph(part.name, brief, write_brief, check, written)
        if cancelled():
            return written
        notes.append(checked.text)
    for place, (title, brief) in enumerate(last, len(plan.themes) + 1):
        yield Progress("overview", place, total, title)
        if brief.task is Task.OVERVIEW:
            brief = replace(brief, notes=tuple(notes))
        yield from _paragraph(title, brief, write_brief, check, written)
        if cancelled():
            return written
    return written


def _last_parts(plan: Plan, question: str, *, quotes: bool) -> list[tuple[str, Brief]]:
    """Return what follows the themes, each with its heading."""
    if quotes:
        pairs = ((AGREEMENTS, plan.agreements), (DISAGREEMENTS, plan.disagreements))
        return [(title, Brief(Task.SUMMARY, question, part, is_broad=True)) for title, part in pairs if part]
    if len(plan.evidence) < 2:
        return []
    return [(OVERVIEW, Brief(Task.OVERVIEW, question, plan.evidence, is_broad=True))]


def _paragraph(
    title: str, brief: Brief, write_brief: Write, check: Check, written: Written
) -> Generator[Event, None, Checked]:
    """Write and check one paragraph; where nothing of it holds a theme is quoted, and an overview left out."""
    before = (GAP if written.draft else "") + (heading(title) if title else "")
    shown, usage = yield from _behind(before, write_brief(brief))
    is_refusal = shown.strip() == ABSTENTION
    checked = Checked("", ()) if is_refusal else (yield from check(shown, brief))
    if brief.task is Task.OVERVIEW:
        checked = _without_quotations(checked)
    if checked.claims:
        written.add(title, shown, checked, usage)
        return checked
    if brief.task is Task.OVERVIEW:
        written.draft += before + shown if checked.withheld else ""
        written.withheld += checked.withheld
        return checked
    quoted = _quoted(brief.evidence)
    if is_refusal:
        yield Token(before + quoted)
    withheld, checked = checked.withheld, (yield from check(quoted, brief))
    checked = replace(checked, withheld=(*withheld, *checked.withheld))
    written.add(title, quoted if is_refusal else shown, checked, usage)
    return checked


def _without_quotations(checked: Checked) -> Checked:
    """Return an overview as withheld if nothing but quotations is left of it, which the themes have already."""
    quoted = [claim.repair for claim in checked.claims if claim.repair and claim.repair.remedy is Remedy.QUOTED]
    if not checked.claims or len(quoted) < len(checked.claims):
        return checked
    withheld = [
        replace(claim, repair=replace(repair, remedy=Remedy.WITHHELD))
        for claim, repair in zip(checked.claims, quoted, strict=True)
    ]
    return Checked("", (), (*withheld, *checked.withheld))


def _behind(
    before: str, writing: Generator[Event, None, tuple[str, Usage]]
) -> Generator[Event, None, tuple[str, Usage]]:
    """Yield the pieces of a text behind another, which is not shown if none comes."""
    while True:
        try:
            event = next(writing)
        except StopIteration as end:
            text, usage = end.value
            return text, usage
        yield Token(before + event.text) if isinstance(event, Token) else event
        before = "" if isinstance(event, Token) else before


def _quoted(evidence: Sequence[Evidence]) -> str:
    pieces: Iterator[str] = QuotesGenerator().generate(Brief(Task.SUMMARY, "", tuple(evidence), is_broad=True), never)
    return "".join(pieces)
