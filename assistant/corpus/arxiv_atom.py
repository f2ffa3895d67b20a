"""The feed that the API of arXiv answers with (Atom)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from assistant.corpus import latex, names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, make
from assistant.corpus.xml_records import child, elements, root_of, text
from assistant.records import Item

NAME = "arxiv-atom"
TITLE = "a feed of the arXiv API (Atom)"


def recognises(document: Document) -> bool:
    """Whether the document is an Atom feed, or an entry of one."""
    name, attributes = root_of(document)
    return name in ("feed", "entry") and "Atom" in attributes


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each entry of the feed."""
    for line, element in elements(document, {"entry"}):
        title, abstract = (latex.plain(text(child(element, name))) for name in ("title", "summary"))
        yield from make(document.name, line, title, abstract, _facts(element))


def _facts(element: Element) -> Facts:
    address = text(child(element, "id")).strip()
    authors = [text(child(author, "name")) for author in element if author.tag == "author"]
    return Facts(
        authors=names.name_list(authors),
        date=written_dates.iso(text(child(element, "published"))),
        venue=text(child(element, "journal_ref")),
        doi=text(child(element, "doi")),
        arxiv=address,
        url=address,
    )
