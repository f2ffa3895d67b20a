"""What could not be kept, said once each."""

from __future__ import annotations

import contextlib

from textual.screen import Screen

from assistant.tui import wording


class Troubles:
    """Takes errors from whatever thread and shows each on a screen, the first time that it comes."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._said: set[str] = set()

    def __call__(self, error: BaseException) -> None:
        """Take an error."""
        with contextlib.suppress(RuntimeError):  # the event loop is closed: the person has left
            self._screen.call_later(self._say, wording.trouble(error))

    def _say(self, words: str) -> None:
        if words not in self._said:
            self._said.add(words)
            self._screen.notify(words, severity="warning", markup=False, timeout=10)
