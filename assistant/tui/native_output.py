"""Keep what libraries write to file descriptors 1 and 2 off the screen, and the screen out of their reach.

Textual draws on descriptor 2, and llama.cpp redirects it while a model loads: for that time the terminal would get
nothing. So Textual draws on a duplicate, and the descriptors themselves lead to a log.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from assistant.errors import UsageError

_LOG_LIMIT = 1_000_000  # bytes, after which a new log is begun
_DUMB = ("dumb", "unknown")  # as Rich has it, which takes such a terminal for one of 80 x 25


@contextlib.contextmanager
def redirected(log: Path) -> Iterator[None]:
    """Give Textual a terminal of its own and send native output, and this package's logging, to `log`.

    Raises:
        UsageError: standard input is no terminal, neither standard output nor standard error is one, or TERM says that
            it can paint nothing.
    """
    screen = os.dup(_terminal())
    sys.stdout.flush()
    sys.stderr.flush()
    with (
        os.fdopen(screen, "w", encoding="utf-8", errors="replace") as terminal,
        _open_log(log) as sink,
        _standard_streams(terminal),
        _descriptor(1, sink),
        _descriptor(2, sink),
        _logging(sink),
    ):
        yield


def _terminal() -> int:
    """Return the descriptor to draw on."""
    found = [number for number in (2, 1) if os.isatty(number)]
    if not os.isatty(0) or not found:
        raise UsageError("the chat needs a terminal", "use 'assistant ask' in scripts and pipes")
    if (name := os.environ.get("TERM", "")).lower() in _DUMB:
        raise UsageError(f"this terminal (TERM={name}) cannot show the chat", 'for one answer: assistant ask "…"')
    return found[0]


def _open_log(log: Path) -> IO[str]:
    """Open the log for appending; where that is impossible the output goes nowhere."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        mode = "w" if log.exists() and log.stat().st_size > _LOG_LIMIT else "a"
        return log.open(mode, encoding="utf-8", errors="replace")
    except OSError:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - no path, closed by the caller


@contextlib.contextmanager
def _standard_streams(terminal: IO[str]) -> Iterator[None]:
    """Let the original streams, which Textual draws on and measures, be the terminal."""
    before = sys.__stdout__, sys.__stderr__
    sys.__stdout__ = sys.__stderr__ = terminal  # type: ignore[misc, assignment]
    try:
        yield
    finally:
        sys.__stdout__, sys.__stderr__ = before  # type: ignore[misc]


@contextlib.contextmanager
def _descriptor(number: int, sink: IO[str]) -> Iterator[None]:
    """Point one file descriptor at the log."""
    saved = os.dup(number)
    os.dup2(sink.fileno(), number)
    try:
        yield
    finally:
        os.dup2(saved, number)
        os.close(saved)


@contextlib.contextmanager
def _logging(sink: IO[str]) -> Iterator[None]:
    """Write the log records of this program to the log, and nowhere else."""
    logger = logging.getLogger("assistant")
    handler = logging.StreamHandler(sink)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    before, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
