"""Answer without a model: the best evidence sentences themselves, each with its marker."""

from __future__ import annotations

from collections.abc import Generator

from assistant.citations import cite
from assistant.generation import Cancelled
from assistant.records import Brief, Task, Usage

MOST = 3
"""Sentences of an answer; a summary uses all it is given."""


class QuotesGenerator:
    """Quotes what bears most on the question."""

    name = "quotes"
    model: str | None = None

    def generate(self, brief: Brief, cancelled: Cancelled) -> Generator[str, None, Usage]:
        """Yield one quotation at a time."""
        chosen = brief.evidence[:MOST] if brief.task is Task.ANSWER else brief.evidence
        for place, item in enumerate(chosen):
            if cancelled():
                break
            yield ("\n\n" if place else "") + cite(item.text, item.n)
        return Usage()

    def close(self) -> None:
        """Nothing is held."""
