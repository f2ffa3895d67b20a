"""Work in another thread is waited for, stopped, and its errors come back."""

from __future__ import annotations

import threading
from collections.abc import Generator

import pytest

from assistant.generation import Cancelled, never
from assistant.generation.stopping import Leave, Stopped, run_stoppable, stream_stoppable


def test_the_result_comes_back() -> None:
    """As if the work had been done here."""
    assert run_stoppable(lambda stop: 42, never) == 42


def test_an_error_comes_back() -> None:
    """It is raised in the thread that asked."""
    with pytest.raises(ZeroDivisionError):
        run_stoppable(lambda stop: 1 // 0, never)


def test_the_work_is_told_to_stop() -> None:
    """It may ask from its own thread, as often as it likes."""

    def work(stop: Cancelled) -> str:
        while not stop():
            threading.Event().wait(0.001)
        return "stopped"

    assert run_stoppable(work, lambda: True) == "stopped"


def test_work_that_is_slow_to_stop_is_left_behind() -> None:
    """Whoever takes over the waiting knows when it has stopped."""
    gate, left = threading.Event(), list[Leave]()
    with pytest.raises(Stopped):
        run_stoppable(lambda stop: gate.wait(10), lambda: True, left.append)
    assert not left[0](0.01)
    gate.set()
    assert left[0](10)


def test_what_was_left_before_it_began_never_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt may come while the thread starts; nothing may be freed under work that begins later."""
    started: list[threading.Thread] = []

    def interrupted(thread: threading.Thread) -> None:
        started.append(thread)
        raise KeyboardInterrupt

    done: list[int] = []
    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_stoppable(lambda stop: done.append(1), never)
    started[0].run()
    assert done == []


def numbers(gate: threading.Event, closed: threading.Event) -> Generator[int, None, None]:
    """Yield 1, and 2 when the gate opens."""
    try:
        yield 1
        gate.wait(10)
        yield 2
    finally:
        closed.set()


def test_a_stream_is_passed_on() -> None:
    """All of it, and then it is closed."""
    gate, closed = threading.Event(), threading.Event()
    gate.set()
    assert [1, 2] == list(stream_stoppable(numbers(gate, closed), never, lambda: None))
    assert closed.wait(10)


def test_a_stream_that_waits_can_be_left() -> None:
    """It is interrupted and closed in its own thread."""
    gate, closed, wanted = threading.Event(), threading.Event(), [True]
    stream = stream_stoppable(numbers(gate, closed), lambda: not wanted[0], gate.set)
    assert next(stream) == 1
    wanted[0] = False
    with pytest.raises(Stopped):
        next(stream)
    assert closed.wait(10)


def test_the_error_of_a_stream_comes_back() -> None:
    """Behind what it had yielded before."""

    def broken() -> Generator[int, None, None]:
        yield 1
        raise OSError("gone")

    stream = stream_stoppable(broken(), never, lambda: None)
    assert next(stream) == 1
    with pytest.raises(OSError, match="gone"):
        next(stream)


def test_a_stream_is_not_read_far_ahead() -> None:
    """What nobody takes does not fill the memory."""
    taken: list[int] = []

    def endless() -> Generator[int, None, None]:
        for number in range(100_000):
            taken.append(number)
            yield number

    stream = stream_stoppable(endless(), never, lambda: None)
    assert next(stream) == 0
    threading.Event().wait(0.1)
    assert len(taken) < 100
