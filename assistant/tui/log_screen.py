"""The end of the log: what libraries and this program wrote while the chat was on the screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from assistant.sanitizing import sanitize, sanitize_line
from assistant.tui.binding import Window
from assistant.tui.key_footer import KeyFooter
from assistant.tui.keymap import Keymap


class LogScreen(Window[None]):
    """Show the last lines."""

    def __init__(self, keymap: Keymap, path: str, text: str) -> None:
        super().__init__(keymap)
        self._path = path
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out path and lines."""
        with VerticalScroll(classes="window"):
            yield Static(sanitize_line(self._path), classes="title", markup=False)
            yield Static(sanitize(self._text) or "Nothing was written.", classes="text", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin at the end."""
        self.query_one(VerticalScroll).scroll_end(animate=False)
