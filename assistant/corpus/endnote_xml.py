"""The XML of EndNote, which Zotero, JabRef and others write, too.

<xml><records><record><contributors><authors><author><style face="normal">Lovelace, Ada</style></author></authors>
</contributors><titles><title><style>A </style><style face="italic">title</style></title></titles>
<dates><year>1843</year></dates><abstract>…</abstract></record></records></xml>
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from xml.etree.ElementTree import Element

from assistant.corpus import identifiers, latex, names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, first, make
from assistant.corpus.superscripts import raised
from assistant.corpus.xml_records import child, children, elements, root_of
from assistant.patterns import lazy_re
from assistant.records import Item

NAME = "endnote-xml"
TITLE = "the XML of EndNote"

_ROOTS = ("xml", "records", "record")
_MARK = lazy_re(r"<(?:ref-type|contributors|titles|periodical|rec-number)\b")
_BETWEEN_NAMES = lazy_re(r"[\r\n;]+")


def recognises(document: Document) -> bool:
    """Whether the document is a list of records with the fields of EndNote."""
    return root_of(document)[0] in _ROOTS and bool(_MARK.search(document.head))


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each record."""
    for line, record in elements(document, {"record"}):
        titles = child(record, "titles")
        title = first(*(_text(child(titles, name)) for name in ("title", "translated-title", "short-title"))) or ""
        abstract = _text(child(record, "abstract"))
        if "jabref" in _text(child(record, "source-app")).lower():  # the fields are those of BibTeX
            title, abstract = latex.plain(title), latex.plain(abstract)
        yield from make(document.name, line, title, abstract, _facts(record))


def _facts(record: Element) -> Facts:
    urls = [_text(url) for kind in children(child(record, "urls")) for url in kind]
    number = _text(child(record, "electronic-resource-num"))
    label, accession = (_text(child(record, name)) for name in ("label", "accession-num"))
    journal = first(_text(child(record, "periodical", "full-title")), _text(child(record, "periodical", "abbr-1")))
    book = _text(child(record, "titles", "secondary-title"))
    told = (number, *urls, accession, journal or "", book, label)
    return Facts(
        authors=names.name_list(_authors(record)),
        date=_date(child(record, "dates")),
        venue=first(journal, book, _text(child(record, "secondary-title")), _text(child(record, "publisher"))),
        doi=first(identifiers.doi(number), *(identifiers.doi_of_address(url) for url in urls)),
        arxiv=next(filter(identifiers.named_arxiv_id, told), None),
        url=first(*(identifiers.url(url) for url in urls)),
        key=first(label, accession),
    )


def _authors(record: Element) -> Iterator[str]:
    """Yield the authors; some programs write several into one element, on lines of their own."""
    for author in children(child(record, "contributors", "authors"), "author"):
        yield from _BETWEEN_NAMES.split(_text(author))


def _date(dates: Element | None) -> str | None:
    year, month, day = (_text(child(dates, name)) for name in ("year", "month", "day"))
    said = _text(child(dates, "pub-dates", "date"))
    known = (
        written_dates.iso_of_parts(year, month.strip("#"), day),
        written_dates.iso_of_parts(year, said),
        written_dates.iso(said),
        written_dates.iso(f"{said} {year}"),
    )
    return reduce(written_dates.more_precise, known, None)


def _text(element: Element | None) -> str:
    """Return the text of a field, whatever its styles; line breaks between these are of the file alone."""
    if element is None:
        return ""
    pieces = [_within(element.text, element)]
    for style in element:
        said = _text(style)
        if style.get("face") == "superscript":
            said = raised(next((piece for piece in reversed(pieces) if piece), ""), said)
        pieces += [said, _within(style.tail, element)]
    return "".join(pieces).strip() if element.tag != "style" else "".join(pieces)


def _within(text: str | None, element: Element) -> str:
    is_layout = text is not None and len(element) and "\n" in text and not text.strip()
    return "" if text is None or is_layout else text
