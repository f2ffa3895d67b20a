"""A model on its way: loaded in a thread of its own, so that what does not need it goes on meanwhile."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.generation import Cancelled
from assistant.generation.stopping import POLL, Stopped

if TYPE_CHECKING:
    from assistant.generation.llama_native import NativeModel

_PATIENCE = 10.0  # seconds to wait, when the process ends, for a thread that is inside llama.cpp


class Loading:
    """The work of a thread that began when this was made.

    Args:
        work: loads the model; raises ModelError, or Stopped soon after `closed` is set.
        closed: is set when nobody wants the model any more, at the latest when the process ends.
    """

    def __init__(self, work: Callable[[], NativeModel], closed: threading.Event) -> None:
        self._work = work
        self._ended = threading.Event()
        self._model: NativeModel | None = None
        self._error: BaseException | None = None
        threading.Thread(target=self._run, daemon=True, name="loading").start()
        weakref.finalize(self, _end, closed, self._ended)

    def wait(self, is_over: Cancelled) -> NativeModel:
        """Return the model once it is there.

        Raises:
            ModelError: it cannot be loaded.
            Stopped: `is_over()` became true; the loading goes on.
        """
        while not self._ended.wait(POLL):
            if is_over():
                raise Stopped
        if self._model is None:
            raise self._error or Stopped
        return self._model

    def leave(self) -> NativeModel | None:
        """Wait until the thread has ended, which it was told to, and return the model if it has come so far."""
        self._ended.wait()
        return self._model

    def _run(self) -> None:
        try:
            self._model = self._work()
        except BaseException as error:  # carried to whoever waits, and raised there
            self._error = error
        finally:
            self._ended.set()


def _end(closed: threading.Event, ended: threading.Event) -> None:
    """Keep the process from ending while a thread is inside llama.cpp, which would be torn down under it."""
    if not ended.is_set():
        closed.set()
        ended.wait(_PATIENCE)
