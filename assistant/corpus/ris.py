"""RIS, as reference managers and publishers write it.

TY  - JOUR
TI  - A title
AU  - Lovelace, Ada
PY  - 1843
AB  - An abstract.
ER  -
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce

from assistant.corpus import identifiers, names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, first, joined, make
from assistant.corpus.tagged import Record, read_each
from assistant.patterns import lazy_re
from assistant.records import Gap, Item

NAME = "ris"
TITLE = "RIS"

_TAG = lazy_re(r"\s{0,2}(?P<tag>[A-Z][A-Z0-9])  ?-(?: (?P<text>.*)|(?P<empty>)$)")
_SECTION = lazy_re(r"\s*(?:<[^<>]{1,80}>\s*)*[A-Z][\w /&,()-]{2,60}:(?:\s|<)")
_BEGINNING = lazy_re(r"^\s*TY  ?- ", re.MULTILINE)


def recognises(document: Document) -> bool:
    """Whether a record begins among the first lines."""
    return _BEGINNING.search(document.head[:2000]) is not None


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each record."""
    return read_each(document, _TAG, "TY", "ER", _entry, around=("EF",))


def _entry(file: str, record: Record) -> Iterator[Item]:
    said = [text for text in record.all("AB") if text.strip()]
    is_of_sections = all(map(_SECTION.match, said))
    if len(said) > 1 and not is_of_sections:  # the others may be translations
        reason = f"a record with {len(said)} abstracts (AB), of which the first is kept"
        yield Gap(file, record.line, record.line, reason, is_kept=True)
    abstract = joined(said) if said and is_of_sections else record.first("AB", "N2")
    yield from make(file, record.line, record.first("TI", "T1", "CT"), abstract, _facts(record))


def _facts(record: Record) -> Facts:
    year, day = record.first("PY", "Y1"), record.first("DA")
    dates = (written_dates.iso(text) for text in (year, day, f"{year} {day}"))
    urls = record.all("UR", "L2", "LK")
    arxiv = (text for tag in ("UR", "M1", "AN", "N1", "C1", "JO", "T2", "L1") for text in record.fields.get(tag, ()))
    doi = next((text for text in record.all("M3", "L3", "N1") if text.startswith("10.")), None)
    return Facts(
        authors=names.name_list(record.all("AU", "A1")),
        date=reduce(written_dates.more_precise, dates, None),
        venue=record.first("JO", "JF", "T2", "JA", "BT", "PB"),
        doi=first(record.first("DO"), doi),
        arxiv=next((text for text in arxiv if "arxiv" in text.lower() and not identifiers.is_of_another(text)), None),
        url=urls[0] if urls else None,
        key=record.first("ID"),
    )
