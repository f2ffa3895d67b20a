"""When each stage of an answer ended."""

from __future__ import annotations

import time

from assistant.records import Timings


class Clock:
    """Milliseconds since the question was handed over."""

    def __init__(self) -> None:
        self._begin = time.perf_counter()
        self._retrieved = self._read = self._first_token = self._written = 0.0

    def retrieved(self) -> None:
        """The papers are found."""
        self._retrieved = self._now()

    def read(self) -> None:
        """The evidence is chosen."""
        self._read = self._now()

    def wrote(self) -> None:
        """The answer begins."""
        self._first_token = self._first_token or self._now()

    def finished_writing(self) -> None:
        """All of the answer is written."""
        self._written = self._now()

    def timings(self) -> Timings:
        """Return when each stage ended; the last of them is now."""
        total = self._now()
        return Timings(self._retrieved, self._read, self._first_token, self._written or total, total)

    def _now(self) -> float:
        return round((time.perf_counter() - self._begin) * 1000, 1)
