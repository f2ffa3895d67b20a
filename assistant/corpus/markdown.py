"""Markdown: a heading is a title, what follows it the abstract, which may stand under a heading "Abstract" of its own.

# A title

*Ada Lovelace* (1843) doi:10.1000/1

## Abstract

What the paper is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.corpus import identifiers, names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.making import MAX_ABSTRACT, Facts, make
from assistant.records import Gap, Item

NAME = "markdown"
TITLE = "Markdown"

_LONGEST_HEADING, _LONGEST_ABOUT = 2000, 5000
_SUFFIXES = ("md", "markdown", "mdown", "mkd")
_ATX = re.compile(r" {0,3}(?P<marks>#{1,6})\s+(?P<text>.*?)(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r" {0,3}(?:(?P<first>=)=*|--+)\s*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_ABSTRACT = re.compile(r"(?:\d+\.?\s*)?(?:abstract|summary)\W*", re.IGNORECASE)
_IMAGE = re.compile(r"!\[([^\]\n]{0,500})\]\([^()\s]{0,2000}(?:\s[^()\n]{0,200})?\)")
_LINK = re.compile(r"\[([^\]\n]{1,500})\]\([^()\s]{0,2000}(?:\s[^()\n]{0,200})?\)")
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:")
_ADDRESS = re.compile(r"<(https?://[^<>\s]+)>")
_STRONG = re.compile(r"(?<![\w*])(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1(?![\w*])", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]{1,2000}?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"(?<!`)`([^`\n]{1,500})`(?!`)")
_BULLET = re.compile(r"^\s{0,3}(?:[-+*]|>)\s+", re.MULTILINE)
_BREAK = re.compile(r"\\$|[ ]{2,}$", re.MULTILINE)
_NAMES = re.compile(r"^\W*[*_]{1,2}([^*_\d]{3,500})[*_]{1,2}", re.MULTILINE)
_YEAR = re.compile(r"\((\d{4})\)")
_LABELLED = re.compile(r"^\W*authors?\W*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True)
class _Section:
    """A heading with its level and line, and the lines below it up to the next one."""

    line: int
    level: int
    title: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def recognises(document: Document) -> bool:
    """Whether the document is called so, or begins with a heading, and has one with text below."""
    lines = document.head.split("\n")
    first = next((line for line in lines if line.strip()), "")
    is_called_so = document.name.lower().rpartition(".")[2] in _SUFFIXES
    if not is_called_so and not (_ATX.match(first) and first.startswith("# ")):
        return False
    return any(section.text for section in _sections(lines))


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each heading of the level on which the papers stand."""
    sections = _sections(document.text().splitlines())
    level = _level(sections)
    papers: list[list[_Section]] = []
    for section in sections:
        if section.level <= level:
            papers.append([section])
        elif papers:
            papers[-1].append(section)
        elif section.text:
            yield Gap(document.name, section.line, section.line, "a text above the first title")
    for paper in papers:
        if paper[0].level == level or paper[0].text:
            yield from _entry(document, paper)


def _sections(lines: list[str]) -> list[_Section]:
    sections: list[_Section] = []
    is_fenced = False
    for number, line in enumerate(lines, 1):
        if _FENCE.match(line):
            is_fenced = not is_fenced
        elif not is_fenced and len(line) <= _LONGEST_HEADING and (heading := _ATX.match(line)):
            sections.append(_Section(number, len(heading["marks"]), heading["text"]))
            continue
        elif not is_fenced and (under := _UNDERLINE.match(line)) and _is_line_alone(lines, number - 2):
            if sections:
                sections[-1].lines.pop()
            sections.append(_Section(number - 1, 1 if under["first"] else 2, lines[number - 2].strip()))
            continue
        if sections:
            sections[-1].lines.append(line)
    return sections


def _is_line_alone(lines: list[str], at: int) -> bool:
    """Whether a line may be an underlined title: there, filled, with nothing right above it."""
    if at < 0 or not lines[at].strip() or lines[at].lstrip().startswith(("#", "-", "*", "|", ">")):
        return False
    return at == 0 or not lines[at - 1].strip()


def _level(sections: list[_Section]) -> int:
    """Return the level of the papers: the highest, or the next one below a single heading without a text of its own."""
    levels = sorted({section.level for section in sections})
    if not levels:
        return 1
    top = [section for section in sections if section.level == levels[0]]
    below = [section for section in sections if section.level > levels[0] and not _ABSTRACT.fullmatch(section.title)]
    is_alone = len(top) == 1 and len(below) > 1 and len(top[0].text) < len(below[0].text)
    return min(section.level for section in below) if is_alone else levels[0]


def _entry(document: Document, sections: list[_Section]) -> Iterator[Item]:
    head = sections[0]
    abstract = next((section for section in sections[1:] if _ABSTRACT.fullmatch(section.title)), None)
    about = head.text[:_LONGEST_ABOUT] if abstract else ""
    text = abstract.text if abstract else "\n\n".join(section.text for section in sections)
    found = _NAMES.search(about)
    labelled = _LABELLED.search(about)
    authors = labelled[1] if labelled else found[1] if found else ""
    year = _YEAR.search(about)
    facts = Facts(
        authors=names.split_names(_shown(authors)),
        has_more_authors=names.has_others(authors),
        date=written_dates.iso(year[1]) if year else None,
        doi=identifiers.doi(about),
        arxiv=about if "arxiv" in about.lower() else None,
        url=identifiers.url(about),
    )
    yield from make(document.name, head.line, _shown(head.title), _shown(_without_footnotes(text)), facts)


def _without_footnotes(text: str) -> str:
    """Return a text without its footnotes, their marks, and the marks of fences."""
    lines = [line for line in text.split("\n") if not _FOOTNOTE.match(line) and not _FENCE.match(line)]
    return _FOOTNOTE_MARK.sub("", "\n".join(lines))


def _shown(text: str) -> str:
    """Return a text as it is shown, without the marks; of one that is much too long the beginning."""
    text = text[: 5 * MAX_ABSTRACT]
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", _BREAK.sub("", _BULLET.sub("", text))))
    return _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", _CODE.sub(r"\1", _ADDRESS.sub(r"\1", text))))
