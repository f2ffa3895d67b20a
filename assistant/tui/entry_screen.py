"""A window in which one line is typed."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Footer, Input, Static

from assistant.errors import AssistantError
from assistant.sanitizing import sanitize_line
from assistant.tui import wording
from assistant.tui.binding import Window
from assistant.tui.keymap import Keymap
from assistant.tui.line import Line
from assistant.tui.line_box import LineBox


class EntryScreen(Window[str | None]):
    """Ask for a line; what cannot be taken is said and can be corrected.

    Args:
        check: raises an AssistantError for what cannot be taken.
    """

    def __init__(self, keymap: Keymap, title: str, about: str, check: Callable[[str], object], value: str = "") -> None:
        super().__init__(keymap)
        self._title = title
        self._about = about
        self._check = check
        self._value = value

    def compose(self) -> ComposeResult:
        """Lay out title, explanation, line and complaint."""
        with Vertical(classes="window"):
            yield Static(self._title, classes="title", markup=False)
            yield Static(self._about, classes="about", markup=False)
            yield LineBox(self._value, compact=True)
            yield Line(classes="notice")
        yield Footer(show_command_palette=False, compact=True)

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Give the line back, if it can be taken."""
        event.stop()
        text = sanitize_line(event.value)
        try:
            self._check(text)
        except AssistantError as error:
            self.query_one(".notice", Line).show(wording.failure(error.message, error.hint))
        else:
            self.dismiss(text)
