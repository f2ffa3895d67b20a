"""Tests that run in several processes, and some of them alone, since what they measure is time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GATE, ROOM = Path(__file__), Path(__file__).with_name("conftest.py")
"""Files that are locked; they are only opened."""


@contextmanager
def turn(*, alone: bool) -> Iterator[None]:
    """Wait until nobody runs a test alone, or to run alone until nobody runs any, and hold that meanwhile.

    Whoever waits for the room stands in the gate, so that the ones behind do not overtake.
    """
    with GATE.open() as gate, ROOM.open() as room:
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(gate, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(room, fcntl.LOCK_UN)  # closing is not enough where a child has the file, too
