"""Questions about the library itself that what is stored beside the abstracts answers, or cannot answer.

"How many papers are from 2025?", "when was ZEST published?", "who wrote it?". A question is one of these only if all of
its words say so and the paper that it names is called so; every other question is answered from the abstracts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from assistant.citations import escape_markers, titled
from assistant.direct_answers import (
    comparing,
    counting,
    dating,
    described,
    introducing,
    mentions,
    origins,
    superlatives,
    tallying,
)
from assistant.direct_answers.origins import Origin
from assistant.direct_answers.told import Told as Told
from assistant.direct_answers.told import age, counted, passing, unknown
from assistant.language.text import title_key
from assistant.narrowing import nothing_known
from assistant.patterns import lazy_re
from assistant.prompting import ABSTENTION
from assistant.questions.paper_names import called, is_it
from assistant.questions.understand import Understanding
from assistant.records import Filters, Hit, Paper
from assistant.storage.library import Library

_MOST_NAMES, _MOST_PAPERS = 20, 10


def no_hits(name: str) -> Sequence[Hit]:
    """Return nothing."""
    return ()


def tell(
    asked: Understanding,
    hits: Sequence[Hit],
    library: Library,
    search: Callable[[str], Sequence[Hit]] = no_hits,
    origin_of: origins.Find = Origin,
) -> Told | None:
    """Return the answer to a question about the library itself, None if it is not one.

    Args:
        hits: what the question finds; a paper that it names is nearly always among them.
        search: finds papers by a name alone, which may be lost among the other words of the question.
        origin_of: finds the paper that a name is of among all.
    """
    text = asked.text.strip(" ?.!")

    def find(name: str) -> Paper | None:
        if asked.topic and is_it(name):
            return called(name, library.papers_titled(title_key(asked.topic)), asked.topic)
        origin = origin_of(name)
        if origin.papers or origin.is_used:
            return origin.papers[0] if len(origin.papers) == 1 else None
        papers = [hit.paper for hit in hits]
        if named := called(name, papers, asked.topic) or called(name, [hit.paper for hit in search(name)], asked.topic):
            return named
        meant = on_topic(name)
        return meant[0] if len(meant) == 1 else None

    @cache
    def on_topic(name: str) -> list[Paper]:
        topic = described.topic_of(name)
        return described.on(topic, [hit.paper for hit in search(topic) or hits], library) if topic else []

    if told := superlatives.tell(asked, library) or dating.tell(asked, library):
        return told
    if told := comparing.tell(text, find):
        return told
    if _HOW_MANY.fullmatch(text) or (_HOW_MANY_STUDIES.fullmatch(text) and not asked.topic):
        return _count(asked, library)
    if told := tallying.tell(asked, library) or counting.tell(asked, library) or mentions.tell(asked, library):
        return told
    if _WHAT_IS_THERE.fullmatch(text) and not asked.filters:
        held = f"The library holds {library.paper_count():,} papers"
        return Told(f"{held}; `assistant papers` lists them, and `assistant search` finds those on a topic.")
    for form in (text, f"{text} of it", _THEY.sub("the authors of it", text)) if asked.topic else (text,):
        for pattern, say in _OF_A_PAPER:
            if found := pattern.fullmatch(form):
                name = found["paper"]
                beyond = () if is_it(name) else origin_of(name).beyond
                paper = superlatives.one(name, asked.filters, library) or find(name)
                if paper is None and say is _others and len(beyond) == 1:
                    paper = beyond[0]
                if paper:
                    return say(paper, library, asked.filters)
                if not is_it(name) and ((origin := origin_of(name)).namesakes or beyond) and not origin.papers:
                    return introducing.unknown(origin)
                if meant := on_topic(name):
                    return described.ambiguous(meant)
    return introducing.tell(text, library, origin_of)


def _count(asked: Understanding, library: Library) -> Told:
    if unknown := nothing_known(asked.filters, library):
        return Told(f"{ABSTENTION} {unknown}", is_known=False)
    count = len(library.numbers_matching(asked.filters))
    said = "There is 1 paper" if count == 1 else f"There are {count:,} papers"
    held = f"{said}{passing(asked.filters)} in the library."
    return Told(f"{held} {counting.not_counted(asked.filters, library)}".rstrip())


def _date(paper: Paper, *_: object) -> Told:
    if paper.date is None:
        return unknown(paper, "the library does not know the date")
    return Told(f"{titled(paper)} is dated {paper.date} [1].", (paper,))


def _age(paper: Paper, *_: object) -> Told:
    if paper.date is None:
        return _date(paper)
    return Told(f"{titled(paper)} is dated {paper.date}, {age(paper.date, date.today())} [1].", (paper,))


def _authors(paper: Paper, *_: object) -> Told:
    if paper.authors:
        return Told(f"{titled(paper)} is by {escape_markers(_listed(paper.authors))} [1].", (paper,))
    count = paper.author_count
    known = "" if count is None else f"; it has {counted(count, 'author')}"
    return unknown(paper, "the library does not know who wrote", known)


def _introducers(paper: Paper, *_: object) -> Told:
    if paper.authors:
        return _authors(paper)
    return Told(f"It is of {titled(paper)} [1]; the library does not know who wrote it.", (paper,))


def _listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them; of very many the first ones."""
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES:,} others"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _author_count(paper: Paper, *_: object) -> Told:
    if paper.author_count is None:
        return unknown(paper, "the library does not know the number of authors")
    return Told(f"{titled(paper)} has {counted(paper.author_count, 'author')} [1].", (paper,))


