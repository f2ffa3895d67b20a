"""The format of PubMed and MEDLINE (.nbib).

PMID- 99990001
TI  - A title that goes on
      on the next line.
AB  - An abstract.
FAU - Lovelace, Ada
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.corpus import names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, make
from assistant.corpus.tagged import Record, read_each
from assistant.patterns import lazy_re
from assistant.records import Item

NAME = "nbib"
TITLE = "the format of PubMed (.nbib)"

_TAG = lazy_re(r"(?P<tag>[A-Z]{2,4}) {0,2}- (?P<text>.*)")
_BEGINNING = lazy_re(r"^PMID ?- ?\d", re.MULTILINE)
_DOI = "[doi]"


def recognises(document: Document) -> bool:
    """Whether a record begins among the first lines."""
    return _BEGINNING.search(document.head[:2000]) is not None


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each record."""
    return read_each(document, _TAG, "PMID", None, _entry)


def _entry(file: str, record: Record) -> Iterator[Item]:
    title = record.first("TI", "BTI", "CTI").rstrip(".")
    if title.startswith("[") and title.endswith("]"):  # it is translated
        title = title[1:-1]
    return make(file, record.line, title, record.first("AB", "OAB"), _facts(record))


def _facts(record: Record) -> Facts:
    number = record.first("PMID")
    identifiers = [*record.all("AID"), *record.all("LID")]
    return Facts(
        authors=names.name_list([*record.all("FAU", "AU"), *record.all("CN")] or record.all("FED")),
        date=written_dates.iso(record.first("DP")),
        venue=record.first("JT", "TA"),
        doi=next((text for text in identifiers if text.endswith(_DOI)), None),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number.isdecimal() else None,
        key=number,
    )
