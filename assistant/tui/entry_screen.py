"""A window in which one line is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from assistant.errors import AssistantError
from assistant.sanitizing import sanitize_line
from assistant.tui import wording
from assistant.tui.aside import aside
from assistant.tui.binding import Window
from assistant.tui.key_footer import KeyFooter
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
            yield from self._below()
            yield Line(classes="notice")
        yield KeyFooter()

    def _below(self) -> Iterable[Widget]:
        """Return what stands below the line."""
        return ()

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Give the line back, if it can be taken; what looks at a disk must not stop the screen."""
        event.stop()
        self.run_worker(self._submit(sanitize_line(event.value)), exclusive=True, group="submission")

    async def _submit(self, text: str) -> None:
        try:
            await aside(lambda: self._check(text))
        except AssistantError as error:
            for line in self.query(".notice").results(Line):  # there is none once the window is closed
                line.show(wording.failure(error.message, error.hint))
        else:
            self.dismiss(text)
