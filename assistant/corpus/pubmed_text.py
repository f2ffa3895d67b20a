"""What PubMed saves as "Abstract (text)": numbered records of paragraphs, apart by blank lines.

1. J Engines. 1843 Sep;3(2):666-731. doi: 10.1000/x.

A title.

Lovelace A(1), Babbage C(2).

Author information:
(1)Somewhere.

An abstract.

DOI: 10.1000/x
PMID: 12345678
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.corpus import names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, joined, make
from assistant.patterns import lazy_re
from assistant.records import Gap, Item

NAME = "pubmed-text"
TITLE = 'what PubMed saves as "Abstract (text)"'

MAX_LINES = 5000
"""Of one record; what is longer is none."""
_HEADING = lazy_re(r"\s*(?P<number>\d{1,6})\. (?P<journal>[^\n]{2,200}?)\. (?P<rest>(?:1[89]|20)\d\d\b[^\n]*)")
_NUMBER = lazy_re(r"^PMID: (\d{1,9})", re.MULTILINE)
_DOI = lazy_re(r"\bdoi: (10\.\S+)", re.IGNORECASE)
_BESIDE = lazy_re(
    r"(?:\[.*\]\.?$|Author information:|Collaborators: |Conflict of interest statement:|DOI: 10\.|PMC?ID: "
    r"|©|Copyright ©)"
)
_NOTE = lazy_re(
    r"(?:Comment|Erratum|Update|Republished|Retraction|Retracted|Expression of concern) (?:in|on|of|for|from)"
)
"""The line above where else the paper is spoken of."""
_MARKS = lazy_re(r"\(\d+\)(?:\(#\))?|\(#\)")
_PERSON = lazy_re(r"(?P<family>[^\d:]{1,80}?) (?P<given>[A-Z]{1,4})(?P<suffix> (?:Jr|Sr|2nd|3rd|II|III|IV))?")


@dataclass(slots=True)
class _Record:
    """The paragraphs of a record, each as one text, and the line on which it begins."""

    line: int
    blocks: list[list[str]] = field(default_factory=list)
    count: int = 0


def recognises(document: Document) -> bool:
    """Whether the first record begins the document, and its number at PubMed stands somewhere."""
    head = document.head.replace("\r\n", "\n")
    found = _HEADING.match(head)
    return found is not None and found["number"] == "1" and _NUMBER.search(head) is not None


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each record."""
    record: _Record | None = None
    expected, blank = 1, 2
    for line in document.lines():
        if line.fault:
            yield Gap(document.name, line.number, line.number, line.fault, is_kept=True)
        text = line.text.strip()
        if not text:
            blank += 1
            continue
        found = re.match(r"(\d{1,6})\. ", text) if blank > 1 else None
        if found and int(found[1]) == expected:
            if record:
                yield from _entry(document.name, record)
            record, expected = _Record(line.number), expected + 1
        if record is None:
            yield Gap(document.name, line.number, line.number, "a line above the first record")
        elif record.count < MAX_LINES:
            if blank or not record.blocks:
                record.blocks.append([])
            record.blocks[-1].append(text)
        elif record.count == MAX_LINES:
            reason = f"a record of more than {MAX_LINES:,} lines, cut there"
            yield Gap(document.name, record.line, line.number, reason, is_kept=True)
        if record:
            record.count += 1
        blank = 0
    if record:
        yield from _entry(document.name, record)


def _entry(file: str, record: _Record) -> Iterator[Item]:
    heading, *blocks = (" ".join(block) for block in record.blocks)
    heading = re.sub(r"^\d+\. ", "", heading)
    title = blocks[0] if blocks else ""
    if title.startswith("[") and title.rstrip(".").endswith("]"):  # it is translated
        title = title.rstrip(".")[1:-1]
    lines = zip(record.blocks[2:], blocks[1:], strict=True)
    said = [block for (above, *_), block in lines if not _BESIDE.match(block) and not _NOTE.fullmatch(above)]
    authors = _people(said[0]) if said else ()
    abstract = joined(said[1:] if authors else said)
    number = next((found[1] for block in reversed(record.blocks) if (found := _NUMBER.search("\n".join(block)))), "")
    journal, _, rest = heading.partition(". ")
    doi = _DOI.search(heading) or next((found for block in reversed(blocks) if (found := _DOI.search(block))), None)
    facts = Facts(
        authors=authors,
        date=written_dates.iso(rest.partition(";")[0].partition(":")[0]),
        venue=journal,
        doi=doi[1] if doi else None,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number else None,
        key=number,
    )
    yield from make(file, record.line, title, abstract, facts)


def _people(block: str) -> tuple[str, ...]:
    """Return the authors in a paragraph, none if it is something else."""
    parts = [part.strip() for part in re.split(r"[,;]", _MARKS.sub("", block).rstrip(". "))]
    found = [_PERSON.fullmatch(part) for part in parts]
    if 2 * sum(person is not None for person in found) < len(parts):
        return ()
    said = (
        f"{person['given']} {person['family']}{person['suffix'] or ''}" if person else part
        for person, part in zip(found, parts, strict=True)
    )
    return names.name_list(said)
