"""The ways out."""

from __future__ import annotations

import pytest
from textual.widgets import Input
from textual.widgets.text_area import Selection

from assistant.tui.question_box import QuestionBox
from tests.stopwatch import Stopwatch
from tests.tui.fakes import BEGINNING, WHOLE, WORDS, Gate, ask, ask_to_the_end, chat, notes, wait_until
from tests.tui.terminal import SECOND


@pytest.mark.alone
@pytest.mark.parametrize("keys", ["ctrl+q", "ctrl+c ctrl+c"])
@pytest.mark.parametrize("stage", ["loading", "retrieving", "writing", "idle"])
async def test_quitting_waits_for_nothing_whatever_runs(keys: str, stage: str) -> None:
    """Also when the thread is inside native code that hears nothing, which it does here until the test ends."""
    gate = Gate(is_stubborn=True)
    scripts = {"retrieving": (*BEGINNING[:1], gate), "writing": (*BEGINNING, *WORDS[:2], gate)}
    app, _ = chat(scripts.get(stage, WHOLE), gate=gate if stage == "loading" else None)
    async with app.run_test() as pilot:
        if stage != "idle":
            await ask(pilot)
            await wait_until(pilot, gate.reached.is_set)
        watch = Stopwatch()
        await pilot.press(*keys.split())
        await wait_until(pilot, lambda: not app.is_running or app._exit)
    assert watch.seconds < 4 * SECOND  # a fraction of one, but where the machine is busy
    assert app.worker.close(0.01) is (stage == "idle")
    gate.opened.set()


async def test_tokens_that_come_after_the_end_find_nobody() -> None:
    """The thread is not troubled by a closed event loop."""
    gate = Gate(is_stubborn=True)
    app, engine = chat((*BEGINNING, gate, *WORDS))
    async with app.run_test() as pilot:
        await ask(pilot)
        await wait_until(pilot, gate.reached.is_set)
        await pilot.press("ctrl+q")
    gate.opened.set()
    assert app.worker.close(5)
    assert engine.closed.is_set()


async def test_control_c_copies_selected_text_first() -> None:
    """And leaves it where it was."""
    app, _ = chat(WHOLE)
    async with app.run_test() as pilot:
        box = app.screen.query_one(QuestionBox)
        box.insert("some words")
        box.selection = Selection((0, 0), (0, 4))
        await pilot.press("ctrl+c")
        assert app.clipboard == "some"
        assert (box.text, box.selected_text) == ("some words", "")
        assert not app._exit


async def test_control_c_stops_an_answer_before_it_clears_and_leaves() -> None:
    """What is typed meanwhile stays."""
    gate = Gate()
    app, _ = chat((*BEGINNING, *WORDS[:2], gate))
    async with app.run_test() as pilot:
        await ask(pilot)
        await wait_until(pilot, gate.reached.is_set)
        await pilot.press(*"next", "ctrl+c")
        await wait_until(pilot, lambda: not app.chat.state.is_running)
        assert (app.screen.query_one(QuestionBox).text, app._exit) == ("next", False)
        await pilot.press("ctrl+c")
        assert app.screen.query_one(QuestionBox).text == ""
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: app._exit)


async def test_control_c_clears_a_half_typed_question_before_it_leaves() -> None:
    """As in a shell; it can be brought back, and what is typed is lost to no slip."""
    app, _ = chat(WHOLE)
    async with app.run_test() as pilot:
        box = app.screen.query_one(QuestionBox)
        await pilot.press(*"how", "ctrl+c")
        assert box.text == ""
        assert notes(pilot) == ["Cleared. Ctrl+Z brings it back. Ctrl+C again leaves."]
        await pilot.press("ctrl+z")
        assert box.text == "how"
        await pilot.press("escape", "f1", "ctrl+c")
        assert box.text == ""
        assert not app._exit
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: app._exit)


async def test_control_c_clears_the_line_of_a_window() -> None:
    """What is selected in it is copied before."""
    app, _ = chat(WHOLE)
    async with app.run_test() as pilot:
        app.action_set_filters()
        await wait_until(pilot, lambda: bool(app.screen.query(Input)))
        field = app.screen.query_one(Input)
        await pilot.press(*"year:2025", "shift+home", "ctrl+c")
        assert (app.clipboard, field.value) == ("year:2025", "year:2025")
        await pilot.press("ctrl+c")
        assert (field.value, notes(pilot)[-1]) == ("", "Cleared. Ctrl+C again leaves.")
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: app._exit)


async def test_text_that_is_selected_with_the_mouse_can_be_copied() -> None:
    """From an answer."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        app.screen.text_select_all()
        await pilot.press("ctrl+c")
        assert "SkillWeaver improves WebArena" in app.clipboard
        assert not app._exit


async def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is said in words and marks too."""
    monkeypatch.setenv("NO_COLOR", "1")
    app, _ = chat(WHOLE)
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot)
        assert app.no_color
