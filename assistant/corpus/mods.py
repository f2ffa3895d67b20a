"""MODS, the XML of libraries, as the ACL Anthology, Zotero and repositories give records in it.

<modsCollection><mods ID="key"><titleInfo><nonSort>The</nonSort><title>…</title><subTitle>…</subTitle></titleInfo>
<name type="personal"><namePart type="given">Ada</namePart><namePart type="family">Lovelace</namePart>
<role><roleTerm>author</roleTerm></role></name><abstract>…</abstract><relatedItem type="host">…</relatedItem>
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from xml.etree.ElementTree import Element

from assistant.corpus import identifiers, names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, first, joined, make
from assistant.corpus.xml_records import child, children, elements, is_english, root_of, text, texts
from assistant.records import Item

NAME = "mods"
TITLE = "the XML of libraries (MODS)"

_WRITERS = ("author", "aut", "creator", "cre", "")
"""Roles of who wrote a paper; editors and publishers have others."""
_DATES = ("dateIssued", "dateCreated", "copyrightDate")
_OTHER_ABSTRACTS = ("content advice", "scope and content", "review")


def recognises(document: Document) -> bool:
    """Whether the document is a record, or a collection of them."""
    return root_of(document)[0] in ("mods", "modsCollection")


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each record."""
    for line, element in elements(document, {"mods"}):
        yield from record(document.name, line, element)


def record(file: str, line: int, mods: Element) -> Iterator[Item]:
    """Yield the entry of a record, and what had to be left out of it."""
    titles = sorted(children(mods, "titleInfo"), key=lambda title: "type" in title.attrib)  # abbreviated, translated
    found = (each for each in children(mods, "abstract") if each.get("type", "").lower() not in _OTHER_ABSTRACTS)
    abstracts = sorted(found, key=lambda each: not is_english(each))
    abstract = first(*(text(each) for each in abstracts)) or ""
    yield from make(file, line, _title(titles[0] if titles else None), abstract, _facts(mods))


def _title(info: Element | None) -> str:
    article, main, sub = (" ".join(texts(info, name)) for name in ("nonSort", "title", "subTitle"))
    whole = article + main if article.endswith(("'", "’")) else f"{article} {main}".strip()  # "L'art"
    return f"{whole.rstrip(' :')}: {sub}" if whole and sub else whole or sub


def _facts(mods: Element) -> Facts:
    host = next((each for each in children(mods, "relatedItem") if each.get("type") == "host"), None)
    said = [(each.get("type", "").lower(), text(each).strip()) for each in children(mods, "identifier")]
    told = {kind: number for kind, number in reversed(said) if number}  # the first of each kind
    numbers = [number for _, number in said]
    urls = [address for place in children(mods, "location") for address in texts(place, "url")]
    writers = [each for each in children(mods, "name") if _is_writer(each)]
    doi = first(told.get("doi"), *(identifiers.doi_of_address(url) for url in urls))
    return Facts(
        authors=names.name_list(_name(each) for each in writers if child(each, "etal") is None),
        has_more_authors=any(child(each, "etal") is not None for each in writers),
        date=_date(mods) or _date(host),
        venue=_title(child(host, "titleInfo")),
        doi=doi,
        arxiv=told.get("arxiv") or next(filter(identifiers.named_arxiv_id, (*numbers, *urls)), None),
        url=first(*(identifiers.url(url) for url in urls), identifiers.url(told.get("uri", ""))),
        key=first(told.get("citekey"), mods.get("ID")),
    )


def _is_writer(name: Element) -> bool:
    roles = [term.lower().rstrip(".") for role in children(name, "role") for term in texts(role, "roleTerm")]
    return name.get("type") != "conference" and (not roles or any(role in _WRITERS for role in roles))


def _name(name: Element) -> str:
    parts: dict[str, list[str]] = {}
    for part in children(name, "namePart"):
        parts.setdefault(part.get("type", ""), []).append(text(part).strip())
    given, family, suffix = (" ".join(parts.get(kind, ())) for kind in ("given", "family", "termsOfAddress"))
    if given or family:
        return names.whole(given, family, suffix)
    whole = joined(parts.get("", ())) or " ".join(texts(name, "displayForm"))
    return names.kept_whole(whole) if name.get("type") == "corporate" else whole


def _date(mods: Element | None) -> str | None:
    """Return when a record or what it is a part of was published, as exactly as it says."""
    said = [date for origin in children(mods, "originInfo") for date in texts(origin, *_DATES)]
    said += [date for part in children(mods, "part") for date in texts(part, "date")]
    return reduce(written_dates.more_precise, map(written_dates.iso, said), None)
