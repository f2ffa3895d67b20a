"""`assistant sessions` and the commands below it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.checking.receipt_reading import read_receipt
from assistant.errors import ExitCode
from assistant.sessions import Sessions
from tests.cli.conftest import Assistant, Run
from tests.sessions.keeping import ASKED_AT, keep
from tests.tui.fakes import receipt

Session = tuple[str, ...]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a library with two sessions."""
    with Sessions(tmp_path / "library", create=True) as sessions:
        number = keep(sessions, "How do robots learn?", text="With eggs [1].")
        keep(sessions, "And penguins?", number, text="By heart [1].")
        keep(sessions, "What is \x1b[31msourdough?")
        sessions.ask(2, "Half", ASKED_AT)
    return tmp_path / "library"


@pytest.fixture
def sessions(run: Assistant, folder: Path) -> Assistant:
    """Return a function that runs `assistant sessions ARGUMENTS` on that library."""

    def run_sessions(*arguments: str, stdin: str = "") -> Run:
        return run("sessions", *arguments, "--library", str(folder), stdin=stdin)

    return run_sessions


def test_they_are_listed_newest_first(sessions: Assistant) -> None:
    """With number, time, name and how much was asked."""
    done = sessions()
    assert [(line[:5], line[21:]) for line in done.out.splitlines()] == [
        ("   2 ", " What is sourdough? (2 questions)"),
        ("   1 ", " How do robots learn? (2 questions)"),
    ]
    assert (ExitCode.ANSWERED, "") == (done.code, done.err)
    assert done.out == sessions("list").out


def test_no_sessions_are_no_error(run: Assistant, tmp_path: Path) -> None:
    """Nothing is made, either."""
    done = run("sessions", "--library", str(tmp_path / "none"))
    assert (ExitCode.ANSWERED, "") == (done.code, done.out)
    assert "no sessions are kept in" in done.err
    assert [] == run("sessions", "list", "--json", "--library", str(tmp_path / "none")).json()
    assert not (tmp_path / "none").exists()


def test_one_is_shown(sessions: Assistant) -> None:
    """Questions, answers with marks, sources; what is gone from the library is said."""
    out = sessions("show", "how do").out
    assert "> How do robots learn?\n" in out
    assert "With eggs [1]." in out
    assert "[1] SkillWeaver: Web Agents can Self-Improve (2025)" in out
    assert "[1] “SkillWeaver: Web Agents can Self-Improve” is no longer in the library." in out
    assert "> And penguins?\n" in out
    assert "\x1b" not in sessions("show", "last").out
    assert "No answer was kept: the program ended before" in sessions("show", "last").out


def test_words_are_found(sessions: Assistant) -> None:
    """In questions and in answers."""
    assert "How do robots learn?\n     With eggs [1].\n" in sessions("search", "eggs").out
    assert ["And penguins?"] == [match["question"] for match in sessions("search", "heart", "--json").json()]
    done = sessions("search", "zebra")
    assert (ExitCode.ANSWERED, "", "no question and no answer holds all of these words\n") == (
        done.code,
        done.out,
        done.err,
    )


def test_one_is_renamed(sessions: Assistant) -> None:
    """By its number or its name."""
    assert "session 1 is now called “My robots”" in sessions("rename", "1", "My", "robots").err
    assert "My robots" == sessions("rename", "my rob", "My robots", "--json").json()[0]["name"]


def test_deleting_asks_and_is_undone(sessions: Assistant) -> None:
    """Unless --yes says that it was meant."""
    assert ExitCode.FAILED == sessions("delete", "1", stdin="n\n").code
    assert ExitCode.USAGE == sessions("delete", "1").code
    assert 2 == len(sessions("list", "--json").json())
    done = sessions("delete", "1", "last", "1", stdin="y\n")
    assert "deleted: 1 “How do robots learn?”, 2 “What is sourdough?”; 'assistant sessions undo'" in done.err
    assert [] == sessions("list", "--json").json()
    assert [1, 2] == sorted(session["id"] for session in sessions("undo", "--json").json())
    assert "nothing was deleted" in sessions("undo").err


def test_compaction_is_final(sessions: Assistant) -> None:
    """And asks."""
    sessions("delete", "1", "--yes")
    assert ExitCode.FAILED == sessions("compact", stdin="n\n").code
    assert {"removed": 1} == sessions("compact", "--yes", "--json").json()
    assert [] == sessions("undo", "--json").json()


def test_one_is_exported(sessions: Assistant, tmp_path: Path) -> None:
    """To standard output or a new file."""
    text = sessions("export", "1").out
    assert text.startswith("# How do robots learn?\n")
    assert "- \\[1\\] SkillWeaver: Web Agents can Self-Improve. 2025." in text
    place = tmp_path / "robots.md"
    assert ExitCode.ANSWERED == sessions("export", "1", "-o", str(place)).code
    assert text == place.read_text(encoding="utf-8")
    assert ExitCode.USAGE == sessions("export", "1", "-o", str(place)).code
    assert ExitCode.USAGE == sessions("export", "1", "-o", str(tmp_path / "no" / "x.md")).code


def test_json_has_it_all(sessions: Assistant, tmp_path: Path) -> None:
    """The same from show and export, and in a file."""
    shown = sessions("show", "1", "--json").json()
    first = shown["exchanges"][0]
    assert ("finished", "With eggs [1].", 4.2) == (first["state"], first["answer"], first["seconds"])
    assert ["weaver", "uniskill"] == [citation["paper"] for citation in first["citations"]]
    assert ["supported", "partial"] == [claim["verdict"] for claim in first["claims"]]
    assert shown == sessions("export", "1", "--json").json()
    sessions("export", "1", "--json", "-o", str(tmp_path / "x.json"))
    assert shown == json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))


def test_receipts_are_written_for_verify(sessions: Assistant, folder: Path, tmp_path: Path) -> None:
    """Each into a file of its own; what has none is counted."""
    with Sessions(folder) as kept:
        row = kept.exchanges(1, lambda identifier: None)[1].row
        kept.keep_receipt(row, receipt("And penguins?"))
    done = sessions("receipts", "1", str(tmp_path))
    (path,) = tmp_path.glob("*-and-penguins.json")
    assert f"{path}\n" == done.out
    assert "1 receipt written; 1 exchange has none" in done.err
    assert "And penguins?" == read_receipt(path).question
    assert ExitCode.USAGE == sessions("receipts", "1", str(tmp_path / "nowhere")).code


@pytest.mark.parametrize("action", ["show", "rename", "export", "delete"])
def test_what_is_not_there_is_missing(sessions: Assistant, action: str) -> None:
    """With what lists the others."""
    done = sessions(action, "99")
    assert ExitCode.MISSING == done.code
    assert "there is no session '99' – 'assistant sessions' lists them" in done.err


def test_nothing_hostile_reaches_the_terminal(sessions: Assistant) -> None:
    """Nor the file of JSON."""
    for words in (("list",), ("show", "2"), ("search", "sourdough"), ("export", "2"), ("show", "2", "--json")):
        assert "\x1b" not in sessions(*words).out
