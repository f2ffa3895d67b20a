"""Hostile text in every window and line over the conversation; see `test_hostile_text` for the conversation itself."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from assistant.records import Filters
from assistant.sessions import Sessions
from assistant.settings import Settings
from assistant.tui.app import ChatApp
from assistant.tui.choice_screen import Choice, ChoiceScreen
from assistant.tui.entry_screen import EntryScreen
from assistant.tui.equipment import read_filters
from assistant.tui.indexer import Indexed, Indexing
from assistant.tui.log_screen import LogScreen
from assistant.tui.memory import Memory, read_alone
from assistant.tui.next_question import NextQuestion
from assistant.tui.receipt_screen import ReceiptScreen
from assistant.tui.sessions_screen import SessionsScreen
from assistant.tui.worker import Narrated
from tests.sessions.keeping import keep
from tests.tui.fakes import FakeEngine, painted, receipt, wait_until
from tests.tui.test_hostile_text import CONTROLS, HOSTILE, MARKDOWN, MARKUP, assert_nothing_acts, assert_shows

Scene = Callable[[ChatApp, Pilot[None], str], Awaitable[None]]


async def choosing(app: ChatApp, pilot: Pilot[None], text: str) -> None:
    """Models may be called anything."""
    app.push_screen(ChoiceScreen(app.keymap, "Choose", [Choice("one"), Choice(f"name {text}", f"about {text}")]))
    await wait_until(pilot, lambda: isinstance(app.screen, ChoiceScreen) and "about" in painted(pilot))


async def typing(app: ChatApp, pilot: Pilot[None], text: str) -> None:
    """What is typed comes back in the complaint."""
    app.push_screen(EntryScreen(app.keymap, "Filters", "Such as", read_filters))
    await wait_until(pilot, lambda: isinstance(app.screen, EntryScreen) and bool(app.screen.query(Input)))
    box = app.screen.query_one(Input)
    box.post_message(events.Paste(f"wrong {text}"))
    await wait_until(pilot, lambda: box.value.startswith("wrong"))
    await pilot.press("enter")
    await wait_until(pilot, lambda: "is no filter" in " ".join(painted(pilot).split()))


async def reading_a_receipt(app: ChatApp, pilot: Pilot[None], text: str) -> None:
    """Question and model."""
    app.push_screen(ReceiptScreen(app.keymap, receipt(f"question {text}", f"model {text}")))
    await wait_until(pilot, lambda: isinstance(app.screen, ReceiptScreen) and "question" in painted(pilot))


async def reading_the_log(app: ChatApp, pilot: Pilot[None], text: str) -> None:
    """Libraries write anything."""
    app.push_screen(LogScreen(app.keymap, f"/path/{text}", f"line {text}"))
    await wait_until(pilot, lambda: isinstance(app.screen, LogScreen) and "line" in painted(pilot))


async def looking_for_sessions(app: ChatApp, pilot: Pilot[None], text: str) -> None:
    """Their names are questions; anything can be pasted into the search."""
    app.push_screen(SessionsScreen(app.keymap, app.memory))
    await wait_until(pilot, lambda: isinstance(app.screen, SessionsScreen) and "name" in painted(pilot))
    if "\x1b" in text:
        box = app.screen.query_one(Input)
        box.post_message(events.Paste(f"wanted {text}"))
        await wait_until(pilot, lambda: box.value.startswith("wanted"))


async def indexing(app: ChatApp, pilot: Pilot[None], text: str) -> None:
    """Files may be called anything."""
    app.worker.deliver(Indexing(f"stage {text}", 1, 2))
    await wait_until(pilot, lambda: "stage" in painted(pilot))
    assert_nothing_acts(pilot)
    app.worker.deliver(Indexed(f"report {text}", is_done=False))
    await wait_until(pilot, lambda: "report" in painted(pilot))


async def choosing_papers(app: ChatApp, pilot: Pilot[None], text: str) -> None:
    """Titles and organisations above the question."""
    standing = Filters(organisation=text)
    app.chat.choose(NextQuestion(only=(f"title {text}",), without=(text,), standing=standing))
    await wait_until(pilot, lambda: "only papers" in painted(pilot))


async def being_narrated_to(app: ChatApp, pilot: Pilot[None], text: str) -> None:
    """While the engine opens."""
    app.worker.deliver(Narrated(f"note {text}"))
    await wait_until(pilot, lambda: "note" in painted(pilot))


SCENES: list[Scene] = [
    choosing,
    typing,
    reading_a_receipt,
    reading_the_log,
    looking_for_sessions,
    indexing,
    choosing_papers,
    being_narrated_to,
]


def window(text: str) -> ChatApp:
    """Return a chat with a session whose name is the text, over an engine that is called so."""

    def open_sessions() -> Sessions:
        sessions = Sessions(None, create=True)
        keep(sessions, f"name {text}")
        return sessions

    engine = FakeEngine((), generator_name="llama", model=text)
    settings = replace(Settings(), openai_model=text)
    return ChatApp(lambda settings, narrate: engine, memory=Memory(open_sessions, read_alone), settings=settings)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_every_window_shows_it_as_text(scene: Scene) -> None:
    """Each kind of it, in each window; markup is shown as it was written."""
    for kind in (MARKUP, MARKDOWN, CONTROLS):
        text = " ".join(kind)
        app = window(text)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            await scene(app, pilot, text)
            assert_nothing_acts(pilot)
            if kind is MARKUP and scene not in (choosing_papers, indexing):  # which shorten and wrap
                assert_shows(pilot, *MARKUP)
        app.memory.close(1)


def test_a_receipt_is_json_whatever_it_holds(tmp_path: Path) -> None:
    """The scenes above would show nothing otherwise."""
    assert all(json.loads(receipt(text))["question"] == text for text in HOSTILE)
