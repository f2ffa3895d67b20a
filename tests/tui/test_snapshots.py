"""The screen at three sizes and in three themes, against pictures in `snapshots/`.

After a change that is meant, `SNAPSHOTS=update python -m pytest tests/tui/test_snapshots.py` draws them anew; look at
what has changed before it is committed. No clock, no path and no machine is on them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from assistant.embedding import open_embedder
from assistant.indexing import index_files
from assistant.resources import resource_folder
from assistant.settings import BUNDLED_EMBEDDING_MODEL, Settings
from assistant.storage.library import Library
from assistant.tui import chat_screen
from assistant.tui.app import ChatApp
from assistant.tui.engine import Engine, Narrate, open_pipeline
from assistant.tui.question_box import QuestionBox
from tests.tui.fakes import ANSWER, REFUSAL, WHOLE, FakeEngine, ask_to_the_end, painted, wait_until

SNAPSHOTS = Path(__file__).parent / "snapshots"
README_PICTURE = Path(__file__).parents[2] / "docs" / "chat.svg"
QUESTION = "By how much does SkillWeaver improve web agents on WebArena?"


def picture(app: App[None]) -> str:
    """Return the screen as an SVG that loads nothing."""
    svg = app.export_screenshot(title="assistant")
    return re.sub(r",\s*url\([^)]*\)\s*format\([^)]*\)|\s*<!--.*?-->", "", svg)


def assert_looks_as_before(app: App[None], name: str, tmp_path: Path) -> None:
    """Fail unless the screen is as its picture shows it."""
    known, drawn = SNAPSHOTS / f"{name}.svg", picture(app)
    if os.environ.get("SNAPSHOTS") == "update":
        SNAPSHOTS.mkdir(exist_ok=True)
        known.write_text(drawn, encoding="utf-8")
    now = tmp_path / known.name
    now.write_text(drawn, encoding="utf-8")
    assert known.exists(), f"no picture {known.name}; see {now}"
    assert known.read_text(encoding="utf-8") == drawn, f"{known.name} has changed: see {now}"


async def still(pilot: Pilot[None]) -> None:
    """Wait until two looks at the screen see the same."""
    before = ""
    while before != (before := painted(pilot)):
        await pilot.pause(0.3)


@pytest.mark.parametrize("theme", ["dark", "light", "ansi-dark"])
@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_conversation_looks_as_before(
    size: tuple[int, int], theme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer with verdicts and sources, and one that says that there is none."""
    monkeypatch.setattr(chat_screen, "monotonic", lambda: 0.0)
    engine = FakeEngine((REFUSAL, WHOLE))
    app = ChatApp(lambda settings, narrate: engine, settings=Settings(theme=theme))
    async with app.run_test(size=size) as pilot:
        app.chat.query_one(QuestionBox).cursor_blink = False
        await ask_to_the_end(pilot, "What is the best cheese?")
        await ask_to_the_end(pilot, ANSWER.question)
        await still(pilot)
        assert_looks_as_before(app, f"{size[0]}x{size[1]}-{theme}", tmp_path)


async def test_the_picture_in_the_readme_shows_the_real_chat(tmp_path: Path) -> None:
    """Real papers of this repository, real search, sentences that were read and checked."""
    with Library(tmp_path / "library", create=True) as library:
        papers = sorted(resource_folder("seeds").iterdir())[0]
        index_files(library, [papers], lambda: open_embedder(BUNDLED_EMBEDDING_MODEL), BUNDLED_EMBEDDING_MODEL)

    def open_engine(settings: Settings, narrate: Narrate) -> Engine:
        return open_pipeline(settings, lambda text: None)

    app = ChatApp(open_engine, settings=Settings(library=tmp_path / "library", generator="quotes"))
    async with app.run_test(size=(110, 26)) as pilot:
        app.chat.query_one(QuestionBox).cursor_blink = False
        await ask_to_the_end(pilot, QUESTION)
        await wait_until(pilot, lambda: "quoted word for word" in painted(pilot))
        await still(pilot)
        drawn = picture(app)
    assert app.worker.close(10)
    if os.environ.get("SNAPSHOTS") == "update":
        README_PICTURE.write_text(drawn, encoding="utf-8")
    known = README_PICTURE.read_text(encoding="utf-8")
    assert "docs/chat.svg" in (README_PICTURE.parents[1] / "README.md").read_text(encoding="utf-8")
    for words in (QUESTION, "Sources", "[1]", "quoted word for word", "quotes"):
        shown = words.replace(" ", "&#160;")
        assert shown in drawn
        assert shown in known
    assert "://" not in known.replace("http://www.w3.org", "")
