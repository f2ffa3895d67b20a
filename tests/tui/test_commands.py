"""Palette, help, keys of one's own, and typing where nothing can be typed."""

from __future__ import annotations

import pytest
from textual import events
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import OptionList

from assistant.tui.abstract_screen import AbstractScreen
from assistant.tui.app import ChatApp
from assistant.tui.command_table import COMMANDS
from assistant.tui.conversation import Conversation
from assistant.tui.exchange_view import ExchangeView
from assistant.tui.help_screen import HelpScreen
from assistant.tui.keymap import Keymap
from assistant.tui.question_box import QuestionBox
from tests.tui.fakes import WHOLE, FakeEngine, Gate, ask, ask_to_the_end, chat, line, notes, painted, wait_until

SIZES = [(40, 12), (80, 24), (120, 40)]


def remapped(**keys: str) -> ChatApp:
    """Return a chat with other keys; `_` stands for the dot in a name."""
    engine = FakeEngine([WHOLE])
    return ChatApp(
        lambda settings, narrate: engine, Keymap({name.replace("_", ".", 1): key for name, key in keys.items()})
    )


async def offered(pilot: Pilot[None]) -> list[str]:
    """Return the names in the open palette."""
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
    found = pilot.app.screen.query_one(OptionList)
    await wait_until(pilot, lambda: found.option_count)
    await pilot.pause(0.1)
    return [str(found.get_option_at_index(place).prompt).split("  ")[0] for place in range(found.option_count)]


def title_over(pilot: Pilot[None]) -> str:
    """Return the title of the open abstract, if one is."""
    screen = pilot.app.screen
    return str(screen.query(".title").first().render()) if isinstance(screen, AbstractScreen) else ""


async def test_the_palette_offers_every_command_of_the_screen() -> None:
    """Also those whose keys wait for another focus."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("ctrl+p")
        names = await offered(pilot)
        assert {"Begin a new conversation", "Open the abstract of source [2]", "Show the keys", "Leave"} <= set(names)
        assert "Open the abstract of source [3]" not in names
        assert "Stop the answer" not in names


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("model", "Choose who writes the answers"),
        ("theme", "Choose light, dark or the terminal's own colours"),
        ("quit", "Leave"),
        ("help", "Show the keys"),
        ("session", "Look for an earlier conversation"),
    ],
)
async def test_the_palette_finds_a_command_by_its_other_names(typed: str, first: str) -> None:
    """Those in the footer and in the settings; people do not know the titles."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await offered(pilot)
        await pilot.press(*typed)

        def shown() -> list[str]:
            found = app.screen.query_one(OptionList)
            return [str(found.get_option_at_index(place).prompt).split("  ")[0] for place in range(found.option_count)]

        await wait_until(pilot, lambda: first in shown()[:2])


async def test_the_palette_runs_what_is_chosen() -> None:
    """With some letters of its name."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("ctrl+p", *"new conv")
        await wait_until(pilot, lambda: "Begin a new conversation" in painted(pilot))
        await pilot.pause(0.2)
        await pilot.press("enter")
        await wait_until(pilot, lambda: not app.chat.query(ExchangeView))


async def test_the_palette_over_an_abstract_offers_its_commands() -> None:
    """And not those of the conversation below."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("escape", "1", "ctrl+p")
        names = await offered(pilot)
        assert "Go back to the conversation" in names
        assert "Begin a new conversation" not in names


@pytest.mark.parametrize("size", SIZES)
async def test_help_lists_the_keys_in_force(size: tuple[int, int]) -> None:
    """Also those that a person has given, at every size."""
    app = remapped(app_help="f9", answer_stop="ctrl+g")
    async with app.run_test(size=size) as pilot:
        await pilot.press("f9")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpScreen))
        text = "\n".join(str(widget.render()) for widget in app.screen.query(".keys"))
        assert "Ctrl+G" in text
        assert "F9" in text
        assert "F1" not in text
        missing = [c.id for c in COMMANDS if c.id not in text and not c.id.startswith("source.open_")]
        assert missing == []
        await pilot.press("escape")
        assert app.screen is app.chat


