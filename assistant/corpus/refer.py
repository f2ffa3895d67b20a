"""Refer, also called BibIX, as EndNote (.enw) and Zotero write it: lines that begin with "%" and a sign.

%0 Journal Article
%T A title
%A Lovelace, Ada
%D 1843
%X An abstract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.corpus import names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, first, make
from assistant.corpus.tagged import Record, read_each
from assistant.patterns import lazy_re
from assistant.records import Item

NAME = "refer"
TITLE = "Refer (.enw of EndNote)"

_TAG = lazy_re(r"%(?P<tag>[0-9A-Z@!^~*<>&$#+?(])(?: (?P<text>.*))?$")
_BEGINNING = lazy_re(r"^%0 [A-Z]", re.MULTILINE)


def recognises(document: Document) -> bool:
    """Whether a record begins among the first lines."""
    return _BEGINNING.search(document.head[:2000]) is not None


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each record."""
    return read_each(document, _TAG, "0", None, _entry)


def _entry(file: str, record: Record) -> Iterator[Item]:
    return make(file, record.line, record.first("T"), record.first("X"), _facts(record))


def _facts(record: Record) -> Facts:
    year, date = (written_dates.iso(record.first(tag)) for tag in "D8")
    return Facts(
        authors=names.name_list(record.all("A")),
        date=written_dates.more_precise(year, date),
        venue=record.first("J", "B", "I"),
        doi=record.first("R"),
        arxiv=next((text for tag in "URZM" for text in record.fields.get(tag, ()) if "arxiv" in text.lower()), None),
        url=first(*record.all("U")),
        key=record.first("F", "L"),
    )
