"""A pseudo-terminal with a program in it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence

from tests.stopwatch import Stopwatch

PATIENCE = 60.0  # seconds; a loaded machine imports slowly
SECOND = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
"""So long a second is for a test on a machine that has other things to do."""
_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]")


class Terminal:
    """What a person at a terminal can do: read, type, wait for the end."""

    def __init__(self, control: int, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.output = b""
        self._place = 0
        self._control = control

    @property
    def shown(self) -> str:
        """All text that was ever painted, without escape sequences."""
        return _SEQUENCE.sub("", self.output.decode("utf-8", "replace"))

    def type(self, keys: str) -> None:
        """Send keys."""
        os.write(self._control, keys.encode())

    def wait_for(self, words: str) -> None:
        """Read until the words were painted after those that were waited for last.

        Raises:
            AssertionError: they never are.
        """
        deadline = time.monotonic() + PATIENCE
        while (found := self.shown.find(words, self._place)) < 0:
            assert time.monotonic() < deadline, f"{words!r} was not painted"
            self._read()
        self._place = found + len(words)

    def wait_for_end(self) -> float:
        """Read until the program ends; return how many seconds that took."""
        watch = Stopwatch()
        while self.process.poll() is None:
            assert watch.seconds < PATIENCE, "the program does not end"
            self._read()
        took = watch.seconds
        self._read()
        return took

    def _read(self) -> None:
        if select.select([self._control], [], [], 0.02)[0]:
            with contextlib.suppress(OSError):  # the other end is closed
                self.output += os.read(self._control, 65536)


@contextlib.contextmanager
def terminal(
    command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int] = (80, 24)
) -> Iterator[Terminal]:
    """Run a command in a terminal of `size` columns and rows; fail unless it leaves the terminal as it found it."""
    control, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    before = termios.tcgetattr(inside)
    process = subprocess.Popen(
        command,
        stdin=inside,
        stdout=inside,
        stderr=inside,
        env={**os.environ, "TERM": "xterm-256color", **environment},
        start_new_session=True,
    )
    try:
        yield Terminal(control, process)
        assert termios.tcgetattr(inside) == before, "the terminal was left in another mode"
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(control)
        os.close(inside)
