"""Questions for the papers of the library at one end of an order: the newest, the oldest, the most authors.

A question is one of these only if all of its words say so; "the latest papers about robots" are searched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.extremes import Extremes, Fact
from assistant.library import Library
from assistant.prompting import ABSTENTION
from assistant.records import Filters, Paper
from assistant.said_numbers import NUMBER, number
from assistant.told import Told, counted, titled
from assistant.understand import Understanding

LISTED, MOST_LISTED = 5, 20
"""Papers that are listed, and if more are asked for."""

_NAMES = {
    (Fact.DATE, True): "newest",
    (Fact.DATE, False): "oldest",
    (Fact.AUTHORS, True): "most authors",
    (Fact.AUTHORS, False): "fewest authors",
}


@dataclass(frozen=True, slots=True)
class Superlative:
    """What is asked for.

    Attributes:
        count: of papers; 1 if one is asked for.
    """

    fact: Fact
    is_highest: bool
    count: int = 1

    def words(self, filters: Filters) -> str:
        """Return it in words, with the filters that its papers pass."""
        name = _NAMES[self.fact, self.is_highest]
        papers = f"{'paper' if self.count == 1 else 'papers'}{f' {filters}' if filters else ''}"
        return f"{name} {papers}" if self.fact is Fact.DATE else f"{papers} with the {name}"


def read(text: str) -> Superlative | None:
    """Return what a question asks for, None if it is no such question."""
    said = " ".join(text.strip(" ?.!").split())
    for pattern, fact in ((_BY_DATE, Fact.DATE), (_BY_AUTHORS, Fact.AUTHORS)):
        if found := next((match for form in pattern if (match := form.fullmatch(said))), None):
            parts = found.groupdict()
            is_one = not _SEVERAL.search(said)
            asked_for = parts.get("count") or parts.get("number")
            count = min(MOST_LISTED, max(1, number(asked_for))) if asked_for else 1 if is_one else LISTED
            word = (parts["most"] or parts["list"]).lower()
            return None if is_one and word in _OF_SEVERAL else Superlative(fact, bool(_HIGH.match(word)), count)
    return None


def tell(asked: Understanding, library: Library) -> Told | None:
    """Return the answer to a question for the papers at one end of an order, None if it is none."""
    if _UNKNOWN.fullmatch(" ".join(asked.text.strip(" ?.!").split())):
        return Told(f"{ABSTENTION} The library does not know how often a paper is cited or read.", is_known=False)
    wanted = read(asked.text)
    if wanted is None or not (asked.filters or re.search(_PAPER, asked.text, re.IGNORECASE)):
        return None
    most = max(LISTED, wanted.count)
    found = library.extremes(wanted.fact, asked.filters, most, is_highest=wanted.is_highest)
    papers = tuple(library.papers(found.numbers).values())
    if not papers:
        return Told(f"{ABSTENTION} {_nothing(asked.filters, wanted.fact, found)}", is_known=False)
    rest = _rest(wanted, found)
    if wanted.count > 1:
        listed = papers[: wanted.count]
        return Told("\n\n".join((*_lines(listed, wanted.fact), *filter(None, [rest]))), listed)
    shown = papers[: min(found.tied, LISTED)]
    return Told(f"{_first(wanted, found, shown, asked.filters)}{rest and ' '}{rest}", shown)


def _first(wanted: Superlative, found: Extremes, shown: Sequence[Paper], filters: Filters) -> str:
    """Return the sentence that names the foremost paper, or those that share its place."""
    value = f"dated {shown[0].date}" if wanted.fact is Fact.DATE else f"with {_value(shown[0], wanted.fact)}"
    if found.tied == 1:
        return f"The {wanted.words(filters)} is {titled(shown[0])}, {value} [1]."
    named = "; ".join(f"{titled(paper)} [{place}]" for place, paper in enumerate(shown, 1))
    others = f"; and {found.tied - len(shown):,} more" if found.tied > len(shown) else ""
    return f"The {replace(wanted, count=found.tied).words(filters)}, {found.tied:,} {value}, are {named}{others}."


def one(text: str, filters: Filters, library: Library) -> Paper | None:
    """Return the paper that words such as "the oldest paper" mean, None if they mean none or several."""
    wanted = read(text)
    if wanted is None or wanted.count > 1:
        return None
    found = library.extremes(wanted.fact, filters, 1, is_highest=wanted.is_highest)
    return next(iter(library.papers(found.numbers).values()), None) if found.tied == 1 else None


def _lines(papers: Sequence[Paper], fact: Fact) -> list[str]:
    """Return a line for each paper."""
    return [f"{titled(paper)} ({_value(paper, fact)}) [{place}]" for place, paper in enumerate(papers, 1)]


def _value(paper: Paper, fact: Fact) -> str:
    return str(paper.date) if fact is Fact.DATE else counted(paper.author_count or 0, "author")


def _rest(wanted: Superlative, found: Extremes) -> str:
    """Return what is not known of the other papers."""
    said = []
    if found.unsure:
        verb = "is" if found.unsure == 1 else "are"
        than = "newer" if wanted.is_highest else "older"
        said.append(f"{counted(found.unsure, 'paper')} {verb} dated less exactly and may be {than}.")
    if found.unknown:
        has = "has" if found.unknown == 1 else "have"
        what = "date" if wanted.fact is Fact.DATE else "known number of authors"
        said.append(f"{counted(found.unknown, 'paper')} {has} no {what}.")
    return " ".join(said)


def _nothing(filters: Filters, fact: Fact, found: Extremes) -> str:
    of = f"{filters} " if filters else ""
    if not found.unknown:
        return f"There are no papers {of}in the library."
    what = "date" if fact is Fact.DATE else "number of authors"
    return f"The library does not know the {what} of any of {counted(found.unknown, 'paper')}{of and ' '}{of.strip()}."


_COUNT = rf"(?:(?P<count>{NUMBER}) )?"
_MOST = r"(?P<most>newest|latest|(?:most )?recent|most recently published|oldest|earliest|new|least recent)"
_HIGH = re.compile(r"new|latest|(?:most )?recent|most|max|high|large|great|big|long|last")
_OF_SEVERAL = ("recent", "new")
"""Said of one paper these ask for no extreme: "is there a new paper?"."""
_PAPER = r"(?:papers?|works?|articles?|publications?|preprints?|stud(?:y|ies)|abstracts?)"
_SEVERAL = re.compile(r"\b(?:papers|works|articles|publications|preprints|studies|abstracts)\b", re.IGNORECASE)
_LIBRARY = r"(?:the|this|your|my) (?:library|collection|corpus|database|index)"
_HERE = (
    rf"(?: (?:(?:that )?(?:you have|there (?:is|are)|we have|i have)|here|stored|indexed|available"
    rf"|(?:in|of|from) {_LIBRARY}|of all|overall|among them|of (?:them|these|those)))*"
)
_ASKED = (
    r"(?:(?:please )?(?:(?:can|could) you )?(?:show|list|give|tell|find)(?: me| us)?(?: please)?(?: what| which)? "
    r"|(?:and )?(?:what|which)(?: is| are| was| were|['’]?s) |what about |and |do you have |are there |is there )?"
)
_OF_THESE = rf"(?: of (?:these|those|them|the)(?: {_PAPER})?)?"
_AUTHORS = r"(?:co-?)?authors"
_MOST_OF = (
    r"(?:the )?(?P<most>most|fewest|least|(?:largest|highest|greatest|biggest|maximum|smallest|lowest|minimum)"
    rf" number of|smallest amount of) {_AUTHORS}|(?:the )?(?P<list>longest|shortest|largest|smallest)"
    r" (?:author list|list of authors)"
)


def _forms(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_END = r"(?:[, ]*please)?"
_BY_DATE = _forms(
    rf"{_ASKED}(?:the |any |all )?{_COUNT}(?:very )?{_MOST} {_COUNT.replace('count', 'number')}{_PAPER}{_HERE}{_END}",
    rf"(?:and )?(?:what|which)(?: {_PAPER}| ones?)?{_OF_THESE}{_HERE} (?:is|are|was|were) (?:the )?(?:very )?"
    rf"{_MOST}(?: ones?| {_PAPER})?{_HERE}",
    rf"(?:and )?(?:what|which) {_PAPER}{_HERE} (?:(?:is|are|was|were) (?:published|posted|dated|released)"
    r"|(?:came|come|comes|appeared)(?: out)?) (?:the )?(?P<most>most recently|latest|earliest|last|first)",
)
_BY_AUTHORS = _forms(
    rf"(?:and )?(?:what|which)(?: {_PAPER}| one)?{_OF_THESE}{_HERE} (?:has|have|had|(?:is|are) by) (?:{_MOST_OF})"
    rf"{_HERE}",
    rf"{_ASKED}(?:the )?{_COUNT}{_PAPER}{_HERE} (?:with|by|that (?:has|have)) (?:{_MOST_OF}){_HERE}{_END}",
)
_UNKNOWN = re.compile(
    rf"(?:(?:what|which) (?:is|are|was) |show me |list )?(?:the )?(?:most|least|best|highest)[- ]?(?:cited|read|popular"
    rf"|downloaded|influential|famous) {_PAPER}{_HERE}"
    rf"|(?:and )?(?:what|which) {_PAPER}{_HERE} (?:is|are|was|has|have) (?:the )?(?:most|least|fewest)"
    rf" (?:often )?(?:cited|citations|read|popular|downloaded|downloads|influential|famous)"
    r"|how (?:often|many times) (?:is|was|has|have) (?:it|this paper|the paper) (?:been )?cited",
    re.IGNORECASE,
)
