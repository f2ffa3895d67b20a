"""The receipt of each answer: kept with the conversation, shown, written to a file that can be verified."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.checking.receipt_reading import parse, read_receipt
from assistant.embedding import open_embedder
from assistant.errors import ModelError
from assistant.indexing import index_files
from assistant.sessions import Sessions
from assistant.settings import BUNDLED_EMBEDDING_MODEL, Settings
from assistant.storage.library import Library
from assistant.tui.app import ChatApp
from assistant.tui.engine import open_pipeline
from assistant.tui.memory import Memory, open_beside
from assistant.tui.receipt_facts import facts
from assistant.tui.receipt_screen import ReceiptScreen
from tests.conftest import FIVE, Write
from tests.tui.fakes import REFUSAL, WHOLE, FakeEngine, ask_to_the_end, chat, notes, painted, receipt, wait_until


@pytest.fixture
def settings(tmp_path: Path, write_papers: Write) -> Settings:
    """Return settings with a library of five papers, answered by quotations."""
    papers = write_papers(tmp_path / "papers.txt", FIVE)
    with Library(tmp_path / "library", create=True) as library:
        index_files(library, [papers], lambda: open_embedder(BUNDLED_EMBEDDING_MODEL), BUNDLED_EMBEDDING_MODEL)
    return Settings(library=tmp_path / "library", generator="quotes")


def kept_receipts(memory: Memory) -> list[str]:
    """Return the receipts of the latest session."""

    def read(sessions: Sessions) -> list[str]:
        exchanges = sessions.exchanges(sessions.find("last").id, lambda identifier: None)
        return [sessions.receipt(exchange.row) for exchange in exchanges]

    return memory.run(read).result(10)


async def test_the_receipt_of_a_real_answer_is_kept_and_written(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `assistant verify` reads it, also of the second turn and in a chat that goes on another day."""
    monkeypatch.chdir(tmp_path)
    memory = open_beside(settings.library)
    app = ChatApp(open_pipeline, memory=memory, settings=settings)
    async with app.run_test(size=(100, 50)) as pilot:
        await ask_to_the_end(pilot, "How often did Gentoo penguins choose the neighbour?")
        await ask_to_the_end(pilot, "And for how long?")
        await wait_until(pilot, lambda: all(kept_receipts(memory)))
        first, second = (json.loads(text) for text in kept_receipts(memory))
        assert first["text"] == app.chat.query("ExchangeView").first().exchange.answer.text  # type: ignore[attr-defined]
        assert [turn["question"] for turn in second["history"]] == [first["question"]]
    assert app.worker.close(10)
    assert memory.close(10)

    again = ChatApp(open_pipeline, memory=open_beside(settings.library), session=1, settings=settings)
    async with again.run_test(size=(100, 50)) as pilot:
        await wait_until(pilot, lambda: again.chat.state.exchange is not None)
        await pilot.press("f8")
        await wait_until(pilot, lambda: isinstance(again.screen, ReceiptScreen))
        await pilot.press("w")
        await wait_until(pilot, lambda: "Written to" in painted(pilot))
    assert again.worker.close(10)
    assert again.memory.close(10)
    (path,) = tmp_path.glob("*-and-for-how-long.json")
    assert read_receipt(path).question == "And for how long?"


async def test_a_folder_that_is_gone_takes_no_receipt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and the chat goes on."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    app, _ = chat(WHOLE)
    async with app.run_test(size=(100, 40)) as pilot:
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: app.memory.receipt(1).result(10))
        await pilot.press("f8")
        await wait_until(pilot, lambda: isinstance(app.screen, ReceiptScreen))
        (tmp_path / "here").rmdir()
        await pilot.press("w")
        await wait_until(pilot, lambda: "the folder that the chat was opened in is gone" in painted(pilot))


async def test_each_receipt_stays_with_its_own_exchange() -> None:
    """Also when another conversation was begun before it came."""
    app, _ = chat(WHOLE, REFUSAL)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot, "first")
        await pilot.press("ctrl+n")
        await ask_to_the_end(pilot, "second")
        await wait_until(pilot, lambda: len(app.memory.rows) == 2 and all(kept_receipts(app.memory)))
        first, second = (app.memory.receipt(number).result(10) for number in (1, 2))
        assert "first" in first
        assert "second" in second


async def test_an_answer_without_a_receipt_is_none_the_worse() -> None:
    """It is said when it is asked for."""
    engine = FakeEngine((WHOLE,), receipt_failure=ModelError("the model is gone", "look"))
    app, _ = chat(engine=engine)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("f8")
        await wait_until(pilot, lambda: "No receipt of this answer is kept." in notes(pilot))
        await ask_to_the_end(pilot, "another")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_it_can_be_read_at_every_size(size: tuple[int, int]) -> None:
    """Its first facts are on the screen, the others by scrolling."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=size) as pilot:
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: app.memory.receipt(1).result(10))
        await pilot.press("f8")
        await wait_until(pilot, lambda: "Asked of the library" in painted(pilot))
        assert "How much does SkillWeaver help?" in painted(pilot)
        await wait_until(pilot, lambda: "w Save ^p Menu f1 Help" in painted(pilot))
        await pilot.press("end")
        await wait_until(pilot, lambda: "Checksum of the receipt" in painted(pilot))


def test_facts_name_the_model_and_its_file() -> None:
    """What anyone needs who wants the same answer again."""
    found = dict(facts(receipt("why?")))
    assert "why?" == found["Question"]
    assert "352 papers" in found["Asked of the library"]
    assert "llama, qwen3-4b.gguf" == found["Written by"]
    assert "2,500 bytes, SHA-256 abc" in found["Model file"]
    assert "seed 7, temperature 0.0" == found["Sampling"]
    assert parse(receipt("why?"), "r").question == "why?"
