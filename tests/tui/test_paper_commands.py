"""What can be done with a paper over its abstract, and with an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from assistant.records import Citation, Filters, Finished, Token
from assistant.tui import clipboard
from assistant.tui.abstract_screen import AbstractScreen
from assistant.tui.app import ChatApp
from assistant.tui.browsers import open_page
from assistant.tui.engine import Request, Wish
from assistant.tui.question_box import QuestionBox
from tests.tui.fakes import (
    ANSWER,
    SKILL_WEAVER,
    UNISKILL,
    WHOLE,
    FakeEngine,
    Gate,
    Script,
    ask_to_the_end,
    chat,
    last_view,
    line,
    notes,
    painted,
    wait_until,
)

LINKED = replace(SKILL_WEAVER, doi="10.1000/xyz", authors=("Ada Lovelace", "Alan Turing"))
WITH_LINK: Script = (Token("It helps [1]."), Finished(replace(ANSWER, citations=(Citation(1, LINKED, ()),))))


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is copied from now on."""
    texts: list[str] = []

    def copy(text: str, what: str, send: clipboard.Send) -> tuple[bool, str]:
        texts.append(text)
        return True, f"Copied {what}."

    monkeypatch.setattr(clipboard, "copy", copy)
    return texts


def web(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str = "exit 0") -> Callable[[], list[str]]:
    """Put a browser on this desktop, and return what returns the addresses that it was to open."""
    program, opened = folder / "browser", folder / "opened"
    program.write_text(f"#!/bin/sh\necho \"$1\" >> '{opened}'\n{body}\n")
    program.chmod(0o755)
    for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (("PATH", str(folder)), ("DISPLAY", ":0"), ("BROWSER", str(program))):
        monkeypatch.setenv(name, value)
    return lambda: opened.read_text().split() if opened.exists() else []


async def open_abstract(pilot: Pilot[None], n: int = 1) -> None:
    """Ask, and open the abstract of source `n`."""
    await ask_to_the_end(pilot)
    await pilot.press("escape", str(n))
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, AbstractScreen))


async def test_the_reference_is_copied(copied: list[str]) -> None:
    """As it would stand in a list of references."""
    app, _ = chat(WITH_LINK)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_abstract(pilot)
        await pilot.press("c")
        await wait_until(pilot, lambda: notes(pilot) == ["Copied the reference."])
        title = "SkillWeaver: Web Agents can Self-Improve"
        assert copied == [f"Ada Lovelace, Alan Turing. {title}. 2025. https://doi.org/10.1000/xyz"]


async def test_the_answer_is_copied_with_its_references(copied: list[str]) -> None:
    """The question box keeps the focus."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("f5")
        await wait_until(pilot, lambda: notes(pilot) == ["Copied the answer."])
        assert copied[0].startswith(ANSWER.text)
        assert copied[0].endswith("[2] UniSkill: Imitating Human Videos.")


@pytest.mark.parametrize(("key", "words"), [("f5", "no answer to copy"), ("f8", "no finished answer")])
async def test_a_key_that_finds_nothing_says_so(copied: list[str], key: str, words: str) -> None:
    """Before the first answer, and while one is awaited; the menu does not offer it."""
    gate = Gate()
    app, _ = chat((gate, *WHOLE))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await wait_until(pilot, lambda: words in "".join(notes(pilot)))
        app.clear_notifications()
        await pilot.press("w", "enter")
        await wait_until(pilot, gate.reached.is_set)
        await pilot.press(key)
        await wait_until(pilot, lambda: words in "".join(notes(pilot)))
        assert copied == []
        gate.opened.set()


async def test_a_copy_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pastes what was there before."""
    monkeypatch.setattr(clipboard, "copy", lambda text, what, send: (False, f"Could not copy {what}: why."))
    app, _ = chat(WHOLE)
    async with app.run_test() as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("f5")
        await wait_until(pilot, lambda: notes(pilot) == ["Could not copy the answer: why."])


async def test_the_link_is_opened_when_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """And not before."""
    app, _ = chat(WITH_LINK)
    opened = web(tmp_path, monkeypatch)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_abstract(pilot)
        assert opened() == []
        await pilot.press("o")
        await wait_until(pilot, lambda: notes(pilot) == ["Opened https://doi.org/10.1000/xyz"])
        assert opened() == ["https://doi.org/10.1000/xyz"]


async def test_a_browser_that_hangs_holds_up_no_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It runs without our terminal, beside the loop that takes keys."""
    app, _ = chat(WITH_LINK)
    opened = web(tmp_path, monkeypatch, "/bin/sleep 8; exit 1")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_abstract(pilot)
        await pilot.press("o")
        await wait_until(pilot, opened)
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is app.chat)
        assert notes(pilot) == []
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: app._exit)


def test_no_browser_is_opened_in_the_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It would draw over the chat and take its keys: without a desktop, and where the person names one."""
    opened = web(tmp_path, monkeypatch)
    (tmp_path / "browser").rename(tmp_path / "w3m")
    for environment in ({"TERM": "xterm"}, {"DISPLAY": ":0", "BROWSER": f"{tmp_path}/w3m"}, {"DISPLAY": ":0"}):
        assert not open_page("https://example.org", {"PATH": str(tmp_path), "TERM": "xterm", **environment})
    assert opened() == []


