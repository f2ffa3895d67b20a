"""Choosing from inside the chat: who writes, filters, papers, library, colours, the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from assistant.errors import LibraryBusy, ModelError
from assistant.records import Filters
from assistant.settings import Settings, load
from assistant.storage.library import FILE, Library
from assistant.tui import indexer
from assistant.tui.app import ChatApp
from assistant.tui.choice_screen import ChoiceScreen
from assistant.tui.engine import Request, open_pipeline
from assistant.tui.entry_screen import EntryScreen
from assistant.tui.log_screen import LogScreen
from assistant.tui.wanted import EngineChanged
from tests.conftest import FIVE, Write
from tests.tiny_gguf import write_tiny_gguf
from tests.tui.fakes import (
    WHOLE,
    FakeEngine,
    Gate,
    ask,
    ask_to_the_end,
    chat,
    last_view,
    line,
    notes,
    painted,
    status,
    wait_until,
)


def app_with(settings: Settings, **others: object) -> tuple[ChatApp, FakeEngine]:
    """Return a chat with these settings over a fake engine."""
    engine = FakeEngine([WHOLE])

    def open_engine(chosen: Settings, narrate: object) -> FakeEngine:
        engine.opened_with.append(chosen)
        return engine

    return ChatApp(open_engine, settings=settings, **others), engine  # type: ignore[arg-type]


async def enter(pilot: Pilot[None], text: str) -> None:
    """Type a line into the open window and send it."""
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, EntryScreen) and pilot.app.screen.query(Input))
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")


async def test_who_writes_is_chosen_among_what_is_here(tmp_path: Path) -> None:
    """The conversation goes on; a file that is no model cannot be chosen."""
    write_tiny_gguf(tmp_path / "tiny.gguf")
    (tmp_path / "broken.gguf").write_bytes(b"GGUF")
    app, engine = app_with(Settings(models_dir=tmp_path))
    async with app.run_test(size=(100, 30)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("f2")
        await wait_until(pilot, lambda: isinstance(app.screen, ChoiceScreen) and app.screen.query(OptionList))
        options = app.screen.query_one(OptionList)
        await wait_until(pilot, lambda: options.option_count == 3)
        usable = {str(o.prompt).split("  ")[0]: not o.disabled for o in options.options}
        assert usable == {"Quotations": True, "tiny": True, "broken": False}
        options.highlighted = list(usable).index("tiny")
        await pilot.press("enter")
        await wait_until(pilot, lambda: len(engine.opened_with) == 2)
        assert (engine.opened_with[1].generator, Path(engine.opened_with[1].model).name) == ("llama", "tiny.gguf")
        await ask_to_the_end(pilot, "and now?")
        assert len(engine.asked[1][1]) == 1


async def test_another_writer_stops_the_answer_in_the_making() -> None:
    """It is the old one's."""
    gate = Gate()
    engine = FakeEngine([(*WHOLE[:4], gate, *WHOLE[4:])])
    app, _ = chat(engine=engine)
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot)
        await wait_until(pilot, gate.reached.is_set)
        await pilot.press("f2")
        await wait_until(pilot, lambda: isinstance(app.screen, ChoiceScreen) and app.screen.query(OptionList))
        await pilot.press("enter")
        await wait_until(pilot, lambda: line(pilot, ".notice") == "stopped")
        await wait_until(pilot, lambda: len(engine.opened_with) == 2)


async def test_a_writer_that_cannot_be_loaded_is_said_in_a_conversation() -> None:
    """No empty screen is there to say it, and the status stays with it."""
    app, engine = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        engine.loading = ModelError("out of memory", "take a smaller one")
        app.worker.reopen(lambda narrate: engine)
        app.post_to_chat(EngineChanged())
        await wait_until(pilot, lambda: notes(pilot) == ["out of memory\ntake a smaller one"])
        await wait_until(pilot, lambda: status(pilot).startswith("not ready · "))
        engine.loading = None
        app.worker.reopen()
        await wait_until(pilot, lambda: "not ready" not in status(pilot))


async def test_filters_hold_for_every_question_until_they_are_changed() -> None:
    """What is no filter is said, and can be corrected."""
    app, engine = chat(WHOLE)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f3")
        await enter(pilot, "yaer:2025")
        await wait_until(pilot, lambda: "is no filter" in painted(pilot))
        await enter(pilot, "year:2025 authors:>3")
        await wait_until(pilot, lambda: "only papers dated 2025, with 4 or more authors" in line(pilot, "#next"))
        for _ in range(2):
            await ask_to_the_end(pilot, "what?")
            assert engine.requests[-1] == Request("what?", within=Filters(since="2025", until="2025", authors_from=4))
        await pilot.press("f3")
        await enter(pilot, "")
        await wait_until(pilot, lambda: line(pilot, "#next") == "")


async def test_papers_are_indexed_while_the_chat_goes_on(tmp_path: Path, write_papers: Write) -> None:
    """Real ones; the engine is told when it is done."""
    papers = write_papers(tmp_path / "papers.txt", FIVE)
    app, _ = app_with(Settings(library=tmp_path / "library"))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f4")
        await enter(pilot, str(tmp_path / "nothing"))
        await wait_until(pilot, lambda: "there is no file or folder" in painted(pilot))
        await enter(pilot, str(papers))
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: notes(pilot))
        assert notes(pilot)[0].startswith("5 new papers, 0 changed; 5 in the library.")
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: "353 papers" in status(pilot))
        assert line(pilot, "#indexing") == ""
    with Library(tmp_path / "library") as library:
        assert library.paper_count() == 5


