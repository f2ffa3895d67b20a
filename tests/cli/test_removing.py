"""Taking papers out of the library asks before, and can be undone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import ExitCode
from tests.cli.conftest import Assistant
from tests.conftest import BREAD, BRIDGES, CHESS, PENGUINS, Write


@pytest.fixture
def folder(tmp_path: Path, write_papers: Write) -> Path:
    """Return a folder of papers."""
    write_papers(tmp_path / "papers" / "one.txt", [PENGUINS, BREAD])
    write_papers(tmp_path / "papers" / "two.txt", [BRIDGES, CHESS])
    return tmp_path / "papers"


@pytest.fixture
def library(run: Assistant, tmp_path: Path, folder: Path) -> tuple[str, str]:
    """Return the arguments that name a library of the folder."""
    where = ("--library", str(tmp_path / "library"))
    assert run("index", str(folder), *where).code == 0
    return where


def titles(run: Assistant, library: tuple[str, str]) -> set[str]:
    """Return the titles of all papers."""
    return {paper["title"] for paper in run("papers", "--json", *library).json()}


def test_papers_are_removed_and_brought_back(run: Assistant, library: tuple[str, str]) -> None:
    """By id, title or the start of a title; the answer is gone with the paper, and back with it."""
    identifier = run("papers", "penguins", "--json", *library).json()[0]["paper"]
    done = run("papers", "remove", identifier, BREAD[0], "listening to br", "--yes", *library)
    assert (done.code, "3 papers removed" in done.err) == (0, True)
    assert titles(run, library) == {CHESS[0]}
    assert run("ask", "How long do penguins remember faces?", *library).code == ExitCode.ABSTAINED
    assert "3 papers removed on" in run("papers", "removed", *library).out
    assert run("papers", "undo", *library).code == 0
    assert "six months" in run("ask", "How long do penguins remember faces?", *library).out
    assert run("papers", "undo", *library).code == ExitCode.MISSING


def test_removals_and_what_is_brought_back_are_json(run: Assistant, library: tuple[str, str]) -> None:
    """One array each, as of the other commands."""
    assert [] == run("papers", "removed", "--json", *library).json()
    removed = run("papers", "remove", BREAD[0], "listening to br", "--yes", "--json", *library).json()
    (removal,) = run("papers", "removed", "--json", *library).json()
    assert {paper["paper"] for paper in removed} == {paper["paper"] for paper in removal["papers"]}
    assert ("removed", 0) == (removal["kind"], removal["kept"])
    back = run("papers", "undo", "--json", *library).json()
    assert sorted(map(str, removed)) == sorted(map(str, back))


def test_removal_given_again_goes_on(run: Assistant, library: tuple[str, str]) -> None:
    """Whoever was stopped behind it gives the same command again: that is no mistake, and Chroma follows."""
    command = ("papers", "remove", BREAD[0], "listening to br", "--yes", *library)
    run(*command)
    (Path(library[1]) / "chroma.json").unlink()
    done = run(*command)
    assert (0, True) == (done.code, "already removed" in done.err)
    assert (Path(library[1]) / "chroma.json").exists()
    assert run("papers", "remove", "no such title", "--yes", *library).code == ExitCode.MISSING


def test_title_may_be_typed_without_quotes(run: Assistant, library: tuple[str, str]) -> None:
    """All words together are tried first."""
    assert run("papers", "remove", *BRIDGES[0].split(), "--yes", *library).code == 0
    assert BRIDGES[0] not in titles(run, library)


@pytest.mark.parametrize(("name", "code"), [("gulls", ExitCode.MISSING), ("cheap", ExitCode.MISSING)])
def test_only_what_is_meant_for_sure_is_removed(
    run: Assistant, library: tuple[str, str], name: str, code: ExitCode
) -> None:
    """A word from within a title is not enough; and one name that is wrong stops all."""
    assert run("papers", "remove", BREAD[0], name, "--yes", *library).code == code
    assert len(titles(run, library)) == 4


def test_nobody_to_ask_means_no(run: Assistant, library: tuple[str, str], folder: Path) -> None:
    """A pipe that says yes is no person; the error says what to add."""
    done = run("papers", "remove", BREAD[0], *library, stdin="y\n")
    assert (done.code, "--yes" in done.err) == (ExitCode.USAGE, True)
    (folder / "one.txt").unlink()
    assert run("index", "--prune", str(folder), *library, stdin="y\n").code == ExitCode.USAGE
    assert len(titles(run, library)) == 4


@pytest.mark.parametrize(("answer", "code", "left"), [("y\n", 0, 3), ("n\n", ExitCode.FAILED, 4), ("\n", 1, 4)])
def test_person_at_a_terminal_is_asked(
    run: Assistant, library: tuple[str, str], answer: str, code: int, left: int
) -> None:
    """And shown what would go."""
    keyboard, terminal = os.openpty()
    os.write(keyboard, answer.encode())
    command = [sys.executable, "-m", "assistant.cli", "papers", "remove", BREAD[0], *library]
    done = subprocess.run(command, stdin=terminal, capture_output=True, text=True, timeout=60)
    os.close(keyboard)
    os.close(terminal)
    assert (done.returncode, f"· {BREAD[0]}" in done.stderr) == (code, True)
    assert len(titles(run, library)) == left


def test_papers_go_with_their_files(run: Assistant, library: tuple[str, str], folder: Path) -> None:
    """And what is new is indexed in the same call; the place itself may be gone too."""
    (folder / "one.txt").rename(folder / "first.txt")
    (folder / "two.txt").unlink()
    done = run("index", "--prune", str(folder), "--yes", *library)
    assert (done.code, "2 papers removed with their files" in done.err) == (0, True)
    assert titles(run, library) == {PENGUINS[0], BREAD[0]}
    (folder / "first.txt").unlink()
    folder.rmdir()
    assert run("index", "--prune", str(folder), "--yes", *library).code == 0
    assert titles(run, library) == set()
    run("papers", "undo", *library)
    run("papers", "undo", *library)
    assert len(titles(run, library)) == 4


def test_compacted_library_cannot_undo(run: Assistant, library: tuple[str, str]) -> None:
    """It asks before, and says so."""
    run("papers", "remove", BREAD[0], "--yes", *library)
    assert run("library", "compact", *library).code == ExitCode.USAGE
    assert run("library", "compact", "--yes", *library).code == 0
    assert run("papers", "undo", *library).code == ExitCode.MISSING
    assert run("library", "compact", *library).code == 0


def test_removed_paper_is_taken_in_again_when_that_is_said(
    run: Assistant, library: tuple[str, str], folder: Path
) -> None:
    """Not otherwise."""
    run("papers", "remove", BREAD[0], "--yes", *library)
    run("index", str(folder), *library)
    assert BREAD[0] not in titles(run, library)
    run("index", "--take-removed", str(folder), *library)
    assert BREAD[0] in titles(run, library)


def test_removed_paper_is_told_of_whether_its_file_has_changed_or_not(
    run: Assistant, library: tuple[str, str], folder: Path, write_papers: Write
) -> None:
    """With its line, and with how to take it in again; other files are not spoken of."""
    run("papers", "remove", BREAD[0], "--yes", *library)
    unchanged = run("index", str(folder), *library)
    write_papers(folder / "one.txt", [PENGUINS, BREAD, PENGUINS])
    changed = run("index", str(folder), *library)
    for done in (unchanged, changed):
        assert re.search(rf"one\.txt, line \d+: removed from the library on [\d-]+: {BREAD[0]}", done.err)
        assert "--take-removed takes it in again" in done.err
    assert ("2 unchanged" in unchanged.err, "two.txt" in unchanged.err) == (True, False)


def test_removed_papers_are_named_where_they_can_be_brought_back(run: Assistant, library: tuple[str, str]) -> None:
    """A date alone does not say what comes back."""
    assert "there is no removal" in run("papers", "removed", *library).err
    run("papers", "remove", BREAD[0], CHESS[0], "--yes", *library)
    assert f"· {BREAD[0]}" in run("papers", "removed", *library).out.splitlines()
    assert f"· {BREAD[0]}" in run("papers", "undo", *library).err.splitlines()


def test_folder_without_files_is_told_and_is_a_failure(
    run: Assistant, library: tuple[str, str], folder: Path, tmp_path: Path
) -> None:
    """It is probably another folder that was meant; with --prune its files may have gone."""
    empty = tmp_path / "empty"
    empty.mkdir()
    done = run("index", str(empty), str(folder), *library)
    assert (ExitCode.FAILED, True) == (done.code, f"{empty} holds no file to read" in done.err)
    assert 4 == len(titles(run, library))
    assert 0 == run("index", "--prune", str(empty), "--yes", *library).code
