"""The conversation on the screen renamed, deleted, brought back and exported from the menu."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot

from assistant.errors import LibraryError
from assistant.sessions import Sessions
from assistant.tui.app import ChatApp
from assistant.tui.entry_screen import EntryScreen
from assistant.tui.exchange_view import ExchangeView
from assistant.tui.memory import Memory
from tests.sessions.keeping import find_paper
from tests.tui.fakes import WHOLE, FakeEngine, Gate, ask, ask_to_the_end, notes, painted, wait_until


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where sessions are kept, and be in an empty folder."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "library"


def window(folder: Path, *scripts: object) -> ChatApp:
    """Return a chat beside the library."""
    engine = FakeEngine(scripts or (WHOLE,))  # type: ignore[arg-type]
    memory = Memory(lambda: Sessions(folder, create=True), lambda store, number: store.exchanges(number, find_paper))
    return ChatApp(lambda settings, narrate: engine, memory=memory)


async def choose(pilot: Pilot[None], typed: str, title: str) -> None:
    """Run a command from the menu."""
    await pilot.press("ctrl+p")
    await wait_until(pilot, lambda: "Write a question" in painted(pilot))
    await pilot.press(*typed)
    await wait_until(pilot, lambda: title in painted(pilot) and "Write a question" not in painted(pilot))
    await pilot.pause(0.2)
    await pilot.press("enter")


def names(folder: Path) -> list[str]:
    """Return what the kept sessions are called."""
    with Sessions(folder) as sessions:
        return [session.name for session in sessions.sessions()]


async def test_it_is_renamed(folder: Path) -> None:
    """Its name can be changed; Esc leaves it."""
    app = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot, "birds?")
        await choose(pilot, "rename", "Give this conversation another name")
        await wait_until(pilot, lambda: isinstance(app.screen, EntryScreen) and "birds?" in painted(pilot))
        await pilot.press("escape")
        assert names(folder) == ["birds?"]
        await choose(pilot, "rename", "Give this conversation another name")
        await wait_until(pilot, lambda: isinstance(app.screen, EntryScreen))
        await pilot.press("ctrl+a", "ctrl+k", *"penguins", "enter")
        await wait_until(pilot, lambda: notes(pilot) == ["Now called “penguins”."])
        assert names(folder) == ["penguins"]


async def test_it_is_deleted_and_brought_back(folder: Path) -> None:
    """A new one begins; what comes back is on the screen again."""
    app = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot, "birds?")
        await choose(pilot, "delete", "Delete this conversation")
        await wait_until(pilot, lambda: not app.chat.query(ExchangeView))
        await wait_until(pilot, lambda: "“birds?” deleted; “Bring back" in "".join(notes(pilot)))
        assert names(folder) == []
        await choose(pilot, "undo", "Bring back the conversation deleted last")
        await wait_until(pilot, lambda: notes(pilot) == ["“birds?” brought back."])
        await wait_until(pilot, lambda: len(app.chat.query(ExchangeView)) == 1)
        assert names(folder) == ["birds?"]


async def test_one_that_is_being_answered_is_deleted_whole(folder: Path) -> None:
    """The answer stops first."""
    gate = Gate()
    app = window(folder, (*WHOLE[:5], gate, *WHOLE[5:]))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "birds?")
        await wait_until(pilot, gate.reached.is_set)
        await app.run_action("delete_session", app.chat)
        await wait_until(pilot, lambda: not app.chat.query(ExchangeView))
        await asyncio.wrap_future(app.memory.run(lambda sessions: None))
        assert names(folder) == []


async def test_it_is_exported_as_often_as_one_likes(folder: Path) -> None:
    """Into the present folder, each time into a new file."""
    app = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot, "birds?")
        for name in ("session-1.md", "session-1-2.md", "session-1-3.md"):
            await app.run_action("export_session", app.chat)
            await wait_until(pilot, lambda name=name: name in "".join(notes(pilot)))  # type: ignore[misc]
            assert Path(name).read_text(encoding="utf-8").startswith("# birds?\n")


async def test_what_has_no_conversation_yet_is_not_offered(folder: Path) -> None:
    """Undo is, since something may have been deleted in the list."""
    app = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert [False] * 3 == [app.chat.can(f"{verb}_session", ()) for verb in ("rename", "delete", "export")]
        await app.run_action("undo_delete", app.chat)
        await wait_until(pilot, lambda: notes(pilot) == ["Nothing was deleted that could be brought back."])


async def test_sessions_that_cannot_be_read_are_said(folder: Path) -> None:
    """As those of a newer version."""

    def refuse() -> Sessions:
        raise LibraryError("the file has version 99", "update the assistant")

    app = ChatApp(lambda settings, narrate: FakeEngine([WHOLE]), memory=Memory(refuse))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.run_action("undo_delete", app.chat)
        await wait_until(pilot, lambda: "version 99" in "".join(notes(pilot)))


async def test_one_that_another_window_has_deleted_is_said_to_be_gone(folder: Path) -> None:
    """The conversation stays on the screen."""
    app = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot, "birds?")
        await asyncio.wrap_future(app.memory.run(lambda sessions: sessions.delete([1])))
        for action in ("delete_session", "export_session", "rename_session"):
            app.clear_notifications()
            await app.run_action(action, app.chat)
            await wait_until(pilot, lambda: "there is no session '1'" in "".join(notes(pilot)))
        assert app.chat.query(ExchangeView)
