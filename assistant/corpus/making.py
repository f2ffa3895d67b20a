"""Entries made of what a record says, whatever its format: every field cleaned, bounded, in one spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant import suspicion
from assistant.corpus import identifiers, names
from assistant.corpus.markup import without_markup
from assistant.language.text import clean
from assistant.patterns import lazy_re
from assistant.records import Entry, Gap, Item

MAX_TITLE = 1000
MAX_ABSTRACT = 20_000
"""Characters; the longest abstracts have some 5,000, and every sentence of one is embedded."""
_MAX_FACT = 500
_NO_ABSTRACT = lazy_re(
    r"[\[(<]?\s?(?:no abstract(?: is)?(?: available| provided)?|(?:the )?abstract(?: is)? (?:not |un)available"
    r"|n/?a|nan|null|none|not available)\s?[\])>]?\.?",
    re.IGNORECASE,
)
"""What databases write in its place."""
_FINAL_STOP = lazy_re(r"(?<![.\s])(?<!\b[A-Z])\.$")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record says of a paper beside title and abstract, as it writes it.

    Attributes:
        doi, arxiv, url: texts in which one is searched; an address or a DOI may tell the others.
        has_more_authors: whether the list of authors breaks off.
    """

    authors: tuple[str, ...] = ()
    date: str | None = None
    venue: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    url: str | None = None
    key: str | None = None
    organisation: str | None = None
    author_count: int | None = None
    has_more_authors: bool = False


def make(file: str, line: int, title: str, abstract: str, facts: Facts = Facts()) -> Iterator[Item]:
    """Yield the entry of a record, and what had to be left out of it; only that if there is no title.

    Args:
        abstract: empty if the record has none.
    """
    raw = title[: 4 * MAX_TITLE] + abstract[: 4 * MAX_ABSTRACT]
    title = clean(without_markup(title[: 4 * MAX_TITLE]))
    if not title or len(title) > MAX_TITLE:
        what = "a record without a title" if not title else f"a title of more than {MAX_TITLE:,} characters"
        yield Gap(file, line, line, what)
        return
    text = clean(without_markup(abstract[: 4 * MAX_ABSTRACT]))
    text = "" if _NO_ABSTRACT.fullmatch(text) else text
    if len(text) > MAX_ABSTRACT or len(abstract) > 4 * MAX_ABSTRACT:
        text = text[:MAX_ABSTRACT].rpartition(" ")[0] or text[:MAX_ABSTRACT]
        yield Gap(file, line, line, f"an abstract of more than {MAX_ABSTRACT:,} characters, cut there", is_kept=True)
    if told := ", ".join((*suspicion.of_raw_text(raw), *suspicion.of_texts(title, text))):
        yield Gap(file, line, line, f"meant for a program, not for you: {told}; in “{title[:80]}”", is_kept=True)
    authors = tuple(clean(without_markup(name[:_MAX_FACT])) for name in facts.authors[: names.MAX_AUTHORS])
    count = len(authors) if authors and not facts.has_more_authors else None
    url = identifiers.url(facts.url or "")
    doi = identifiers.doi(facts.doi or "") or identifiers.doi_of_address(url or "")
    arxiv = identifiers.arxiv_id(facts.arxiv or "")
    yield Entry(
        title=_FINAL_STOP.sub("", title),
        abstract=text,
        file=file,
        line=line,
        date=facts.date,
        author_count=facts.author_count if facts.author_count is not None else count,
        organisation=_fact(facts.organisation),
        authors=tuple(name for name in authors if name),
        venue=_fact(facts.venue),
        doi=doi,
        arxiv_id=arxiv or identifiers.named_arxiv_id(doi or "") or identifiers.named_arxiv_id(url or ""),
        url=url,
        key=_fact(facts.key),
    )


def first(*texts: str | None) -> str | None:
    """Return the first text that is one."""
    return next((text for text in texts if text and text.strip()), None)


def joined(parts: Iterable[str]) -> str:
    """Return the paragraphs of a text as one."""
    return " ".join(part for part in parts if part.strip())


def _fact(text: str | None) -> str | None:
    return (clean(without_markup(text[:_MAX_FACT])).strip("{} ") or None) if text else None
