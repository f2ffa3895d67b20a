"""One daemon thread that opens the engine and answers questions, one after another.

It knows no widget and no textual. What it has to say lies in an outbox; `notify` is called, from the thread, each
time the outbox stops being empty, so however fast tokens come, one wake-up at most waits in the receiver's queue and
keys are never stuck behind them.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.errors import AssistantError
from assistant.records import Answer, Event, Finished
from assistant.tui.engine import Engine, OpenEngine, Request
from assistant.tui.indexer import Report

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Narrated:
    """Words about the opening of the engine."""

    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The engine is open: it can search, and once it is ready, it can write."""

    paper_count: int
    generator: str
    model: str | None
    is_ready: bool = True


@dataclass(frozen=True, slots=True)
class Arrived:
    """An event of the answer to question `number`."""

    number: int
    event: Event


@dataclass(frozen=True, slots=True)
class Receipted:
    """The receipt of the answer to question `number`, as JSON."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Question `number` cannot be answered; None means that none can, as things are."""

    number: int | None
    message: str
    hint: str


Delivery = Narrated | Opened | Arrived | Receipted | Failed | Report


@dataclass(frozen=True, slots=True)
class _Asked:
    number: int
    request: Request
    history: tuple[Answer, ...]
    cancelled: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class _Reopen:
    """Open another engine; without one, bring the open one up to date."""

    open_engine: OpenEngine | None


class Worker:
    """The thread, seen from outside; every method returns at once but `close`."""

    def __init__(self, open_engine: OpenEngine, notify: Callable[[], object]) -> None:
        self._open_engine = open_engine
        self._notify = notify
        self._requests: queue.SimpleQueue[_Asked | _Reopen | None] = queue.SimpleQueue()
        self._last: _Asked | None = None
        self._outbox: list[Delivery] = []
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        """Begin to open the engine, unless that was begun."""
        if self._thread.ident is None:
            self._thread.start()

    def reopen(self, open_engine: OpenEngine | None = None) -> None:
        """Have another engine opened, or the open one look again at a library that has changed."""
        if open_engine is not None:
            self.stop()
        self._requests.put(_Reopen(open_engine))
        self.start()

    def ask(self, number: int, request: Request, history: Sequence[Answer]) -> None:
        """Queue a request; its deliveries will carry `number`."""
        self._last = _Asked(number, request, tuple(history))
        self._requests.put(self._last)

    def stop(self) -> None:
        """Cancel the question that was asked last, at whatever stage it is."""
        if self._last is not None:
            self._last.cancelled.set()

    def close(self, timeout: float) -> bool:
        """Cancel, let the engine close itself, and say whether that was done within `timeout` seconds."""
        self.stop()
        self._requests.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def take(self) -> list[Delivery]:
        """Empty the outbox."""
        with self._lock:
            taken, self._outbox = self._outbox, []
        return taken

    def deliver(self, delivery: Delivery) -> None:
        """Put something into the outbox, from whatever thread."""
        with self._lock:
            self._outbox.append(delivery)
            is_first = len(self._outbox) == 1
        if is_first:
            self._notify()

    def _run(self) -> None:
        engine = self._open(None)
        while (asked := self._requests.get()) is not None:
            if isinstance(asked, _Reopen):
                engine = self._reopen(engine, asked.open_engine)
                continue
            if not asked.cancelled.is_set():
                engine = engine or self._open(asked.number)
            if engine is not None and not asked.cancelled.is_set():
                self._answer(engine, asked)
        if engine is not None:
            engine.close()

    def _open(self, number: int | None) -> Engine | None:
        """Open the engine for the question `number`, or for whatever will be asked."""
        try:
            engine = self._open_engine(lambda text: self.deliver(Narrated(text)))
        except Exception as error:
            self.deliver(_failure(number, error))
            return None
        self._prepare(engine)
        return engine

    def _reopen(self, engine: Engine | None, open_engine: OpenEngine | None) -> Engine | None:
        """Return the engine after the change; a library that cannot be looked at again is opened anew."""
        if open_engine is not None:
            self._open_engine = open_engine
        elif engine is not None:
            try:
                engine.refresh()
            except Exception as error:
                self.deliver(_failure(None, error))
            else:
                self.deliver(Opened(engine.paper_count, engine.generator_name, engine.model))
                return engine
        if engine is not None:
            engine.close()
        return self._open(None)

    def _prepare(self, engine: Engine) -> None:
        self.deliver(Opened(engine.paper_count, engine.generator_name, engine.model, is_ready=False))
        try:
            engine.prepare()
        except Exception as error:
            self.deliver(_failure(None, error))
        else:
            self.deliver(Opened(engine.paper_count, engine.generator_name, engine.model))

    def _answer(self, engine: Engine, asked: _Asked) -> None:
        event: Event | None = None
        try:
            for event in engine.ask(asked.request, asked.history, asked.cancelled.is_set):
                if asked.cancelled.is_set():
                    return
                self.deliver(Arrived(asked.number, event))
        except Exception as error:
            self.deliver(_failure(asked.number, error))
            return
        if isinstance(event, Finished):
            self._give_receipt(engine, asked, event.answer)
        else:
            self.deliver(Failed(asked.number, "the answer ended before it was finished", "ask again"))

    def _give_receipt(self, engine: Engine, asked: _Asked, answer: Answer) -> None:
        """Deliver the receipt; an answer is good without one, so a failure goes to the log."""
        try:
            self.deliver(Receipted(asked.number, engine.receipt(answer, asked.history)))
        except Exception as error:
            _log.error("no receipt for question %d", asked.number, exc_info=error)


def _failure(number: int | None, error: Exception) -> Failed:
    """Put an exception in words; this is the outermost edge, an unforeseen one must not end the thread unseen."""
    if isinstance(error, AssistantError):
        return Failed(number, error.message, error.hint)
    _log.error("unforeseen error", exc_info=error)
    return Failed(
        number, f"{type(error).__name__}: {error}", "this is a defect of the program; the log has the details"
    )
