"""Answer without a model: the best evidence sentences themselves, each with its marker."""

from __future__ import annotations

from collections.abc import Generator

from assistant.citations import cite, heading
from assistant.generation import Cancelled
from assistant.records import Brief, Task, Usage

MOST = 3
"""Sentences of the answer to a question that one paper can answer; otherwise all that is given is quoted."""


class QuotesGenerator:
    """Quotes what bears most on the question."""

    name = "quotes"
    model: str | None = None

    def generate(self, brief: Brief, cancelled: Cancelled) -> Generator[str, None, Usage]:
        """Yield one quotation at a time."""
        is_narrow = brief.task is Task.ANSWER and not brief.is_broad
        chosen = brief.evidence[:MOST] if is_narrow else brief.evidence
        for place, item in enumerate(chosen):
            if cancelled():
                return Usage()
            over = heading(brief.parts[place]) if brief.parts else ""
            yield ("\n\n" if place else "") + over + cite(item.text, item.n)
        for words in brief.parts[len(chosen) :]:
            yield "\n\n" + heading(words).rstrip()
        return Usage()

    def close(self) -> None:
        """Nothing is held."""
