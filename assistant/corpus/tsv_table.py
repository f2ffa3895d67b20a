"""TSV with the names of the columns on its first line, apart by tabs."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.corpus import tables
from assistant.corpus.documents import Document
from assistant.records import Item

NAME = "tsv"
TITLE = "TSV"


def recognises(document: Document) -> bool:
    """Whether the first line names a column of titles and another."""
    return tables.is_tsv(document)


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each row; one with too many columns is a gap."""
    return tables.read_tsv(document)
