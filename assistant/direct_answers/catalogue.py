"""Questions about the library itself that what is stored beside the abstracts answers, or cannot answer.

"How many papers are from 2025?", "when was ZEST published?", "who wrote it?". A question is one of these only if all of
its words say so and the paper that it names is called so; every other question is answered from the abstracts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from assistant.citations import escape_markers
from assistant.direct_answers import comparing, superlatives
from assistant.direct_answers.told import Told as Told
from assistant.direct_answers.told import age, counted, unknown
from assistant.direct_answers.told import titled as titled
from assistant.narrowing import unknown_counts
from assistant.questions.paper_names import all_called as all_called
from assistant.questions.paper_names import called as called
from assistant.questions.understand import Understanding
from assistant.records import Hit, Paper
from assistant.storage.library import Library

_MOST_NAMES = 20


def no_hits(name: str) -> Sequence[Hit]:
    """Return nothing."""
    return ()


def tell(
    asked: Understanding, hits: Sequence[Hit], library: Library, search: Callable[[str], Sequence[Hit]] = no_hits
) -> Told | None:
    """Return the answer to a question about the library itself, None if it is not one.

    Args:
        hits: what the question finds; a paper that it names is nearly always among them.
        search: finds papers by a name alone, which may be lost among the other words of the question.
    """
    text = asked.text.strip(" ?.!")

    def find(name: str) -> list[Paper]:
        papers = [hit.paper for hit in hits]
        return papers if called(name, papers, asked.topic) else [hit.paper for hit in search(name)]

    if told := superlatives.tell(asked, library) or comparing.tell(text, find, asked.topic):
        return told
    if _HOW_MANY.fullmatch(text):
        return _count(asked, library)
    if _WHAT_IS_THERE.fullmatch(text) and not asked.filters:
        held = f"The library holds {library.paper_count():,} papers"
        return Told(f"{held}; `assistant papers` lists them, and `assistant search` finds those on a topic.")
    for pattern, say in _OF_A_PAPER:
        found = pattern.fullmatch(text)
        if found:
            name = found["paper"]
            paper = superlatives.one(name, asked.filters, library) or called(name, find(name), asked.topic)
            if paper:
                return say(paper)
    return None


def _count(asked: Understanding, library: Library) -> Told:
    count = len(library.numbers_matching(asked.filters))
    said = "There is 1 paper" if count == 1 else f"There are {count:,} papers"
    unknown = unknown_counts(asked.filters, library)
    rest = f" Not counted, since it is not known of them: {', '.join(unknown)}." if unknown else ""
    return Told(f"{said} {str(asked.filters) + ' ' if asked.filters else ''}in the library.{rest}")


def _date(paper: Paper) -> Told:
    if paper.date is None:
        return unknown(paper, "the library does not know the date")
    return Told(f"{titled(paper)} is dated {paper.date} [1].", (paper,))


def _age(paper: Paper) -> Told:
    if paper.date is None:
        return _date(paper)
    return Told(f"{titled(paper)} is dated {paper.date}, {age(paper.date, date.today())} [1].", (paper,))


def _authors(paper: Paper) -> Told:
    if paper.authors:
        return Told(f"{titled(paper)} is by {escape_markers(_listed(paper.authors))} [1].", (paper,))
    count = paper.author_count
    known = "" if count is None else f"; it has {counted(count, 'author')}"
    return unknown(paper, "the library does not know who wrote", known)


def _listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them; of very many the first ones."""
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES:,} others"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _author_count(paper: Paper) -> Told:
    if paper.author_count is None:
        return unknown(paper, "the library does not know the number of authors")
    return Told(f"{titled(paper)} has {counted(paper.author_count, 'author')} [1].", (paper,))


def _organisation(paper: Paper) -> Told:
    if paper.organisation is None:
        return unknown(paper, "the library does not know the organisation")
    return Told(f"{titled(paper)} is by {escape_markers(paper.organisation)} [1].", (paper,))


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
_OF_A_PAPER = (
    (
        _question(
            r"(?:and )?(?:when|in (?:which|what) (?:year|month)) (?:was|were|did) PAPER"
            r" (?:first )?(?:published|posted|released|written|submitted|come out|appear)"
        ),
        _date,
    ),
    (_question(r"(?:and )?how (?:old|recent|new) is PAPER"), _age),
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
