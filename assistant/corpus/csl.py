"""CSL-JSON, as Zotero, Pandoc and Crossref write it: a list of items.

[{"id": "lovelace1843", "title": "…", "author": [{"family": "Lovelace", "given": "Ada"}],
  "issued": {"date-parts": [[1843, 9]]}, "container-title": "…", "DOI": "…", "abstract": "<jats:p>…</jats:p>"}]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.corpus import names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.json_records import Record, each, paragraphs, text
from assistant.corpus.json_values import is_json
from assistant.corpus.making import Facts, first, make
from assistant.patterns import lazy_re
from assistant.records import Gap, Item

NAME = "csl-json"
TITLE = "CSL-JSON"

_MARK = lazy_re(r'"(?:issued|container-title|date-parts|family)"\s*:')
_OTHER = lazy_re(r'"(?:authors|year|paperId)"\s*:')
"""Fields that CSL does not have."""


def recognises(document: Document) -> bool:
    """Whether the document is JSON with the fields that only CSL has."""
    return is_json(document) and bool(_MARK.search(document.head)) and not _OTHER.search(document.head)


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each item."""
    return each(document, _entry)


def _entry(record: Any, line: int, document: Document) -> Iterator[Item]:
    if not isinstance(record, dict) or not text(record.get("title")):
        yield Gap(document.name, line, line, "an item without a title")
        return
    title, subtitle = text(record["title"]), text(record.get("subtitle"))
    if subtitle and subtitle not in title:
        title += f": {subtitle}"
    yield from make(document.name, line, title, paragraphs(record.get("abstract")), _facts(record))


def _facts(record: Record) -> Facts:
    authors = record.get("author")
    said = [_name(author) for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
    arxiv = (text(record.get(name)) for name in ("number", "note", "URL", "id", "archive_location"))
    return Facts(
        authors=names.name_list(said),
        date=written_dates.iso_of_csl(record.get("issued")) or written_dates.iso_of_csl(record.get("published")),
        venue=first(*(text(record.get(name)) for name in ("container-title", "event-title", "publisher"))),
        doi=text(record.get("DOI")),
        arxiv=next((place for place in arxiv if "arxiv" in place.lower()), None),
        url=text(record.get("URL")),
        key=text(first(text(record.get("citation-key")), text(record.get("id")))),
    )


def _name(author: Record) -> str:
    if literal := text(author.get("literal")) or text(author.get("name")):
        return literal
    particle = first(text(author.get("non-dropping-particle")), text(author.get("dropping-particle"))) or ""
    family = text(author.get("family"))
    if particle and not family.startswith(particle):
        family = f"{particle} {family}"
    given = text(author.get("given")).removesuffix(f" {particle}") if particle else text(author.get("given"))
    return names.whole(given, family, text(author.get("suffix")))
