"""The chat as a process on a pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from assistant.embedding import open_embedder
from assistant.indexing import index_files
from assistant.sessions import Sessions, State
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage.library import Library
from tests.conftest import FIVE, Write
from tests.stopwatch import Stopwatch
from tests.tui.terminal import PATIENCE, SECOND, Terminal, terminal

pytestmark = pytest.mark.alone

PROGRAM = """
import os, sys, threading
from pathlib import Path
from assistant.records import Token
from assistant.settings import Settings
from assistant.tui import engine, run_chat
from tests.tui.fakes import BEGINNING, WHOLE, WORDS, FakeEngine, Gate

class NoisyEngine(FakeEngine):
    def prepare(self):
        os.write(1, b"native noise on 1\\n")
        os.write(2, b"native noise on 2\\n")
        saved = os.dup(2)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)  # as llama.cpp does while it loads
        super().prepare()
        os.dup2(saved, 2)

stuck = Gate(is_stubborn=True)
stage = sys.argv[1]
scripts = {"writing": (*BEGINNING, *WORDS[:3], stuck), "reading": (*BEGINNING, stuck)}
scripts["second"] = (*BEGINNING, stuck)
played = [WHOLE, scripts[stage]] if stage == "second" else [scripts.get(stage, WHOLE)]
fake = NoisyEngine(played, loading=stuck if stage == "loading" else None)
engine.open_pipeline = lambda settings, narrate: fake
sys.exit(run_chat(Settings(theme=os.environ.get("THEME", "dark"))))
"""


def environment_of(tmp_path: Path) -> dict[str, str]:
    """Return where a process finds the package, and where it may write."""
    here = str(tmp_path)
    return {"XDG_STATE_HOME": here, "XDG_DATA_HOME": here, "PYTHONPATH": str(Path(__file__).parents[2])}


@contextmanager
def chatting(tmp_path: Path, stage: str = "", **more: str) -> Iterator[Terminal]:
    """Run the chat over a noisy engine that is stuck at a stage, with more variables in its environment."""
    with terminal([sys.executable, "-c", PROGRAM, stage], environment_of(tmp_path) | more) as found:
        yield found


def assert_left(found: Terminal, took: float) -> None:
    """Fail unless the program has ended fast, well, and without a trace on the screen."""
    assert found.process.returncode == 0
    assert took < SECOND
    assert b"\x1b[?1049l" in found.output
    assert "native noise" not in found.shown
    assert "Traceback" not in found.shown


def test_ask_read_and_leave(tmp_path: Path) -> None:
    """From the first frame to the shell; what libraries write goes to the log."""
    with chatting(tmp_path) as found:
        found.wait_for("ready")
        found.type("how much?\r")
        found.wait_for("supported")
        found.type("\x1b")
        found.wait_for("Write")
        found.type("1")
        found.wait_for("Ohio")
        found.type("\x11")
        assert_left(found, found.wait_for_end())
    (log,) = tmp_path.rglob("chat.log")
    assert log.read_text(encoding="utf-8") == "native noise on 1\nnative noise on 2\n"


@pytest.mark.parametrize("theme", ["dark", "ansi-light"])
def test_no_colour_is_sent_where_none_is_wanted(tmp_path: Path, theme: str) -> None:
    """What is chosen, quoted or focused is bold, underlined or reversed."""
    with chatting(tmp_path, NO_COLOR="1", THEME=theme) as found:
        found.wait_for("ready")
        found.type("how much?\r")
        found.wait_for("supported")
        found.type("\x1b")
        found.wait_for("Write")
        found.type("1")
        found.wait_for("Ohio")
        found.type("\x1b")
        found.type("\x10")
        found.wait_for("Search")
        found.type("\x1b[B\x1b[B")
        found.wait_for("> ")
        found.type("\x1b\x11")
        found.wait_for_end()
    codes = [code.decode() for code in re.findall(rb"\x1b\[([0-9;:]*)m", found.output)]
    colours = {*range(30, 39), *range(40, 49), *range(90, 108)}
    assert [] == [code for code in codes if colours & {int(part or 0) for part in re.split("[;:]", code)}]
    assert re.search(rb"\x1b\[1;4[0-9;]*mSkillWeaver improves WebArena by 31.8%", found.output)
    assert re.search(rb"\x1b\[[0-9;]*7[0-9;]*m", found.output)


@pytest.mark.parametrize("keys", ["\x11", "\x03\x03"], ids=["ctrl+q", "ctrl+c ctrl+c"])
@pytest.mark.parametrize(("stage", "words"), [("reading", "reading"), ("writing", "WebArena")])
def test_leaving_while_the_thread_is_stuck_in_native_code(tmp_path: Path, stage: str, words: str, keys: str) -> None:
    """The shell is back in less than a second."""
    with chatting(tmp_path, stage) as found:
        found.wait_for("ready")
        found.type("how much?\r")
        found.wait_for(words)
        found.type(keys)
        assert_left(found, found.wait_for_end())


def test_what_is_typed_before_the_first_frame_is_kept(tmp_path: Path) -> None:
    """Nobody waits for a prompt."""
    with chatting(tmp_path) as found:
        found.type("penguins?")
        found.wait_for("ready")
        found.type("\r")
        found.wait_for("supported")
        found.type("\x11")
        assert_left(found, found.wait_for_end())
    (sessions,) = (path.parent for path in tmp_path.rglob("sessions.sqlite"))
    with Sessions(sessions) as kept:
        asked = kept.exchanges(kept.find("last").id, lambda identifier: None)
    assert ["penguins?"] == [item.question for item in asked]


def test_control_c_clears_what_is_typed_before_it_leaves(tmp_path: Path) -> None:
    """As in the shell that it leads back to."""
    with chatting(tmp_path) as found:
        found.wait_for("ready")
        found.type("half a question")
        found.wait_for("question")
        found.type("\x03")
        found.wait_for("Ctrl+C again leaves")
        found.type("\x03")
        assert_left(found, found.wait_for_end())


def test_escape_and_a_digit_in_one_piece_open_a_source(tmp_path: Path) -> None:
    """As they come over a slow line, where Textual reads another character."""
    with chatting(tmp_path) as found:
        found.wait_for("ready")
        found.type("how much?\r")
        found.wait_for("supported")
        found.type("\x1b1")
        found.wait_for("Ohio")
        found.type("\x11")
        assert_left(found, found.wait_for_end())


def test_leaving_while_the_model_loads(tmp_path: Path) -> None:
    """While descriptor 2 leads elsewhere the screen is still drawn."""
    with chatting(tmp_path, "loading") as found:
        found.wait_for("loading llama")
        found.type("hello")
        found.wait_for("o")
        found.type("\x11")
        assert_left(found, found.wait_for_end())


def test_escape_stops_a_stuck_answer_at_once(tmp_path: Path) -> None:
    """And the box takes the next question."""
    with chatting(tmp_path, "writing") as found:
        found.wait_for("ready")
        found.type("how much?\r")
        found.wait_for("WebArena")
        found.type("\x1b")
        found.wait_for("stopped")
        found.type("next")
        found.wait_for("t")
        found.type("\x11")
        assert_left(found, found.wait_for_end())


def test_the_whole_program_answers_from_a_library(tmp_path: Path, write_papers: Write) -> None:
    """Real papers, real search, quotations."""
    folder = tmp_path / "library"
    papers = write_papers(tmp_path / "papers.txt", FIVE)
    with Library(folder, create=True) as library:
        index_files(library, [papers], lambda: open_embedder(BUNDLED_EMBEDDING_MODEL), BUNDLED_EMBEDDING_MODEL)
    command = [sys.executable, "-m", "assistant.cli", "chat", "--library", str(folder), "--generator", "quotes"]
    with terminal(command, environment_of(tmp_path), (120, 40)) as found:
        found.wait_for("ready · quotes · 5 papers")
        found.type("How often did penguins choose the neighbour?\r")
        found.wait_for("quoted")
        assert "81.5%" in found.shown
        found.type("\x11")
        assert_left(found, found.wait_for_end())


def test_a_paste_with_escapes_sends_nothing(tmp_path: Path) -> None:
    """The line break in it would, if what stands behind ESC were taken for keys."""
    with chatting(tmp_path) as found:
        found.wait_for("ready")
        found.type("\x1b[200~line one\n\x1b[31mred\nline three\x1b[201~")
        found.wait_for("line three")
        found.type("!\r")
        found.wait_for("supported")
        found.type("\x11")
        found.wait_for_end()
    (folder,) = (path.parent for path in tmp_path.rglob("sessions.sqlite"))
    with Sessions(folder) as sessions:
        (kept,) = sessions.exchanges(sessions.find("last").id, lambda identifier: None)
    assert "line one\n[31mred\nline three!" == kept.question


def wait_until_kept(folder: Path, count: int) -> None:
    """Fail unless so many questions are kept within a second; another thread does it than the one that draws."""
    watch = Stopwatch()
    while watch.seconds < SECOND:
        for path in folder.rglob("sessions.sqlite"):
            with closing(sqlite3.connect(path)) as connection, suppress(sqlite3.OperationalError):
                if connection.execute("SELECT count(*) FROM exchanges").fetchone() == (count,):
                    return
        time.sleep(0.02)
    pytest.fail(f"{count} questions were not kept")


def test_a_killed_chat_is_resumed(tmp_path: Path) -> None:
    """What had ended is drawn again, what was being answered is marked; the terminal is left as it was."""
    with pytest.raises(AssertionError, match="left in another mode"), chatting(tmp_path, "second") as found:
        found.wait_for("ready")
        found.type("how much?\r")
        found.wait_for("supported")
        found.type("and then?\r")
        found.wait_for("reading")
        wait_until_kept(tmp_path, 2)
        found.process.kill()
        found.process.wait()
    (folder,) = (path.parent for path in tmp_path.rglob("sessions.sqlite"))
    with Sessions(folder) as sessions:
        kept = sessions.exchanges(sessions.find("last").id, lambda identifier: None)
    assert [("how much?", State.FINISHED), ("and then?", State.ASKED)] == [(item.question, item.state) for item in kept]

    command = [sys.executable, "-m", "assistant.cli", "chat", "--resume", "--library", str(folder)]
    with terminal(command, environment_of(tmp_path), (120, 40)) as found:
        found.wait_for("and then?")
        found.wait_for("No answer was kept")
        found.type("\x11")
        found.wait_for_end()
    assert 0 == found.process.returncode


def test_leaving_waits_for_another_program_that_holds_the_sessions(tmp_path: Path) -> None:
    """The last question is kept, and the shell says what it waits for."""
    with chatting(tmp_path) as found:
        found.wait_for("ready")
        found.type("first?\r")
        found.wait_for("supported")
        wait_until_kept(tmp_path, 1)
        (path,) = tmp_path.rglob("sessions.sqlite")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            found.type("last?\r")
            found.wait_for("supported")
            found.type("\x11")
            found.wait_for("waiting for another program")
            other.execute("COMMIT")
        found.wait_for_end()
    with Sessions(path.parent) as sessions:
        kept = sessions.exchanges(sessions.find("last").id, lambda identifier: None)
    assert [("first?", State.FINISHED), ("last?", State.FINISHED)] == [(item.question, item.state) for item in kept]


def test_the_terminal_is_given_back_when_the_program_is_told_to_end(tmp_path: Path) -> None:
    """As by `kill`; the answer in the making is kept as far as it had come."""
    with chatting(tmp_path, "writing") as found:
        found.wait_for("ready")
        found.type("how much?\r")
        found.wait_for("WebArena")
        found.process.terminate()
        found.wait_for_end()
    assert 128 + signal.SIGTERM == found.process.returncode
    assert b"\x1b[?1049l" in found.output
    (folder,) = (path.parent for path in tmp_path.rglob("sessions.sqlite"))
    with Sessions(folder) as sessions:
        (kept,) = sessions.exchanges(sessions.find("last").id, lambda identifier: None)
    assert State.STOPPED is kept.state


def test_a_chat_ends_with_its_terminal(tmp_path: Path) -> None:
    """Also where whoever began it ignores the signal, which a child inherits."""
    begin = "import fcntl, signal, termios\nfcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    begin += "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    control, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-c", begin + PROGRAM, ""],
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color", **environment_of(tmp_path)},
    ) as process:
        os.close(inside)
        output = b""
        while b"ready" not in output:
            output += os.read(control, 65536)
        os.close(control)
        try:
            assert process.wait(PATIENCE)
        finally:
            process.kill()


@pytest.mark.parametrize("name", ["dumb", "unknown"])
def test_a_terminal_that_can_paint_nothing_is_refused(tmp_path: Path, name: str) -> None:
    """The chat would paint without an end, and hear no key."""
    with chatting(tmp_path, TERM=name) as found:
        found.wait_for(f"this terminal (TERM={name}) cannot show the chat")
        found.wait_for_end()


def test_a_session_that_is_not_there_is_said_before_the_chat_opens(tmp_path: Path) -> None:
    """In one line, in the shell."""
    command = [sys.executable, "-m", "assistant.cli", "chat", "--resume", "99", "--library", str(tmp_path)]
    with terminal(command, environment_of(tmp_path)) as found:
        found.wait_for("there is no session '99'")
        found.wait_for_end()
    assert 3 == found.process.returncode
