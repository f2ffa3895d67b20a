"""Typing, sending, recalling."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from assistant.tui.key_order import Turns
from assistant.tui.keymap import Keymap
from assistant.tui.memory import Memory
from assistant.tui.question_box import QuestionBox
from tests.tui.fakes import wait_until


class BoxApp(App[None]):
    """A question box that takes every question."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.memory = Memory()
        self.turns = Turns(self)

    def compose(self) -> ComposeResult:
        """Show the box alone."""
        yield QuestionBox(Keymap(), self.memory.questions)

    async def on_event(self, event: events.Event) -> None:
        """Let keys act in their order, as the chat does."""
        if not (isinstance(event, events.Key) and not event.is_forwarded and await self.turns.take(event)):
            await super().on_event(event)

    def on_question_box_asked(self, event: QuestionBox.Asked) -> None:
        """Take the question, and remember it."""
        self.asked.append(event.question)
        self.memory.run(lambda sessions: sessions.ask(None, event.question, ""))

    @property
    def box(self) -> QuestionBox:
        """The box."""
        return self.query_one(QuestionBox)


async def send(pilot: Pilot[None], *questions: str) -> None:
    """Type and send each question."""
    for question in questions:
        await pilot.press(*question, "enter")


async def test_enter_sends_and_empties_the_box() -> None:
    """White space around the question is not sent."""
    app = BoxApp()
    async with app.run_test() as pilot:
        app.box.insert("  why?  ")
        await pilot.press("enter")
        await pilot.pause()
        assert (app.asked, app.box.text) == (["why?"], "")


async def test_a_question_that_cannot_be_asked_is_put_back() -> None:
    """Before what was typed since."""
    app = BoxApp()
    async with app.run_test() as pilot:
        await pilot.press(*"one", "enter", "x")
        app.box.put_back("one ")
        assert app.box.text == "one x"
        assert app.box.cursor_location == (0, 5)


@pytest.mark.parametrize("size", [(3, 24), (2, 10), (1, 1)])
async def test_a_box_without_room_is_blank(size: tuple[int, int]) -> None:
    """A terminal may be made as narrow as that, and wide again."""
    app = BoxApp()
    async with app.run_test(size=(40, 10)) as pilot:
        app.box.styles.padding = (0, 2)  # as in the chat
        await pilot.resize_terminal(*size)
        await pilot.resize_terminal(40, 10)
        await pilot.press("a", "enter")
    assert ["a"] == app.asked


async def test_an_empty_box_sends_nothing() -> None:
    """Nor do blanks."""
    app = BoxApp()
    async with app.run_test() as pilot:
        await pilot.press("enter", "space", "enter")
        assert app.asked == []


async def test_two_keys_make_a_new_line() -> None:
    """Shift+Enter does not exist in every terminal."""
    app = BoxApp()
    async with app.run_test() as pilot:
        await pilot.press("a", "shift+enter", "b", "ctrl+j", "c")
        assert app.box.text == "a\nb\nc"
        assert app.asked == []


async def test_up_recalls_earlier_questions() -> None:
    """The newest first, with the cursor at the end."""
    app = BoxApp()
    async with app.run_test() as pilot:
        await send(pilot, "one", "two")
        await pilot.press("up")
        assert app.box.text == "two"
        await pilot.press("up", "up", "up")
        assert app.box.text == "one"
        assert app.box.cursor_location == (0, 3)


async def test_down_returns_to_what_was_being_typed() -> None:
    """A draft is not lost to curiosity."""
    app = BoxApp()
    async with app.run_test() as pilot:
        await send(pilot, "one")
        await pilot.press(*"draft", "up", "down")
        assert app.box.text == "draft"


async def test_up_moves_within_a_question_of_several_lines() -> None:
    """Only from the first line does it leave the question."""
    app = BoxApp()
    async with app.run_test() as pilot:
        await send(pilot, "one")
        await pilot.press("a", "ctrl+j", "b", "up")
        assert app.box.text == "a\nb"
        assert app.box.cursor_location[0] == 0
        await pilot.press("up")
        assert app.box.text == "one"


async def test_down_moves_within_a_question_of_several_lines() -> None:
    """Only from the last line does it leave the question."""
    app = BoxApp()
    async with app.run_test() as pilot:
        await send(pilot, "one")
        await pilot.press("a", "ctrl+j", "b", "up", "down")
        assert app.box.text == "a\nb"
        assert app.box.cursor_location[0] == 1


async def test_a_recalled_question_can_be_changed_and_sent() -> None:
    """The earlier one stays as it was."""
    app = BoxApp()
    async with app.run_test() as pilot:
        await send(pilot, "one")
        await pilot.press("up", "s", "enter")
        await pilot.pause()
        assert app.asked == ["one", "ones"]
        await pilot.press("up", "up")
        assert app.box.text == "one"


async def test_keys_that_come_all_at_once_act_in_their_order() -> None:
    """A fast typist, a slow line or a macro lets no letter fall behind Enter."""
    app = BoxApp()
    async with app.run_test() as pilot:
        for key in [*"one", "enter", *"two", "backspace", "left", "x", "enter"]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await wait_until(pilot, lambda: len(app.asked) == 2)
        assert app.asked == ["one", "txw"]


async def test_sending_can_be_given_another_key() -> None:
    """Enter is a letter like any other then."""
    app = BoxApp()
    async with app.run_test() as pilot:
        app.set_keymap({"question.send": "f2"})
        await pilot.press("a", "enter", "b", "f2")
        await pilot.pause()
        assert app.asked == ["a\nb"]
