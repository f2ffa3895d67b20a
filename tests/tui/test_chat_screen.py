"""The conversation, driven by keys, over engines that are held at gates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from assistant.errors import LibraryError, ModelError
from assistant.records import Citation, Finished, Token, Understood
from assistant.settings import Settings
from assistant.tui.abstract_screen import AbstractScreen
from assistant.tui.answer_text import AnswerText
from assistant.tui.app import ChatApp
from assistant.tui.conversation import Conversation
from assistant.tui.engine import Engine, Narrate
from assistant.tui.exchange_view import ExchangeView
from assistant.tui.question_box import QuestionBox
from assistant.tui.sources_panel import SourceCard, SourcesPanel
from tests.tui.fakes import (
    ANSWER,
    BEGINNING,
    END,
    REFUSAL,
    SKILL_WEAVER,
    UNISKILL,
    WHOLE,
    WORDS,
    FakeEngine,
    Gate,
    ask,
    ask_to_the_end,
    chat,
    find_at_rest,
    last_view,
    line,
    painted,
    quote_of,
    status,
    wait_until,
)


def box(pilot: Pilot[None]) -> QuestionBox:
    """Return the question box."""
    return pilot.app.screen_stack[0].query_one(QuestionBox)


async def test_an_answer_streams_in_with_its_sources() -> None:
    """Evidence before the first word, words as they come, links and marks in the end."""
    before, between = Gate(), Gate()
    app, _ = chat((*BEGINNING, before, *WORDS[:3], between, *WORDS[3:], *END))
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot)
        await wait_until(pilot, lambda: status(pilot).startswith("reading 2 sentences"))
        assert (
            "“SkillWeaver improves WebArena by 31.8%.”" in painted(pilot).replace("\n", "")
            or len(app.query(SourceCard)) == 2
        )
        assert not last_view(pilot).exchange.text

        before.opened.set()
        await wait_until(
            pilot, lambda: "SkillWeaver improves WebArena" in last_view(pilot).query_one(AnswerText).source
        )
        assert status(pilot).startswith("writing")

        between.opened.set()
        await wait_until(pilot, lambda: not last_view(pilot).exchange.is_running)
        await wait_until(pilot, lambda: "31.8% [1]. ✓ Videos double it [2]. ~" in painted(pilot))
        assert "40 tokens" in status(pilot)
        assert line(pilot, ".verdicts").startswith("✓ 1 supported · ~ 1 partly supported")


async def test_the_question_is_typed_and_sent_with_enter() -> None:
    """And the box is empty again."""
    app, engine = chat(WHOLE)
    async with app.run_test() as pilot:
        await pilot.press(*"why", "enter")
        await wait_until(pilot, lambda: engine.asked)
        assert engine.asked[0][0] == "why"
        assert box(pilot).text == ""


async def test_a_question_can_be_asked_while_the_model_loads() -> None:
    """The status says what it waits for."""
    gate = Gate(is_stubborn=True)
    app, _ = chat(WHOLE, gate=gate)
    async with app.run_test() as pilot:
        await wait_until(pilot, gate.reached.is_set)
        await ask(pilot)
        await wait_until(pilot, lambda: status(pilot) == "loading the model…")
        gate.opened.set()
        await wait_until(pilot, lambda: last_view(pilot).exchange.answer)


async def test_a_follow_up_passes_the_answers_before_it() -> None:
    """The pipeline makes the history of them."""
    app, engine = chat(WHOLE)
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot)
        await ask_to_the_end(pilot, "and on other benchmarks?")
        assert engine.asked == [(ANSWER.question, ()), ("and on other benchmarks?", (ANSWER,))]


async def test_the_standalone_question_is_shown_when_it_differs() -> None:
    """A person sees how a follow-up was understood."""
    app, _ = chat((Understood("and it?", "and SkillWeaver?"), *WHOLE[1:]))
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot, "and it?")
        assert line(pilot, ".standalone") == "searched as: and SkillWeaver?"


async def test_an_abstention_looks_like_an_answer() -> None:
    """Its text, the nearest papers, no notice."""
    app, _ = chat(REFUSAL)
    async with app.run_test(size=(120, 40)) as pilot:
        await ask_to_the_end(pilot)
        assert "The library holds no answer to this question." in painted(pilot)
        assert "Nearest papers" in painted(pilot)
        assert line(pilot, ".notice") == ""
        assert status(pilot).startswith("no answer in the library")


@pytest.mark.parametrize("stage", range(len(BEGINNING) + 2))
async def test_escape_stops_at_every_stage(stage: int) -> None:
    """What was written stays, and the next question is answered."""
    gate = Gate()
    events = (*BEGINNING, WORDS[0])[:stage]
    app, engine = chat((*events, gate), WHOLE)
    async with app.run_test() as pilot:
        await ask(pilot)
        await wait_until(pilot, gate.reached.is_set)
        await pilot.press("escape")
        assert line(pilot, ".notice") == "stopped"
        assert status(pilot).startswith("stopped")
        assert box(pilot).has_focus
        await ask_to_the_end(pilot, "again")
        assert engine.asked[-1][0] == "again"
        assert last_view(pilot).exchange.answer == ANSWER


async def test_escape_keeps_the_partial_answer() -> None:
    """Marked as stopped."""
    gate = Gate()
    app, _ = chat((*BEGINNING, *WORDS[:3], gate))
    async with app.run_test() as pilot:
        await ask(pilot)
        await wait_until(pilot, lambda: last_view(pilot).exchange.tokens == 3)
        await pilot.press("escape")
        await wait_until(pilot, lambda: "SkillWeaver improves WebArena" in painted(pilot))
        assert line(pilot, ".notice") == "stopped"


async def test_escape_stops_while_the_model_loads() -> None:
    """The question is never asked then."""
    gate = Gate(is_stubborn=True)
    app, engine = chat(WHOLE, gate=gate)
    async with app.run_test() as pilot:
        await ask(pilot, "first")
        await pilot.press("escape")
        assert line(pilot, ".notice") == "stopped"
        await ask(pilot, "second")
        gate.opened.set()
        await wait_until(pilot, lambda: last_view(pilot).exchange.answer)
        assert [question for question, _ in engine.asked] == ["second"]


async def test_a_stopped_answer_leaves_its_papers_to_the_next_question() -> None:
    """They stand on the screen; half a sentence of a model would mislead."""
    gate = Gate()
    app, engine = chat((*BEGINNING, *WORDS, gate), WHOLE)
    async with app.run_test() as pilot:
        await ask(pilot)
        await wait_until(pilot, gate.reached.is_set)
        await pilot.press("escape")
        await ask_to_the_end(pilot, "next")
        ((said,),) = (history for question, history in engine.asked if question == "next")
        assert [(citation.n, citation.paper) for citation in said.citations] == [(1, SKILL_WEAVER), (2, UNISKILL)]
        assert said.text == "“SkillWeaver improves WebArena by 31.8%.” [1] “Skills come from videos.” [2]"


async def test_what_was_stopped_before_papers_were_found_is_no_history() -> None:
    """There is nothing to go on with."""
    gate = Gate()
    app, engine = chat((*BEGINNING[:1], gate), WHOLE)
    async with app.run_test() as pilot:
        await ask(pilot)
        await wait_until(pilot, gate.reached.is_set)
        await pilot.press("escape")
        await ask_to_the_end(pilot, "next")
        assert engine.asked[-1] == ("next", ())


async def test_late_events_of_a_stopped_question_are_ignored() -> None:
    """A thread that cannot be stopped in time says what it likes."""
    gate = Gate(is_stubborn=True)
    app, _ = chat((*BEGINNING, gate, Token("late"), Finished(ANSWER)), (*BEGINNING, Token("right"), Finished(ANSWER)))
    async with app.run_test() as pilot:
        await ask(pilot)
        await wait_until(pilot, gate.reached.is_set)
        await pilot.press("escape")
        first = last_view(pilot)
        await ask(pilot, "next")
        gate.opened.set()
        await wait_until(pilot, lambda: last_view(pilot) is not first and last_view(pilot).exchange.answer)
        assert (first.exchange.text, first.exchange.answer) == ("", None)
        assert last_view(pilot).exchange.text == "right"


async def test_a_second_question_waits_in_the_box() -> None:
    """It is neither lost nor asked."""
    gate = Gate()
    app, engine = chat((gate, *WHOLE))
    async with app.run_test() as pilot:
        await ask(pilot, "first")
        await wait_until(pilot, gate.reached.is_set)
        await ask(pilot, "second")
        assert box(pilot).text == "second"
        assert [question for question, _ in engine.asked] == ["first"]


async def test_an_error_is_a_calm_line_with_its_hint() -> None:
    """The next question is answered."""
    app, _ = chat((*BEGINNING, ModelError("the model is damaged", "download it again")), WHOLE)
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot)
        assert line(pilot, ".notice") == "the model is damaged\ndownload it again"
        await ask_to_the_end(pilot, "again")
        assert last_view(pilot).exchange.answer == ANSWER


async def test_a_library_that_cannot_be_opened_is_said_at_once() -> None:
    """Before anything is asked, and again as the answer to a question."""

    def open_engine(settings: Settings, narrate: Narrate) -> Engine:
        raise LibraryError("the library is empty", "add papers first")

    app = ChatApp(open_engine)
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: "the library is empty\nadd papers first" in line(pilot, "#welcome"))
        assert status(pilot) == "not ready"
        await ask_to_the_end(pilot)
        assert line(pilot, ".notice") == "the library is empty\nadd papers first"


async def test_a_new_conversation_forgets_everything() -> None:
    """Screen, sources and history."""
    app, engine = chat(WHOLE)
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: not app.query(ExchangeView))
        assert not app.screen.query_one(SourcesPanel).display
        assert line(pilot, "#welcome")
        await ask_to_the_end(pilot, "fresh")
        assert engine.asked[-1] == ("fresh", ())


async def test_a_new_conversation_stops_the_running_answer() -> None:
    """Nothing of it appears afterwards."""
    gate = Gate()
    app, _ = chat((*BEGINNING, *WORDS[:2], gate, *WORDS[2:], *END))
    async with app.run_test() as pilot:
        await ask(pilot)
        await wait_until(pilot, lambda: last_view(pilot).exchange.text)
        await pilot.press("ctrl+n")
        gate.opened.set()
        await wait_until(pilot, lambda: status(pilot).startswith("ready"))
        assert not app.query(ExchangeView)


async def test_a_digit_opens_the_abstract_with_its_quote_highlighted() -> None:
    """Once the question box is left; Esc closes it."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("escape", "1")
        await wait_until(pilot, lambda: isinstance(app.screen, AbstractScreen))
        await pilot.pause()
        content = app.screen.query_one(".text").render()
        start, end = content.spans[0].start, content.spans[0].end  # type: ignore[union-attr]
        assert content.plain == SKILL_WEAVER.abstract  # type: ignore[union-attr]
        assert content.plain[start:end] == "SkillWeaver improves WebArena by 31.8%."  # type: ignore[union-attr]
        assert "2025-04-09 · 12 authors" in painted(pilot)
        await pilot.press("escape")
        assert not isinstance(app.screen, AbstractScreen)


