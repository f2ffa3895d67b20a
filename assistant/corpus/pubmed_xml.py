"""The XML of PubMed: articles, and chapters of books."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from assistant.corpus import names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, first, joined, make
from assistant.corpus.xml_records import child, elements, root_of, text
from assistant.records import Item

NAME = "pubmed-xml"
TITLE = "the XML of PubMed"

_NO_LABELS = ("UNLABELLED", "UNASSIGNED")
_ARTICLES = {"PubmedArticle": ("MedlineCitation", "Article"), "PubmedBookArticle": ("BookDocument",)}


def recognises(document: Document) -> bool:
    """Whether the document is a set of articles, or one."""
    return root_of(document)[0] in ("PubmedArticleSet", "PubmedBookArticleSet", *_ARTICLES)


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each article."""
    for line, element in elements(document, _ARTICLES):
        article = child(element, *_ARTICLES[element.tag])
        title = text(child(article, "ArticleTitle")) or text(child(article, "VernacularTitle"))
        title = title.strip().rstrip(".")
        if title.startswith("[") and title.endswith("]"):  # it is translated
            title = title[1:-1]
        abstract = _abstract(child(article, "Abstract")) or _other_abstract(element)
        yield from make(document.name, line, title, abstract, _facts(element, article))


def _abstract(abstract: Element | None) -> str:
    return joined(_part(part) for part in abstract if part.tag == "AbstractText") if abstract is not None else ""


def _other_abstract(element: Element) -> str:
    """Return the abstract that another than the journal gives, one in English if there is; else an empty text."""
    others = [each for each in element.iter("OtherAbstract") if _abstract(each)]
    others.sort(key=lambda each: each.get("Language", "eng") != "eng")
    return _abstract(others[0]) if others else ""


def _part(part: Element) -> str:
    label = part.get("Label", "")
    return f"{label}: {text(part)}" if label and label not in _NO_LABELS else text(part)


def _facts(element: Element, article: Element | None) -> Facts:
    number = first(text(child(element, "MedlineCitation", "PMID")), text(child(element, "BookDocument", "PMID"))) or ""
    authors = child(article, "AuthorList")
    issue, book = child(article, "Journal", "JournalIssue", "PubDate"), child(article, "Book", "PubDate")
    return Facts(
        authors=names.name_list(_name(each) for each in authors if each.get("ValidYN") != "N")
        if authors is not None
        else (),
        date=_date(issue if issue is not None else book),
        venue=first(text(child(article, "Journal", "Title")), text(child(article, "Book", "BookTitle"))),
        doi=_doi(element, article),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number.isdecimal() else None,
        key=number,
    )


def _name(author: Element) -> str:
    given = first(*(text(child(author, name)) for name in ("ForeName", "FirstName", "Initials")))
    family, suffix = (text(child(author, name)) for name in ("LastName", "Suffix"))
    return names.kept_whole(text(child(author, "CollectiveName"))) or names.whole(given or "", family, suffix)


def _date(date: Element | None) -> str | None:
    year, month, day = (text(child(date, name)) for name in ("Year", "Month", "Day"))
    return written_dates.iso_of_parts(year, month, day) or written_dates.iso(text(child(date, "MedlineDate")))


def _doi(element: Element, article: Element | None) -> str | None:
    """Return the DOI of the article; those of what it cites stand further down."""
    data = child(element, "PubmedData") if element.tag == "PubmedArticle" else child(element, "PubmedBookData")
    ids = child(data, "ArticleIdList")
    listed = [text(each) for each in ids if each.get("IdType") == "doi"] if ids is not None else []
    located = [text(each) for each in article if each.get("EIdType") == "doi"] if article is not None else []
    return first(*listed, *located)
