"""The engine over the real pipeline, without a language model."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.embedding import open_embedder
from assistant.errors import AssistantError, MissingError
from assistant.indexing import index_files
from assistant.records import EvidenceFound, Finished, Understood
from assistant.settings import BUNDLED_EMBEDDING_MODEL, Settings
from assistant.storage.library import Library
from assistant.tui import indexer
from assistant.tui.engine import Engine, Request, open_pipeline
from tests.conftest import FIVE, Write
from tests.tui.fakes import PATIENCE

QUESTION = "How often did Gentoo penguins choose the neighbour?"


@pytest.fixture
def engine(tmp_path: Path, write_papers: Write) -> Iterator[Engine]:
    """Open the pipeline over five papers."""
    papers = write_papers(tmp_path / "papers.txt", FIVE)
    with Library(tmp_path / "library", create=True) as library:
        index_files(library, [papers], lambda: open_embedder(BUNDLED_EMBEDDING_MODEL), BUNDLED_EMBEDDING_MODEL)
    opened = open_pipeline(Settings(library=tmp_path / "library", generator="quotes"), lambda text: None)
    yield opened
    opened.close()


def test_it_says_what_it_works_with(engine: Engine) -> None:
    """For the status line."""
    assert (engine.paper_count, engine.generator_name, engine.model) == (5, "quotes", None)


def test_it_answers_with_the_events_of_the_pipeline(engine: Engine) -> None:
    """Evidence before the end."""
    engine.prepare()
    events = list(engine.ask(Request(QUESTION), (), lambda: False))
    assert isinstance(events[0], Understood)
    assert any(isinstance(event, EvidenceFound) for event in events)
    assert isinstance(events[-1], Finished)
    assert "81.5%" in events[-1].answer.text


def test_answers_become_the_turns_of_a_follow_up(engine: Engine) -> None:
    """The follow-up is searched with what went before."""
    first = list(engine.ask(Request(QUESTION), (), lambda: False))[-1]
    assert isinstance(first, Finished)
    understood = next(iter(engine.ask(Request("And for how long?"), (first.answer,), lambda: False)))
    assert isinstance(understood, Understood)
    assert understood.standalone != "And for how long?"


def test_papers_keep_their_numbers_however_long_the_dialogue(engine: Engine) -> None:
    """A paper that was cited a hundred questions ago has its number still, and no other paper gets it."""
    first = list(engine.ask(Request(QUESTION), (), lambda: False))[-1]
    assert isinstance(first, Finished)
    late = replace(first.answer, citations=tuple(replace(item, n=7) for item in first.answer.citations))
    thanks = replace(first.answer, citations=(), claims=(), text="You are welcome.")
    last = list(engine.ask(Request(QUESTION), (late, *[thanks] * 100), lambda: False))[-1]
    assert isinstance(last, Finished)
    assert {7} == {item.n for item in last.answer.citations}


def test_it_stops_when_it_is_cancelled(engine: Engine) -> None:
    """Without a finished answer."""
    assert not any(isinstance(event, Finished) for event in engine.ask(Request(QUESTION), (), lambda: True))


def test_a_missing_library_is_an_error_with_a_hint(tmp_path: Path) -> None:
    """The chat shows both."""
    with pytest.raises(MissingError) as caught:
        open_pipeline(Settings(library=tmp_path / "nowhere"), lambda text: None)
    assert caught.value.hint


@pytest.mark.parametrize("way", ["files", "bundled", "refresh"])
def test_a_chroma_server_is_asked_whatever_is_done_behind_the_chat(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """When papers are indexed, and when the library is looked at again after that."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        asked: list[bool] = []

        def answer() -> None:
            with suppress(OSError):
                server.accept()[0].close()
                asked.append(True)

        thread = threading.Thread(target=answer)
        thread.start()
        settings = Settings(library=tmp_path / "library", generator="quotes", chroma=address)
        if way == "refresh":
            again = replace(engine, settings=settings)  # type: ignore[type-var]
            again.refresh()
            list(again.ask(Request(QUESTION), (), lambda: False))
        else:
            monkeypatch.setattr("assistant.resources.resource_folder", lambda name: tmp_path / "papers.txt")
            job = indexer.files(settings, tmp_path / "papers.txt") if way == "files" else indexer.bundled(settings)
            monkeypatch.setattr("assistant.bundled.are_wanted", lambda settings: True)
            with suppress(AssistantError):
                job(lambda stage, done, total: None)
        server.close()
        thread.join(PATIENCE)
    assert [True] == asked
