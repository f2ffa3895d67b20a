"""Take the next model where the newest cannot be loaded: a header that is sound says nothing of what follows it.

What llama.cpp refuses (an architecture it does not know, weights that are missing, too little memory) shows only when
it loads, which happens with the first answer, and weights that are damaged only when it computes with them. A model
that a person named is never replaced; this is for those found.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import TypeVar

from assistant.errors import ModelBroken, ModelError
from assistant.generation import AnswerGenerator, Cancelled, Completer, Judge, Preparable
from assistant.prompting import Message
from assistant.records import Brief, Usage

T = TypeVar("T")


class FirstThatLoads:
    """The first of some generators that can be loaded.

    Args:
        candidates: the generators, the best first; each is made when it is its turn.
        narrate: told which are passed over, and why.
        settle: told which one takes the place of the first.

    Raises:
        ModelError: the first cannot even be made, and there is no other.
    """

    def __init__(
        self,
        candidates: Iterator[AnswerGenerator],
        narrate: Callable[[str], None],
        settle: Callable[[AnswerGenerator], None],
    ) -> None:
        self._candidates, self._narrate, self._settle = candidates, narrate, settle
        self._is_loaded = self._is_closed = False
        self._current = next(candidates)
        self.name, self.model = self._current.name, self._current.model

    def generate(self, brief: Brief, cancelled: Cancelled) -> Generator[str, None, Usage]:
        """Yield the answer of the first that loads and computes; raises ModelError if none does."""
        while True:
            if brief.markers:
                self._load(cancelled)
            with closing(self._current.generate(brief, cancelled)) as pieces:
                try:
                    begin = next(pieces)
                except StopIteration as end:
                    usage: Usage = end.value
                    return usage
                except ModelBroken as error:
                    self._pass_over(error)
                    continue
                yield begin
                return (yield from pieces)

    def prepare(self) -> None:
        """Begin to load the first in the background; whether it loads shows when it is to write."""
        if isinstance(self._current, Preparable):
            self._current.prepare()

    def complete(self, chat: Sequence[Message], most: int, cancelled: Cancelled) -> str:
        """Return the line with which the first that loads goes on a chat; empty if that has no language model."""

        def line() -> str:
            return self._current.complete(chat, most, cancelled) if isinstance(self._current, Completer) else ""

        return self._first(line, cancelled)

    def weigh(self, chat: Sequence[Message], words: Sequence[str], cancelled: Cancelled) -> tuple[float, ...]:
        """Return what the first that loads holds of some words; raises ModelError if none with a model does."""

        def chances() -> tuple[float, ...]:
            if isinstance(self._current, Judge):
                return self._current.weigh(chat, words, cancelled)
            raise ModelError("there is no language model that can judge", "name one with --model, or leave --check out")

        return self._first(chances, cancelled)

    def close(self) -> None:
        """Close the one whose turn it is; calling it twice does no harm."""
        self._is_closed = True
        self._current.close()

    def _first(self, work: Callable[[], T], cancelled: Cancelled) -> T:
        """Return what the first that loads and computes makes of some work."""
        while True:
            self._load(cancelled)
            try:
                return work()
            except ModelBroken as error:
                self._pass_over(error)

    def _load(self, cancelled: Cancelled) -> None:
        from assistant.generation.llama import LlamaGenerator

        while not self._is_loaded and isinstance(self._current, LlamaGenerator):
            try:
                self._current.load(cancelled)
                if cancelled():
                    return
            except ModelError as error:
                self._pass_over(error)
            else:
                self._is_loaded = True

    def _pass_over(self, error: ModelError) -> None:
        """Put the next in the place of the one that failed; raise its error if there is none."""
        following = None if self._is_closed else next(self._candidates, None)
        if following is None:
            raise error
        self._narrate(f"passed over: {error.message}; {following.model or 'quotations'} instead")
        self._current.close()
        self._current, self._is_loaded = following, False
        self.name, self.model = following.name, following.model
        self._settle(following)
