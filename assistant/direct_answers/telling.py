"""Choose what tells of papers that a question calls by name and asks about as a whole; nothing is read for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import evidence
from assistant.direct_answers import gist
from assistant.direct_answers.gist import Gist
from assistant.language.words import has_content
from assistant.questions.gist_questions import Part
from assistant.questions.understand import Understanding
from assistant.reading import Chosen
from assistant.records import Evidence
from assistant.search.retrieval import Found
from assistant.storage.library import Library

DEPTH = 50
"""Papers that hold a name among which the one is sought that says what it is."""
Search = Callable[[str], Found]
"""Returns the best papers for a name alone, of those that pass the filters, `DEPTH` of them."""


def choose(asked: Understanding, found: Found, topic: str | None, search: Search, library: Library) -> Chosen | None:
    """Return what tells of the papers that are asked about as a whole, None if something else is asked.

    Args:
        topic: the title of the paper that the dialogue was last about, which "it" means.
        search: a short name may be lost among the other words of the question.
    """
    spelt = found.question.removesuffix(f" ({asked.topic})")
    readings = (
        tuple(gist.read(text, follows=topic is not None, is_plain=is_plain))
        for text in (asked.text, spelt)
        for is_plain in (True, False)
    )
    for wanted in dict.fromkeys(readings):
        meant, hits = [], found
        for said in wanted:
            resolved, hits = _resolve(said, hits, topic, search)
            if resolved is None:
                break
            meant.append(resolved)
        if not meant or len(meant) < len(wanted):
            continue
        told = _tell(meant, library)
        if told or meant[0].is_all_told:
            is_broad = len({item.paper.id for item in told}) > 1
            return Chosen(told, hits, is_broad, is_doubted=not told)
    return None


def _resolve(said: Gist, found: Found, topic: str | None, search: Search) -> tuple[Gist | None, Found]:
    """Return which papers are meant, and what was found with them before all others."""
    resolved = said.resolve([hit.paper for hit in found.hits], topic)
    name = topic if said.is_of_topic and topic else said.name
    if resolved or said.is_bare or not has_content(name):
        return resolved, found
    alone = search(name)
    if resolved := said.resolve([hit.paper for hit in alone.hits], topic):
        found = found.led_by(alone, {paper.id for paper in resolved.papers})
    return resolved, found


def _tell(meant: Sequence[Gist], library: Library) -> tuple[Evidence, ...]:
    """Return the sentences that tell what is asked of one paper; of several of one name, and of several names, each."""
    told = []
    for asked in meant:
        is_one = len(asked.papers) == 1 or asked.is_all_told
        wanted = asked if is_one or asked.part is Part.MEANING else replace(asked, part=Part.WHAT)
        for paper in asked.papers:
            candidates = evidence.read_sentences([library.number(paper)], [paper], library)
            told += wanted.choose(candidates)[: None if is_one else 1]
    return evidence.numbered(told)
