"""Answering from the nearest papers although they seem not to hold the answer, because the settings ask for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator

import pytest

from assistant import pipeline
from assistant.generation import Cancelled
from assistant.generation.choosing import Choice
from assistant.prompting import DOUBT
from assistant.records import Answer, Brief, Finished, Task, Token, Usage
from assistant.settings import Settings
from assistant.storage.library import Library

KNOWN = "How long do penguins remember faces?"
BEYOND = "How do central banks transmit monetary policy to mortgage rates?"
OpenResources = Callable[..., pipeline.Resources]


class Writer:
    """Writes the same pieces whatever it is asked."""

    name = "llama"
    model: str | None = "pieces"

    def __init__(self, *pieces: str) -> None:
        self.pieces = pieces

    def generate(self, brief: Brief, cancelled: Cancelled) -> Generator[str, None, Usage]:
        """Yield the pieces."""
        yield from self.pieces
        return Usage(7, len(self.pieces))

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture
def opened(small_library: Library) -> Iterator[OpenResources]:
    """Return a function that opens the five papers for a writer of pieces; without pieces quotations answer."""
    resources: list[pipeline.Resources] = []

    def opened(*pieces: str, always_answer: bool = True) -> pipeline.Resources:
        settings = Settings(library=small_library.folder, generator="quotes", always_answer=always_answer)
        resources.append(pipeline.open_resources(settings, print))
        if pieces:
            resources[-1].choice = Choice("llama", "pieces", lambda: Writer(*pieces))
        return resources[-1]

    yield opened
    for item in resources:
        item.close()


def ask(question: str, resources: pipeline.Resources, task: Task = Task.ANSWER) -> tuple[Answer, str]:
    """Return the answer, and what was shown while it was written."""
    events = list(pipeline.answer(question, resources, task=task))
    assert isinstance(events[-1], Finished)
    return events[-1].answer, "".join(event.text for event in events if isinstance(event, Token))


@pytest.mark.parametrize("task", Task)
def test_nearest_papers_answer_with_a_note(opened: OpenResources, task: Task) -> None:
    """The note comes first, and every sentence behind it is cited."""
    answer, shown = ask(BEYOND, opened(), task)
    assert answer.text == shown
    assert shown.startswith(DOUBT)
    assert re.search(r"\[\d\]$", shown)
    assert (False, True) == (answer.abstained, answer.would_abstain)


def test_note_is_no_claim(opened: OpenResources) -> None:
    """It is said by the program, and there is nothing to check it against."""
    answer, _ = ask(BEYOND, opened())
    assert answer.claims
    assert all(claim.citations for claim in answer.claims)


def test_what_the_papers_hold_is_answered_as_ever(opened: OpenResources) -> None:
    """Without a note."""
    (insisting, _), (plain, _) = ask(KNOWN, opened()), ask(KNOWN, opened(always_answer=False))
    assert insisting.text == plain.text
    assert not insisting.would_abstain


def test_unless_asked_for_the_library_does_not_know(opened: OpenResources) -> None:
    """It abstains, which is not the same as what it would have done."""
    answer, _ = ask(BEYOND, opened(always_answer=False))
    assert (True, False) == (answer.abstained, answer.would_abstain)


def test_quotations_answer_when_the_model_does_not(opened: OpenResources) -> None:
    """What the model began to say is not shown."""
    answer, shown = ask(KNOWN, opened("I don", "'t know", "."))
    assert answer.text == shown
    assert shown.startswith(f"{DOUBT}“")
    assert (answer.would_abstain, answer.usage) == (True, Usage(7, 3))


@pytest.mark.parametrize("pieces", [("I", " do not doubt it [1]."), ("I don't", " know"), ("Six", " months [1].")])
def test_nothing_that_the_model_says_is_lost(opened: OpenResources, pieces: tuple[str, ...]) -> None:
    """However much it looks like an abstention at first."""
    answer, shown = ask(KNOWN, opened(*pieces))
    assert "".join(pieces) == shown == answer.text


def test_without_a_paper_there_is_nothing_to_answer_from(opened: OpenResources) -> None:
    """As when none passes the filters."""
    answer, _ = ask("year:1901 penguins", opened())
    assert (True, False) == (answer.abstained, answer.would_abstain)
