"""What the chat asks of the program behind it, and the one implementation that is not a test's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from assistant.patterns import compile_all
from assistant.records import Answer, Event, Filters, Paper, Task, Turn

if TYPE_CHECKING:
    from assistant.numbering import Cited
    from assistant.pipeline import Resources
    from assistant.settings import Settings


class Wish(Enum):
    """What is wanted."""

    ANSWER = auto()
    SUMMARY = auto()
    SIMILAR = auto()


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for.

    Attributes:
        question: as it stands in the conversation.
        paper: that is to be summarised, or that others are to be like.
        within: filters that hold besides those of the question.
    """

    question: str
    wish: Wish = Wish.ANSWER
    paper: Paper | None = None
    within: Filters = field(default_factory=Filters)


_TURNS = 50  # answers that a question may lean on; each costs a look into the library

Narrate = Callable[[str], None]
"""Called with words for the person while an engine opens."""


class Engine(Protocol):
    """An open library with someone who writes the answers. It belongs to the thread that opened it."""

    @property
    def paper_count(self) -> int:
        """How many papers are searched."""

    @property
    def generator_name(self) -> str:
        """Who writes: "quotes", "llama" or "openai"."""

    @property
    def model(self) -> str | None:
        """The language model, if there is one."""

    def prepare(self) -> None:
        """Load what only writing needs, so that the first question does not wait for it."""

    def ask(self, request: Request, history: Sequence[Answer], cancelled: Callable[[], bool]) -> Iterator[Event]:
        """Answer a request that follows `history`; stop soon, without Finished, once `cancelled()` is true."""

    def receipt(self, answer: Answer, history: Sequence[Answer]) -> str:
        """Return the receipt of an answer that was just given, as JSON."""

    def refresh(self) -> None:
        """Look again at a library that has changed."""

    def close(self) -> None:
        """Give everything back."""


OpenEngine = Callable[[Narrate], Engine]


@dataclass(frozen=True, slots=True)
class PipelineEngine:
    """The pipeline."""

    resources: Resources
    settings: Settings
    narrate: Narrate

    @property
    def paper_count(self) -> int:
        """How many papers are searched."""
        return self.resources.paper_count

    @property
    def generator_name(self) -> str:
        """Who writes the answers."""
        return self.resources.generator_name

    @property
    def model(self) -> str | None:
        """The language model, if there is one."""
        return self.resources.model

    def prepare(self) -> None:
        """Load the language model, and beside it what the first question would wait for."""
        self.resources.prepare_reader()
        Thread(target=compile_all, name="patterns", daemon=True).start()
        _ = self.resources.generator

    def ask(self, request: Request, history: Sequence[Answer], cancelled: Callable[[], bool]) -> Iterator[Event]:
        """Yield the events of one answer."""
        from assistant import pipeline
        from assistant.direct_answers import similarity

        paper, resources, turns = request.paper, self.resources, self._turns(history)
        if request.wish is Wish.SIMILAR and paper:
            return similarity.similar(
                paper, resources.retrieved, resources.library, resources.embedder, resources.index, turns
            )
        if request.wish is Wish.SUMMARY and paper:
            return pipeline.answer(
                paper.title, resources, history=turns, task=Task.SUMMARY, paper=paper, cancelled=cancelled
            )
        return pipeline.answer(request.question, resources, history=turns, within=request.within, cancelled=cancelled)

    def receipt(self, answer: Answer, history: Sequence[Answer]) -> str:
        """Return the receipt of an answer; the first of a language model waits until its file is hashed."""
        from assistant.checking.receipts import receipt_of
        from assistant.sanitizing import json_text

        return json_text(receipt_of(answer, self.settings, self.resources.library, history=self._turns(history)))

    def _turns(self, history: Sequence[Answer]) -> tuple[Turn, ...]:
        from assistant import numbering, pipeline

        before: list[Cited] = []
        for answer in history[:-_TURNS]:
            before += numbering.shown(answer, before)
        turns = [Turn("", "", "", numbers=tuple(before))]  # papers keep their numbers, however long ago they were cited
        for answer in history[-_TURNS:]:
            turns.append(pipeline.turn_of(answer, self.resources.library, turns))
        return (replace(turns[1], numbers=(*before, *turns[1].numbers)), *turns[2:]) if history else ()

    def refresh(self) -> None:
        """Search the papers that are there now; the language model stays loaded."""
        from assistant.search.vector_search import open_index

        self.resources.index.close()
        settings = self.settings
        self.resources.index = open_index(self.resources.library, settings.vector_index, self.narrate, settings.chroma)
        self.advise()

    def advise(self) -> None:
        """Say how to get a language model, if none is here and none was asked for."""
        from assistant.tui import equipment

        if self.generator_name == "quotes" and self.settings.generator == "auto":
            self.narrate(equipment.advice(self.settings))

    def close(self) -> None:
        """Close the library and the generator."""
        self.resources.close()


def open_pipeline(settings: Settings, narrate: Narrate) -> Engine:
    """Open the library that the settings name; the import alone is slow, so it happens here too.

    Raises:
        AssistantError: it is missing, empty or damaged.
    """
    from assistant import pipeline

    resources = pipeline.open_resources(settings, narrate)
    engine = PipelineEngine(resources, settings, narrate)
    engine.advise()
    return engine
