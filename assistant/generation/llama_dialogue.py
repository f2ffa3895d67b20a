"""Go on with a dialogue where the model has left off: what it has read and written before is not read again.

The next question is set behind the last answer as a new turn, with the evidence that was not shown yet. That needs the
same numbers for the same papers as before; where they differ, or the context is too small, a prompt is made anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.generation.llama_prompt import Prompt, next_turn
from assistant.prompting import Message, digest, messages, next_message
from assistant.records import Brief, Task

if TYPE_CHECKING:
    from assistant.generation.llama_native import NativeModel

MOST_NEW = 3
"""Sentences that a narrow question adds to those that were shown; the best one is among them for 95 %."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """The last turn, as the model has it in its context.

    Attributes:
        chat: the messages up to the last question.
        answer: what was shown of what it wrote.
        numbers: the papers that each number has stood for.
        shown: the sentences that it has read, by paper and place.
    """

    prompt: Prompt
    chat: tuple[Message, ...]
    answer: str
    numbers: Mapping[int, str]
    shown: frozenset[tuple[str, int]]


def begun(prompt: Prompt, answer: str) -> Exchange:
    """Return the first turn of a dialogue."""
    return Exchange(prompt, tuple(messages(prompt.brief)), answer, _numbers(prompt.brief), _places(prompt.brief))


def followed(exchange: Exchange, prompt: Prompt, answer: str) -> Exchange:
    """Return the turn after `exchange`, of which `prompt` was made by `go_on`."""
    brief = prompt.brief
    said = Message("assistant", brief.history[-1].answer if brief.history else exchange.answer)
    return Exchange(
        prompt,
        (*exchange.chat, said, _question(exchange, brief)),
        answer,
        {**exchange.numbers, **_numbers(brief)},
        exchange.shown | _places(brief),
    )


def go_on(model: NativeModel, exchange: Exchange, brief: Brief, room: int) -> Prompt | None:
    """Return the prompt that goes on from the last turn; None if it has to be made anew.

    Args:
        room: tokens that the prompt may have.
    """
    last = exchange.prompt.brief
    start = len(exchange.prompt.tokens)
    if (
        not brief.history
        or brief.history[-1].standalone != last.question
        or brief.task is not last.task
        or model.past[:start] != list(exchange.prompt.tokens)
        or not _agree(exchange.numbers, _numbers(brief))
    ):
        return None
    answer = brief.history[-1].answer
    is_unchanged = answer.strip() == exchange.answer.strip()
    written = model.past[start:] if is_unchanged else model.tokenize(answer, special=False)
    brief = _cut(exchange, brief)
    question = _question(exchange, brief)
    tail = next_turn(model, question.content, "Answer:", is_plain=exchange.prompt.is_plain)
    if tail is None:
        return None
    tokens = (*exchange.prompt.tokens, *written, *tail.tokens)
    if len(tokens) > room:
        return None
    chat = (*exchange.chat, Message("assistant", answer), question)
    return Prompt(tokens, tail.closing, tail.is_plain, brief, digest(chat))


def _question(exchange: Exchange, brief: Brief) -> Message:
    new = [item for item in brief.evidence if (item.paper.id, item.start) not in exchange.shown]
    return next_message(brief, new, exchange.numbers)


def _cut(exchange: Exchange, brief: Brief) -> Brief:
    """Leave out the weaker of the new sentences on a narrow question: the model has seen those of the turns before."""
    if brief.is_broad or brief.task is not Task.ANSWER:
        return brief
    new = [item for item in brief.evidence if (item.paper.id, item.start) not in exchange.shown]
    weak = sorted(new, key=lambda item: item.score, reverse=True)[MOST_NEW:]
    return replace(brief, evidence=tuple(item for item in brief.evidence if item not in weak))


def _numbers(brief: Brief) -> dict[int, str]:
    return {item.n: item.paper.id for item in brief.evidence}


def _places(brief: Brief) -> frozenset[tuple[str, int]]:
    return frozenset((item.paper.id, item.start) for item in brief.evidence)


def _agree(before: Mapping[int, str], now: Mapping[int, str]) -> bool:
    """Say whether no number and no paper would stand for two."""
    numbers = {paper: n for n, paper in before.items()}
    return all(before.get(n, paper) == paper and numbers.get(paper, n) == n for n, paper in now.items())