async def test_a_digit_without_source_opens_nothing() -> None:
    """There are two sources."""
    app, _ = chat(WHOLE)
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("escape", "3")
        assert app.screen is app.chat


async def test_digits_in_the_question_box_are_text() -> None:
    """A question may hold numbers."""
    app, _ = chat(WHOLE)
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("1")
        assert box(pilot).text == "1"


async def test_evidence_can_be_opened_while_the_answer_is_written() -> None:
    """Reading need not wait for the model."""
    gate = Gate()
    app, _ = chat((*BEGINNING, gate, *WORDS, *END))
    async with app.run_test() as pilot:
        await ask(pilot)
        await wait_until(pilot, lambda: len(app.chat.query(SourceCard)) == 2)
        await pilot.press("tab", "2")
        await wait_until(pilot, lambda: isinstance(app.screen, AbstractScreen))
        gate.opened.set()
        await wait_until(pilot, lambda: last_view(pilot).exchange.answer)
        assert isinstance(app.screen, AbstractScreen)


async def test_a_click_on_a_marker_opens_the_abstract() -> None:
    """`[2]` of the finished answer is a link."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(120, 40)) as pilot:
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: "[2]. ~" in painted(pilot))
        column, row = await find_at_rest(pilot, "[2]. ~")
        await pilot.click(offset=(column + 1, row))
        await wait_until(pilot, lambda: isinstance(app.screen, AbstractScreen))
        assert UNISKILL.title in painted(pilot)


async def test_a_marker_of_an_earlier_answer_opens_its_own_paper() -> None:
    """The same number may name another paper by then."""
    other = replace(ANSWER, citations=(Citation(1, UNISKILL, (quote_of(UNISKILL, "Skills"),)),))
    app, _ = chat(WHOLE, (Finished(other),))
    async with app.run_test(size=(120, 40)) as pilot:
        await ask_to_the_end(pilot)
        await ask_to_the_end(pilot, "next")
        column, row = await find_at_rest(pilot, "[1]. ✓")
        await pilot.click(offset=(column + 1, row))
        await wait_until(pilot, lambda: isinstance(app.screen, AbstractScreen))
        assert app.screen.query_one(".text").render().plain == SKILL_WEAVER.abstract  # type: ignore[union-attr]


async def test_a_click_on_a_source_opens_the_abstract() -> None:
    """With the mouse alone; a click beside it closes it."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(120, 40)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.click(SourceCard)
        await wait_until(pilot, lambda: isinstance(app.screen, AbstractScreen))
        await pilot.click(offset=(1, 1))
        await wait_until(pilot, lambda: app.screen is app.chat)


