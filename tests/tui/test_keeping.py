"""The chat keeps what is said in it, and goes on with it another day."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import LibraryError, ModelError
from assistant.records import Answer, Finished
from assistant.sessions import KeptExchange, Sessions, State
from assistant.tui import conversation
from assistant.tui.abstract_screen import AbstractScreen
from assistant.tui.app import ChatApp
from assistant.tui.conversation import Conversation
from assistant.tui.exchange_view import ExchangeView
from assistant.tui.memory import Memory
from assistant.tui.question_box import QuestionBox
from tests.sessions.keeping import KEPT, find_paper, keep
from tests.tui.fakes import (
    ANSWER,
    BEGINNING,
    EVIDENCE,
    HITS,
    PATIENCE,
    WHOLE,
    WORDS,
    FakeEngine,
    Gate,
    Script,
    ask,
    ask_to_the_end,
    find,
    find_at_rest,
    last_view,
    line,
    painted,
    status,
    wait_until,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where the sessions are kept."""
    return tmp_path / "library"


def memory_of(folder: Path) -> Memory:
    """Return the memory beside a library of two papers."""
    return Memory(lambda: Sessions(folder, create=True), lambda store, number: store.exchanges(number, find_paper))


def window(folder: Path, *scripts: Script, session: int | None = None) -> tuple[ChatApp, FakeEngine]:
    """Return a chat that keeps its sessions in a folder."""
    engine = FakeEngine(scripts or (WHOLE,))
    return ChatApp(lambda settings, narrate: engine, memory=memory_of(folder), session=session), engine


