"""Documents made of text, and read at once."""

from __future__ import annotations

import io

from assistant.corpus.documents import Document
from assistant.corpus.fields import FieldNames
from assistant.corpus.registry import Reader, read_document
from assistant.records import Entry, Gap


def document(text: str | bytes, name: str = "f.txt", fields: FieldNames = FieldNames()) -> Document:  # noqa: B008
    """Return a document of this text."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return Document(name, io.BytesIO(data), fields)


def read(reader: Reader, text: str | bytes, name: str = "f.txt") -> tuple[list[Entry], list[Gap]]:
    """Return the entries and the gaps that a reader finds."""
    return apart(reader.read(document(text, name)))


def read_any(text: str | bytes, name: str = "f.txt") -> tuple[list[Entry], list[Gap]]:
    """Return the entries and the gaps of a text in whichever format it is."""
    return apart(read_document(document(text, name)))


def apart(items: object) -> tuple[list[Entry], list[Gap]]:
    """Return the entries and the gaps among items."""
    every = list(items)  # type: ignore[call-overload]
    return [item for item in every if isinstance(item, Entry)], [item for item in every if isinstance(item, Gap)]
