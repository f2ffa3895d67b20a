"""What windows, the chat and the application ask of each other."""

from __future__ import annotations

from textual.message import Message

from assistant.records import Filters


class CopyWanted(Message):
    """A text is to be put on the clipboard."""

    def __init__(self, text: str, what: str) -> None:
        super().__init__()
        self.text = text
        self.what = what


class LinkWanted(Message):
    """A web address is to be opened."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


class EngineChanged(Message):
    """Somebody else writes from now on."""


class FiltersChanged(Message):
    """Other filters hold for every question from now on."""

    def __init__(self, filters: Filters, text: str) -> None:
        super().__init__()
        self.filters = filters
        self.text = text
