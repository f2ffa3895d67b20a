"""What is written to descriptors 1 and 2 while the chat is on the screen; on a real pseudo-terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.tui.native_output import redirected

SCRIPT = """
import logging, os, sys
from pathlib import Path
from assistant.tui.native_output import redirected
before = sys.__stdout__, sys.__stderr__
with redirected(Path(sys.argv[1])):
    os.write(1, b"native one\\n")
    os.write(2, b"native two\\n")
    logging.getLogger("assistant.tui").error("a record")
    print("a frame", file=sys.__stderr__, flush=True)
    os.get_terminal_size(sys.__stdout__.fileno())
assert before == (sys.__stdout__, sys.__stderr__)
os.write(2, b"shell again\\n")
print("and out")
"""


def on_a_terminal(log: Path, *, stderr: int | None = None) -> str:
    """Run the script on a pseudo-terminal and return what the terminal got."""
    control, terminal = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(log)],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal if stderr is None else stderr,
            check=True,
            timeout=60,
        )
        return os.read(control, 65536).decode()
    finally:
        os.close(control)
        os.close(terminal)


def test_native_output_goes_to_the_log(tmp_path: Path) -> None:
    """The terminal gets the frames alone, and everything again afterwards."""
    log = tmp_path / "logs" / "chat.log"
    assert on_a_terminal(log).split() == ["a", "frame", "shell", "again", "and", "out"]
    written = log.read_text(encoding="utf-8")
    assert "native one\nnative two\n" in written
    assert "ERROR assistant.tui: a record" in written


def test_with_stderr_elsewhere_it_draws_on_stdout(tmp_path: Path) -> None:
    """`2>errors.txt` must not leave a black screen."""
    with (tmp_path / "errors.txt").open("wb") as errors:
        assert "a frame" in on_a_terminal(tmp_path / "chat.log", stderr=errors.fileno())
    assert (tmp_path / "errors.txt").read_bytes() == b"shell again\n"


def test_a_log_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """A read-only home is no reason not to chat."""
    (tmp_path / "file").touch()
    assert "a frame" in on_a_terminal(tmp_path / "file" / "chat.log")


@pytest.mark.parametrize(("size", "is_kept"), [(10, True), (1_000_001, False)])
def test_a_long_log_is_begun_anew(tmp_path: Path, size: int, is_kept: bool) -> None:
    """It never fills the disk."""
    log = tmp_path / "chat.log"
    log.write_bytes(b"x" * size)
    on_a_terminal(log)
    assert log.read_text(encoding="utf-8").startswith("x") is is_kept


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    """In a pipe there is nobody to chat with."""
    script = f"from pathlib import Path\nfrom {redirected.__module__} import redirected\n"
    script += "from assistant.errors import UsageError\n"
    script += "try:\n    redirected(Path('unused')).__enter__()\nexcept UsageError as error:\n    print(error.message)"
    result = subprocess.run([sys.executable, "-c", script], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    assert result.stdout.decode().strip() == "the chat needs a terminal"
    assert UsageError.exit_code == 2
