"""Run long work so that it can be stopped: by the person, by Ctrl-C, by closing the model.

A signal handler of Python runs only in the main thread and only between bytecodes; while the main thread is inside C
it waits, and raised inside a callback from C it would be lost. So the work runs in a thread of its own, and whoever
asked for it waits in Python and passes the wish on.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from typing import Any, Generic, TypeVar, cast

from assistant.generation import Cancelled

T = TypeVar("T")
POLL = 0.05  # seconds between two questions whether to stop
_WAITING = 16  # items of a stream that are read ahead


class Stopped(Exception):
    """You asked the work to stop, and it did."""


class _Job(Generic[T]):
    def __init__(self, work: Callable[[Cancelled], T]) -> None:
        self.stop = threading.Event()
        self.ended = threading.Event()
        self.result: T
        self.error: BaseException | None = None
        self._work = work
        self._has_begun = False
        self._border = threading.Lock()

    def run(self) -> None:
        with self._border:
            if self.stop.is_set():
                return
            self._has_begun = True
        try:
            self.result = self._work(self.stop.is_set)
        except BaseException as error:  # carried to the thread that waits, and raised there
            self.error = error
        finally:
            self.ended.set()

    def leave(self, seconds: float | None = None) -> bool:
        """Stop the work, wait until it has stopped, and say whether it has; if it has not begun, it never begins.

        Args:
            seconds: to wait at most.
        """
        with self._border:
            self.stop.set()
        return not self._has_begun or self.ended.wait(seconds)


Leave = Callable[[float | None], bool]
"""Waits, for some seconds at most, until work that was told to stop has stopped, and says whether it has."""


def run_stoppable(
    work: Callable[[Cancelled], T], cancelled: Cancelled, leave_behind: Callable[[Leave], None] | None = None
) -> T:
    """Return what `work` returns, or raise what it raises.

    Args:
        work: is given a question that it asks as often as it can, from any thread: whether to stop.
        cancelled: is asked every 0.05 s in the calling thread.
        leave_behind: takes over the waiting for work that is to stop; without it, that is waited for here.

    Raises:
        Stopped: `cancelled()` became true, and `leave_behind` was given the work.
    """
    job = _Job(work)
    is_left = False
    try:
        threading.Thread(target=job.run, daemon=True, name="llama").start()
        while not job.ended.wait(POLL):
            if cancelled():
                job.stop.set()
                if leave_behind:
                    leave_behind(job.leave)
                    is_left = True
                    raise Stopped
    finally:
        if not is_left:
            job.leave()
    if job.error is not None:
        raise job.error
    return job.result


def stream_stoppable(
    source: Generator[T, None, None], cancelled: Cancelled, interrupt: Callable[[], None]
) -> Iterator[T]:
    """Yield what `source` yields and raise what it raises, while it runs in a thread of its own.

    Args:
        cancelled: is asked every 0.05 s in the calling thread.
        interrupt: makes a source that waits come back; called when nothing more is wanted of it.

    Raises:
        Stopped: `cancelled()` became true.
    """
    items: queue.Queue[tuple[T | None, bool, BaseException | None]] = queue.Queue(_WAITING)
    is_over = threading.Event()
    threading.Thread(target=_pump, args=(source, items, is_over), daemon=True, name="stream").start()
    try:
        while True:
            if cancelled():
                raise Stopped
            try:
                item, has_ended, error = items.get(timeout=POLL)
            except queue.Empty:
                continue
            if error is not None:
                raise error
            if has_ended:
                return
            yield cast(T, item)
    finally:
        is_over.set()
        interrupt()


def _pump(source: Generator[T, None, None], items: queue.Queue[Any], is_over: threading.Event) -> None:
    try:
        with closing(source):
            for item in source:
                _put((item, False, None), items, is_over)
                if is_over.is_set():
                    return
        _put((None, True, None), items, is_over)
    except BaseException as error:  # carried to the thread that reads, and raised there
        _put((None, True, error), items, is_over)


def _put(item: Any, items: queue.Queue[Any], is_over: threading.Event) -> None:
    """Wait until there is room for an item, or nobody wants it any more."""
    while not is_over.is_set():
        with suppress(queue.Full):
            items.put(item, timeout=POLL)
            return
