r"""The daily mails of arXiv, and its listings of the same shape; what stands between the papers is passed over.

\\
arXiv:2403.99001
Date: Mon, 4 Mar 2024 18:59:59 GMT   (12kb)

Title: A title
Authors: Ada Lovelace, Charles Babbage
\\
  An abstract.
\\ ( https://arxiv.org/abs/2403.99001 ,  12kb)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.corpus import arxiv_habits, identifiers, latex, names, written_dates
from assistant.corpus.documents import Document, TextLine
from assistant.corpus.making import Facts, make
from assistant.patterns import lazy_re
from assistant.records import Gap, Item

NAME = "arxiv-mail"
TITLE = "a daily mail of arXiv"

MAX_LINES = 2000
"""Of one paper; what is longer has lost its end."""
_EDGE = "\\\\"
_BEGINNING = lazy_re(r"^\\\\\n(?:arXiv:|Paper: )", re.MULTILINE)
_NAMED = lazy_re(r"arXiv:|Paper: ")
_FIELD = lazy_re(r"(?P<name>arXiv(?=:\S)|[A-Z][A-Za-z]*(?:-[A-Za-z]+)?)(?:: |:$|:(?<=arXiv:))(?P<text>.*)")


@dataclass(slots=True)
class _Paper:
    """What stands about one paper: its fields, and then its abstract."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    abstract: list[str] = field(default_factory=list)
    last: str = ""
    is_in_abstract: bool = False
    count: int = 0


def recognises(document: Document) -> bool:
    """Whether a paper begins somewhere in the head."""
    return _BEGINNING.search(document.head.replace("\r\n", "\n")) is not None


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each paper."""
    paper: _Paper | None = None
    is_behind_edge = False
    for line in document.lines():
        if line.fault:
            yield Gap(document.name, line.number, line.number, line.fault, is_kept=True)
        if paper is None and is_behind_edge and _NAMED.match(line.text):
            paper = _Paper(line.number - 1)
        is_behind_edge = line.text.rstrip() == _EDGE
        if paper and _ends(paper, line):
            yield from _entry(document.name, paper)
            paper = None
        elif paper and paper.count > MAX_LINES:
            yield Gap(document.name, paper.line, line.number, "a paper without its end")
            paper = None
    if paper:
        reason = "the file ends within this paper, read all the same"
        yield Gap(document.name, paper.line, paper.line, reason, is_kept=True)
        yield from _entry(document.name, paper)


def _ends(paper: _Paper, line: TextLine) -> bool:
    """Take a line of a paper, and return whether it is the last one."""
    paper.count += 1
    text = line.text.rstrip()
    if text.startswith(_EDGE):
        is_end = paper.is_in_abstract or text != _EDGE
        paper.is_in_abstract = True
        return is_end
    if paper.is_in_abstract:
        paper.abstract.append(text)
    elif found := _FIELD.match(text):
        paper.last = found["name"].lower()
        paper.fields[paper.last] = found["text"]
    elif text and paper.last:
        paper.fields[paper.last] += f" {text.strip()}"
    return False


def _entry(file: str, paper: _Paper) -> Iterator[Item]:
    said = paper.fields
    identifier = identifiers.arxiv_id(said.get("arxiv") or said.get("paper") or "")
    authors = said.get("authors") or said.get("author") or ""
    facts = Facts(
        authors=arxiv_habits.authors(authors),
        has_more_authors=names.has_others(authors),
        date=arxiv_habits.date(identifier, written_dates.iso(said.get("date", ""))),
        venue=latex.plain(said.get("journal-ref", "")),
        doi=said.get("doi"),
        arxiv=identifier,
        url=f"https://arxiv.org/abs/{identifier}" if identifier else None,
    )
    abstract = arxiv_habits.abstract("\n".join(paper.abstract))
    yield from make(file, paper.line, arxiv_habits.title(said.get("title", "")), abstract, facts)
