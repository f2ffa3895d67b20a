"""Time as a program has it: without what the host of a virtual machine gives to others meanwhile."""

from __future__ import annotations

import os
import time
from pathlib import Path

_STAT = Path("/proc/stat")
_USED, _STOLEN = (0, 1, 2, 5, 6), 7  # columns of proc(5): user, nice, system, irq, softirq; steal


class Stopwatch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._begin, (self._used, self._stolen) = time.monotonic(), _processors()

    @property
    def seconds(self) -> float:
        """Seconds since then, less those for which a process that could run had no processor of the host.

        Several processors may wait at once: no larger a part of the time is taken off than they all had to wait of
        the time that they wanted.
        """
        return self.share * (time.monotonic() - self._begin)

    @property
    def share(self) -> float:
        """The part of the time since then that was this machine's own, from 0 to 1."""
        wall, (used, stolen) = time.monotonic() - self._begin, _processors()
        used, stolen = used - self._used, stolen - self._stolen
        return 1 - min(stolen / wall, stolen / (used + stolen)) if stolen else 1.0


def _processors() -> tuple[float, float]:
    """Return for how many seconds all processors have run, and have waited for the host."""
    if not _STAT.exists():
        return 0.0, 0.0
    columns = [int(column) / os.sysconf("SC_CLK_TCK") for column in _STAT.read_text().splitlines()[0].split()[1:]]
    return sum(columns[place] for place in _USED), columns[_STOLEN]
