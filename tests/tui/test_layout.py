"""Every size a terminal may have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Footer
from textual.widgets._toast import Toast

from assistant.records import Finished, Paper, Span
from assistant.tui.abstract_screen import AbstractScreen
from assistant.tui.conversation import Conversation
from assistant.tui.line import Line
from assistant.tui.question_box import QuestionBox
from assistant.tui.sources import ListedSource, SourceList
from assistant.tui.sources_panel import SourceCard, SourcesPanel
from tests.tui.fakes import (
    ANSWER,
    BEGINNING,
    END,
    REFUSAL,
    WHOLE,
    WORDS,
    Gate,
    ask,
    ask_to_the_end,
    chat,
    find,
    last_view,
    painted,
    wait_until,
)

SIZES = [(40, 12), (80, 24), (120, 40)]


def assert_rooms_are_there(pilot: Pilot[None]) -> None:
    """Fail unless box, status and footer are whole and the conversation has lines to read."""
    screen = pilot.app.screen
    for widget in (screen.query_one(QuestionBox), screen.query_one("#status", Line), screen.query_one(Footer)):
        assert widget.region.height >= 1
        assert screen.region.contains_region(widget.region), widget
    assert screen.query_one(Conversation).region.height >= 3


@pytest.mark.parametrize("size", SIZES)
async def test_the_question_box_is_visible_at_every_stage(size: tuple[int, int]) -> None:
    """Empty, reading, writing, finished."""
    before, between = Gate(), Gate()
    app, _ = chat((*BEGINNING, before, *WORDS, between, *END))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert_rooms_are_there(pilot)
        await ask(pilot, "a question that is long enough to need more than one line on a narrow terminal")
        await wait_until(pilot, before.reached.is_set)
        await wait_until(pilot, lambda: len(app.query(SourceCard)) == 2)
        assert_rooms_are_there(pilot)
        before.opened.set()
        await wait_until(pilot, between.reached.is_set)
        assert_rooms_are_there(pilot)
        between.opened.set()
        await wait_until(pilot, lambda: last_view(pilot).exchange.answer)
        await pilot.pause()
        assert_rooms_are_there(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_the_question_box_grows_with_its_lines_and_leaves_room(size: tuple[int, int]) -> None:
    """Up to a few lines; the rest scrolls."""
    app, _ = chat(REFUSAL)
    async with app.run_test(size=size) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("a", "ctrl+j", "b")
        await pilot.pause()
        assert app.screen.query_one(QuestionBox).region.height == 2
        await pilot.press(*["ctrl+j"] * 12)
        await pilot.pause()
        assert app.screen.query_one(QuestionBox).region.height in {3, 6}
        assert_rooms_are_there(pilot)


@pytest.mark.parametrize(("size", "is_beside"), [((40, 12), False), ((80, 24), False), ((120, 40), True)])
async def test_sources_stand_beside_or_below(size: tuple[int, int], is_beside: bool) -> None:
    """Beside where there is room."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=size) as pilot:
        await ask_to_the_end(pilot)
        conversation, sources = app.screen.query_one(Conversation).region, app.screen.query_one(SourcesPanel).region
        assert (sources.x >= conversation.right) is is_beside
        assert (sources.y >= conversation.bottom) is not is_beside


@pytest.mark.parametrize("size", SIZES)
async def test_titles_of_the_sources_can_be_read(size: tuple[int, int]) -> None:
    """Evidence is worth nothing out of sight."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=size) as pilot:
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: "[1] SkillWeaver" in painted(pilot) and "[2] UniSkill" in painted(pilot))


@pytest.mark.parametrize("size", SIZES)
async def test_a_notice_hides_neither_sources_nor_question(size: tuple[int, int]) -> None:
    """It lies over the top of the conversation, and a later one takes its place."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=size, notifications=True) as pilot:
        await ask_to_the_end(pilot)
        for _ in range(3):
            await pilot.press("f5")
            await wait_until(pilot, lambda: app.screen.query(Toast))
        await pilot.pause()
        (toast,) = app.screen.query(Toast)
        assert toast.region.width <= size[0]
        for widget in (SourcesPanel, QuestionBox, Footer):
            assert not toast.region.overlaps(app.screen.query_one(widget).region), widget


