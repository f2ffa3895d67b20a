"""Typing a path with Tab."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from assistant.tui import path_completion
from assistant.tui.line import Line
from assistant.tui.path_completion import complete
from assistant.tui.path_screen import PathScreen
from tests.tui.fakes import WHOLE, chat, painted, wait_until


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in a home folder with papers, of which some have odd names."""
    for name in ("papers/2024", "papers/2025", "pictures", ".hidden"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("papers/a.txt", "papers/2024.bib", "odd\x1b[31mname", "one file.txt"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "text", "names"),
    [
        ("pap", "papers/", ["papers/"]),
        ("p", "p", ["papers/", "pictures/"]),
        ("papers/", "papers/", ["2024.bib", "2024/", "2025/", "a.txt"]),
        ("papers/2", "papers/202", ["2024.bib", "2024/", "2025/"]),
        ("one", "one file.txt", ["one file.txt"]),
        ("~", "~/", ["~/"]),
        ("~/pic", "~/pictures/", ["pictures/"]),
        (".h", ".hidden/", [".hidden/"]),
        ("od", "od", []),
        ("nowhere/x", "nowhere/x", []),
        ("~nobody/x", "~nobody/x", []),
        ("papers/a.txt/", "papers/a.txt/", []),
    ],
)
def test_a_path_becomes_as_much_as_is_certain(here: Path, typed: str, text: str, names: list[str]) -> None:
    """With what it may go on with; hidden names when asked for, hostile ones never."""
    found = complete(typed)
    assert (text, names) == (found.text, list(found.names))


def test_an_absolute_path_and_the_empty_one_are_completed(here: Path) -> None:
    """From the root, and from the present folder."""
    assert f"{here}/papers/" == complete(f"{here}/pa").text
    assert ("one file.txt", "papers/", "pictures/") == complete("").names


def test_only_folders_where_no_file_is_wanted(here: Path) -> None:
    """A library is a folder."""
    assert ("2024/", "2025/") == complete("papers/", only_folders=True).names


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_may_not_be_read_has_no_names(here: Path) -> None:
    """And no error."""
    (here / "papers").chmod(0)
    assert () == complete("papers/").names
    (here / "papers").chmod(0o700)


async def open_window(pilot: Pilot[None]) -> Input:
    """Open the window for papers, and return its line."""
    await pilot.press("f4")
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, PathScreen) and pilot.app.screen.query(Input))
    return pilot.app.screen.query_one(Input)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_tab_completes_and_shows_the_choice(here: Path, size: tuple[int, int]) -> None:
    """And the cursor stands behind, for the next letter."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=size) as pilot:
        box = await open_window(pilot)
        await pilot.press("p", "tab")
        await wait_until(pilot, lambda: "papers/  pictures/" in painted(pilot))
        await pilot.press("a", "tab")
        await wait_until(pilot, lambda: box.value == "papers/")
        assert app.screen.query_one(".names", Line).words == ""
        await pilot.press("2", "tab", "5", "tab")
        await wait_until(pilot, lambda: box.value == "papers/2025/")
        await pilot.press("x", "tab")
        await wait_until(pilot, lambda: "nothing here begins so" in painted(pilot))
        assert box.has_focus


async def test_a_slow_disk_stops_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed meanwhile stays, and the window can be left."""
    opened, asked = threading.Event(), threading.Event()

    def hang(text: str, *, only_folders: bool) -> path_completion.Completion:
        asked.set()
        opened.wait(30)
        return complete(text, only_folders=only_folders)

    monkeypatch.setattr(path_completion, "complete", hang)
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        box = await open_window(pilot)
        await pilot.press("p", "a", "tab")
        await wait_until(pilot, asked.is_set)
        await pilot.press("x")
        assert box.value == "pax"
        opened.set()
        await pilot.pause(0.1)
        assert box.value == "pax"
        opened.clear()
        await pilot.press("tab", "escape")
        await wait_until(pilot, lambda: app.screen is app.chat)
        opened.set()
