"""The papers of the library at one end of an order: the newest, the oldest, those of the most authors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.citations import titled
from assistant.direct_answers import counting
from assistant.direct_answers.saying import Said, saying
from assistant.direct_answers.told import Told, counted, passing
from assistant.prompting import ABSTENTION
from assistant.questions.superlative_questions import LISTED, Superlative, asks_what_is_unknown, names_papers, read
from assistant.questions.understand import Understanding
from assistant.records import Filters, Paper
from assistant.storage.extremes import Extremes, Fact
from assistant.storage.library import Library


def tell(asked: Understanding, library: Library) -> Told | None:
    """Return the answer to a question for the papers at one end of an order, None if it is none."""
    if asks_what_is_unknown(asked.text):
        return Told(f"{ABSTENTION} The library does not know how often a paper is cited or read.", is_known=False)
    wanted = read(asked.text)
    if wanted is None or not (wanted.topic or asked.filters or names_papers(asked.text)):
        return None
    if wanted.topic:
        return _on_a_topic(wanted, asked.filters, library)
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


def _on_a_topic(wanted: Superlative, filters: Filters, library: Library) -> Told | None:
    """Return the papers at one end among those about a topic, None if none says it: these are searched for.

    About it are those that say it in the title, or more than once in the abstract; if there are none, all that say it.
    """
    said = saying(wanted.topic, filters, library)
    if not isinstance(said, Said):
        return counting.uncountable(said)
    if not said.numbers:
        return None
    central = [number for number in said.numbers if number in said.central] if said.has_centre else []
    numbers = central or list(said.numbers)
    most = max(LISTED, wanted.count)
    found = library.extremes(wanted.fact, filters, most, is_highest=wanted.is_highest, among=numbers)
    which = passing(filters)
    that = f"with {said.name} in the title or twice in the abstract" if central else ""
    of = f"{counted(len(numbers), 'paper')}{which} {that or f'that {said.words(is_one=len(numbers) == 1)}'}"
    papers = tuple(library.papers(found.numbers).values())
    rest = len(said.numbers) - len(numbers)
    beside = f"{counted(rest, 'other paper')} {'says' if rest == 1 else 'say'} it in passing." if rest else ""
    if not papers:
        undated = tuple(library.papers(numbers[:LISTED]).values())
        begin = f"The library does not know the date of {'any of ' if len(numbers) > 1 else ''}the {of}"
        named = [f"{titled(paper)} [{place}]" for place, paper in enumerate(undated, 1)]
        more = [f"and {len(numbers) - LISTED:,} more"] if len(numbers) > LISTED else []
        return Told("\n\n".join((f"{begin}:", *named, *more, *filter(None, [beside]))), undated)
    after = " ".join(filter(None, (_rest(wanted, found), beside)))
    if wanted.count == 1:
        shown = papers[: min(found.tied, LISTED)]
        return Told(f"{_first(wanted, found, shown, filters, of)}{after and ' '}{after}", shown)
    listed = papers[: wanted.count]
    begin = f"The {wanted.name} of the {of}:"
    return Told("\n\n".join((begin, *_lines(listed, wanted.fact), *filter(None, [after]))), listed)


def _first(wanted: Superlative, found: Extremes, shown: Sequence[Paper], filters: Filters, of: str = "") -> str:
    """Return the sentence that names the foremost paper, or those that share its place.

    Args:
        of: the papers that it is the foremost of, if not all that pass the filters.
    """
    value = f"dated {shown[0].date}" if wanted.fact is Fact.DATE else f"with {_value(shown[0], wanted.fact)}"
    every = replace(wanted, count=found.tied).words(passing(filters))
    called = f"Of the {of}, the {wanted.name}" if of else f"The {every}"
    if found.tied == 1:
        return f"{called} is {titled(shown[0])}, {value} [1]."
    named = "; ".join(f"{titled(paper)} [{place}]" for place, paper in enumerate(shown, 1))
    others = f"; and {found.tied - len(shown):,} more" if found.tied > len(shown) else ""
    return f"{called}, {found.tied:,} {value}, are {named}{others}."


def one(text: str, filters: Filters, library: Library) -> Paper | None:
    """Return the paper that words such as "the oldest paper" mean, None if they mean none or several."""
    wanted = read(text)
    if wanted is None or wanted.topic or wanted.count > 1:
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
    of = passing(filters)
    if not found.unknown:
        return f"There are no papers{of} in the library."
    what = "date" if fact is Fact.DATE else "number of authors"
    any_of = "any of " if found.unknown > 1 else "the "
    return f"The library does not know the {what} of {any_of}{counted(found.unknown, 'paper')}{of}."
