"""Plain text: papers apart by blank lines, each a title on its first line and the abstract below.

The abstract may also stand behind a blank line of its own, and the lines may be labelled:

    Title: A title
    Authors: Ada Lovelace, Charles Babbage
    Abstract: What the paper is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from assistant.corpus import names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import Facts, make
from assistant.corpus.pairing import likeness
from assistant.language.text import clean
from assistant.patterns import lazy_re
from assistant.records import Gap, Item

NAME = "text"
TITLE = "plain text, a title and then its abstract"

_LABEL = lazy_re(
    r"\s*(?P<label>title|authors?|abstract|year|date|venue|journal|doi|url|keywords?)\s*:\s*(?P<text>.*)", re.IGNORECASE
)
_OPEN_END = lazy_re(
    r"\b(?:a|an|the|of|in|on|for|to|and|or|with|from|by|via|using|through|as|at|under)$|[:,–—-]$", re.IGNORECASE
)
_OTHER = lazy_re(
    r"\s*<[!?A-Za-z]|[^\s:]+(?::(?! )[^\n:]*){5}\n"
    r"|(?:[\w./-]{1,40}(?:,(?! )|[;|\t])){2}[^\n]{0,2000}\n(?:[^\n]{0,2000}[,;|\t]){2}"
)
"""Beginnings of what is not to be read as text: XML, HTML, a list of users, a table that names no column of titles."""
_LONGEST_TITLE = 300
_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines without a blank one between them, and the number of the first."""

    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def is_labelled(self) -> bool:
        return not _labels(self.lines).isdisjoint(("title", "abstract"))


def recognises(document: Document) -> bool:
    """Whether most stretches of the head look like a title with an abstract."""
    if "\0" in document.head or "\ufffd" in document.head or _OTHER.match(document.head):
        return False
    blocks = _blocks(document.head.splitlines())[:20]
    papers = [paper for paper in _papers(blocks) if paper[1]]
    if any(block.is_labelled for block in blocks):
        return True
    alike = [title for _, title, abstract in _titled(papers) if likeness(title) < 0 < likeness(abstract)]
    return bool(papers) and len(alike) >= 0.5 * len(blocks) / (2 if _stand_apart(blocks) else 1)


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each paper; a title without an abstract has none."""
    blocks = _blocks(document.text().splitlines())
    for title, abstract in _papers(blocks):
        if title.is_labelled:
            yield from _labelled(document, title)
            continue
        for line, said, text in _titled([(title, abstract)]):
            if len(said) > _LONGEST_TITLE:
                yield Gap(document.name, line, line, "a text without a title above it")
            else:
                yield from make(document.name, line, said, text)


def _blocks(lines: Sequence[str]) -> list[_Block]:
    found: list[tuple[int, list[str]]] = []
    held: list[str] = []
    labels: frozenset[str] = frozenset()
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            held.append(clean(line))
        elif held:
            if not _goes_on(labels, held[0]):
                found.append((number - len(held), []))
                labels = frozenset()
            found[-1][1].extend(held)
            labels |= _labels(held)
            held = []
    return [_Block(line, tuple(own)) for line, own in found]


def _labels(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(found["label"].lower() for line in lines if (found := _LABEL.match(line)))


def _goes_on(labels: Set[str], line: str) -> bool:
    """Whether a line behind a blank one is of the record before it: it begins with a label, or a paragraph of that.

    Args:
        labels: of that record so far; one without a title is none.
    """
    if "title" not in labels:
        return False
    if found := _LABEL.match(line):
        return found["label"].lower() != "title"
    return "abstract" in labels and likeness(line) > 0


def _stand_apart(blocks: Sequence[_Block]) -> bool:
    """Whether titles stand as lines of their own above the abstracts, with a blank line between."""
    plain = [block for block in blocks if not block.is_labelled]
    longer = [at for at, block in enumerate(plain) if _is_abstract(block)]
    behind = [at for at in longer if at and not _is_abstract(plain[at - 1]) and len(plain[at - 1].lines) == 1]
    return bool(longer) and len(behind) >= _SHARE * len(longer)


def _is_abstract(block: _Block) -> bool:
    return len(block.lines) > 1 or likeness(block.text) > 0


def _papers(blocks: Sequence[_Block]) -> Iterator[tuple[_Block, _Block | None]]:
    """Yield the block of each title, and that of its abstract if it stands apart."""
    if not _stand_apart(blocks):
        yield from ((block, block if len(block.lines) > 1 else None) for block in blocks)
        return
    at = 0
    while at < len(blocks):
        block, after = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
        is_pair = not block.is_labelled and not _is_abstract(block) and after is not None and _is_abstract(after)
        yield block, after if is_pair else (block if len(block.lines) > 1 else None)
        at += 2 if is_pair else 1


def _titled(papers: Sequence[tuple[_Block, _Block | None]]) -> Iterator[tuple[int, str, str]]:
    """Yield line, title and abstract of papers; a title that breaks off goes on on its next line."""
    for title, abstract in papers:
        if abstract is not title:
            yield title.line, title.text, abstract.text if abstract else ""
            continue
        lines = list(title.lines)
        said = lines.pop(0)
        while lines and _OPEN_END.search(said) and len(said) + len(lines[0]) <= _LONGEST_TITLE:
            said += f" {lines.pop(0)}"
        yield title.line, said, " ".join(lines)


def _labelled(document: Document, block: _Block) -> Iterator[Item]:
    parts: dict[str, list[str]] = {}
    last = "abstract"
    for line in block.lines:
        found = _LABEL.match(line)
        if found and found["label"].lower() not in parts:
            last = found["label"].lower()
            parts[last] = [found["text"]]
        else:
            parts.setdefault(last, []).append(line)
    said = {label: " ".join(lines) for label, lines in parts.items()}
    authors = said.get("authors", said.get("author", ""))
    facts = Facts(
        authors=names.split_names(authors),
        has_more_authors=names.has_others(authors),
        date=written_dates.iso(said.get("date", said.get("year", ""))),
        venue=said.get("venue", said.get("journal")),
        doi=said.get("doi"),
        url=said.get("url"),
    )
    yield from make(document.name, block.line, said.get("title", ""), said.get("abstract", ""), facts)
