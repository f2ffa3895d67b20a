"""The formats that can be read, one module each, told apart by content; a new one is a module and a line here."""

from __future__ import annotations

from typing import Protocol

from assistant.corpus import compact_dump, page_dump
from assistant.errors import InputError
from assistant.records import Reading


class Reader(Protocol):
    """A module that reads one format."""

    NAME: str

    def recognises(self, text: str) -> bool:
        """Whether the text is of this format."""

    def read(self, text: str, file: str) -> Reading:
        """Read a text of this format."""


# The first that recognises a text reads it, so what is told by more stands before what is told by less.
READERS: tuple[Reader, ...] = (page_dump, compact_dump)


def read_text(text: str, file: str) -> Reading:
    """Read a text in whichever format it is.

    Args:
        file: the name under which the entries are kept.

    Raises:
        InputError: no reader recognises it.
    """
    for reader in READERS:
        if reader.recognises(text):
            return reader.read(text, file)
    known = "; ".join(reader.NAME for reader in READERS)
    raise InputError(f"{file}: none of the formats that can be read", f"These can: {known}.")
