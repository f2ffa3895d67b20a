"""The widget for everything that the chat says in plain words."""

from __future__ import annotations

from textual.widgets import Static

from assistant.tui import calm


class Line(Static):
    """Words without markup: hidden while there are none, repainted only when they change."""

    DEFAULT_CSS = "Line.-empty { display: none; }"

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self.words = ""
        self.add_class("-empty")

    def show(self, words: str) -> None:
        """Show these words."""
        if calm.is_calm(self):
            words = calm.in_words(words)
        if words != self.words:
            self.words = words
            self.set_class(not words, "-empty")
            self.update(words)
