"""The XML of the ACL Anthology: a collection of volumes of papers."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from assistant.corpus import names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, make
from assistant.corpus.xml_records import child, elements, root_of, text
from assistant.records import Item

NAME = "acl-xml"
TITLE = "the XML of the ACL Anthology"


def recognises(document: Document) -> bool:
    """Whether the document is a collection, a volume or its papers."""
    name, _ = root_of(document)
    return name == "collection" or (name == "volume" and "<paper" in document.head)


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each paper; venue and year are those of its volume."""
    volume: Element | None = None
    for line, element in elements(document, {"meta", "paper"}):
        if element.tag == "meta":
            volume = element
            continue
        title, abstract = (text(child(element, name), _formula) for name in ("title", "abstract"))
        yield from make(document.name, line, title, abstract, _facts(element, volume))


def _formula(element: Element) -> str | None:
    if element.tag in ("par", "br"):
        return " "
    return f"${text(element)}$" if element.tag == "tex-math" else None


def _facts(element: Element, volume: Element | None) -> Facts:
    url = text(child(element, "url")).strip()
    authors = (_name(author) for author in element if author.tag == "author")
    year = text(child(element, "year")) or text(child(volume, "year"))
    return Facts(
        authors=names.name_list(authors),
        date=written_dates.iso_of_parts(year, text(child(volume, "month")).partition("-")[0]),
        venue=text(child(volume, "booktitle"), _formula),
        doi=text(child(element, "doi")),
        url=url if url.startswith("http") else f"https://aclanthology.org/{url}/" if url else None,
        key=text(child(element, "bibkey")) or url,
    )


def _name(author: Element) -> str:
    given, family = (text(child(author, name)).strip() for name in ("first", "last"))
    return names.whole(given, family)
