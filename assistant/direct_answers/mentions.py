"""Tell all papers that use a thing: "which papers use CLIP?", "papers tested on MetaWorld".

A ranking ends where papers get less relevant; such a list is read as complete. So each paper that holds the words is
told, by a sentence that holds them, if they are few enough to be told at all; else the question is left to the ranking.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import evidence
from assistant.direct_answers.counting import holding, phrase_of
from assistant.direct_answers.telling import Search
from assistant.evidence import Candidate, Scored
from assistant.language.otherwise import ways_to_write
from assistant.language.words import has_content, words
from assistant.questions.understand import Understanding
from assistant.reading import Chosen
from assistant.records import Hit
from assistant.search.retrieval import Found
from assistant.storage.library import Library

MOST = 12
"""Papers that are told."""
_ON = r"(?:evaluated?|test(?:ed)?|train(?:ed)?|validated?|bas(?:ed)?|buil[dt]|rel(?:y|ies|ied)) (?:on|upon)"
_USE = rf"(?:us(?:es?|ed|ing)|mention(?:s|ed|ing)?|work(?:s|ed)? with|employ(?:s|ed)?|{_ON})"
_VERBS = rf"(?:(?:is |are |was |were |do |does |did )?{_USE})"
_LIST = r"(?:can you )?(?:list|find|show|give)(?: me)?(?: all)?(?: of)?(?: the)? "
_PAPERS = r"(?:papers?|works?|studies|abstracts?|articles?)"
_QUESTIONS = tuple(
    re.compile(rf"(?:and |so )?{pattern} (?P<thing>\S.*?)", re.IGNORECASE)
    for pattern in (
        rf"(?:which|what)(?: other)? {_PAPERS} {_VERBS}",
        rf"(?:{_LIST})?{_PAPERS} (?:(?:that|which) )?{_VERBS}",
        r"who (?:else )?(?:uses|used)",
    )
)


def choose(asked: Understanding, search: Search, library: Library) -> Chosen | None:
    """Return a sentence of each paper that holds the thing, None if nothing of the kind is asked or they are many."""
    said = asked.text.strip(" ?.!")
    thing = next((wish["thing"] for question in _QUESTIONS if (wish := question.fullmatch(said))), "")
    if asked.topic or not has_content(thing):
        return None
    numbers = holding(phrase_of(thing), asked.filters, library, MOST + 1)
    if not 1 < len(numbers) <= MOST:
        return None
    found = _with_all(search(thing), numbers, library)
    told = [_holding(thing, own) for own in _by_paper(found, numbers, library)]
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
    ways = [f" {way} " for way in ways_to_write(thing)]
    stems = [word.removesuffix("s") for word in wanted]
    best, most = candidates[0], 0
    for item in candidates:
        said = words(item.text)
        is_whole = any(way in f" {' '.join(said)} " for way in ways)
        held = 2 * is_whole + 2 * sum(any(word.startswith(stem) for word in said) for stem in stems)
        held += sum(word in said for word in wanted)
        if held > most:
            best, most = item, held
    return Scored(best, float(most))
