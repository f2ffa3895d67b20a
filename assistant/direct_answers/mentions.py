"""Tell all papers that use a thing: "which papers use CLIP?", "papers tested on MetaWorld".

A ranking ends where papers get less relevant; such a list is read as complete. So each paper that says the thing is
told, by a sentence that does, if they are few enough to be told at all. Of more the best are told, and a note says how
many they are; what has no name, as "reinforcement learning", is left to the ranking.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import evidence
from assistant.direct_answers import counting
from assistant.direct_answers.saying import Said, evaluate, saying
from assistant.direct_answers.telling import Search
from assistant.direct_answers.told import Told
from assistant.evidence import Candidate, Scored
from assistant.language.forms import is_name
from assistant.language.words import words
from assistant.questions import mention_questions, said_things
from assistant.questions.said_things import Says, Uncountable
from assistant.questions.understand import Understanding
from assistant.reading import Chosen
from assistant.records import Hit
from assistant.search.retrieval import Found
from assistant.storage.library import Library

MOST = 12
"""Papers that are all told."""
FIRST = 8
"""Papers that are told of more."""


@dataclass(frozen=True, slots=True)
class Mention:
    """The papers that say a thing which a question asks for."""

    thing: str
    said: Said

    @property
    def is_named(self) -> bool:
        """Whether the thing has a name, so that a paper that does not say it does not use it."""
        thing = self.said.thing
        return isinstance(thing, Says) and any(map(is_name, re.findall(r"\w+", thing.phrase.typed)))

    @property
    def notes(self) -> tuple[str, ...]:
        """How many the papers are, if they are too many to be told."""
        count = len(self.said.numbers)
        return (f"{count:,} papers {self.said.words(is_one=False)}: these are some of them",) if count > MOST else ()


def read(asked: Understanding, library: Library) -> Mention | None:
    """Return the papers that say what those that are asked for use, None if nothing of the kind is asked."""
    wish = None if asked.topic else mention_questions.read(asked.text)
    if wish is None or not wish.is_plain:
        return None
    thing = said_things.read(wish.thing)
    if thing is None or isinstance(thing, Uncountable):
        return None
    return Mention(wish.thing, evaluate(thing, asked.filters, library))


def tell(asked: Understanding, library: Library) -> Told | None:
    """Return the papers that do not say a thing, or say it in a place; None if that is not asked."""
    wish = None if asked.topic else mention_questions.read(asked.text)
    if wish is None or wish.is_plain:
        return None
    said = saying(wish.thing, asked.filters, library, is_denied=wish.is_denied)
    if not isinstance(said, Said):
        return counting.uncountable(said)
    return counting.listed(said, asked.filters, library)


def choose(mention: Mention, search: Search, library: Library) -> Chosen | None:
    """Return a sentence of each paper that says a thing, of many the best ones; None if these are left to a ranking."""
    numbers = mention.said.numbers
    if len(numbers) < 2 or (len(numbers) > MOST and not mention.is_named):
        return None
    found = search(mention.thing)
    if len(numbers) > MOST:
        held = frozenset(numbers)
        ranked = [number for number in found.numbers if number in held]
        numbers = tuple(dict.fromkeys((*ranked, *numbers)))[:FIRST]
    found = _with_all(found, numbers, library)
    told = [_holding(mention.thing, own) for own in _by_paper(found, numbers, library)]
    return Chosen(evidence.numbered(told), found, is_broad=True, is_doubted=False) if len(told) > 1 else None


def _with_all(found: Found, numbers: Sequence[int], library: Library) -> Found:
    """Return what was found with those papers at its end that rank too low to be found."""
    missing = library.papers([number for number in numbers if number not in found.numbers])
    lowest = min((hit.score for hit in found.hits), default=0.0)
    more = tuple(Hit(paper, lowest) for paper in missing.values())
    return replace(found, hits=(*found.hits, *more), numbers=(*found.numbers, *missing))


def _by_paper(found: Found, numbers: Sequence[int], library: Library) -> list[list[Candidate]]:
    """Return the sentences of each of some papers, in the order in which they were found."""
    ranked = [(number, hit.paper) for number, hit in zip(found.numbers, found.hits, strict=True) if number in numbers]
    sentences = evidence.read_sentences([number for number, _ in ranked], [paper for _, paper in ranked], library)
    own = [[item for item in sentences if item.number == number] for number, _ in ranked]
    return [candidates for candidates in own if candidates]


def _holding(thing: str, candidates: Sequence[Candidate]) -> Scored:
    """Return the first sentence that holds the thing best: as it is written, in other forms, or parts of it."""
    wanted = words(thing)
    stems = [word.removesuffix("s") for word in wanted]
    best, most = candidates[0], 0
    for item in candidates:
        said = words(item.text)
        is_whole = f" {' '.join(wanted)} " in f" {' '.join(said)} "
        held = 2 * is_whole + 2 * sum(any(word.startswith(stem) for word in said) for stem in stems)
        held += sum(word in said for word in wanted)
        if held > most:
            best, most = item, held
    return Scored(best, float(most))
