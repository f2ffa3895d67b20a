"""Items of feeds, RSS and Atom alike: papers as arXiv, PubMed, preprint servers and journals announce them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from assistant.corpus import arxiv_habits, identifiers, names, written_dates
from assistant.corpus.making import MAX_ABSTRACT, Facts, first, make
from assistant.corpus.markup import without_markup
from assistant.corpus.xml_records import child, children, text, texts
from assistant.patterns import lazy_re
from assistant.records import Gap, Item

_BLOCKS = frozenset("p div br li ul ol section h1 h2 h3 h4 h5 h6 tr td".split())
_TEXTS = ("encoded", "content", "description", "summary", "abstract")
_DATES = ("published", "date", "publicationDate", "coverDate", "issued", "pubDate", "updated")
_ERRORS = "arxiv.org/api/errors"
_LONGEST = 4 * MAX_ABSTRACT + 1
_ATTRIBUTES = r"[^<>]{0,999}"
_HIDDEN = lazy_re(rf"<(script|style)\b{_ATTRIBUTES}>.{{0,5000}}?</\1>|<!--.{{0,5000}}?-->", re.IGNORECASE | re.DOTALL)
_HEADING = lazy_re(
    rf"<(?:p|div|h[1-6]|b|strong)\b{_ATTRIBUTES}>\s{{0,99}}(?:<(?:b|strong)>)?\s{{0,99}}Abstract:?\s{{0,99}}"
    r"(?:</(?:b|strong|p|div|h[1-6])>\s{0,99}){1,3}",
    re.IGNORECASE,
)
_SECTION = lazy_re(rf"<(h[1-6]){_ATTRIBUTES}>\s{{0,99}}([^<>]{{1,80}}?)[\s:.]{{0,9}}</\1>", re.IGNORECASE)
_FOOT = lazy_re(rf"<p\b{_ATTRIBUTES}>\s{{0,99}}(?:PMID|DOI):")
_BY = lazy_re(r"\s{0,99}<p>\s{0,99}by (?P<authors>[^<>]+)</p>")
_LABELLED = lazy_re(
    r"<p>\s{0,99}(?:<b>)?(?P<label>Publication date|Source|Author\(s\)):\s{0,99}(?:</b>)?(?P<text>[^<>]*)</p>"
)
_PUBLISHED = lazy_re(
    rf"\s{{0,99}}<p\b{_ATTRIBUTES}>[^<>]{{0,300}}Published online:[^<>]{{0,200}}"
    rf"(?:<a{_ATTRIBUTES}>[^<>]{{0,300}}</a>)?[^<>]{{0,99}}</p>"
)
_OTHER_TAG = lazy_re(
    rf"</?(?:img|figure|figcaption|table|thead|tbody|tr|td|th|video|audio|iframe|hr|blockquote|section|article|header"
    rf"|footer|cite|script|style)\b{_ATTRIBUTES}>",
    re.IGNORECASE,
)
_PLACE = lazy_re(
    r"[^.]{0,200}\b(?:Volume [\w-]{1,20}, (?:Issue|Number|Page)|EarlyView|Ahead of Print|Pages? [\d-]{1,20}"
    r"|DOI: ?10\.)",
    re.IGNORECASE,
)
_LONGEST_PLACE = 300
_ADDRESS_AND_NAME = lazy_re(r"\S{1,200}@\S{1,200}\s{1,9}\((?P<name>[^()]{1,200})\)")


def read_item(file: str, line: int, item: Element, venue: str = "") -> Iterator[Item]:
    """Yield the entry of an item.

    Args:
        venue: of the whole feed.
    """
    names_of_it = [*texts(item, "guid", "id"), *texts(item, "link")]
    if any(_ERRORS in name for name in names_of_it):
        said = next(iter(texts(item, "summary")), "")
        yield Gap(file, line, line, f"arXiv answered with an error, {said[:200]}")
        return
    title = next(iter(texts(item, "title")), "")
    addresses = _addresses(item)
    told = [name for name in (*names_of_it, *addresses, title) if "arxiv" in name.lower()]
    arxiv = next((found for name in told if (found := identifiers.arxiv_id(name))), None)
    descriptions = [text(each, _flowing)[:_LONGEST] for each in children(item, *_TEXTS)]
    abstract, labelled = _abstract(descriptions)
    date = _date(item, labelled)
    is_of_first_version = texts(item, "published") and not texts(item, "announce_type")
    facts = Facts(
        authors=_authors(item, labelled, is_arxiv=arxiv is not None),
        date=date if is_of_first_version else arxiv_habits.date(arxiv, date),
        venue=_venue(item) or labelled.get("Source", "").partition(", Volume")[0] or venue,
        doi=first(*map(identifiers.doi, texts(item, "doi", "DOI", "identifier")), *map(_doi, names_of_it)),
        arxiv=arxiv,
        url=first(*addresses, *names_of_it),
    )
    if arxiv:
        title, abstract = arxiv_habits.title(title), arxiv_habits.abstract(abstract)
    yield from make(file, line, title, abstract, facts)


def _flowing(element: Element) -> str | None:
    """Return what a browser would set apart with spaces around it."""
    if element.tag in ("script", "style"):
        return ""
    return f" {text(element, _flowing)} " if element.tag in _BLOCKS else None


def _addresses(item: Element) -> list[str]:
    """Return the addresses that links name, of Atom those of the item itself."""
    own = [link.get("href", "") for link in children(item, "link") if link.get("rel", "alternate") == "alternate"]
    found = [*texts(item, "link"), *own, *texts(item, "origLink", "url")]
    return [address for address in found if address.startswith("http")]


def _doi(name: str) -> str | None:
    """Return the DOI that an item is called by; one somewhere in an address is not believed."""
    return identifiers.doi_of_address(name) if name.startswith("http") else identifiers.doi(name)


def _abstract(descriptions: list[str]) -> tuple[str, dict[str, str]]:
    """Return the abstract among several descriptions, and what they say under labels.

    It is what stands below that heading, else the longest; where to find the paper is none.
    """
    labelled: dict[str, str] = {}
    found: list[tuple[bool, int, str]] = []
    for said in descriptions:
        said = _HIDDEN.sub(" ", said)
        if by := _BY.match(said):
            labelled.setdefault("Author(s)", by["authors"])
            said = said[by.end() :]
        for label in _LABELLED.finditer(said):
            labelled.setdefault(label["label"], label["text"].strip())
        said = _PUBLISHED.sub("", _LABELLED.sub(" ", said), count=1)
        heading = _HEADING.search(said)
        said = said[heading.end() :] if heading else said
        foot = _FOOT.search(said)
        said = _SECTION.sub(r" \2: ", said[: foot.start()] if foot else said)
        said = _OTHER_TAG.sub(" ", said)
        plain = " ".join(without_markup(said[:10_000]).split())
        if plain and not (len(plain) <= _LONGEST_PLACE and _PLACE.match(plain)):
            found.append((heading is not None, len(said), said))
    return (max(found)[2] if found else ""), labelled


def _authors(item: Element, labelled: dict[str, str], is_arxiv: bool) -> tuple[str, ...]:
    """Return the authors: of several lists the longest, as some feeds name only the first in fields of their own."""
    apart = [name for author in children(item, "author") for name in texts(author, "name")]
    creators = [without_markup(name) for name in texts(item, "creator")]
    written = [found["name"] if (found := _ADDRESS_AND_NAME.match(name)) else name for name in texts(item, "author")]
    lists = (apart, creators, [] if apart else written, [without_markup(labelled.get("Author(s)", ""))])
    return max((_names(each, is_arxiv) for each in lists), key=len)


def _names(people: list[str], is_arxiv: bool) -> tuple[str, ...]:
    if len(people) != 1:
        return names.name_list(dict.fromkeys(people))
    return arxiv_habits.authors(people[0]) if is_arxiv else names.split_names(names.without_places(people[0]))


def _date(item: Element, labelled: dict[str, str]) -> str | None:
    said = (*texts(item, *_DATES), labelled.get("Publication date", ""))
    return next((date for written in said if (date := written_dates.iso(written))), None)


def _venue(item: Element) -> str | None:
    source = child(item, "source")
    journal = text(source).partition(", Published online")[0] if source is not None and not len(source) else ""
    return first(*texts(item, "publicationName", "journal_ref", "journal_reference"), journal)