@pytest.mark.parametrize(("address", "code"), [("https://example.org", 1), ("file:///etc/passwd", 0)])
async def test_a_link_that_no_browser_may_open_is_copied(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, copied: list[str], address: str, code: int
) -> None:
    """Where there is none, and for what is no web address."""
    paper = replace(SKILL_WEAVER, url=address)
    app, _ = chat((Finished(replace(ANSWER, citations=(Citation(1, paper, ()),))),))
    opened = web(tmp_path, monkeypatch, f"exit {code}")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_abstract(pilot)
        await pilot.press("o")
        await wait_until(pilot, lambda: copied == [address])
        assert opened() == ([address] if address.startswith("https") else [])


async def test_a_paper_without_address_offers_no_link() -> None:
    """Neither in the footer nor by its key."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(100, 24)) as pilot:
        await open_abstract(pilot)
        await wait_until(pilot, lambda: "s Summarise" in painted(pilot))
        assert "o Link" not in painted(pilot)


async def test_a_key_that_has_no_use_now_says_what_it_is_for() -> None:
    """Of a paper without a link, "close this window to write" would be the wrong advice."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(100, 24)) as pilot:
        await open_abstract(pilot)
        await pilot.press("o")
        words = "Not possible here: Open the link of the paper in the browser."
        await wait_until(pilot, lambda: notes(pilot) == [words])


@pytest.mark.parametrize(("key", "wish", "words"), [("m", Wish.SIMILAR, "More like"), ("s", Wish.SUMMARY, "Summarise")])
async def test_a_paper_is_asked_for_more(key: str, wish: Wish, words: str) -> None:
    """It becomes the next exchange of the conversation."""
    app, engine = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_abstract(pilot, 2)
        await pilot.press(key)
        await wait_until(pilot, lambda: len(engine.requests) == 2 and last_view(pilot).exchange.answer)
        assert engine.requests[1] == Request(f"{words} “{UNISKILL.title}”", wish, UNISKILL)
        await wait_until(pilot, lambda: app.screen.query_one(QuestionBox).has_focus)


async def test_a_running_answer_is_not_broken_off_by_a_wish() -> None:
    """A note says how to stop it."""
    gate = Gate()
    engine = FakeEngine([(*WHOLE[:3], gate, *WHOLE[3:])])
    app, _ = chat(engine=engine)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w", "enter")
        await wait_until(pilot, gate.reached.is_set)
        await pilot.press("tab", "1")
        await wait_until(pilot, lambda: isinstance(app.screen, AbstractScreen))
        await pilot.press("m")
        await wait_until(pilot, lambda: notes(pilot))
        assert len(engine.requests) == 1
        gate.opened.set()


async def test_a_pinned_paper_alone_is_asked_once() -> None:
    """The line above the question says so, and goes with it."""
    app, engine = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_abstract(pilot, 2)
        await pilot.press("p")
        await wait_until(pilot, lambda: line(pilot, "#next") == f"next question asked of “{UNISKILL.title}”")
        await ask_to_the_end(pilot, "how?")
        assert engine.requests[-1] == Request("how?", within=Filters(only=(UNISKILL.title,)))
        assert line(pilot, "#next") == ""
        await ask_to_the_end(pilot, "and then?")
        assert engine.requests[-1] == Request("and then?")


async def test_an_excluded_paper_is_left_out_once() -> None:
    """A command takes it back."""
    app, engine = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_abstract(pilot)
        await pilot.press("x")
        await wait_until(pilot, lambda: "without" in line(pilot, "#next"))
        await app.run_action("clear_choice", app.chat)
        assert line(pilot, "#next") == ""
        await ask_to_the_end(pilot, "how?")
        assert engine.requests[-1] == Request("how?")


async def test_arrows_and_digits_lead_to_the_other_papers() -> None:
    """No further than there are."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_abstract(pilot)
        await pilot.press("right")
        await wait_until(pilot, lambda: UNISKILL.abstract in painted(pilot))
        await pilot.press("right", "left")
        await wait_until(pilot, lambda: "Ohio State" in painted(pilot))
        await pilot.press("2")
        await wait_until(pilot, lambda: UNISKILL.abstract in painted(pilot))


def type_soon(app: ChatApp, key: str) -> None:
    """Type a key a tenth of a second after the last one, however long the machine takes to heed it."""
    event = events.Key(key, key)
    event.time = app.chat.digits.key_at + 0.1
    app.post_message(event)


async def test_numbers_of_two_digits_are_typed_one_after_the_other() -> None:
    """In a long dialogue papers have numbers above 9; a busy machine may open [1] only after a while."""
    citations = (Citation(1, SKILL_WEAVER, ()), Citation(12, UNISKILL, ()))
    app, _ = chat((Finished(replace(ANSWER, citations=citations)),))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("escape", "1")
        type_soon(app, "2")
        await wait_until(pilot, lambda: isinstance(app.screen, AbstractScreen) and UNISKILL.abstract in painted(pilot))
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is app.chat)
        await pilot.press("1")
        await wait_until(pilot, lambda: isinstance(app.screen, AbstractScreen) and "Ohio State" in painted(pilot))
        await asyncio.sleep(1.0)
        type_soon(app, "2")
        await wait_until(pilot, lambda: UNISKILL.abstract in painted(pilot))
