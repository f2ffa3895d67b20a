"""JATS, the XML of journals, as PubMed Central, bioRxiv and publishers give whole articles in it.

<article><front><journal-meta>…</journal-meta><article-meta><article-id pub-id-type="doi">…</article-id>
<title-group><article-title>…</article-title></title-group><contrib-group><contrib contrib-type="author"><name>…
<abstract><sec><title>Methods</title><p>…</p></sec></abstract></article-meta></front><body>…

What an article tells of itself is read, its abstract and not its text; what hangs on to it, as reviews, replies and
translations do, is no paper of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from xml.etree.ElementTree import Element

from assistant.corpus import formulas, names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, first, joined, make
from assistant.corpus.xml_records import child, children, elements, is_english, root_of, text, texts
from assistant.records import Item

NAME = "jats"
TITLE = "the XML of journals (JATS)"

_SETS = ("pmc-articleset", "article-set")
_SIGNS = ("<front", "<article-meta", "<journal-meta", "article-type=", "//DTD")
_HANGING = ("sub-article", "response")
_OTHER_ABSTRACTS = (
    "graphical teaser toc precis key-points highlights author-highlights editor-summary web-summary executive-summary"
    " plain-language-summary short summary video significance"
).split()
_NO_HEADINGS = ("abstract", "summary")
_DECLARATIONS = (
    *("competing interest statement", "clinical trial", "funding statement", "author declarations"),
    *("data availability", "copyright"),
)
"""Headings of what preprint servers put behind an abstract."""
_NOTES = ("fn", "xref", "ext-link-note", "object-id", "label")
_BLOCKS = ("p", "list", "list-item", "title", "break", "disp-formula", "def-item", "def", "term", "disp-quote")
_DATES = ("epub", "pub", "ppub", "epub-ppub", "collection", "preprint")
"""Of publication, the first that an article has."""


def recognises(document: Document) -> bool:
    """Whether the document is an article, or a set of them."""
    name, rest = root_of(document)
    return name in _SETS or (name == "article" and any(sign in rest + document.head for sign in _SIGNS))


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each article."""
    for line, element in elements(document, ("front", *_HANGING)):
        if element.tag == "front":
            yield from article(document.name, line, element)


def article(file: str, line: int, front: Element) -> Iterator[Item]:
    """Yield the entry of an article, and what had to be left out of it."""
    about = child(front, "article-meta")
    title = _said(child(about, "title-group", "article-title"))
    subtitle = _said(child(about, "title-group", "subtitle"))
    whole = f"{title.strip().rstrip(':')}: {subtitle}" if title.strip() and subtitle.strip() else title or subtitle
    yield from make(file, line, whole, _abstract(about), _facts(front, about))


def _abstract(about: Element | None) -> str:
    """Return the abstract of an article, in English if there is, not what else is called so; else a translation."""
    found = children(about, "abstract")
    whole = [each for each in found if each.get("abstract-type") not in _OTHER_ABSTRACTS]
    ranked = (sorted(each, key=lambda one: not is_english(one)) for each in (whole, children(about, "trans-abstract")))
    return first(*(joined(_paragraphs(each)) for each in chain(*ranked, found))) or ""


def _paragraphs(part: Element) -> Iterator[str]:
    """Yield what stands in a part of an abstract, its heading before the first paragraph of it."""
    label = _said(child(part, "title")).strip().rstrip(":.").strip()
    label = "" if label.lower() in _NO_HEADINGS else label
    if not children(part, "p", "sec", "list", "disp-quote"):
        yield f"{label}: {rest}" if label and (rest := _untitled(part)) else _untitled(part)
        return
    for below in part:
        if below.tag in ("title", *_NOTES) or text(child(below, "title")).strip().lower() in _DECLARATIONS:
            continue
        for said in _paragraphs(below) if below.tag == "sec" else [_said(below)]:
            yield f"{label}: {said.strip()}" if label and said.strip() else said
            label = "" if said.strip() else label


def _untitled(part: Element) -> str:
    return text(part, lambda below: "" if below.tag == "title" else _special(below)).strip()


def _said(element: Element | None) -> str:
    return text(element, _special)


def _special(element: Element) -> str | None:
    """Return the text of an element that is more, or less, than what stands in it."""
    if element.tag in _NOTES:
        is_note = element.tag != "xref" or element.get("ref-type") in ("fn", "aff", "corresp", "author-notes")
        return "" if is_note else None
    if element.tag == "alternatives":  # the same in several forms
        best = next(iter(children(element, "tex-math", "math")), None)
        return (_special(best) or _said(best)) if best is not None else None
    if element.tag == "tex-math":
        return formulas.of_latex(text(element))
    return f" {text(element, _special)} " if element.tag in _BLOCKS else None


def _facts(front: Element, about: Element | None) -> Facts:
    ids = [(each.get("pub-id-type", ""), text(each).strip()) for each in reversed(children(about, "article-id"))]
    numbers = {kind: number for kind, number in ids if number}
    central = (numbers.get("pmcid") or numbers.get("pmc") or numbers.get("pmcaid") or "").removeprefix("PMC")
    medline = numbers.get("pmid", "")
    journal = child(front, "journal-meta")
    addresses = (each.get("href", "") for each in children(about, "self-uri"))
    return Facts(
        authors=names.name_list(_authors(about)),
        date=_date(about),
        venue=first(*texts(child(journal, "journal-title-group"), "journal-title"), *texts(journal, "journal-title")),
        doi=numbers.get("doi"),
        arxiv=numbers.get("arxiv"),
        url=f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{central}/"
        if central.isdecimal()
        else f"https://pubmed.ncbi.nlm.nih.gov/{medline}/"
        if medline.isdecimal()
        else first(*addresses),
        key=first(f"PMC{central}" if central.isdecimal() else "", medline),
    )


def _authors(about: Element | None) -> Iterator[str]:
    for group in children(about, "contrib-group"):
        for person in children(group, "contrib"):
            if person.get("contrib-type", "author") == "author":
                yield _name(person)


def _name(person: Element) -> str:
    forms = [*children(person, "name"), *children(child(person, "name-alternatives"), "name")]
    strings = [*children(person, "string-name"), *children(child(person, "name-alternatives"), "string-name")]
    apart = next((each for each in (*forms, *strings) if child(each, "surname") is not None), None)
    if apart is None:
        return first(*(_said(each).strip() for each in strings), *map(names.kept_whole, texts(person, "collab"))) or ""
    given, family, suffix = (text(child(apart, part)).strip() for part in ("given-names", "surname", "suffix"))
    return names.whole(given, family, suffix)


def _date(about: Element | None) -> str | None:
    dates = [each for each in children(about, "pub-date") if text(child(each, "year")).strip()]
    kinds = [(each.get("pub-type") or each.get("date-type") or "", each) for each in dates]
    kinds.sort(key=lambda kind: _DATES.index(kind[0]) if kind[0] in _DATES else len(_DATES))
    if not kinds:
        return None
    parts = (text(child(kinds[0][1], part)).strip() for part in ("year", "month", "day"))
    return written_dates.iso_of_parts(*parts)
