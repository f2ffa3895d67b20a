"""Plain text of the Web of Science: lines with tags, longer texts go on on the next lines behind blanks.

FN Clarivate Analytics Web of Science
VR 1.0
PT J
AF Lovelace, Ada
TI A title
AB An abstract.
PY 1843
ER

EF
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from assistant.corpus import names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, first, make
from assistant.corpus.tagged import Record, read_each
from assistant.patterns import lazy_re
from assistant.records import Item

NAME = "wos"
TITLE = "plain text of the Web of Science"

_TAG = lazy_re(r"(?P<tag>[A-Z][A-Z0-9])(?: (?P<text>.*)|$)")
_BEGINNING = lazy_re(r"(?:FN .*\n\s*VR |\s*PT [A-Z]\n(?:AU|BA|CA|GP|TI) )")
_OF_LISTS = frozenset(("AU", "AF"))


def recognises(document: Document) -> bool:
    """Whether the document begins as an export does, or with a record."""
    return _BEGINNING.match(document.head.replace("\r\n", "\n")) is not None


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each record."""
    return read_each(document, _TAG, "PT", "ER", _entry, lists=_OF_LISTS, around=frozenset(("FN", "VR", "EF")))


def _entry(file: str, record: Record) -> Iterator[Item]:
    return make(file, record.line, record.first("TI"), record.first("AB"), _facts(record))


def _facts(record: Record) -> Facts:
    year, day = record.first("PY"), record.first("PD")
    dates = (written_dates.iso(text) for text in (record.first("EA"), year, f"{day} {year}"))
    return Facts(
        authors=names.name_list(record.all("AF", "AU", "CA")),
        date=reduce(written_dates.more_precise, dates, None),
        venue=first(record.first("SO"), record.first("CT")),
        doi=first(record.first("DI"), record.first("D2")),
        arxiv=next((text for text in record.all("AR", "SO") if "arxiv" in text.lower()), None),
        key=record.first("UT"),
    )
