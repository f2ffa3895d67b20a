"""The thread that keeps the conversations, so that no frame waits for a disk.

It owns the open file of sessions. What is to be done with it is queued, in order; a thread of its own does it, at once
but for the milliseconds that another window writes.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import AssistantError
from assistant.sessions import KeptExchange, Sessions

_log = logging.getLogger(__name__)
Result = TypeVar("Result")
Work = Callable[[Sessions], Result]
Read = Callable[[Sessions, int], list[KeptExchange]]
"""Returns the exchanges of a session with the papers of the library."""


def open_beside(folder: Path) -> Memory:
    """Return the memory beside the library in `folder`."""

    def read(sessions: Sessions, session: int) -> list[KeptExchange]:
        from assistant.sessions.restoring import restore  # numpy need not be there for the first frame

        return restore(sessions, session, folder)

    return Memory(lambda: Sessions(folder, create=True), read)


def forgetful() -> Sessions:
    """Return sessions that end with the program."""
    return Sessions(None, create=True)


def read_alone(sessions: Sessions, session: int) -> list[KeptExchange]:
    """Return the exchanges of a session where there is no library."""
    return sessions.exchanges(session, lambda identifier: None)


class Memory:
    """The thread, seen from outside; every method returns at once but `close`.

    Args:
        open_sessions: called in the thread at once, so that the first question is kept as soon as it is asked, and
            again for the next work when it failed.

    Attributes:
        rows: where the exchanges of this chat are kept, by their numbers; for the thread alone.
        trouble: why what was to be done last was not; None if it was.
    """

    def __init__(self, open_sessions: Callable[[], Sessions] = forgetful, read: Read = read_alone) -> None:
        self._open_sessions = open_sessions
        self._read = read
        self.rows: dict[int, int] = {}
        self.trouble: Exception | None = None
        self._sessions: Sessions | None = None
        self._work: queue.SimpleQueue[tuple[Future[Any], Work[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="memory", daemon=True)
        self._thread.start()

    def run(self, work: Work[Result]) -> Future[Result]:
        """Queue something to be done with the sessions, and return what will hold its result or its error."""
        future: Future[Result] = Future()
        self._work.put((future, work))
        return future

    def exchanges(self, session: int) -> Future[list[KeptExchange]]:
        """Read the exchanges of a session."""
        return self.run(lambda sessions: self._read(sessions, session))

    def receipt(self, number: int) -> Future[str]:
        """Read the receipt of the exchange with a number of this chat; nothing if none is kept."""
        return self.run(lambda sessions: sessions.receipt(self.rows.get(number, 0)))

    def questions(self) -> Future[list[str]]:
        """Read what was asked last in any window, the newest last."""
        return self.run(Sessions.questions)

    def close(self, timeout: float) -> bool:
        """Finish what is queued, and say whether that was done within `timeout` seconds."""
        self._work.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        with suppress(Exception):  # the first work that needs them tells whoever waits for it
            self._sessions = self._open_sessions()
        while (item := self._work.get()) is not None:
            future, work = item
            if not future.set_running_or_notify_cancel():  # whoever waited has closed the window
                continue
            try:
                self._sessions = self._sessions or self._open_sessions()
                result = work(self._sessions)
            except Exception as error:  # the outermost edge of this thread: whoever waits gets it
                if not isinstance(error, AssistantError):
                    _log.error("unforeseen error", exc_info=error)
                self.trouble = error
                future.set_exception(error)
            else:
                self.trouble = None
                future.set_result(result)
        if self._sessions is not None:
            self._sessions.close()