def _organisation(paper: Paper, *_: object) -> Told:
    if paper.organisation is None:
        return unknown(paper, "the library does not know the organisation")
    return Told(f"{titled(paper)} is by {escape_markers(paper.organisation)} [1].", (paper,))


def _venue(paper: Paper, *_: object) -> Told:
    if not paper.venue:
        return unknown(paper, "the library does not know the venue")
    return Told(f"{titled(paper)} was published in “{escape_markers(paper.venue)}” [1].", (paper,))


def _others(paper: Paper, library: Library, filters: Filters) -> Told:
    """Return the other papers of a paper's authors that pass filters."""
    if not paper.authors:
        return _authors(paper)
    numbers = library.numbers_by(paper.authors)
    allowed = set(library.numbers_matching(filters)) if filters else set(numbers)
    found = library.papers([number for number in numbers if number in allowed])
    others = [other for other in found.values() if other.id != paper.id]
    which = passing(filters)
    if not others:
        return Told(f"The library holds no other paper{which} by an author of {titled(paper)} [1].", (paper,))
    lines = [f"{titled(other)} [{place}]" for place, other in enumerate(others[:_MOST_PAPERS], 2)]
    lines += [f"and {len(others) - _MOST_PAPERS:,} more"] if len(others) > _MOST_PAPERS else []
    held = f" papers{which}" if which else ""
    begin = f"By people who are called like authors of {titled(paper)} [1], the library also holds{held}:"
    return Told("\n\n".join([begin, *lines]), (paper, *others[:_MOST_PAPERS]))


def _question(pattern: str) -> re.Pattern[str]:
    return lazy_re(pattern.replace("PAPER", r"(?P<paper>.+?)"), re.IGNORECASE)


