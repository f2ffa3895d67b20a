"""Ask as a front end does, and read what comes of it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import pipeline
from assistant.records import Answer, Finished, Turn


def ask(question: str, resources: pipeline.Resources, history: Sequence[Turn] = ()) -> Answer:
    """Return the answer."""
    *_, last = pipeline.answer(question, resources, history=history)
    assert isinstance(last, Finished)
    return last.answer


def cited(answer: Answer) -> list[str]:
    """Return the titles that an answer cites."""
    return [citation.paper.title for citation in answer.citations]
