"""Questions about the library itself that what is stored beside the abstracts answers, or cannot answer.

"How many papers are from 2025?", "when was ZEST published?", "who wrote it?". A question is one of these only if all of
its words say so and the paper that it names is called so; every other question is answered from the abstracts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.citations import escape_markers
from assistant.library import Library
from assistant.narrowing import unknown_counts
from assistant.prompting import ABSTENTION
from assistant.records import Hit, Paper
from assistant.text import title_key
from assistant.understand import Understanding

_MOST_NAMES = 20
_MARKER = " [1]."
NAME = "library"
"""Who has written such an answer, in place of a generator."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer from what the library stores about its papers.

    Attributes:
        paper: that the marker [1] in the text names.
        is_known: whether the library holds what was asked.
    """

    text: str
    paper: Paper | None = None
    is_known: bool = True

    def naming(self, n: int) -> Told:
        """Return the answer with its paper under another number."""
        text = self.text.removesuffix(_MARKER)
        return self if text == self.text else replace(self, text=f"{text} [{n}].")


def tell(asked: Understanding, hits: Sequence[Hit], library: Library) -> Told | None:
    """Return the answer to a question about the library itself, None if it is not one.

    Args:
        hits: what the question finds; a paper that it names is among them.
    """
    text = asked.text.strip(" ?.!")
    if _HOW_MANY.fullmatch(text):
        return _count(asked, library)
    if _WHAT_IS_THERE.fullmatch(text) and not asked.filters:
        held = f"The library holds {library.paper_count():,} papers"
        return Told(f"{held}; `assistant papers` lists them, and `assistant search` finds those on a topic.")
    for pattern, say in _OF_A_PAPER:
        found = pattern.fullmatch(text)
        if found and (paper := called(found["paper"], [hit.paper for hit in hits], asked.topic)):
            return say(paper)
    return None


def called(words: str, papers: Sequence[Paper], topic: str | None = None) -> Paper | None:
    """Return the one of some papers that is called so, None if there are several, too.

    Args:
        topic: as `all_called` has it.
    """
    named = all_called(words, papers, topic)
    return named[0] if len(named) == 1 else None


def all_called(words: str, papers: Sequence[Paper], topic: str | None = None) -> list[Paper]:
    """Return those of some papers that are called so: by title, by what stands before the colon, or "it".

    Args:
        topic: the title of the paper that the dialogue was last about, which "it" means.
    """
    if _IT.fullmatch(words):
        return [paper for paper in papers if paper.title == topic][:1]
    key = title_key(_AROUND.sub("", words))
    if not key:
        return []
    return [paper for paper in papers if key in (title_key(paper.title), title_key(paper.title.partition(": ")[0]))]


def _count(asked: Understanding, library: Library) -> Told:
    count = len(library.numbers_matching(asked.filters))
    said = "There is 1 paper" if count == 1 else f"There are {count:,} papers"
    unknown = unknown_counts(asked.filters, library)
    rest = f" Not counted, since it is not known of them: {', '.join(unknown)}." if unknown else ""
    return Told(f"{said} {str(asked.filters) + ' ' if asked.filters else ''}in the library.{rest}")


def _date(paper: Paper) -> Told:
    if paper.date is None:
        return _unknown(paper, "the library does not know the date")
    return Told(f"“{paper.title}” is dated {paper.date}{_MARKER}", paper)


def _authors(paper: Paper) -> Told:
    if paper.authors:
        return Told(f"“{paper.title}” is by {escape_markers(_listed(paper.authors))}{_MARKER}", paper)
    count = paper.author_count
    known = "" if count is None else f"; it has {count} {'author' if count == 1 else 'authors'}"
    return _unknown(paper, "the library does not know who wrote", known)


def _listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them; of very many the first ones."""
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES:,} others"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _author_count(paper: Paper) -> Told:
    if paper.author_count is None:
        return _unknown(paper, "the library does not know the number of authors")
    authors = "1 author" if paper.author_count == 1 else f"{paper.author_count} authors"
    return Told(f"“{paper.title}” has {authors}{_MARKER}", paper)


def _organisation(paper: Paper) -> Told:
    if paper.organisation is None:
        return _unknown(paper, "the library does not know the organisation")
    return Told(f"“{paper.title}” is by {paper.organisation}{_MARKER}", paper)


def _unknown(paper: Paper, what: str, rest: str = "") -> Told:
    of = "" if what.endswith("wrote") else " of"
    return Told(f"{ABSTENTION} {what[0].upper()}{what[1:]}{of} “{paper.title}”{rest}.", paper, is_known=False)


def _question(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("PAPER", r"(?P<paper>.+?)"), re.IGNORECASE)


_LIBRARY = r"(?:the|this|your) (?:library|collection|corpus|database)"
_PAPERS = r"(?:papers|abstracts|articles|publications|entries)"
_HOW_MANY = _question(
    rf"(?:and )?how many {_PAPERS}(?: (?:are|were|is)(?: there| here| stored| indexed)?| do you (?:have|know|hold)"
    rf"| (?:does|do) {_LIBRARY} (?:have|hold|contain))?(?: (?:in|of) {_LIBRARY})?(?: in total| altogether)?"
)
_WHAT_IS_THERE = _question(
    rf"(?:list|show)(?: me)? (?:all|every)(?: of)?(?: the| your)? {_PAPERS}(?: in {_LIBRARY})?"
    rf"|what(?:['’]s| is) in {_LIBRARY}|(?:what|which) {_PAPERS} (?:are (?:there|in {_LIBRARY})|do you have)"
)
_IT = re.compile(r"it|they|(?:this|that|the)(?: (?:paper|article|study|work))?", re.IGNORECASE)
_AROUND = re.compile(
    r"^(?:the )?(?:paper |article |study )?(?:called |titled )?|\s(?:paper|article|study)$", re.IGNORECASE
)

_OF_A_PAPER = (
    (
        _question(
            r"(?:and )?(?:when|in (?:which|what) (?:year|month)) (?:was|were|did) PAPER"
            r" (?:first )?(?:published|posted|released|written|submitted|come out|appear)"
        ),
        _date,
    ),
    (_question(r"(?:(?:and )?what is )?(?:the )?(?:publication )?(?:date|year) of (?:publication of )?PAPER"), _date),
    (_question(r"(?:and )?(?:from )?(?:what|which) year is PAPER(?: from)?"), _date),
    (
        _question(
            r"(?:and )?(?:was|is) PAPER (?:first )?(?:published|posted|released|written|submitted|dated)"
            r"(?: (?:in|on|before|after|since|during|around) .+)?"
        ),
        _date,
    ),
    (_question(r"(?:and )?how many (?:co-?)?authors (?:does|do|did) PAPER have"), _author_count),
    (
        _question(
            r"(?:and )?(?:who (?:wrote|authored|made|created|developed|proposed|introduced|presented|built|invented)"
            r"|(?:who (?:are|is|were|was) )(?:the )?(?:first |last |lead |main |senior )?authors? of"
            r"|(?:list )?(?:the )?(?:first |last )?authors? of) PAPER"
        ),
        _authors,
    ),
    (
        _question(
            r"(?:and )?(?:which|what) (?:organi[sz]ation|institution|company|university|lab|group|affiliation)s?"
            r" (?:is|are|was|were) PAPER (?:from|by)"
        ),
        _organisation,
    ),
)
