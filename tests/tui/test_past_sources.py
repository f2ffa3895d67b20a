"""Sources of earlier answers, which keep their numbers."""

from __future__ import annotations

from dataclasses import replace

from textual.pilot import Pilot

from assistant.records import Citation, EvidenceFound, Finished, Paper, Retrieved, Token
from assistant.tui.abstract_screen import AbstractScreen
from assistant.tui.chat_state import ChatState
from assistant.tui.exchange import Exchange
from assistant.tui.past_sources import PastSources
from assistant.tui.question_box import QuestionBox
from assistant.tui.sources_panel import SourcesPanel
from tests.tui.fakes import (
    ABSTENTION,
    ANSWER,
    EVIDENCE,
    HITS,
    REFUSAL,
    SKILL_WEAVER,
    UNISKILL,
    WHOLE,
    Script,
    ask_to_the_end,
    chat,
    find_at_rest,
    painted,
    wait_until,
)

OTHER = Paper("other", "Another Paper", "It says something else.")
ASKED = Exchange(1, "q", 0.0)


def citing(*papers: tuple[int, Paper]) -> Script:
    """Return the script of an answer that cites papers under numbers."""
    text = " ".join(f"Said [{n}]." for n, _ in papers)
    citations = tuple(Citation(n, paper, ()) for n, paper in papers)
    return (Token(text), Finished(replace(ANSWER, text=text, claims=(), citations=citations)))


def answered(*papers: tuple[int, Paper]) -> Exchange:
    """Return an exchange whose answer cites papers under numbers."""
    exchange = ASKED
    for event in citing(*papers):
        exchange = exchange.after(event, 1.0)  # type: ignore[arg-type]
    return exchange


def refused() -> Exchange:
    """Return an exchange that found papers and no answer."""
    return ASKED.after(Retrieved(HITS, 352), 1.0).after(EvidenceFound(()), 1.0).after(Finished(ABSTENTION), 2.0)


async def wait_for_abstract(pilot: Pilot[None], words: str) -> None:
    """Wait until the abstract of a paper is open."""
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, AbstractScreen) and words in painted(pilot))


def test_a_number_leads_to_what_was_shown_last_under_it() -> None:
    """Sessions from before numbers were kept have two papers under one."""
    past = PastSources([answered((1, SKILL_WEAVER), (2, UNISKILL)), answered((1, OTHER))])
    found = [past.find(n) for n in (1, 2, 3)]
    assert [OTHER, UNISKILL, None] == [listing and listing.sources[-1].paper for listing in found]
    assert {1, 2} == set(past)


def test_the_nearest_papers_go_on_with_the_numbers_of_the_dialogue() -> None:
    """In the order of the words that name them; what was cited keeps its number."""
    state = ChatState()
    state.turn_to([answered((1, OTHER), (4, UNISKILL)), refused()])
    assert [(5, SKILL_WEAVER), (4, UNISKILL)] == [(source.n, source.paper) for source in state.listing.sources]
    assert {1, 4, 5} == state.source_numbers


def test_a_stopped_answer_takes_its_numbers() -> None:
    """What was read stood beside it, and the next answer goes on from there."""
    stopped = ASKED.after(EvidenceFound(EVIDENCE), 1.0).stopped(2.0)
    state = ChatState()
    state.turn_to([stopped, answered((3, OTHER))])
    state.begin(refused())
    assert [1, 2] == [source.n for source in state.listing.sources]


async def test_an_abstention_lists_its_papers_under_the_numbers_that_the_keys_open() -> None:
    """Panel and keys agree, and no number of an answer on the screen gets another meaning."""
    app, _ = chat(citing((1, OTHER), (2, UNISKILL)), REFUSAL)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await ask_to_the_end(pilot, "cheese?")
        await wait_until(pilot, lambda: "[3] SkillWeaver" in painted(pilot) and "[2] UniSkill" in painted(pilot))
        for key, words in (("3", SKILL_WEAVER.abstract[:14]), ("2", UNISKILL.abstract), ("1", OTHER.abstract)):
            await pilot.press("escape", key)
            await wait_for_abstract(pilot, words)
            await pilot.press("escape")
            await wait_until(pilot, lambda: app.screen is app.chat)
            app.chat.query_one(QuestionBox).focus()


