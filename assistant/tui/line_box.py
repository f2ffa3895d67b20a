"""A line to type in."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from assistant.sanitizing import sanitize_line


class LineBox(Input):
    """An input that cleans what is pasted before it shows it."""

    def on_paste(self, event: events.Paste) -> None:
        """Clean what was pasted before the input takes it."""
        event.text = sanitize_line(event.text)
