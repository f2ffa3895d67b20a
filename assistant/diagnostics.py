"""Everything on stderr: narration, progress and errors. Nothing here is data."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from assistant.errors import AssistantError, ExitCode, UsageError
from assistant.sanitizing import sanitize_line

PLAIN_INTERVAL = 5.0
"""Seconds between lines of progress when stderr is no terminal."""


def narrate(line: str) -> None:
    """Tell the person something in one line; where that cannot be written, what is done goes on."""
    with suppress(OSError):
        print(sanitize_line(line), file=sys.stderr, flush=True)


def silent(line: str) -> None:
    """Tell nobody."""


def confirm(question: str) -> bool:
    """Ask the person and return whether the answer was yes.

    Raises:
        UsageError: there is nobody to answer.
    """
    print(f"{sanitize_line(question)} [y/N] ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not sys.stdin.isatty():
        print(file=sys.stderr)
    if not answer:
        raise UsageError("there is nobody to ask", "add --yes to go on without a question")
    return answer.strip().lower() in ("y", "yes")


def report(error: AssistantError) -> ExitCode:
    """Print an error in one line and return the exit code that it maps to."""
    hint = f" – {error.hint}" if error.hint else ""
    narrate(f"assistant: {error.message}{hint}")
    return error.exit_code


class Progress:
    """A progress bar per stage: a moving one on a terminal, plain lines elsewhere, nothing when quiet."""

    def __init__(self, *, is_quiet: bool = False) -> None:
        self._show: Callable[[str, int, int], None] = self._bar if sys.stderr.isatty() else self._line
        if is_quiet:
            self._show = _nothing
        self._stage = ""
        self._tqdm: object = None
        self._last = 0.0
        self._done = -1

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Say that `done` of `total` are done in a stage."""
        if total:
            self._show(stage, done, total)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _bar(self, stage: str, done: int, total: int) -> None:
        from tqdm import tqdm

        if stage != self._stage:
            self._close()
            self._stage = stage
            self._tqdm = tqdm(total=total, desc=stage, file=sys.stderr, unit="", leave=False, dynamic_ncols=True)
        bar = self._tqdm
        if isinstance(bar, tqdm):
            bar.update(done - bar.n)

    def _close(self) -> None:
        if self._tqdm is not None:
            self._tqdm.close()  # type: ignore[attr-defined]
        self._tqdm, self._stage = None, ""

    def _line(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        is_new = stage != self._stage
        is_end = done == total and done != self._done
        if is_end or is_new or now - self._last >= PLAIN_INTERVAL:
            self._stage, self._last, self._done = stage, now, done
            narrate(f"{stage} {done:,} of {total:,}")


def _nothing(stage: str, done: int, total: int) -> None:
    """Show no progress."""
