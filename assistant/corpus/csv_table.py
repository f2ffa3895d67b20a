"""CSV with the names of the columns on its first line, apart by commas, semicolons or bars."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.corpus import tables
from assistant.corpus.documents import Document
from assistant.records import Item

NAME = "csv"
TITLE = "CSV"


def recognises(document: Document) -> bool:
    """Whether the first line names a column of titles and another."""
    return tables.csv_delimiter(document) is not None


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each row; one with too many columns or an open quote is a gap."""
    return tables.read_csv(document)
