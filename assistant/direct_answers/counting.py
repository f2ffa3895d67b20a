"""Count the papers that say a thing: "how many papers mention Minecraft?", "how many use GANs but not CNNs?"."""

from __future__ import annotations

from dataclasses import replace

from assistant.citations import titled
from assistant.direct_answers.saying import Said, Uncountable, saying
from assistant.direct_answers.told import Told, counted, passing
from assistant.narrowing import unknown_counts
from assistant.prompting import ABSTENTION
from assistant.questions.counting_questions import Compare, Count, read
from assistant.questions.said_things import quoted
from assistant.questions.understand import Understanding
from assistant.records import Filters
from assistant.storage.library import Library

MOST = 10
"""Papers whose titles are told."""


def tell(asked: Understanding, library: Library) -> Told | None:
    """Return how many papers say a thing, and the titles of the first; None if that is not asked."""
    wanted = None if asked.topic else read(asked.text)
    if isinstance(wanted, Count):
        return _count(wanted, asked.filters, library)
    return _compare(wanted, asked.filters, library) if isinstance(wanted, Compare) else None


def _count(wanted: Count, filters: Filters, library: Library) -> Told | None:
    if wanted.years:
        return _by_years(wanted, filters, library)
    said = saying(wanted.thing, filters, library, is_denied=wanted.is_denied)
    if not isinstance(said, Said):
        return uncountable(said)
    return listed(said, filters, library)


def listed(said: Said, filters: Filters, library: Library) -> Told:
    """Return how many papers say a thing, and the titles of the first."""
    begin = f"{_which(said, filters)}{':' if said.numbers else '.'}"
    papers = tuple(library.papers(said.numbers[:MOST]).values())
    lines = [f"{titled(paper)} [{place}]" for place, paper in enumerate(papers, 1)]
    more = [f"and {len(said.numbers) - MOST:,} more"] if len(said.numbers) > MOST else []
    besides = [f"{_which(said.besides, filters)}."] if said.besides else []
    rest = filter(None, (said.others, not_counted(filters, library)))
    return Told("\n\n".join([begin, *lines, *more, *besides, *rest]), papers)


def _which(said: Said, filters: Filters) -> str:
    """Return how many papers say a thing, as the beginning of a sentence."""
    which = passing(filters)
    if not said.numbers:
        return f"No paper{which} in the library {said.words(is_one=True)}".replace("in title or", "in its title or")
    return f"{counted(len(said.numbers), 'paper')}{which} in the library {said.words(is_one=len(said.numbers) == 1)}"


def _by_years(wanted: Count, filters: Filters, library: Library) -> Told | None:
    """Return how many papers of each of some years say a thing."""
    lines, name = [], ""
    for year in wanted.years:
        own = replace(filters, since=year, until=year, after=None, before=None)
        said = saying(wanted.thing, own, library, is_denied=wanted.is_denied)
        if not isinstance(said, Said):
            return uncountable(said)
        lines.append(f"{counted(len(said.numbers), 'paper')} dated {year}")
        name = name or said.words(is_one=False)
    rest = not_counted(own, library)
    return Told(f"{' and '.join(lines)} {name}.{rest and ' '}{rest}")


def _compare(wanted: Compare, filters: Filters, library: Library) -> Told | None:
    found: list[Said] = []
    for thing in (wanted.first, wanted.second):
        said = saying(thing, filters, library)
        if not isinstance(said, Said):
            return uncountable(said)
        found.append(said)
    first, second = (f"{said.name} ({len(said.numbers):,})" for said in found)
    which = passing(filters)
    sizes = [len(said.numbers) for said in found]
    if sizes[0] == sizes[1]:
        begin = f"As many papers{which} say {first} as {second} in title or abstract."
    else:
        most, least = (first, second) if (sizes[0] > sizes[1]) == wanted.is_more else (second, first)
        begin = f"{'More' if wanted.is_more else 'Fewer'} papers{which} say {most} than {least} in title or abstract."
    rest = (*(said.others for said in found), not_counted(filters, library))
    return Told(" ".join(filter(None, (begin, *rest))))


def uncountable(said: Uncountable | None) -> Told | None:
    """Return the answer that something cannot be counted by words, None if there is nothing to count."""
    if said is None:
        return None
    text = f"Papers are counted by the words that they say; {quoted(said.words)} cannot be counted so."
    return Told(f"{ABSTENTION} {text}", is_known=False)


def not_counted(filters: Filters, library: Library) -> str:
    """Return of which papers it is not known whether they pass the filters, as a sentence; nothing if of none."""
    unknown = unknown_counts(filters, library)
    return f"Not counted, since it is not known of them: {', '.join(unknown)}." if unknown else ""