async def test_escape_leads_to_the_conversation_and_back() -> None:
    """When there is nothing to stop."""
    app, _ = chat(WHOLE)
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("escape")
        assert app.screen.query_one(Conversation).has_focus
        await pilot.press("escape")
        assert box(pilot).has_focus


async def test_page_up_scrolls_while_the_box_keeps_the_cursor() -> None:
    """Until then the conversation follows its end."""
    long = replace(ANSWER, text="\n\n".join(f"Line {n}." for n in range(60)), claims=())
    app, _ = chat((Finished(long),))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: "Line 59." in painted(pilot))
        await pilot.press("pageup")
        await wait_until(pilot, lambda: "Line 59." not in painted(pilot))
        assert box(pilot).has_focus


@pytest.mark.parametrize(("key", "shown"), [(None, "Read"), ("running", "Stop"), ("escape", "Write")])
async def test_the_footer_follows_the_state(key: str | None, shown: str) -> None:
    """Esc does one thing at a time, and the footer names it."""
    gate = Gate()
    app, _ = chat((gate, *WHOLE))
    async with app.run_test(size=(80, 24)) as pilot:
        if key == "running":
            await ask(pilot)
        elif key:
            await pilot.press(key)
        await wait_until(pilot, lambda: f"esc {shown}" in painted(pilot))


async def test_quoted_answers_show_every_character() -> None:
    """The sentences of papers are not Markdown."""
    verbatim = "# Not a heading *k* and f_1 `x` - 1. item &#x202e; <b>"
    engine = FakeEngine(
        [(Token(verbatim), Finished(replace(ANSWER, text=verbatim, generator="quotes", claims=(), citations=())))]
    )
    engine.generator_name = "quotes"
    app, _ = chat(engine=engine)
    async with app.run_test(size=(120, 40)) as pilot:
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: verbatim in painted(pilot))


@pytest.mark.parametrize(("generator", "first"), [("quotes", True), ("llama", False)])
async def test_quotations_are_shown_from_the_question_on(generator: str, first: bool) -> None:
    """They come at once; what a model writes is followed to its end."""
    long = replace(ANSWER, text="\n\n".join(f"Line {n}." for n in range(60)), generator=generator, claims=())
    app, _ = chat(engine=FakeEngine([(Finished(long),)], generator_name=generator))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await ask_to_the_end(pilot, "the second question")
        await wait_until(pilot, lambda: ("the second question" in painted(pilot)) is first)
        await wait_until(pilot, lambda: ("Line 59." in painted(pilot)) is not first)
