"""Choose what tells of papers that a question calls by name and asks about as a whole; nothing is read for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import evidence
from assistant.direct_answers import gist, origins
from assistant.direct_answers.gist import Gist
from assistant.direct_answers.origins import Origin
from assistant.language.words import has_content
from assistant.questions.gist_questions import Part
from assistant.questions.understand import Understanding
from assistant.reading import Chosen
from assistant.records import Evidence, Hit, Paper
from assistant.search.retrieval import Found
from assistant.storage.library import Library

DEPTH = 50
"""Papers that hold a name among which the one is sought that says what it is."""
Search = Callable[[str], Found]
"""Returns the best papers for a name alone, of those that pass the filters, `DEPTH` of them."""


def choose(
    asked: Understanding,
    found: Found,
    topic: str | None,
    search: Search,
    library: Library,
    origin_of: origins.Find = Origin,
) -> Chosen | None:
    """Return what tells of the papers that are asked about as a whole, None if something else is asked.

    Args:
        topic: the title of the paper that the dialogue was last about, which "it" means.
        search: a short name may be lost among the other words of the question.
        origin_of: finds the paper that a name is of among all.
    """
    spelt = found.question.removesuffix(f" ({asked.topic})")
    readings = (
        tuple(gist.read(text, follows=topic is not None, is_plain=is_plain))
        for text in (asked.text, spelt)
        for is_plain in (True, False)
    )
    for wanted in dict.fromkeys(readings):
        meant: list[Gist] = []
        hits = found
        for said in wanted:
            resolved, hits = _resolve(said, hits, topic, search, library, origin_of)
            if not resolved:
                meant = []
                break
            meant += resolved if len(wanted) == 1 else resolved[:1]
        if not meant:
            continue
        told = _tell(meant, library)
        if told or meant[0].is_all_told:
            is_broad = len({item.paper.id for item in told}) > 1
            notes = tuple(dict.fromkeys(note for said in meant for note in said.notes))
            return Chosen(told, hits, is_broad, is_doubted=not told, notes=notes)
    return None


def _resolve(
    said: Gist, found: Found, topic: str | None, search: Search, library: Library, origin_of: origins.Find
) -> tuple[list[Gist], Found]:
    """Return which papers are meant, of each meaning of a name, and what was found with them before all others."""
    origin = Origin(said.name) if said.is_of_topic else origin_of(said.name)
    papers = [hit.paper for hit in found.hits]
    is_topic = said.is_bare and (len(said.name.split()) > 1 or not origin.namesakes)
    if said.of(origin) or (origin.is_used and not is_topic):
        if not origin.papers and (defined := said.defined(papers)):
            return [defined], found
        meant = _meanings(said, origin, papers, library)
        told = [paper for one in meant for paper in one.papers]
        return meant, found.led_by(_as_found(told, library), {paper.id for paper in told}) if told else found
    if said.part is Part.ORIGIN and len(said.name.split()) > origins.MOST_WORDS:
        return [], found
    resolved = said.resolve(papers, topic)
    name = topic if said.is_of_topic and topic else said.name
    if resolved or said.is_bare or not has_content(name):
        return [resolved] if resolved else [], found
    alone = search(name)
    if resolved := said.resolve([hit.paper for hit in alone.hits], topic):
        found = found.led_by(alone, {paper.id for paper in resolved.papers})
    return [resolved] if resolved else [], found


def _meanings(said: Gist, origin: Origin, found: Sequence[Paper], library: Library) -> list[Gist]:
    """Return what is asked of the papers that a name is of; of what it is, also of those that are only called so.

    These come first unless most papers clearly mean something else.
    """
    is_what = said.part in (Part.WHAT, Part.ALL)
    first = said.of(origin)
    if not first and is_what and (explained := origins.explaining(origin, found, library)):
        first = said.explained(origin, *explained)
    second = said.of_namesakes(origin) if is_what else None
    order = (first, second) if origin.means_another else (second, first)
    return [one for one in order if one]


def _as_found(papers: Sequence[Paper], library: Library) -> Found:
    """Return papers as if a search had found them."""
    return Found(tuple(Hit(paper, 1.0) for paper in papers), tuple(library.number(paper) for paper in papers))


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