async def test_it_can_be_resized_while_it_writes() -> None:
    """From full screen to a corner and back."""
    gate = Gate()
    app, _ = chat((*BEGINNING, *WORDS[:4], gate, *WORDS[4:], *END))
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot)
        await wait_until(pilot, gate.reached.is_set)
        for size in (*SIZES, (20, 8), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        gate.opened.set()
        await wait_until(pilot, lambda: last_view(pilot).exchange.answer)
        await wait_until(pilot, lambda: "[2]. ~" in painted(pilot))
        assert_rooms_are_there(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_abstract_opens_at_its_quotation(size: tuple[int, int]) -> None:
    """The reader need not search for the sentence."""
    abstract = "Filler words come first. " * 60 + "The quoted sentence." + " More words follow." * 60
    start = abstract.index("The quoted")
    evidence = replace(BEGINNING[2].evidence[0], paper=Paper("long", "Long", abstract), start=start, end=start + 20)  # type: ignore[union-attr]
    app, _ = chat((replace(BEGINNING[2], evidence=(evidence,)), Finished(replace(ANSWER, citations=()))))  # type: ignore[type-var]
    async with app.run_test(size=size) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("escape", "1")
        await wait_until(pilot, lambda: "quoted" in painted(pilot))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("before", [0, 3, 12, 40, 100])
async def test_an_abstract_shows_its_title_unless_the_quotation_needs_the_room(
    size: tuple[int, int], before: int
) -> None:
    """The first quoted sentence is seen from beginning to end; whatever fits above it is."""
    app, _ = chat(WHOLE)
    start = "Filler words come first. " * before
    quoted = "QUOTED sentences are of some length, and this one has an END."
    paper = Paper("p", "The Title", f"{start}{quoted}{' More words follow.' * 100}", date="2025-01-01")
    listing = SourceList("", (ListedSource(1, paper, (Span(len(start), len(start) + len(quoted)),)),))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.push_screen(AbstractScreen(app.keymap, listing, 1))
        await wait_until(pilot, lambda: "QUOTED" in painted(pilot) and "END." in painted(pilot))
        room = app.screen.query_one("#abstract")
        _, row = find(pilot, "END.")
        assert (room.scroll_y == 0) is ("[1] The Title" in painted(pilot))
        assert room.scroll_y == 0 or row == room.content_region.bottom - 1


async def test_the_abstract_can_be_scrolled_and_closed_by_keys() -> None:
    """No mouse is needed."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        paper = Paper("p", "Title", "First. " + "word " * 300 + "Last.")
        app.push_screen(AbstractScreen(app.keymap, SourceList("", (ListedSource(1, paper),)), 1))
        await wait_until(pilot, lambda: "First." in painted(pilot))
        await pilot.press("end")
        await wait_until(pilot, lambda: "Last." in painted(pilot))
        await pilot.press("q")
        assert app.screen is app.chat


async def test_a_window_is_laid_out_for_its_terminal_from_the_first_frame() -> None:
    """A frame for a large one would be seen on a slow machine."""
    app, _ = chat(WHOLE)
    seen = []

    class Watched(AbstractScreen):
        def _refresh_layout(self, *args: Any, **kwargs: Any) -> None:
            seen.append(set(self.classes))
            super()._refresh_layout(*args, **kwargs)

    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        paper = Paper("p", "Title", "Words.")
        app.push_screen(Watched(app.keymap, SourceList("", (ListedSource(1, paper),)), 1))
        await wait_until(pilot, lambda: "Words." in painted(pilot))
    assert all({"-narrow", "-short"} <= classes for classes in seen), seen


async def test_a_long_question_leaves_half_of_a_small_terminal_to_its_answer() -> None:
    """An answer that comes at once is shown from its beginning, not from its question alone."""
    verbatim = replace(ANSWER, generator="quotes", model=None)
    app, _ = chat((*BEGINNING, Finished(verbatim)))
    async with app.run_test(size=(40, 12)) as pilot:
        await ask_to_the_end(pilot, "Why is it so, " * 24)
        await wait_until(pilot, lambda: "SkillWeaver improves" in painted(pilot))