async def test_a_citation_of_an_earlier_answer_opens_by_key_and_by_click() -> None:
    """The footer says so, though the last answer cites no paper at all."""
    app, _ = chat(citing((3, OTHER)), (Finished(replace(ANSWER, text="Nothing.", claims=(), citations=())),))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: "[3]." in painted(pilot))
        await ask_to_the_end(pilot, "and?")
        await wait_until(pilot, lambda: "Nothing." in painted(pilot))
        await pilot.press("escape")
        await wait_until(pilot, lambda: "1…9 Abstract" in painted(pilot))
        await pilot.press("3")
        await wait_for_abstract(pilot, OTHER.abstract)
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is app.chat)
        column, row = await find_at_rest(pilot, "[3].")
        await pilot.click(offset=(column + 1, row))
        await wait_for_abstract(pilot, OTHER.abstract)


async def test_a_new_conversation_forgets_the_numbers() -> None:
    """They are those of one dialogue; the key is a letter of the next question again."""
    app, _ = chat(citing((3, OTHER)))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("ctrl+n", "escape", "3")
        await wait_until(pilot, lambda: app.chat.query_one(QuestionBox).text == "3")
        assert app.screen is app.chat


async def test_over_an_abstract_a_number_opens_a_source_of_any_answer() -> None:
    """There is no need to go back for it."""
    app, _ = chat(citing((1, OTHER)), citing((2, UNISKILL)))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await ask_to_the_end(pilot, "and?")
        await pilot.press("escape", "2")
        await wait_for_abstract(pilot, UNISKILL.abstract)
        await pilot.press("1")
        await wait_for_abstract(pilot, OTHER.abstract)


async def test_any_source_is_opened_from_the_panel() -> None:
    """By arrows and Enter, whatever its number; the chosen one is marked by a sign."""
    app, _ = chat(citing((11, SKILL_WEAVER), (12, UNISKILL), (13, OTHER)))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: "f6 Sources" in painted(pilot))
        await pilot.press("f6")
        await wait_until(pilot, lambda: "> [11] SkillWeaver" in painted(pilot))
        await wait_until(pilot, lambda: "Open" in painted(pilot))
        await pilot.press("down", "down", "down", "up")
        await wait_until(pilot, lambda: "> [12] UniSkill" in painted(pilot))
        assert "> [11]" not in painted(pilot)
        await pilot.press("enter")
        await wait_for_abstract(pilot, UNISKILL.abstract)
        await pilot.press("escape", "escape")
        await wait_until(pilot, lambda: app.chat.query_one(QuestionBox).has_focus)
        await wait_until(pilot, lambda: "> [" not in painted(pilot))


async def test_a_narrow_footer_keeps_menu_and_help() -> None:
    """The way to the panel is in both."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(40, 12)) as pilot:
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: "⏎ Ask esc Read ^p Menu f1 Help" in painted(pilot))
        await pilot.press("escape")
        await wait_until(pilot, lambda: "esc Write 1…9 Abstract ^p Menu f1 Help" in painted(pilot))
        await pilot.press("f6")
        await wait_until(pilot, lambda: "> [1]" in painted(pilot))
        await pilot.resize_terminal(80, 24)
        await wait_until(pilot, lambda: "f6 Sources" in painted(pilot))


async def test_the_panel_is_offered_only_with_sources() -> None:
    """Neither in the footer nor by its key."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        assert not app.chat.query_one(SourcesPanel).has_focus
        assert "Sources" not in painted(pilot)
