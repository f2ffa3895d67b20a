"""Copying with real programs and without any."""

from __future__ import annotations

import base64
from pathlib import Path

from assistant.tui.clipboard import MOST, copy, is_remote

ODD = "ünï ‘x’ \u202e[/b] \ud800"


def tool(folder: Path, body: str, name: str = "xclip") -> dict[str, str]:
    """Put a program of that name on an otherwise empty path, and return the environment."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return {"PATH": str(folder), "DISPLAY": ":0"}


def test_a_tool_of_the_desktop_takes_it(tmp_path: Path) -> None:
    """Nothing is sent to the terminal then."""
    sent: list[str] = []
    environment = tool(tmp_path, f"/bin/cat > {tmp_path}/taken")
    assert copy(ODD, "it", sent.append, environment) == (True, "Copied it.")
    assert (tmp_path / "taken").read_bytes().decode() == ODD.replace("\ud800", "?")
    assert sent == []


def test_without_a_tool_the_terminal_is_asked() -> None:
    """OSC 52, of which one never hears whether it worked."""
    sent: list[str] = []
    assert copy(ODD, "it", sent.append, {"PATH": ""}) == (True, "Sent it to the clipboard of the terminal.")
    (sequence,) = sent
    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\x07")
    assert base64.b64decode(sequence[7:-1]).decode() == ODD.replace("\ud800", "?")


def test_a_tool_that_fails_is_followed_by_the_terminal(tmp_path: Path) -> None:
    """As where DISPLAY names a screen that is gone."""
    sent: list[str] = []
    assert copy("x", "it", sent.append, tool(tmp_path, "exit 1"))[0]
    assert len(sent) == 1


def test_over_ssh_the_desktop_of_the_server_is_left_alone(tmp_path: Path) -> None:
    """The person sits elsewhere."""
    sent: list[str] = []
    environment = tool(tmp_path, f"/bin/cat > {tmp_path}/taken") | {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}
    assert is_remote(environment)
    assert copy("x", "it", sent.append, environment)[0]
    assert len(sent) == 1
    assert not (tmp_path / "taken").exists()


def test_a_terminal_that_cannot_is_said(tmp_path: Path) -> None:
    """With why the tool could not either, and another way."""
    for deaf in ({"TERM_PROGRAM": "Apple_Terminal"}, {"VTE_VERSION": "6800"}, {"TERM": "linux"}):
        sent: list[str] = []
        is_done, words = copy("x", "the answer", sent.append, tool(tmp_path, "exit 3") | deaf)
        assert (is_done, sent) == (False, [])
        assert words.startswith("Could not copy the answer: xclip failed with 3; this terminal has no clipboard")


def test_what_is_too_long_for_a_terminal_is_said() -> None:
    """It would be dropped in silence."""
    sent: list[str] = []
    is_done, words = copy("x" * MOST, "it", sent.append, {"PATH": ""})
    assert (is_done, sent) == (False, [])
    assert "too long" in words
