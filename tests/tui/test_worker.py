"""The thread behind the chat, without a chat."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from assistant.errors import LibraryError, ModelError
from assistant.records import Finished, Token
from assistant.tui.engine import Engine, Narrate, Request
from assistant.tui.worker import Arrived, Delivery, Failed, Narrated, Opened, Receipted, Worker
from tests.tui.fakes import ANSWER, PATIENCE, FakeEngine, Gate, Script, receipt

MODEL = "models/qwen3-4b.gguf"


class Receiver:
    """Collect deliveries until the wanted one is there."""

    def __init__(self) -> None:
        self.woken = threading.Semaphore(0)
        self.seen: list[Delivery] = []
        self.worker: Worker

    def wait_for(self, condition: Callable[[Delivery], bool]) -> list[Delivery]:
        """Return all that was delivered, once a delivery meets the condition."""
        while not any(condition(delivery) for delivery in self.seen):
            assert self.woken.acquire(timeout=PATIENCE), "the worker said nothing more"
            self.seen += self.worker.take()
        return self.seen


@contextmanager
def running(open_engine: Callable[[Narrate], Engine]) -> Iterator[tuple[Worker, Receiver]]:
    """Start a worker and close it in the end."""
    receiver = Receiver()
    receiver.worker = Worker(open_engine, receiver.woken.release)
    receiver.worker.start()
    try:
        yield receiver.worker, receiver
    finally:
        assert receiver.worker.close(PATIENCE)


def opening(*scripts: Script) -> tuple[Callable[[Narrate], Engine], FakeEngine]:
    """Return a way to open a fake engine, and the engine."""
    engine = FakeEngine(scripts)
    return lambda narrate: engine, engine


def is_finished(delivery: Delivery) -> bool:
    """Recognise the end of an answer."""
    return isinstance(delivery, Arrived) and isinstance(delivery.event, Finished)


def is_receipted(delivery: Delivery) -> bool:
    """Recognise the last delivery of an answer."""
    return isinstance(delivery, Receipted)


def is_failed(delivery: Delivery) -> bool:
    """Recognise a failure."""
    return isinstance(delivery, Failed)


def test_it_narrates_and_opens_by_itself() -> None:
    """The engine loads before the first question."""
    engine = FakeEngine(())

    def open_engine(narrate: Narrate) -> Engine:
        narrate("loading")
        return engine

    with running(open_engine) as (_, receiver):
        seen = receiver.wait_for(lambda delivery: isinstance(delivery, Opened))
    assert seen[:2] == [Narrated("loading"), Opened(352, "llama", MODEL, is_ready=False)]


def test_the_model_loads_before_the_first_question() -> None:
    """The library can be named meanwhile."""
    open_engine, engine = opening()
    engine.loading = gate = Gate()
    with running(open_engine) as (_, receiver):
        receiver.wait_for(lambda delivery: delivery == Opened(352, "llama", MODEL, is_ready=False))
        gate.opened.set()
        receiver.wait_for(lambda delivery: delivery == Opened(352, "llama", MODEL))


def test_a_model_that_cannot_be_loaded_is_said_at_once() -> None:
    """The engine stays open: the question will find out for itself."""
    open_engine, engine = opening((Finished(ANSWER),))
    engine.loading = ModelError("damaged", "download it again")
    with running(open_engine) as (worker, receiver):
        assert Failed(None, "damaged", "download it again") in receiver.wait_for(is_failed)
        worker.ask(1, Request("q"), [])
        receiver.wait_for(is_finished)


def test_events_carry_the_number_of_their_question() -> None:
    """In the order in which they happened; the receipt is the last."""
    open_engine, _ = opening((Token("a"), Finished(ANSWER)))
    with running(open_engine) as (worker, receiver):
        worker.ask(7, Request("q"), [])
        seen = receiver.wait_for(is_receipted)
    assert seen[2:] == [Arrived(7, Token("a")), Arrived(7, Finished(ANSWER)), Receipted(7, receipt("q"))]


def test_it_passes_question_and_history() -> None:
    """As they were when it was asked."""
    open_engine, engine = opening((Finished(ANSWER),))
    with running(open_engine) as (worker, receiver):
        worker.ask(1, Request("q"), [ANSWER])
        receiver.wait_for(is_finished)
    assert engine.asked == [("q", (ANSWER,))]


def test_a_full_outbox_wakes_once() -> None:
    """However many tokens come, one message waits in the queue of the receiver."""
    woken: list[None] = []
    gate = Gate()
    engine = FakeEngine([(*[Token("a")] * 1000, gate)])
    worker = Worker(lambda narrate: engine, lambda: woken.append(None))
    worker.start()
    worker.ask(1, Request("q"), [])
    assert gate.reached.wait(PATIENCE)
    assert len(woken) == 1
    assert len(worker.take()) == 1002
    assert worker.close(PATIENCE)


def test_a_stopped_question_delivers_nothing_more() -> None:
    """Even when the engine only notices later."""
    gate = Gate(is_stubborn=True)
    open_engine, _ = opening((Token("a"), gate, Token("late"), Finished(ANSWER)), (Finished(ANSWER),))
    with running(open_engine) as (worker, receiver):
        worker.ask(1, Request("q"), [])
        assert gate.reached.wait(PATIENCE)
        worker.stop()
        gate.opened.set()
        worker.ask(2, Request("q"), [])
        seen = receiver.wait_for(is_receipted)
    assert seen[2:] == [Arrived(1, Token("a")), Arrived(2, Finished(ANSWER)), Receipted(2, receipt("q"))]


def test_a_question_that_is_stopped_while_loading_is_never_asked() -> None:
    """The next one is."""
    gate = Gate(is_stubborn=True)
    engine = FakeEngine([(Finished(ANSWER),)])

    def open_engine(narrate: Narrate) -> Engine:
        gate.pass_through(lambda: False)
        return engine

    with running(open_engine) as (worker, receiver):
        worker.ask(1, Request("first"), [])
        worker.stop()
        worker.ask(2, Request("second"), [])
        gate.opened.set()
        receiver.wait_for(is_finished)
    assert [question for question, _ in engine.asked] == ["second"]


def test_an_expected_error_keeps_message_and_hint() -> None:
    """And the thread goes on to the next question."""
    open_engine, _ = opening((LibraryError("damaged", "rebuild it"),), (Finished(ANSWER),))
    with running(open_engine) as (worker, receiver):
        worker.ask(1, Request("q"), [])
        assert Failed(1, "damaged", "rebuild it") in receiver.wait_for(is_failed)
        worker.ask(2, Request("q"), [])
        receiver.wait_for(is_finished)


def test_an_unforeseen_error_is_shown_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    """It must not end the thread in silence."""
    open_engine, _ = opening((ZeroDivisionError("oops"),))
    with caplog.at_level(logging.ERROR), running(open_engine) as (worker, receiver):
        worker.ask(1, Request("q"), [])
        failed = next(filter(is_failed, receiver.wait_for(is_failed)))
    assert failed == Failed(1, "ZeroDivisionError: oops", "this is a defect of the program; the log has the details")
    assert "Traceback" in caplog.text


def test_an_answer_without_an_end_is_a_failure() -> None:
    """The exchange must not run for ever."""
    open_engine, _ = opening((Token("a"),))
    with running(open_engine) as (worker, receiver):
        worker.ask(1, Request("q"), [])
        assert Failed(1, "the answer ended before it was finished", "ask again") in receiver.wait_for(is_failed)


def test_a_failed_opening_is_tried_again_with_the_next_question() -> None:
    """The person may have added papers meanwhile."""
    engine = FakeEngine([(Finished(ANSWER),)])
    results: Iterator[LibraryError | Engine] = iter(
        [LibraryError("empty", "add papers"), LibraryError("still empty", "add papers"), engine]
    )

    def open_engine(narrate: Narrate) -> Engine:
        result = next(results)
        if isinstance(result, LibraryError):
            raise result
        return result

    with running(open_engine) as (worker, receiver):
        assert receiver.wait_for(is_failed) == [Failed(None, "empty", "add papers")]
        worker.ask(1, Request("q"), [])
        receiver.wait_for(lambda delivery: delivery == Failed(1, "still empty", "add papers"))
        worker.ask(2, Request("q"), [])
        receiver.wait_for(is_finished)


def test_closing_closes_the_engine_in_its_thread() -> None:
    """An engine belongs to the thread that opened it."""
    open_engine, engine = opening()
    with running(open_engine):
        pass
    assert engine.closed.is_set()


def test_closing_does_not_wait_for_a_blocked_engine() -> None:
    """It says that it was not done."""
    gate = Gate(is_stubborn=True)
    open_engine, engine = opening((gate,))
    worker = Worker(open_engine, lambda: None)
    worker.start()
    worker.ask(1, Request("q"), [])
    assert gate.reached.wait(PATIENCE)
    assert not worker.close(0.01)
    gate.opened.set()
    assert engine.closed.wait(PATIENCE)


def test_a_worker_that_never_started_is_closed() -> None:
    """The app may end before its first frame."""
    assert Worker(lambda narrate: FakeEngine(()), lambda: None).close(PATIENCE)


def test_another_engine_takes_the_place_of_the_open_one() -> None:
    """That is closed first, in the thread it belongs to."""
    open_engine, old = opening((Token("old"), Finished(ANSWER)))
    open_other, new = opening((Token("new"), Finished(ANSWER)))
    with running(open_engine) as (worker, receiver):
        receiver.wait_for(lambda delivery: isinstance(delivery, Opened))
        worker.reopen(open_other)
        worker.ask(1, Request("q"), [])
        assert Arrived(1, Token("new")) in receiver.wait_for(is_finished)
        assert old.closed.is_set()
        assert not new.closed.is_set()


def test_an_open_engine_looks_again_at_its_library() -> None:
    """With the model that it has loaded."""
    open_engine, engine = opening()
    with running(open_engine) as (worker, receiver):
        receiver.wait_for(lambda delivery: isinstance(delivery, Opened) and delivery.is_ready)
        worker.reopen()
        receiver.wait_for(lambda delivery: delivery == Opened(353, "llama", MODEL))
        assert not engine.closed.is_set()