def kept(folder: Path) -> list[list[KeptExchange]]:
    """Return the exchanges of each session, the latest session first."""
    with Sessions(folder) as sessions:
        return [sessions.exchanges(session.id, find_paper) for session in sessions.sessions()]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make sessions long that are short."""
    monkeypatch.setattr(conversation, "PAGE", 3)
    monkeypatch.setattr(conversation, "MOST_SHOWN", 6)


def keep_many(folder: Path, count: int) -> int:
    """Keep a long session and return its number."""
    with Sessions(folder, create=True) as sessions:
        number = keep(sessions, "question 0")
        for n in range(1, count):
            keep(sessions, f"question {n}", number, f"answer {n} [1].")
    return number


async def written(app: ChatApp) -> None:
    """Wait until all that was handed to the memory is kept."""
    await asyncio.wrap_future(app.memory.run(lambda sessions: None))


async def test_an_exchange_is_kept_as_it_ends(folder: Path) -> None:
    """Before anything else happens; another window sees it."""
    app, _ = window(folder)
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot)
        await written(app)
        ((exchange,),) = kept(folder)
    assert replace(ANSWER, evidence=EVIDENCE, searched=352) == exchange.answer
    assert (ANSWER.question, HITS) == (exchange.question, exchange.hits)
    assert len(WORDS) == exchange.tokens
    assert exchange.asked_at > "2025"


async def test_a_question_is_kept_while_it_is_answered(folder: Path) -> None:
    """A killed program does not lose it."""
    gate = Gate()
    app, _ = window(folder, (gate, *WHOLE))
    async with app.run_test() as pilot:
        await ask(pilot)
        await written(app)
        assert [State.ASKED] == [exchange.state for exchange in kept(folder)[0]]
        gate.opened.set()


def test_who_waits_no_longer_stops_nobody_else(folder: Path) -> None:
    """A window that is closed while its sessions are read cancels that; what comes later is kept."""
    begun, ended = threading.Event(), threading.Event()
    memory = Memory(lambda: Sessions(folder, create=True))

    def read(sessions: Sessions) -> list[str]:
        begun.set()
        assert ended.wait(PATIENCE)
        return sessions.questions()

    running, waiting = memory.run(read), memory.run(Sessions.questions)
    assert begun.wait(PATIENCE)
    assert [False, True] == [running.cancel(), waiting.cancel()]
    ended.set()
    assert [] == memory.run(Sessions.questions).result(PATIENCE)
    assert memory.close(PATIENCE)


async def test_a_stopped_answer_is_kept_as_stopped(folder: Path) -> None:
    """With what was written."""
    gate = Gate()
    app, _ = window(folder, (*BEGINNING, *WORDS[:3], gate))
    async with app.run_test() as pilot:
        await ask(pilot)
        await wait_until(pilot, lambda: last_view(pilot).exchange.tokens == 3)
        await pilot.press("escape")
        await written(app)
    assert State.STOPPED is kept(folder)[0][0].state
    assert "SkillWeaver improves WebArena " == kept(folder)[0][0].text
    assert 2 == len(kept(folder)[0][0].evidence)


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+n"])
async def test_leaving_keeps_what_was_written(folder: Path, key: str) -> None:
    """For the shell, or for another conversation."""
    gate = Gate()
    app, _ = window(folder, (*BEGINNING, *WORDS[:3], gate))
    async with app.run_test() as pilot:
        await ask(pilot)
        await wait_until(pilot, lambda: last_view(pilot).exchange.tokens == 3)
        await pilot.press(key)
    assert app.memory.close(PATIENCE)
    assert [State.STOPPED] == [exchange.state for exchange in kept(folder)[0]]


async def test_a_failure_is_kept_with_its_reason(folder: Path) -> None:
    """As it was shown."""
    app, _ = window(folder, (ModelError("the model is damaged", "get it again"),))
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot)
    assert app.memory.close(PATIENCE)
    ((exchange,),) = kept(folder)
    assert (State.FAILED, ("the model is damaged", "get it again")) == (exchange.state, exchange.error)


async def test_a_new_conversation_is_a_new_session(folder: Path) -> None:
    """Follow-ups stay in theirs."""
    app, _ = window(folder)
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot, "one")
        await ask_to_the_end(pilot, "two")
        await pilot.press("ctrl+n")
        await ask_to_the_end(pilot, "three")
    assert app.memory.close(PATIENCE)
    assert [["three"], ["one", "two"]] == [[item.question for item in session] for session in kept(folder)]


async def test_a_resumed_session_is_drawn_and_goes_on(folder: Path) -> None:
    """With marks, verdicts and sources; the next question follows the answers before it, in the same session."""
    with Sessions(folder, create=True) as sessions:
        number = keep(sessions)
    app, engine = window(folder, session=number)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "31.8% [1]. ✓ Videos double it [2]. ~" in painted(pilot))
        assert line(pilot, ".verdicts").startswith("✓ 1 supported · ~ 1 partly supported")
        assert "searched also for “weaver”" in painted(pilot)
        assert "[1] SkillWeaver" in painted(pilot)
        await ask_to_the_end(pilot, "and the second one?")
        assert [("and the second one?", (KEPT.answer,))] == engine.asked
    assert app.memory.close(PATIENCE)
    ((first, second),) = kept(folder)
    assert (KEPT, "and the second one?") == (first, second.question)


async def test_the_citations_of_a_resumed_session_open(folder: Path) -> None:
    """In the abstract as it is today."""
    with Sessions(folder, create=True) as sessions:
        number = keep(sessions)
    app, _ = window(folder, session=number)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "[2]. ~" in painted(pilot))
        column, row = await find_at_rest(pilot, "[2]. ~")
        await pilot.click(offset=(column + 1, row))
        await wait_until(pilot, lambda: isinstance(app.screen, AbstractScreen))
        assert "Skills come from videos." in painted(pilot)


async def test_a_paper_that_is_gone_is_said_to_be_gone(folder: Path) -> None:
    """And what was quoted of it can still be opened."""
    with Sessions(folder, create=True) as sessions:
        number = keep(sessions)
    app = ChatApp(
        lambda settings, narrate: FakeEngine([WHOLE]), memory=Memory(lambda: Sessions(folder)), session=number
    )
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "is no longer in the library." in painted(pilot))
        await pilot.press("escape", "1")
        await wait_until(pilot, lambda: isinstance(app.screen, AbstractScreen))
        assert "no longer in the library. Quoted from it:" in painted(pilot).replace("\n", " ")


@pytest.mark.parametrize(
    ("state", "words"), [(State.STOPPED, "stopped"), (State.ASKED, "No answer was kept"), (State.FAILED, "no memory")]
)
async def test_what_was_not_finished_is_marked_when_it_is_drawn(folder: Path, state: State, words: str) -> None:
    """And leaves to the next question the papers that had been found, and no half sentence."""
    with Sessions(folder, create=True) as sessions:
        number, row = sessions.ask(None, "half?", "")
        error = ("no memory", "") if state is State.FAILED else None
        if state is not State.ASKED:
            sessions.keep(row, replace(KEPT, state=state, answer=None, text="Half a sen", claims=(), error=error))
    app, engine = window(folder, session=number)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: words in painted(pilot))
        await ask_to_the_end(pilot, "next")
        ((_, history),) = engine.asked
        found = [[citation.n for citation in answer.citations] for answer in history]
        assert ([] if state is State.ASKED else [[1, 2]]) == found
        assert not any("Half a sen" in answer.text for answer in history)


@pytest.mark.usefixtures("small_pages")
async def test_a_long_session_is_drawn_cheaply(folder: Path) -> None:
    """Only the end of it is widgets, and the whole of it is history."""
    number = keep_many(folder, 20)
    app, engine = window(folder, session=number)
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_until(pilot, lambda: len(app.chat.query(ExchangeView)) == conversation.PAGE)
        await pilot.pause()
        assert "▲ 17 earlier questions" in line(pilot, "#earlier")
        assert "question 19" == last_view(pilot).exchange.question
        await ask_to_the_end(pilot, "next")
        assert 20 == len(engine.asked[0][1])


@pytest.mark.usefixtures("small_pages")
async def test_earlier_exchanges_come_back_and_go_again(folder: Path) -> None:
    """However far one reads, few are widgets, all are there, in order."""
    number = keep_many(folder, 14)
    app, _ = window(folder, session=number)
    async with app.run_test(size=(100, 30)) as pilot:
        room = app.chat.query_one(Conversation)
        await wait_until(pilot, lambda: len(room.views) == conversation.PAGE)
        for _ in range(4):
            await room.show_earlier()
            assert len(room.views) <= conversation.MOST_SHOWN
            assert [f"question {n}" for n in range(14)] == [item.question for item in room.exchanges]
        assert "question 0" == room.views[0].exchange.question
        assert ("", "▼ 8 later questions · click to show") == (line(pilot, "#earlier"), line(pilot, "#later"))
        for _ in range(3):
            await room.show_later()
            assert len(room.views) <= conversation.MOST_SHOWN
            assert [f"question {n}" for n in range(14)] == [item.question for item in room.exchanges]
        assert "question 13" == room.views[-1].exchange.question
        assert "" == line(pilot, "#later")


@pytest.mark.usefixtures("small_pages")
async def test_asking_leads_back_to_the_end(folder: Path) -> None:
    """From wherever one has read."""
    number = keep_many(folder, 14)
    app, _ = window(folder, session=number)
    async with app.run_test(size=(100, 30)) as pilot:
        room = app.chat.query_one(Conversation)
        await wait_until(pilot, lambda: len(room.views) == conversation.PAGE)
        for _ in range(4):
            await room.show_earlier()
        await ask(pilot, "next")
        await wait_until(pilot, lambda: last_view(pilot).exchange.answer and "next" in painted(pilot))
        assert [*(f"question {n}" for n in range(14)), "next"] == [item.question for item in room.exchanges]
        assert conversation.PAGE + 1 == len(room.views)


@pytest.mark.usefixtures("small_pages")
async def test_what_is_read_stays_in_its_place(folder: Path) -> None:
    """When earlier exchanges are drawn above it."""
    number = keep_many(folder, 9)
    app, _ = window(folder, session=number)
    async with app.run_test(size=(100, 30)) as pilot:
        room = app.chat.query_one(Conversation)
        await wait_until(pilot, lambda: len(room.views) == conversation.PAGE)
        await pilot.pause()
        room.scroll_home(animate=False)
        await pilot.pause()
        await pilot.pause()
        row = find(pilot, "question 6")[1]
        await pilot.click("#earlier")
        await wait_until(pilot, lambda: len(room.views) == 2 * conversation.PAGE)
        await wait_until(pilot, lambda: "question 6" in painted(pilot))
        assert abs(row - find(pilot, "question 6")[1]) <= 1


@pytest.mark.usefixtures("small_pages")
async def test_a_long_conversation_lets_old_exchanges_go(folder: Path) -> None:
    """Eight hours of questions must not fill the screen's memory with widgets."""
    app, engine = window(folder, (Finished(ANSWER),))
    async with app.run_test(size=(100, 30)) as pilot:
        room = app.chat.query_one(Conversation)
        for n in range(9):
            await ask(pilot, f"question {n}")
            await wait_until(pilot, lambda n=n: last_view(pilot).exchange.question == f"question {n}")  # type: ignore[misc]
            await wait_until(pilot, lambda: not last_view(pilot).exchange.is_running)
            assert len(room.views) <= conversation.MOST_SHOWN
        assert [f"question {n}" for n in range(9)] == [item.question for item in room.exchanges]
        assert 8 == len(engine.asked[-1][1])


