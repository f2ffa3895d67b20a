"""Let a generator write, as events."""

from __future__ import annotations

from collections.abc import Generator

from assistant.clock import Clock
from assistant.generation import AnswerGenerator, Cancelled
from assistant.prompting import ABSTENTION
from assistant.records import Brief, Event, Token, Usage


def write(
    brief: Brief, generator: AnswerGenerator, clock: Clock, cancelled: Cancelled, *, holds_back: bool = False
) -> Generator[Event, None, tuple[str, Usage]]:
    """Yield the pieces of the text, but for an abstention if that is held back; return all of it and what it cost."""
    text = held = ""
    writing = generator.generate(brief, cancelled)
    while True:
        try:
            piece = next(writing)
        except StopIteration as end:
            if held and text.strip() != ABSTENTION:
                yield Token(held)
            return text, end.value
        text, held = text + piece, held + piece
        if holds_back and ABSTENTION.startswith(text.strip()):
            continue
        clock.wrote()
        yield Token(held)
        held = ""
