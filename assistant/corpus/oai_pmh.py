"""What repositories answer over OAI-PMH: records of Dublin Core (oai_dc), JATS (pmc, jats), MODS, and arXiv's own.

<OAI-PMH><ListRecords><record><header><identifier>oai:…</identifier></header>
<metadata><oai_dc:dc><dc:title>…</dc:title><dc:creator>Lovelace, Ada</dc:creator>…</oai_dc:dc></metadata></record>…
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from assistant.corpus import arxiv_habits, identifiers, jats, latex, mods, names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, first, make
from assistant.corpus.xml_records import child, children, elements, root_of, text, texts
from assistant.records import Gap, Item

NAME = "oai-pmh"
TITLE = "an answer of a repository (OAI-PMH)"

_ARXIV = ("arXiv", "arXivRaw", "arXivOld")
_DUBLIN_CORE = ("dc", "qualifieddc", "dcterms")
_INNER_ROOTS = ("ListRecords", "GetRecord", "records", "record", "dc", *_ARXIV)
_NAMESPACES = ("openarchives.org/OAI/", "arxiv.org/OAI/")


def recognises(document: Document) -> bool:
    """Whether the document is an answer, or a part of one."""
    name, _ = root_of(document)
    is_part = name in _INNER_ROOTS and any(namespace in document.head for namespace in _NAMESPACES)
    return name == "OAI-PMH" or is_part


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each record, and what the server says of others."""
    goes_on: tuple[int, str] | None = None
    for line, element in elements(document, {"record", "error", "resumptionToken", *_DUBLIN_CORE, *_ARXIV}):
        if element.tag == "record":
            yield from _record(document.name, line, element)
        elif element.tag == "error":
            said = f"{element.get('code', '')}: {text(element).strip()}"
            yield Gap(document.name, line, line, f"the server answered with an error, {said[:200]}")
        elif element.tag == "resumptionToken":
            goes_on = (line, text(element).strip())
        else:
            yield from _metadata(document.name, line, element, "")
    if goes_on and goes_on[1]:
        reason = f"the list goes on: fetch the next page with resumptionToken={goes_on[1][:200]}"
        yield Gap(document.name, goes_on[0], goes_on[0], reason, is_kept=True)


def _record(file: str, line: int, record: Element) -> Iterator[Item]:
    header = child(record, "header")
    identifier = text(child(header, "identifier")).strip()
    metadata = next(iter(children(child(record, "metadata"))), None)
    if header is not None and header.get("status") == "deleted":
        yield Gap(file, line, line, f"deleted by the repository: {identifier[:200]}")
    elif metadata is None:
        yield Gap(file, line, line, f"a record without metadata: {identifier[:200]}")
    else:
        yield from _metadata(file, line, metadata, identifier)


def _metadata(file: str, line: int, element: Element, identifier: str) -> Iterator[Item]:
    if element.tag in _ARXIV:
        title, abstract = (latex.plain(text(child(element, name))) for name in ("title", "abstract"))
        yield from make(file, line, title, abstract, _facts_of_arxiv(element))
    elif element.tag in _DUBLIN_CORE:
        yield from _dublin_core(file, line, element, identifier)
    elif element.tag == "mods":
        yield from mods.record(file, line, element)
    elif (front := child(element, "front")) is not None:
        yield from jats.article(file, line, front)
    else:
        asked = "ask for metadataPrefix=oai_dc"
        yield Gap(file, line, line, f"a record in a format that is not read, <{element.tag[:80]}>; {asked}")


def _facts_of_arxiv(element: Element) -> Facts:
    identifier, authors = text(child(element, "id")).strip(), child(element, "authors")
    apart = children(authors, "author")
    created = first(*texts(element, "created"), text(child(element, "version", "date")))
    return Facts(
        authors=names.name_list(map(_name, apart)) if apart else arxiv_habits.authors(text(authors)),
        has_more_authors=names.has_others(text(authors)),
        date=arxiv_habits.date(identifiers.arxiv_id(identifier), written_dates.iso(created or "")),
        venue=latex.plain(text(child(element, "journal-ref"))),
        doi=text(child(element, "doi")),
        arxiv=identifier,
        url=f"https://arxiv.org/abs/{identifier}" if identifier else None,
    )


def _name(author: Element) -> str:
    given, family, suffix = (" ".join(texts(author, name)) for name in ("forenames", "keyname", "suffix"))
    return latex.plain(names.whole(given, family, suffix))


def _dublin_core(file: str, line: int, element: Element, identifier: str) -> Iterator[Item]:
    said = texts(element, "identifier", "identifier.doi", "bibliographicCitation")
    addresses = [place for place in said if place.startswith("http")]
    arxiv = next((place for place in (*addresses, identifier) if identifiers.named_arxiv_id(place)), None)
    if arxiv is None and "arxiv.org" in identifier.lower():
        arxiv = identifier
    abstract = _abstract(element, is_first=arxiv is not None)
    language = abstract.get("lang") if abstract is not None else None
    titles = [title for title in children(element, "title") if text(title).strip()]
    title = text(next((title for title in titles if title.get("lang") == language), titles[0] if titles else None))
    others = [place for place in said if not place.startswith("http") and not identifiers.doi(place)]
    dates = sorted(filter(None, map(written_dates.iso, texts(element, "issued", "date", "created"))))
    facts = Facts(
        authors=_creators(element),
        date=arxiv_habits.date(identifiers.arxiv_id(arxiv) if arxiv else None, dates[0] if dates else None),
        venue=first(*texts(element, "source", "isPartOf"), *(others if arxiv else texts(element, "publisher"))),
        doi=first(*map(identifiers.doi, said)),
        arxiv=arxiv,
        url=first(*(place for place in addresses if "doi.org/" not in place), *addresses),
        key=None if arxiv else identifier,
    )
    if arxiv:
        yield from make(file, line, latex.plain(title), latex.plain(text(abstract)), facts)
    else:
        yield from make(file, line, title, text(abstract), facts)


def _creators(element: Element) -> tuple[str, ...]:
    """Return the authors; some repositories write all into one element."""
    said = texts(element, "creator")
    apart = [name for creator in said for name in names.without_places(creator).split(";")]
    return names.name_list(apart if any(";" in creator for creator in said) else said)


def _abstract(element: Element, is_first: bool) -> Element | None:
    """Return the description that is the abstract: in English if languages are named, else the longest.

    Args:
        is_first: whether it is the first one, as arXiv writes it, before comments.
    """
    found = [below for below in children(element, "abstract", "description") if text(below).strip()]
    english = [below for below in found if below.get("lang", "").lower().startswith("en")]
    return found[0] if found and is_first else max(english or found, key=lambda below: len(text(below)), default=None)
