"""Feeds of papers in RSS: 2.0 as arXiv and PubMed serve them, 1.0 (RDF) as preprint servers and journals do."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.corpus import feed_items
from assistant.corpus.documents import Document
from assistant.corpus.xml_records import elements, root_of, text
from assistant.records import Item

NAME = "rss"
TITLE = "a feed of papers (RSS)"

_RSS_1 = ("purl.org/rss/", "netscape.com/rdf/")


def recognises(document: Document) -> bool:
    """Whether the document is RSS of any version."""
    name, attributes = root_of(document)
    return name == "rss" or (name == "RDF" and any(namespace in attributes for namespace in _RSS_1))


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each item; the channel may say the venue of all."""
    venue = ""
    for line, element in elements(document, {"item", "publicationName"}):
        if element.tag == "publicationName":
            venue = text(element)
        else:
            yield from feed_items.read_item(document.name, line, element, venue)
