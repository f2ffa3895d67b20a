"""Several programs at once, and programs that end without warning."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from assistant.sessions import Sessions, State
from tests.sessions.keeping import find_paper

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from pathlib import Path
from assistant.sessions import Sessions
from tests.sessions.keeping import keep

name, count = sys.argv[2], int(sys.argv[3])
with Sessions(Path(sys.argv[1]), create=True) as sessions:
    session = None
    for number in range(count):
        session = keep(sessions, f"{name} {number}", session, text=f"answer {name} {number} [1].")
        print(number, flush=True)
    if len(sys.argv) > 4:  # ask, and be killed while the answer is written
        sessions.ask(session, "the last question", "2026-03-01T10:00:00.000+00:00")
        print("asked", flush=True)
        sys.stdin.read()
"""


def start(folder: Path, name: str, count: int, *more: str) -> subprocess.Popen[str]:
    """Start a process that keeps exchanges."""
    command = [sys.executable, "-c", WRITER, str(folder), name, str(count), *more]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def questions(folder: Path) -> dict[str, list[str]]:
    """Return the questions of each session by its name."""
    with Sessions(folder) as sessions:
        return {
            session.name: [kept.question for kept in sessions.exchanges(session.id, find_paper)]
            for session in sessions.sessions()
        }


def test_two_chats_write_at_once(tmp_path: Path) -> None:
    """Each answer is kept once, in its own session and order; both make the file at the same moment."""
    folder = tmp_path / "library"
    writers = [start(folder, name, 60) for name in ("left", "right")]
    said = [writer.communicate(timeout=60)[0] for writer in writers]
    assert [0, 0] == [writer.returncode for writer in writers], said
    assert {f"{name} 0": [f"{name} {n}" for n in range(60)] for name in ("left", "right")} == questions(folder)


def test_killed_while_an_answer_is_written(tmp_path: Path) -> None:
    """Everything before is whole, and the question that was being answered is there, marked."""
    folder = tmp_path / "library"
    writer = start(folder, "chat", 20, "hang")
    assert writer.stdout
    for line in writer.stdout:
        if line == "asked\n":
            break
    writer.kill()
    writer.communicate(timeout=20)
    with Sessions(folder) as sessions:
        *whole, last = sessions.exchanges(sessions.find("last").id, find_paper)
    assert [f"answer chat {n} [1]." for n in range(20)] == [kept.text for kept in whole]
    assert all(kept.state is State.FINISHED and kept.answer and kept.answer.citations for kept in whole)
    assert ("the last question", State.ASKED, "") == (last.question, last.state, last.text)


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """What a process has said to be kept is kept, and the next one goes on writing to the same file."""
    folder, promised = tmp_path / "library", 0
    for trial in range(4):
        writer = start(folder, f"trial{trial}", 100_000)
        assert writer.stdout
        for _ in range(3):
            writer.stdout.readline()
        time.sleep(0.03 * trial)
        writer.kill()
        promised = 3 + len(writer.communicate(timeout=20)[0].splitlines())
        kept = questions(folder)[f"trial{trial} 0"]
        assert [f"trial{trial} {n}" for n in range(len(kept))] == kept
        assert len(kept) - promised in (0, 1, 2)
    assert 4 == len(questions(folder))
