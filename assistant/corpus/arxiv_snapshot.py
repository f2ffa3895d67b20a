"""The metadata snapshot of arXiv (arxiv-metadata-oai-snapshot.json): one object a line, texts wrapped as in an e-mail.

{"id": "2403.99001", "authors": "…", "title": "…\\n  …", "abstract": "  …\\n…", "doi": null,
 "journal-ref": null, "authors_parsed": [["Family", "Given", ""]],
 "versions": [{"version": "v1", "created": "Mon, 4 Mar 2024 18:59:59 GMT"}]}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.corpus import latex, names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.json_records import Record, each, text
from assistant.corpus.json_values import is_json
from assistant.corpus.making import Facts, first, make
from assistant.patterns import lazy_re
from assistant.records import Gap, Item

NAME = "arxiv-snapshot"
TITLE = "the metadata snapshot of arXiv"


_ID = lazy_re(r'"id"\s*:\s*"(?:\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[A-Z]{2})?/\d{7})"')
_MARK = lazy_re(r'"(?:categories|versions|update_date)"\s*:')
_OTHER = lazy_re(r'"(?:authors"\s*:\s*\[|published"|date"|year"|url")')
"""What the snapshot does not have, nor a choice of its fields."""


def recognises(document: Document) -> bool:
    """Whether the objects have the authors of the snapshot, or its ids and another field of it."""
    head = document.head
    if not is_json(document):
        return False
    return '"authors_parsed"' in head or bool(_ID.search(head) and _MARK.search(head) and not _OTHER.search(head))


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each line."""
    return each(document, _entry)


def _entry(record: Any, line: int, document: Document) -> Iterator[Item]:
    if not isinstance(record, dict) or not isinstance(record.get("title"), str):
        yield Gap(document.name, line, line, "no object with a title and an abstract")
        return
    title, abstract = (latex.plain(text(record.get(field))) for field in ("title", "abstract"))
    yield from make(document.name, line, title, abstract, _facts(record))


def _facts(record: Record) -> Facts:
    identifier = text(record.get("id"))
    written = text(record.get("authors"))
    return Facts(
        authors=_authors(record.get("authors_parsed")) or names.split_names(latex.plain(written)),
        has_more_authors=names.has_others(written),
        date=_date(record),
        venue=latex.plain(text(record.get("journal-ref"))),
        doi=text(record.get("doi")),
        arxiv=identifier,
        url=f"https://arxiv.org/abs/{identifier}" if identifier else None,
    )


def _authors(parsed: Any) -> tuple[str, ...]:
    if not isinstance(parsed, list):
        return ()
    parts = [[text(part) for part in name[:3]] for name in parsed if isinstance(name, list) and name]
    return tuple(names.whole("".join(name[1:2]), name[0], "".join(name[2:])) for name in parts)


def _date(record: Record) -> str | None:
    versions = record.get("versions")
    first_version = versions[0] if isinstance(versions, list) and versions else None
    created = text(first_version.get("created")) if isinstance(first_version, dict) else ""
    return written_dates.iso(first(created, text(record.get("update_date"))) or "")
