"""The widget for everything that the chat says in plain words."""

from __future__ import annotations

from textual.widgets import Static


class Line(Static):
    """Words without markup: hidden while there are none, repainted only when they change."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self.words = ""
        self.display = False

    def show(self, words: str) -> None:
        """Show these words."""
        if words != self.words:
            self.words = words
            self.display = bool(words)
            self.update(words)