async def test_the_first_papers_are_indexed_behind_the_open_chat(tmp_path: Path, write_papers: Write) -> None:
    """The box can be used at once; what is asked before is answered as soon as papers are there."""
    papers = write_papers(tmp_path / "papers.txt", FIVE)
    settings = Settings(library=tmp_path / "library", generator="quotes", models_dir=tmp_path)
    gate = Gate()

    def fill(progress: Callable[[str, int, int], None]) -> str:
        gate.pass_through(lambda: False)
        return indexer.files(settings, papers)(progress)

    app = ChatApp(open_pipeline, settings=settings, fill=fill)
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_until(pilot, gate.reached.is_set)
        await ask(pilot, "How often did Gentoo penguins choose the neighbour?")
        await wait_until(pilot, lambda: last_view(pilot).exchange.is_running)
        gate.opened.set()
        await wait_until(pilot, lambda: not last_view(pilot).exchange.is_running)
        answer = last_view(pilot).exchange.answer
        assert answer is not None
        assert "81.5%" in answer.text


async def test_a_library_that_is_filled_already_is_opened_without_a_word(small_library: Library) -> None:
    """The default one at every start but the first."""
    settings = Settings(library=small_library.folder, generator="quotes")
    app = ChatApp(open_pipeline, settings=settings, fill=indexer.bundled(settings))
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_until(pilot, lambda: "ready · quotes · 5 papers" in status(pilot))
        assert notes(pilot) == []


async def test_a_library_that_is_damaged_is_not_filled(tmp_path: Path) -> None:
    """The chat says what is wrong with it, once."""
    (tmp_path / FILE).write_text("no database")
    settings = Settings(library=tmp_path, generator="quotes")
    app = ChatApp(open_pipeline, settings=settings, fill=indexer.bundled(settings))
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_until(pilot, lambda: "assistant doctor" in painted(pilot))
        assert notes(pilot) == []
    assert (tmp_path / FILE).read_text() == "no database"


async def test_papers_that_are_named_too_early_need_not_be_typed_again(tmp_path: Path) -> None:
    """One job is done at a time; the path stands there the next time."""
    gate = Gate()

    def fill(progress: object) -> str:
        gate.pass_through(lambda: False)
        return ""

    app = ChatApp(lambda settings, narrate: FakeEngine([WHOLE]), fill=fill)
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_until(pilot, gate.reached.is_set)
        await pilot.press("f4")
        await enter(pilot, str(tmp_path))
        await wait_until(pilot, lambda: "indexed already" in "".join(notes(pilot)))
        await pilot.press("f4")
        await wait_until(pilot, lambda: pilot.app.screen.query(Input))
        assert str(tmp_path) == app.screen.query_one(Input).value
        gate.opened.set()


async def test_an_indexing_that_fails_says_why() -> None:
    """And the chat goes on with what is there."""

    def fill(progress: object) -> str:
        raise LibraryBusy("another process is writing", "wait")

    app, _ = app_with(Settings(), fill=fill)
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: notes(pilot) == ["another process is writing\nwait"])
        await ask_to_the_end(pilot)


async def test_colours_are_chosen_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the settings file, for the next time."""
    monkeypatch.setenv("ASSISTANT_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").write_text("retrieved = 7\n")
    app, _ = app_with(load())
    async with app.run_test(size=(100, 30)) as pilot:
        assert app.theme == "textual-dark"
        await app.run_action("choose_theme", app)
        await wait_until(pilot, lambda: isinstance(app.screen, ChoiceScreen) and app.screen.query(OptionList))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: app.theme == "textual-light")
    assert (load().theme, load().retrieved) == ("light", 7)


async def test_another_library_ends_the_chat_for_a_new_one(tmp_path: Path) -> None:
    """`run_chat` begins again with it."""
    with Library(tmp_path / "other", create=True):
        pass
    app, _ = app_with(Settings(library=tmp_path))
    async with app.run_test(size=(100, 30)) as pilot:
        await app.run_action("open_library", app)
        await enter(pilot, str(tmp_path))
        await wait_until(pilot, lambda: "there is no library in" in painted(pilot))
        await enter(pilot, str(tmp_path / "other"))
        await wait_until(pilot, lambda: app._exit)
    assert app.next_settings == Settings(library=tmp_path / "other")


async def test_the_log_can_be_read(tmp_path: Path) -> None:
    """Cleaned, its end first."""
    log = tmp_path / "chat.log"
    log.write_text("old\n" * 20_000 + "native \x1b[2Jnoise [/b]\n")
    app, _ = app_with(Settings(), log=log)
    async with app.run_test(size=(100, 30)) as pilot:
        await app.run_action("show_log", app)
        await wait_until(pilot, lambda: isinstance(app.screen, LogScreen))
        await wait_until(pilot, lambda: "native noise [/b]" in painted(pilot))
