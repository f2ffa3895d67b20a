"""The chat for screen readers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from assistant.records import Claim, Finished, Token, Verdict
from assistant.settings import Settings
from assistant.tui.app import ChatApp
from assistant.tui.calm import in_words
from assistant.tui.help_screen import HelpScreen
from tests.tui.fakes import (
    ANSWER,
    BEGINNING,
    END,
    WHOLE,
    WORDS,
    FakeEngine,
    Gate,
    Script,
    ask,
    ask_to_the_end,
    painted,
    status,
    wait_until,
)

SIZES = [(40, 12), (80, 24), (120, 40)]


def calm_chat(*scripts: Script) -> ChatApp:
    """Return a chat in calm mode."""
    engine = FakeEngine(scripts)
    return ChatApp(lambda settings, narrate: engine, settings=Settings(calm=True))


def drawn(pilot: Pilot[None]) -> set[str]:
    """Return the characters on the screen that are neither words nor punctuation: boxes, blocks, signs of verdicts."""
    return {c for c in painted(pilot) if "\u2190" <= c <= "\u2bff"}


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_drawn_but_words(size: tuple[int, int]) -> None:
    """Empty, answered, over an abstract, in help and in the menu."""
    app = calm_chat(WHOLE)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert drawn(pilot) <= {"↑"}
        await ask_to_the_end(pilot)
        assert drawn(pilot) == set()
        await pilot.press("escape", "1")
        await wait_until(pilot, lambda: app.screen is not app.chat)
        await pilot.pause()
        assert drawn(pilot) == set()
        await pilot.press("escape", "f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await pilot.pause()
        assert drawn(pilot) <= {"↑", "↓", "→", "←"}
        await pilot.press("escape", "ctrl+p")
        await wait_until(pilot, lambda: "Leave" in painted(pilot) or "conversation" in painted(pilot))
        await wait_until(pilot, lambda: drawn(pilot) <= {"↑", "↓"})


async def test_who_speaks_stands_before_the_words() -> None:
    """And the verdict, in words, behind each sentence."""
    app = calm_chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: "(partly supported)" in painted(pilot))
        shown = " ".join(painted(pilot).split())
        assert "You: How much does SkillWeaver help?" in shown
        assert "Assistant:" in shown
        assert shown.index("You:") < shown.index("Assistant:") < shown.index("SkillWeaver improves")
        assert "31.8% [1]. (supported) Videos double it [2]. (partly supported)" in shown
        assert "1 supported, 1 partly supported" in shown


async def test_quotations_are_said_to_be_quoted() -> None:
    """Behind each sentence, and in sum; whoever would write the next answer."""
    claims = (Claim("SkillWeaver improves WebArena by 31.8%.", (1,), Verdict.SUPPORTED),)
    answer = replace(ANSWER, text=f"“{claims[0].text}” [1]", claims=claims, generator="quotes")
    app = calm_chat((*BEGINNING, Token(answer.text), Finished(answer)))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: "(quoted)" in painted(pilot))
        assert "1 quoted word for word" in painted(pilot)
        assert "supported" not in painted(pilot)


async def test_nothing_moves_while_an_answer_is_written() -> None:
    """Only at its end does the screen change."""
    first, last = Gate(), Gate()
    app = calm_chat((*BEGINNING[:1], first, *BEGINNING[1:], *WORDS, *END[:-1], last, END[-1]))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot)
        await wait_until(pilot, first.reached.is_set)
        await wait_until(pilot, lambda: status(pilot).startswith("working"))
        before = painted(pilot)
        first.opened.set()
        await wait_until(pilot, last.reached.is_set)
        await wait_until(pilot, lambda: app.chat.state.exchange and app.chat.state.exchange.claims)
        await pilot.pause(0.6)
        assert painted(pilot) == before
        last.opened.set()
        await wait_until(pilot, lambda: "Assistant:" in painted(pilot))


async def test_a_stopped_answer_is_shown_as_far_as_it_was_written() -> None:
    """Nothing is lost for those who see it late."""
    gate = Gate()
    app = calm_chat((*BEGINNING, *WORDS[:3], gate))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot)
        await wait_until(pilot, gate.reached.is_set)
        await pilot.press("escape")
        await wait_until(pilot, lambda: "SkillWeaver improves WebArena" in painted(pilot))
        assert "stopped" in painted(pilot)


def test_signs_become_words() -> None:
    """Those that the chat itself writes."""
    assert in_words("✓ 2 supported · ✗ 1 unsupported") == "2 supported, 1 unsupported"


async def test_what_is_chosen_in_a_list_is_told_by_a_sign() -> None:
    """A colour cannot be heard: in the menu, in a window, in the list of sessions."""
    app = calm_chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("ctrl+p")
        await wait_until(pilot, lambda: "Begin a new" in painted(pilot))
        await wait_until(pilot, lambda: len(signed(pilot)) == 1)
        first = signed(pilot)
        await pilot.press("down")
        await wait_until(pilot, lambda: len(signed(pilot)) == 1 and signed(pilot) != first)
        await pilot.press("escape", "ctrl+o")
        await wait_until(pilot, lambda: signed(pilot) == ["How much does SkillWeaver help?"])
        await pilot.press("escape")
        await app.run_action("choose_theme")
        await wait_until(pilot, lambda: signed(pilot) == ["dark"])
        await pilot.press("down")
        await wait_until(pilot, lambda: signed(pilot) == ["light"])


async def test_a_window_stands_alone() -> None:
    """Whoever has the screen read line by line would hear the conversation between its lines."""
    app = calm_chat(WHOLE)
    async with app.run_test(size=(120, 40)) as pilot:
        await ask_to_the_end(pilot)
        for keys in (("escape", "1"), ("f2",), ("ctrl+p",)):
            await pilot.press(*keys)
            await wait_until(pilot, lambda: app.screen is not app.chat and "Assistant:" not in painted(pilot))
            await pilot.press("escape")
            await wait_until(pilot, lambda: app.screen is app.chat and "Assistant:" in painted(pilot))


async def test_quoted_sentences_of_an_abstract_are_told_by_a_word() -> None:
    """Elsewhere they are highlighted."""
    app = calm_chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("escape", "1")
        await wait_until(pilot, lambda: "(quoted) SkillWeaver improves WebArena by 31.8%." in painted(pilot))


def signed(pilot: Pilot[None]) -> list[str]:
    """Return the words behind each sign that stands for what is chosen."""
    return [line.split("> ", 1)[1].strip().split("  ")[0] for line in painted(pilot).split("\n") if "> " in line]
