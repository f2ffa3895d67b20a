"""Feeds of papers in Atom: what the API of arXiv answers with, and what arXiv and journals announce."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.corpus import feed_items
from assistant.corpus.documents import Document
from assistant.corpus.xml_records import elements, root_of
from assistant.records import Item

NAME = "arxiv-atom"
TITLE = "a feed of papers, as of the arXiv API (Atom)"


def recognises(document: Document) -> bool:
    """Whether the document is an Atom feed, or an entry of one."""
    name, attributes = root_of(document)
    return name in ("feed", "entry") and "Atom" in attributes


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each entry of the feed."""
    for line, element in elements(document, {"entry"}):
        yield from feed_items.read_item(document.name, line, element)