async def test_sources_open_with_keys_of_ones_own() -> None:
    """In the conversation and over an abstract; welcome, footer and help name them, and what was their key is free."""
    app = remapped(source_open_1="g", source_open_2="f7")
    async with app.run_test(size=(100, 40)) as pilot:
        await wait_until(pilot, lambda: "Esc, then G, F7, 3…9, opens an abstract" in painted(pilot))
        await ask_to_the_end(pilot)
        await pilot.press("escape", "1", "2")
        assert app.screen is app.chat
        assert app.chat.query_one(QuestionBox).text == "12"
        await pilot.press("escape")
        await wait_until(pilot, lambda: "G, F7, 3…9 Abstract" in painted(pilot))
        await pilot.press("g")
        await wait_until(pilot, lambda: "SkillWeaver" in title_over(pilot))
        await pilot.press("f7")
        await wait_until(pilot, lambda: "UniSkill" in title_over(pilot))
        await pilot.press("escape", "f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpScreen))
        text = "\n".join(str(widget.render()) for widget in app.screen.query(".keys"))
        assert "G, F7, 3…9          Open the abstract of that source; of [12] with 1, then 2  source.open_1…9" in text


async def test_a_key_of_ones_own_works_and_the_usual_one_no_longer() -> None:
    """For a command that shares its usual key with others, which keep it."""
    app = remapped(conversation_new="ctrl+g", focus_conversation="f9")
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("ctrl+n", "escape")
        assert app.chat.query(ExchangeView)
        assert app.screen.query_one(QuestionBox).has_focus
        await pilot.press("f9")
        assert app.screen.query_one(Conversation).has_focus
        await pilot.press("escape")
        assert app.screen.query_one(QuestionBox).has_focus
        await pilot.press("ctrl+g")
        await wait_until(pilot, lambda: not app.chat.query(ExchangeView))


async def test_sending_can_have_another_key() -> None:
    """Then Enter is free for a new line."""
    app = remapped(question_send="ctrl+enter, f10", question_new_line="enter")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "enter", "b")
        assert app.screen.query_one(QuestionBox).text == "a\nb"
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.chat.query(ExchangeView))


async def test_letters_typed_while_reading_go_into_the_question() -> None:
    """All of them, in order, however fast."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("escape")
        for character in "what of 9 robots?":
            app.post_message(events.Key({" ": "space", "?": "question_mark"}.get(character, character), character))
        box = app.screen.query_one(QuestionBox)
        await wait_until(pilot, lambda: len(box.text) >= 17)
        assert (box.text, box.has_focus) == ("what of 9 robots?", True)


async def test_a_paste_while_reading_goes_into_the_question() -> None:
    """Unsent, with all of its lines."""
    app, engine = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("escape")
        app.post_message(events.Paste("one\ntwo\nthree"))
        box = app.screen.query_one(QuestionBox)
        await wait_until(pilot, lambda: box.text == "one\ntwo\nthree")
        assert len(engine.asked) == 1


async def test_letters_typed_over_an_abstract_are_not_lost_in_silence() -> None:
    """A note says where they can go."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("escape", "1")
        await wait_until(pilot, lambda: isinstance(app.screen, AbstractScreen))
        await pilot.press("z")
        await wait_until(pilot, lambda: notes(pilot) == ["Close this window to write a question."])


async def test_a_thousand_pasted_lines_are_one_question() -> None:
    """The box keeps its size, and the keys their pace."""
    gate = Gate()
    app, engine = chat((gate, *WHOLE))
    async with app.run_test(size=(80, 24)) as pilot:
        box = app.screen.query_one(QuestionBox)
        app.post_message(events.Paste("\n".join(f"line {n}" for n in range(1000))))
        await wait_until(pilot, lambda: box.text.endswith("line 999"))
        await pilot.pause()
        assert box.region.height == 6
        assert not engine.asked
        await pilot.press("enter")
        await wait_until(pilot, lambda: engine.asked)
        assert engine.asked[0][0].count("\n") == 999
        gate.opened.set()


async def test_the_footer_names_menu_and_help() -> None:
    """At 80 columns all of it is to be seen."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot)
        await wait_until(pilot, lambda: "^p Menu" in painted(pilot) and "f1 Help" in painted(pilot))
        assert line(pilot, "#status")