async def test_earlier_questions_of_other_days_and_windows_come_back(folder: Path) -> None:
    """↑ begins with the newest of all, at the moment it is pressed."""
    with Sessions(folder, create=True) as sessions:
        keep(sessions, "yesterday")
    app, _ = window(folder)
    other = memory_of(folder)
    async with app.run_test() as pilot:
        box = app.chat.query_one(QuestionBox)
        await ask_to_the_end(pilot, "mine")
        other.run(lambda sessions: sessions.ask(None, "in another window", "")).result(PATIENCE)
        seen = []
        for key in ("up", "up", "up", "up", "down"):
            await pilot.press(key)
            seen.append(box.text)
        assert ["in another window", "mine", "yesterday", "yesterday", "mine"] == seen
    assert other.close(PATIENCE)


async def test_a_chat_that_cannot_keep_says_so_once_and_goes_on(tmp_path: Path) -> None:
    """A read-only disk, or the sessions of a newer version."""
    tried = []

    def refuse() -> Sessions:
        tried.append(1)
        raise LibraryError("the disk is [read-only]", "take another")

    app = ChatApp(lambda settings, narrate: FakeEngine([WHOLE]), memory=Memory(refuse))
    async with app.run_test(size=(100, 30)) as pilot:
        await ask_to_the_end(pilot, "one")
        await ask_to_the_end(pilot, "two")
        assert ANSWER == last_view(pilot).exchange.answer
        notes = [note.message for note in app._notifications]
        assert ["The conversation is not kept. the disk is [read-only]\ntake another"] == notes
        assert len(tried) >= 4
        await pilot.press("up")
        assert "two" == app.chat.query_one(QuestionBox).text


