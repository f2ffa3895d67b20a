"""The list of sessions, driven by keys."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from assistant.errors import LibraryError
from assistant.sessions import Sessions
from assistant.tui.app import ChatApp
from assistant.tui.exchange_view import ExchangeView
from assistant.tui.memory import Memory
from assistant.tui.question_box import QuestionBox
from assistant.tui.sessions_screen import SessionsScreen
from tests.sessions.keeping import find_paper, keep
from tests.tui.fakes import WHOLE, FakeEngine, Gate, ask, ask_to_the_end, last_view, painted, wait_until
from tests.tui.test_hostile_text import HOSTILE, assert_nothing_acts
from tests.tui.test_key_order import press


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where three sessions are kept, and be in an empty folder."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with Sessions(tmp_path / "library", create=True) as sessions:
        for question, text in (("robots", "With eggs [1]."), ("penguins", "By heart [1]."), ("bread", "It rises [1].")):
            number = keep(sessions, f"What of {question}?", text=text)
            sessions.ask(number, f"And more {question}?", f"2026-03-0{number}T10:00:00.000+00:00")
    return tmp_path / "library"


def window(folder: Path, *scripts: object) -> tuple[ChatApp, FakeEngine]:
    """Return a chat beside the library."""
    engine = FakeEngine(scripts or (WHOLE,))  # type: ignore[arg-type]
    memory = Memory(lambda: Sessions(folder, create=True), lambda store, number: store.exchanges(number, find_paper))
    return ChatApp(lambda settings, narrate: engine, memory=memory), engine


async def open_list(pilot: Pilot[None], words: str = "2 questions") -> None:
    """Open the list, and wait until it shows some words."""
    await pilot.press("ctrl+o")
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, SessionsScreen) and words in painted(pilot))


def names(folder: Path) -> list[str]:
    """Return what the kept sessions are called."""
    with Sessions(folder) as sessions:
        return [session.name for session in sessions.sessions()]


def heads(pilot: Pilot[None]) -> list[str]:
    """Return the first line of each row."""
    assert isinstance(pilot.app.screen, SessionsScreen)
    return [row.head for row in pilot.app.screen._rows]


def said(pilot: Pilot[None]) -> str:
    """Return what the list says was done."""
    return str(pilot.app.screen.query_one("#said").words)  # type: ignore[attr-defined]


async def test_the_latest_comes_first_and_enter_goes_on_with_it(folder: Path) -> None:
    """It is drawn, and the next question follows."""
    app, engine = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot)
        assert ["What of bread?", "What of penguins?", "What of robots?"] == heads(pilot)
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: app.screen is app.chat and "By heart" in painted(pilot))
        assert app.chat.query_one(QuestionBox).has_focus
        await ask_to_the_end(pilot, "next")
        assert ["What of penguins?"] == [answer.question for answer in engine.asked[0][1]]
        await asyncio.wrap_future(app.memory.run(lambda sessions: None))
    with Sessions(folder) as sessions:
        assert 3 == sessions.find("What of penguins?").exchanges


async def test_typing_searches_questions_and_answers(folder: Path) -> None:
    """The row shows where; the choice is the session it stands in."""
    app, _ = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot)
        await pilot.press(*"eggs")
        await wait_until(pilot, lambda: heads(pilot) == ["What of robots?"])
        assert "With eggs [1]." in painted(pilot)
        assert painted(pilot).count("What of robots?") == 1
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.screen is app.chat and "With eggs" in painted(pilot))


async def test_what_nothing_holds_is_said(folder: Path) -> None:
    """And Enter, Delete and the others do nothing then."""
    app, _ = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot)
        await pilot.press(*"zebraq")
        await wait_until(pilot, lambda: "Nothing holds all of these words." in said(pilot))
        await pilot.press("enter", "f4", "ctrl+x", "f6", "down", "pageup")
        assert isinstance(app.screen, SessionsScreen)
        assert 3 == len(names(folder))


async def test_deleting_is_undone(folder: Path) -> None:
    """With the keys that the screen names."""
    app, _ = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot)
        await pilot.press("ctrl+x")
        await wait_until(pilot, lambda: "“What of bread?” deleted; Ctrl+Z brings it back" in said(pilot))
        assert ["What of penguins?", "What of robots?"] == heads(pilot) == names(folder)
        await pilot.press("ctrl+z")
        await wait_until(pilot, lambda: "“What of bread?” brought back" in said(pilot))
        assert 3 == len(heads(pilot))
        await pilot.press("ctrl+z")
        await wait_until(pilot, lambda: "nothing was deleted" in said(pilot))


@pytest.mark.parametrize("key", ["enter", "ctrl+x", "f4", "f6"])
async def test_a_key_right_behind_letters_means_what_they_find(folder: Path, key: str) -> None:
    """And not what the list still shows, however long the search takes."""
    app, _ = window(folder)
    held = threading.Event()
    async with app.run_test(size=(100, 24)) as pilot:
        await open_list(pilot)
        app.memory.run(lambda sessions: held.wait(10))
        press(app, *"eggs", key)
        await pilot.pause(0.1)
        held.set()
        done = {
            "enter": lambda: app.screen is app.chat and "With eggs" in painted(pilot),
            "ctrl+x": lambda: "“What of robots?” deleted" in said(pilot),
            "f4": lambda: "Another name" in painted(pilot) and heads(pilot) == ["What of robots?"],
            "f6": lambda: "“What of robots?” written" in said(pilot),
        }
        await wait_until(pilot, done[key])


async def test_one_is_renamed(folder: Path) -> None:
    """The search that was typed comes back; Esc leaves the name as it was."""
    app, _ = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot)
        await pilot.press("down", "f4")
        await wait_until(pilot, lambda: "Another name" in painted(pilot))
        await pilot.press("escape")
        assert isinstance(app.screen, SessionsScreen)
        assert "What of penguins?" in names(folder)
        await pilot.press("f4", "ctrl+a", "ctrl+k", *"birds", "enter")
        await wait_until(pilot, lambda: "now called “birds”" in said(pilot))
        assert "birds" in names(folder)
        await wait_until(pilot, lambda: "birds" in heads(pilot))


async def test_one_is_exported(folder: Path) -> None:
    """Into the present folder; once more into another file."""
    app, _ = window(folder)
    async with app.run_test(size=(100, 24)) as pilot:
        await open_list(pilot)
        await pilot.press("f6")
        await wait_until(pilot, lambda: "written to" in said(pilot))
        assert Path("session-3.md").read_text(encoding="utf-8").startswith("# What of bread?\n")
        await pilot.press("f6")
        await wait_until(pilot, lambda: "session-3-2.md" in said(pilot))
        assert Path("session-3-2.md").exists()


async def test_a_folder_that_is_gone_takes_no_export(folder: Path) -> None:
    """It is said, and the chat goes on."""
    app, _ = window(folder)
    async with app.run_test(size=(100, 24)) as pilot:
        await open_list(pilot)
        Path.cwd().rmdir()
        await pilot.press("f6")
        await wait_until(pilot, lambda: "the folder that the chat was opened in is gone" in said(pilot))


async def test_escape_changes_nothing(folder: Path) -> None:
    """The conversation is as it was, and what runs goes on."""
    gate = Gate()
    app, _ = window(folder, (gate, *WHOLE))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "mine")
        await wait_until(pilot, gate.reached.is_set)
        await open_list(pilot)
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is app.chat)
        gate.opened.set()
        await wait_until(pilot, lambda: last_view(pilot).exchange.answer)


async def test_choosing_the_running_session_leaves_it_alone(folder: Path) -> None:
    """It is on the screen already."""
    app, _ = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot, "mine")
        view = last_view(pilot)
        await open_list(pilot, "mine")
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.screen is app.chat)
        assert view is last_view(pilot)


async def test_a_deleted_session_that_is_open_does_not_swallow_questions(folder: Path) -> None:
    """The next one begins another session."""
    app, _ = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot, "mine")
        await open_list(pilot, "mine")
        await pilot.press("ctrl+x")
        await wait_until(pilot, lambda: "deleted" in said(pilot))
        await pilot.press("escape")
        await ask_to_the_end(pilot, "after")
        await asyncio.wrap_future(app.memory.run(lambda sessions: None))
        assert "after" == names(folder)[0]
        assert 2 == len(app.chat.query(ExchangeView))


async def test_the_list_is_in_the_menu(folder: Path) -> None:
    """For those who do not know its key."""
    app, _ = window(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"earlier conv")
        await wait_until(pilot, lambda: "Look for an earlier conversation" in painted(pilot))
        await pilot.pause(0.3)
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, SessionsScreen))


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_it_fits_every_terminal(folder: Path, size: tuple[int, int]) -> None:
    """The box, at least two sessions, and the keys."""
    app, _ = window(folder)
    async with app.run_test(size=size) as pilot:
        await open_list(pilot, "What of bread?")
        for words in ("Search all questions", "What of bread?", "What of penguins?", "Go on"):
            await wait_until(pilot, lambda words=words: words in painted(pilot))  # type: ignore[misc]


async def test_hostile_names_are_only_text(folder: Path) -> None:
    """Names, questions and excerpts."""
    with Sessions(folder) as sessions:
        for text in HOSTILE:
            sessions.rename(keep(sessions, f"question {text}", text=f"excerpt {text}"), f"name {text}")
    app, _ = window(folder)
    async with app.run_test(size=(100, 40)) as pilot:
        await open_list(pilot, "name")
        for _ in range(4):
            assert_nothing_acts(pilot)
            await pilot.press("pagedown")
        await pilot.press("f4")
        assert_nothing_acts(pilot)
        await pilot.press("escape", *"excerpt")
        await wait_until(pilot, lambda: "question" in heads(pilot)[0])
        await pilot.pause()
        assert_nothing_acts(pilot)


async def test_sessions_that_cannot_be_read_are_said(folder: Path) -> None:
    """As those of a newer version."""

    def refuse() -> Sessions:
        raise LibraryError("the file has version 99", "update the assistant")

    app = ChatApp(lambda settings, narrate: FakeEngine([WHOLE]), memory=Memory(refuse))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+o")
        await wait_until(pilot, lambda: isinstance(app.screen, SessionsScreen) and "version 99" in said(pilot))
        await pilot.press("ctrl+z")
        assert "version 99" in said(pilot)


async def test_a_window_that_closes_while_its_sessions_are_read_is_no_failure(folder: Path) -> None:
    """Its parts are gone before what reads for it is stopped."""
    app, _ = window(folder)
    async with app.run_test() as pilot:
        await open_list(pilot)
        screen = app.screen
        assert isinstance(screen, SessionsScreen)
        held = threading.Event()
        app.memory.run(lambda sessions: held.wait(10))
        listing = asyncio.create_task(screen._list())
        await asyncio.sleep(0)
        await screen.remove_children()
        held.set()
        await listing
        screen._say("said too late")
