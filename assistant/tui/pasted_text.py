"""What is pasted stays text, whatever is in it.

Textual looks for keys in a paste, too: behind an ESC that some terminals let through, it takes the next characters for
keys, so that a line break there sends half a question. Here ESC is taken out of what is pasted before it gets there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

BEGIN, END = "\x1b[200~", "\x1b[201~"
_ESC = "\x1b"


class PasteParser(XTermParser):
    """Textual's parser of what the terminal sends, for which no paste holds an ESC."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._is_pasting = False
        self._seen = ""  # the end of what was passed on, or, in a paste, held back: it may be half of a mark

    def feed(self, data: str) -> Iterable[Message]:
        """Yield the events in what was received; nothing ends it."""
        if data:
            if cleaned := self._cleaned(data):
                yield from super().feed(cleaned)
            return
        if self._is_pasting and self._seen:
            yield from super().feed(self._seen)
        yield from super().feed("")

    def _cleaned(self, data: str) -> str:
        cleaned = ""
        while data:
            if self._is_pasting:
                pasted, mark, data = (self._seen + data).partition(END)
                held = "" if mark else _half_of(END, pasted)
                cleaned += pasted.removesuffix(held).replace(_ESC, "") + mark
                self._is_pasting, self._seen = not mark, held
            else:
                known = len(self._seen)
                before, mark, after = (self._seen + data).partition(BEGIN)
                cleaned += (before + mark)[known:]
                self._is_pasting, self._seen = bool(mark), "" if mark else _half_of(BEGIN, before)
                data = after
        return cleaned


def _half_of(mark: str, text: str) -> str:
    """Return the longest beginning of a mark with which a text ends."""
    return next((mark[:size] for size in range(len(mark) - 1, 0, -1) if text.endswith(mark[:size])), "")


def install() -> None:
    """Let Textual use it; the driver of Windows gets its keys otherwise."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined]