async def test_a_session_that_cannot_be_read_leaves_the_chat_usable(folder: Path) -> None:
    """It was compacted in another window, say."""

    def refuse(sessions: Sessions, session: int) -> list[KeptExchange]:
        raise LibraryError("the library is damaged")

    memory = Memory(lambda: Sessions(folder, create=True), refuse)
    app = ChatApp(lambda settings, narrate: FakeEngine([WHOLE]), memory=memory, session=7)
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_until(pilot, lambda: app._notifications)
        await wait_until(pilot, lambda: status(pilot).startswith("ready"))
        await ask_to_the_end(pilot)
        answer: Answer | None = last_view(pilot).exchange.answer
        assert ANSWER == answer


async def test_quotations_of_a_resumed_session_are_no_markdown(folder: Path) -> None:
    """Whoever writes today."""
    verbatim = "# Not *a* heading_1 `x`"
    assert KEPT.answer
    answer = replace(KEPT.answer, text=verbatim, generator="quotes", claims=(), citations=())
    with Sessions(folder, create=True) as sessions:
        number, row = sessions.ask(None, "q", "")
        sessions.keep(row, replace(KEPT, text=verbatim, answer=answer, claims=()))
    app, _ = window(folder, session=number)
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_until(pilot, lambda: verbatim in painted(pilot))


def test_the_memory_of_a_thread_that_was_closed_holds_nothing_back(folder: Path) -> None:
    """What was queued before is done."""
    memory = memory_of(folder)
    futures = [memory.run(lambda sessions, n=n: keep(sessions, f"question {n}")) for n in range(20)]  # type: ignore[misc]
    assert memory.close(PATIENCE)
    assert 20 == len({future.result(0) for future in futures}) == len(kept(folder))
