"""Markdown: a heading is a title, what follows it the abstract, which may stand under a heading "Abstract" of its own.

# A title

*Ada Lovelace* (1843) doi:10.1000/1

## Abstract

What the paper is about.

What is known of a paper may also stand in lines with labels ("**Authors:** …", "**Abstract:** …") or, of a file that
holds one paper, in its front matter; the abstract also in a callout ("> [!abstract]").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from assistant.corpus import identifiers, names, written_dates
from assistant.corpus.documents import Document
from assistant.corpus.front_matter import FrontMatter, front_matter
from assistant.corpus.making import MAX_ABSTRACT, Facts, first, make
from assistant.patterns import lazy_re
from assistant.records import Gap, Item

NAME = "markdown"
TITLE = "Markdown"

_LONGEST_HEADING, _LONGEST_ABOUT = 2000, 5000
_SUFFIXES = ("md", "markdown", "mdown", "mkd")
_ATX = lazy_re(r" {0,3}(?P<marks>#{1,6})\s+(?P<text>.*?)(?:\s+#+)?\s*$")
_UNDERLINE = lazy_re(r" {0,3}(?:(?P<first>=)=*|--+)\s*$")
_FENCE = lazy_re(r" {0,3}(```|~~~)")
_ABSTRACT = lazy_re(r"(?:\d+\.?\s*)?(?:abstract|summary)\W*", re.IGNORECASE)
_PART = lazy_re(
    r"(?:\d+\.?\d*\.?\s*)?(?:abstract|summary|tl;?dr|introduction|background|motivation|related work|context|aims?"
    r"|objectives?|problem|(?:materials? and |our )?(?:methods?|methodology|approach)|overview|details|data(?:sets?)?"
    r"|model|experiments?|evaluation|(?:main |key )?(?:results?|findings|ideas?|points|contributions?)"
    r"(?: and discussion)?|discussion|limitations|(?:discussion and )?conclusions?|future work|notes?|comments?"
    r"|my (?:notes|thoughts)|code|links?|resources|references|bibliography|citation|bibtex|keywords|tags|authors?"
    r"|acknowledge?ments?|appendix|metadata)\W*",
    re.IGNORECASE,
)
"""A heading within a paper, or within somebody's notes on it."""
_IMAGE = lazy_re(r"!\[([^\]\n]{0,500})\]\([^()\s]{0,2000}(?:\s[^()\n]{0,200})?\)")
_LINK = lazy_re(r"\[([^\]\n]{1,500})\]\([^()\s]{0,2000}(?:\s[^()\n]{0,200})?\)")
_FOOTNOTE_MARK = lazy_re(r"\[\^[^\]\s]{1,40}\]")
_FOOTNOTE = lazy_re(r"\[\^[^\]\s]{1,40}\]:")
_ADDRESS = lazy_re(r"<(https?://[^<>\s]+)>")
_STRONG = lazy_re(r"(?<![\w*])(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1(?![\w*])", re.DOTALL)
_EMPHASIS = lazy_re(r"(?<![\w*])([*_])(?=\S)([^*_]{1,2000}?)(?<=\S)\1(?![\w*])")
_CODE = lazy_re(r"(?<!`)`([^`\n]{1,500})`(?!`)")
_BULLET = lazy_re(r"^\s{0,3}(?:[-+*]|>)\s+", re.MULTILINE)
_BREAK = lazy_re(r"\\$|[ ]{2,}$", re.MULTILINE)
_NAMES = lazy_re(r"^\W*[*_]{1,2}([^*_\d]{3,500})[*_]{1,2}", re.MULTILINE)
_YEAR = lazy_re(r"\((\d{4})\)")
_LABEL = lazy_re(
    r"[\s>*_+-]*(?P<label>authors?|abstract|summary|year|date|published(?: in)?|venue|journal|conference|doi|arxiv|url"
    r"|link|paper)[*_\s]*:[*_]*(?:\s+(?P<text>.*)|$)",
    re.IGNORECASE,
)
_CALLOUT = lazy_re(r"\s*>\s*\[!(?:abstract|summary|tldr)\][+-]?\s*", re.IGNORECASE)
_VENUES = ("venue", "published in", "journal", "conference", "publication", "booktitle")


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
    lines = document.head.splitlines()
    first = next((line for line in lines if line.strip()), "")
    is_called_so = document.name.lower().rpartition(".")[2] in _SUFFIXES
    if front_matter(lines).text("title"):
        return True
    if not is_called_so and not (_ATX.match(first) and first.startswith("# ")):
        return False
    return any(section.text for section in _sections(lines))


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each heading of the level on which the papers stand."""
    lines = document.text().splitlines()
    above = front_matter(lines)
    sections = _sections(lines, above.size)
    if above.fields and _is_one_paper(above, sections):
        yield from _paper_of_file(document, above, sections, lines)
        return
    level = _level(sections)
    papers: list[list[_Section]] = []
    for section in sections:
        if section.level < level and section.text:
            yield Gap(document.name, section.line, section.line, "a text above the first title")
        elif section.level <= level:
            papers.append([section])
        elif papers:
            papers[-1].append(section)
        elif section.text:
            yield Gap(document.name, section.line, section.line, "a text above the first title")
    for paper in papers:
        if paper[0].level == level or paper[0].text:
            yield from _entry(document, paper)


def _sections(lines: list[str], above: int = 0) -> list[_Section]:
    sections: list[_Section] = []
    is_fenced = False
    for number, line in enumerate(lines[above:], above + 1):
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
    """Return the level of the papers: the highest, or the next one below headings that only group the papers.

    A single one of these may have a short text; below several without any, no heading may be one of a part of a paper.
    """
    levels = sorted({section.level for section in sections})
    if not levels:
        return 1
    top = [section for section in sections if section.level == levels[0]]
    below = [section for section in sections if section.level > levels[0] and not _ABSTRACT.fullmatch(section.title)]
    if len(below) < 2:
        return levels[0]
    if len(top) == 1:
        is_grouped = len(top[0].text) < len(below[0].text)
    else:
        parts = (section for section in sections if section.level == levels[1])
        is_grouped = not any(section.text for section in top) and not any(_PART.fullmatch(each.title) for each in parts)
    return min(section.level for section in below) if is_grouped else levels[0]


def _entry(document: Document, sections: list[_Section]) -> Iterator[Item]:
    head = sections[0]
    abstract = next((section for section in sections[1:] if _ABSTRACT.fullmatch(section.title)), None)
    about = head.text[:_LONGEST_ABOUT] if abstract else ""
    text = abstract.text if abstract else "\n\n".join(section.text for section in sections)
    said, rest = _labelled(about or text)
    if not abstract and said:
        about, text = (about or text)[:_LONGEST_ABOUT], said.get("abstract") or said.get("summary") or rest
        about = about.partition(text[:100])[0] if text else about
    facts = _facts(about, said)
    yield from make(document.name, head.line, _shown(head.title), _shown(_without_footnotes(_called_out(text))), facts)


def _is_one_paper(above: FrontMatter, sections: list[_Section]) -> bool:
    """Whether a file with front matter is about one paper, and no list of papers."""
    if not sections and not above.text("title"):
        return False
    if above.text("abstract", "doi", "arxiv", "arxiv_id", "arxivid", "eprint"):
        return True
    if abstracts := sum(1 for section in sections if _ABSTRACT.fullmatch(section.title)):
        return abstracts == 1
    level = _level(sections)
    return sum(1 for section in sections if section.level == level) <= 1


def _paper_of_file(
    document: Document, above: FrontMatter, sections: list[_Section], lines: list[str]
) -> Iterator[Item]:
    """Yield the paper of a file with front matter, whose abstract may stand below."""
    body = "\n".join(lines[above.size :])
    abstract = next((section for section in sections if _ABSTRACT.fullmatch(section.title)), None)
    text = above.text("abstract", "summary", "description", "tldr")
    if not text:
        text = abstract.text if abstract else _labelled(body)[0].get("abstract", "") or _called_out(body, "")
    if not text:
        text = _text_below(lines[above.size :], above.size, sections)
    said = {name: above.text(name) for name in above.fields}
    known = ("arxiv_id", "arxivid", "eprint")
    said |= {"arxiv": first(said.get("arxiv"), *(said.get(name) for name in known)) or ""}
    said |= {"url": first(*(said.get(name) for name in ("url", "link", "paper", "url_pdf"))) or ""}
    authors = above.items("authors", "author", "creators")
    facts = replace(
        _facts("", said),
        authors=names.name_list(authors) if len(authors) > 1 else names.split_names("".join(authors)),
        key=first(*(said.get(name) for name in ("citekey", "citation-key", "key", "bibkey"))),
    )
    title = above.text("title") or sections[0].title
    if _PART.fullmatch(title):  # a note whose title is the name of its file
        title = PurePath(document.name.rpartition("!")[2]).stem
    line = above.lines.get("title", sections[0].line if sections else 1)
    yield from make(document.name, line, _shown(title), _shown(_without_footnotes(text)), facts)


def _text_below(body: list[str], above: int, sections: list[_Section]) -> str:
    """Return the text of a file below its front matter: all of it if it begins without a heading, else the first one's.

    Args:
        above: how many lines stand above the body.
    """
    opening = "\n".join(body[: sections[0].line - 1 - above] if sections else body).strip()
    if sections and not opening:
        return sections[0].text
    return "\n\n".join((opening, *(section.text for section in sections)))


def _facts(about: str, said: dict[str, str]) -> Facts:
    """Return what is known of a paper, from what stands about it and from what stands there behind labels."""
    found, year = _NAMES.search(about), _YEAR.search(about)
    authors = first(said.get("authors"), said.get("author")) or (found[1] if found else "")
    dates = (said.get(name, "") for name in ("date", "year", "published", "issued"))
    date = next((date for text in dates if (date := written_dates.iso(_shown(text)))), None)
    return Facts(
        authors=names.split_names(_shown(authors)),
        has_more_authors=names.has_others(authors),
        date=date or (written_dates.iso(year[1]) if year else None),
        venue=_shown(first(*(said.get(name) for name in _VENUES)) or ""),
        doi=first(said.get("doi"), identifiers.doi(about)),
        arxiv=first(said.get("arxiv"), about if "arxiv" in about.lower() else None),
        url=first(said.get("url"), said.get("link"), said.get("paper"), identifiers.url(about)),
    )


def _labelled(text: str) -> tuple[dict[str, str], str]:
    """Return what stands behind labels at the beginning of a text, and the rest; an abstract goes on to the end."""
    said: dict[str, str] = {}
    lines = text.split("\n")
    for at, line in enumerate(lines):
        found = _LABEL.match(line)
        if found and found["label"].lower() in ("abstract", "summary"):
            said.setdefault("abstract", "\n".join((found["text"] or "", *lines[at + 1 :])).strip())
            return said, ""
        if found:
            said.setdefault(found["label"].lower(), found["text"] or "")
        elif line.strip():
            return said, "\n".join(lines[at:])
    return said, ""


def _called_out(text: str, otherwise: str | None = None) -> str:
    """Return the abstract of a text that has it in a callout; `otherwise`, or the text, if it has none."""
    lines = text.split("\n")
    at = next((at for at, line in enumerate(lines) if _CALLOUT.match(line)), None)
    if at is None:
        return text if otherwise is None else otherwise
    end = next((end for end in range(at + 1, len(lines)) if not lines[end].lstrip().startswith(">")), len(lines))
    return "\n".join((_CALLOUT.sub("", lines[at]), *lines[at + 1 : end]))


def _without_footnotes(text: str) -> str:
    """Return a text without its footnotes, their marks, and the marks of fences."""
    lines = [line for line in text.split("\n") if not _FOOTNOTE.match(line) and not _FENCE.match(line)]
    return _FOOTNOTE_MARK.sub("", "\n".join(lines))


def _shown(text: str) -> str:
    """Return a text as it is shown, without the marks; of one that is much too long the beginning."""
    text = text[: 5 * MAX_ABSTRACT]
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", _BREAK.sub("", _BULLET.sub("", text))))
    return _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", _CODE.sub(r"\1", _ADDRESS.sub(r"\1", text))))
