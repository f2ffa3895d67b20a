"""What windows and the chat ask of the application."""

from __future__ import annotations

from textual.message import Message


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
