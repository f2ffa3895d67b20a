"""Writing the answer: three generators behind one Protocol.

`quotes` needs no model, `llama` runs a GGUF with llama.cpp, `openai` asks an OpenAI-compatible server. Each is given a
`Brief` and yields pieces of text; every sentence it writes ends with markers out of `brief.markers`, or the text is
the abstention. None of them retrieves or checks.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Protocol, runtime_checkable

from assistant.prompting import Message
from assistant.records import Brief, Usage

Cancelled = Callable[[], bool]
"""Asked often; once it is true, whoever asks stops soon."""


def never() -> bool:
    """Whether to stop: no."""
    return False


class AnswerGenerator(Protocol):
    """What the pipeline needs of a generator."""

    name: str
    model: str | None

    def generate(self, brief: Brief, cancelled: Cancelled) -> Generator[str, None, Usage]:
        """Yield the answer piece by piece and return what it cost; stop soon after `cancelled()` becomes true."""
        ...

    def close(self) -> None:
        """Free what the generator holds; calling it twice does no harm."""
        ...


@runtime_checkable
class Completer(Protocol):
    """A generator with a language model, which can also write what is no answer."""

    def complete(self, chat: Sequence[Message], most: int, cancelled: Cancelled) -> str:
        """Return the likeliest line that goes on a chat; empty if there is none, or `cancelled()` became true.

        Args:
            most: tokens to write at most.
        """
        ...


@runtime_checkable
class Judge(Protocol):
    """A generator with a language model whose scores can be had."""

    def weigh(self, chat: Sequence[Message], words: Sequence[str], cancelled: Cancelled) -> tuple[float, ...]:
        """Return how likely each of some words is to go on a chat, together 1; nothing once `cancelled()` is true."""
        ...


@runtime_checkable
class Preparable(Protocol):
    """A generator that can get ready while something else is done."""

    def prepare(self) -> None:
        """Begin to get ready in the background and come back at once; what fails is told by the next call."""
        ...