_LIBRARY = r"(?:the|this|your) (?:library|collection|corpus|database)"
_PAPERS = r"(?:papers|abstracts|articles|publications|entries)"
_COUNTED = (
    rf"(?: (?:are|were|is)(?: there| here| stored| indexed)?| do you (?:have|know|hold)"
    rf"| (?:does|do) {_LIBRARY} (?:have|hold|contain))?(?: (?:in|of) {_LIBRARY})?(?: in total| altogether)?"
)
_HOW_MANY = _question(rf"(?:and )?how many {_PAPERS}{_COUNTED}")
_HOW_MANY_STUDIES = _question(
    rf"how many (?:studies|works|documents)(?=.* (?:there|here|stored|indexed|you \w+|{_LIBRARY})\b){_COUNTED}"
)
"""Studies are also what a paper counts."""
_WHAT_IS_THERE = _question(
    rf"(?:list|show)(?: me)? (?:all|every)(?: of)?(?: the| your)? {_PAPERS}(?: in {_LIBRARY})?"
    rf"|what(?:['’]s| is) in {_LIBRARY}|(?:what|which) {_PAPERS} (?:are (?:there|in {_LIBRARY})|do you have)"
)
_ORGANISATION = r"(?:organi[sz]ation|institution|institute|company|university|lab|group|affiliation)s?"
_VENUE = r"(?:publication )?(?:venue|conference|journal|proceedings)"
_PUBLISHED = r"(?:published|presented|accepted|printed|appear(?:ed)?|come out)"
_WHEN = (
    r"(?:in|on|before|after|since|during|around) (?:.*\b(?:19|20)\d\d\b.*|(?:early |late )?(?:january|february|march"
    r"|april|may|june|july|august|september|october|november|december)\b.*|(?:this|last) (?:year|month|week))"
)
"""Things are released in other places and states, too: "is dopamine released in the striatum?"."""
_AUTHORS_OF = r"(?:(?:the |its )?(?:authors|researchers|team|people) (?:(?:of|behind) )?)"
_THEY = lazy_re(r"\b(?:(?:the|its|their) (?:authors|researchers|team)\b(?! (?:of|behind)\b)|they\b)", re.IGNORECASE)
_Say = Callable[[Paper, Library, Filters], Told]
_OF_A_PAPER: tuple[tuple[re.Pattern[str], _Say], ...] = (
    (_question(r"(?:and )?who (?:first )?(?:introduced|proposed|invented) PAPER"), _introducers),
    (
        _question(
            r"(?:and )?(?:when|in (?:which|what) (?:year|month)) (?:was|were|did) PAPER"
            r" (?:first )?(?:published|posted|released|written|submitted|come out|appear)"
        ),
        _date,
    ),
    (_question(rf"(?:and )?where (?:was|were|is|has|did) PAPER (?:been |first )?{_PUBLISHED}"), _venue),
    (
        _question(
            rf"(?:and )?(?:(?:in|at|to) )?(?:what|which) {_VENUE} (?:was|were|is|did|has) PAPER {_PUBLISHED}"
            r"(?: in| at)?"
        ),
        _venue,
    ),
    (_question(rf"(?:and )?(?:what|which) {_VENUE} (?:has )?(?:published|accepted|printed) PAPER"), _venue),
    (_question(rf"(?:(?:and )?what (?:is|was) )?(?:the )?{_VENUE} of PAPER"), _venue),
    (_question(r"(?:and )?how (?:old|recent|new) is PAPER"), _age),
    (_question(r"(?:(?:and )?what is )?(?:the )?(?:publication )?(?:date|year) of (?:publication of )?PAPER"), _date),
    (_question(r"(?:and )?(?:from )?(?:what|which) year is PAPER(?: from)?"), _date),
    (
        _question(
            r"(?:and )?(?:was|is) PAPER (?:first )?(?:(?:published|posted|submitted|dated)"
            rf"(?: (?:in|on|before|after|since|during|around) .+)?|(?:released|written) {_WHEN})"
        ),
        _date,
    ),
    (_question(r"(?:and )?how many (?:co-?)?authors (?:does|do|did) PAPER have"), _author_count),
    (_question(r"(?:and )?how many (?:co-?)?authors (?:(?:are|were) there )?of PAPER"), _author_count),
    (
        _question(
            r"(?:and )?(?:who (?:wrote|authored|made|created|developed|presented|built)"
            r"|(?:who (?:are|is|were|was) )(?:the )?(?:first |last |lead |main |senior )?authors? of"
            r"|(?:what are )?(?:the )?names? of (?:the )?authors? of"
            r"|(?:list )?(?:the )?(?:first |last )?authors? of) PAPER"
        ),
        _authors,
    ),
    (
        _question(
            rf"(?:and )?(?:(?:which|what) {_ORGANISATION}|where) (?:is|are|was|were|do|did|does) {_AUTHORS_OF}?PAPER"
            r" (?:from|by|at|work(?: at| for)?|based|come from|belong to|affiliated with)"
        ),
        _organisation,
    ),
    (_question(rf"(?:(?:and )?what (?:is|are) )?(?:the )?{_ORGANISATION} of {_AUTHORS_OF}?PAPER"), _organisation),
    (
        _question(
            rf"(?:and )?(?:(?:what|which) other {_PAPERS}|what else) (?:did|do|have|were|are) {_AUTHORS_OF}PAPER"
            r" (?:also )?(?:wr[io]te|written|publish(?:ed)?|authored?)"
        ),
        _others,
    ),
    (
        _question(
            rf"(?:and )?(?:(?:what|which) )?other {_PAPERS} (?:(?:are|were) )?(?:written )?by {_AUTHORS_OF}PAPER"
        ),
        _others,
    ),
)
