"""Keys that come together, as they do over a slow line."""

from __future__ import annotations

import threading

from textual import events
from textual.app import App
from textual.pilot import Pilot

from assistant.tui.help_screen import HelpScreen
from assistant.tui.question_box import QuestionBox
from assistant.tui.sessions_screen import SessionsScreen
from assistant.tui.sources_panel import SourceCard, SourcesPanel
from tests.tui.fakes import BEGINNING, WHOLE, Gate, ask_to_the_end, chat, last_view, wait_until


def press(app: App[None], *keys: str) -> None:
    """Send keys at once, none of them waiting for the one before."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


def chosen(pilot: Pilot[None]) -> list[int]:
    """Return the numbers of the sources that are marked."""
    return [card.source.n for card in pilot.app.screen.query(SourceCard) if card.has_class("-chosen")]


async def test_an_arrow_right_behind_f6_moves_in_the_sources() -> None:
    """And not through earlier questions."""
    app, _ = chat(WHOLE)
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot)
        press(app, "f6", "down")
        await wait_until(pilot, lambda: chosen(pilot) == [2])
        press(app, "escape", "f6", "up")
        await wait_until(pilot, lambda: chosen(pilot) == [1])
        assert isinstance(app.focused, SourcesPanel)


async def test_help_opens_right_behind_the_esc_that_closes_a_window() -> None:
    """Also when that window is help itself."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(40, 12)) as pilot:
        await ask_to_the_end(pilot)
        press(app, "escape", "1", "escape", "f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpScreen))
        first = app.screen
        assert len(app.screen_stack) == 2
        press(app, "escape", "f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpScreen) and app.screen is not first)


async def test_letters_before_control_c_are_what_it_clears() -> None:
    """It does not leave the program as if nothing had been typed."""
    app, _ = chat(WHOLE)
    async with app.run_test() as pilot:
        press(app, *"typed", "ctrl+c")
        await pilot.pause()
        await wait_until(pilot, lambda: any("Cleared" in note.message for note in app._notifications))
        assert not app._exit
        assert app.screen.query_one(QuestionBox).text == ""


async def test_esc_right_behind_enter_stops_that_question() -> None:
    """The question is asked first."""
    app, _ = chat((*BEGINNING, Gate()))
    async with app.run_test() as pilot:
        press(app, *"why", "enter", "escape")
        await wait_until(pilot, lambda: app.chat.state.exchange is not None and not app.chat.state.is_running)
        assert last_view(pilot).exchange.question == "why"


async def test_letters_right_behind_the_key_of_a_window_go_into_its_line() -> None:
    """They are searched for."""
    app, _ = chat(WHOLE)
    async with app.run_test() as pilot:
        press(app, "ctrl+o", *"why")
        await wait_until(pilot, lambda: isinstance(app.screen, SessionsScreen) and app.screen._box.value == "why")


async def test_a_letter_between_two_lines_stays_between_them() -> None:
    """Keys of the box keep their place among letters."""
    app, _ = chat(WHOLE)
    async with app.run_test() as pilot:
        press(app, "a", "ctrl+j", "b", "ctrl+j", "c")
        await wait_until(pilot, lambda: app.screen.query_one(QuestionBox).text == "a\nb\nc")


async def test_a_command_that_hangs_holds_up_those_behind_it_but_not_the_way_out() -> None:
    """As while another process holds the file of sessions."""
    app, _ = chat(WHOLE)
    held = threading.Event()
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot, "first")
        app.memory.run(lambda sessions: held.wait(30))
        press(app, "up", "ctrl+j", "x")
        await wait_until(pilot, lambda: app.screen.query_one(QuestionBox).text == "x")
        held.set()
        await wait_until(pilot, lambda: app.screen.query_one(QuestionBox).text == "first\n")
        held.clear()
        app.memory.run(lambda sessions: held.wait(30))
        press(app, "ctrl+o", "up", "ctrl+q")
        await wait_until(pilot, lambda: app._exit)
    assert not held.is_set()
    held.set()
