"""Answer what asks for a fact of a study with the sentences that state it, whatever words they state it in.

A reader that seeks the words "p-value" or "participants" misses "P = .003" and "1,222 patients". A later question of a
dialogue is asked of the papers of the answer before: where none of them states the fact, that is the answer. What is
asked besides ("… for the effect of dexamethasone on bleeding") is read for by itself, and the fact is sought in what
answers that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import abstention, evidence
from assistant.abstention import Stand
from assistant.citations import escape_markers
from assistant.evidence import Candidate, Scored
from assistant.language.words import Stemmer, has_content
from assistant.prompting import ABSTENTION
from assistant.questions import study_questions
from assistant.questions.study_facts import Fact
from assistant.questions.study_questions import StudyQuestion
from assistant.questions.understand import Understanding
from assistant.reader import Reader
from assistant.reading import Chosen
from assistant.search.retrieval import Found
from assistant.storage.library import Library

LEAST_HELD = 0.5
"""Share of the rarity of the words asked besides that a paper has to hold."""
SENTENCES, PAPERS = 3, 3
"""That are quoted of the paper of the dialogue, and papers of the answer before that are quoted at all."""


def choose(asked: Understanding, found: Found, library: Library, reader: Reader) -> Chosen | None:
    """Return what states the fact that is asked of the papers of the answer before, or that none of them does.

    None if no such fact is asked, or if only reading tells whether it is stated.
    """
    wanted = study_questions.read(asked.text) if asked.about else None
    if wanted is None or not wanted.fact.name or not found.hits:
        return None
    found = _in_order(found, asked.about)
    chosen = _of_those_before(asked.text, wanted.fact, found, library, reader)
    return chosen or _refused(wanted.name, found)


def instead(asked: Understanding, found: Found, library: Library, reader: Reader, stemmer: Stemmer) -> Chosen | None:
    """Return what states a fact that is asked for where the papers, read for the question, seem not to answer."""
    if not found.hits:
        return None
    if asked.topic and (thing := study_questions.same_of(asked.text)):
        return _of_another(thing, asked, found, library, reader, stemmer)
    wanted = study_questions.read(asked.text)
    if wanted is None:
        return None
    if asked.about:
        found = _in_order(found, asked.about)
        chosen = _of_those_before(asked.text, wanted.fact, found, library, reader)
        return replace(chosen, doubt=abstention.UNSURE) if chosen else _refused(wanted.name, found)
    return _besides(wanted, asked, found, library, reader, stemmer) if has_content(wanted.rest) else None


def _of_those_before(question: str, fact: Fact, found: Found, library: Library, reader: Reader) -> Chosen | None:
    """Return what states a fact in the papers of the answer before, or near to it in the first; None if none does."""
    first = replace(found, hits=found.hits[:1], numbers=found.numbers[:1])
    told = _stated(question, fact.states, found, library, reader)
    if told and told[0].candidate.number == found.numbers[0]:
        return _chosen(told, found)
    near = _stated(question, fact.comes_near, first, library, reader)
    if not near and not told:
        near = _stated(question, fact.comes_near, found, library, reader)
    return _chosen(near or told, found, is_unsure=bool(near)) if near or told else None


def _of_another(
    thing: str, asked: Understanding, found: Found, library: Library, reader: Reader, stemmer: Stemmer
) -> Chosen | None:
    """Return what the paper of the dialogue says of a thing of which it is asked whether it does the same."""
    if found.hits[0].paper.title != asked.topic:
        return None
    [needed] = stemmer.stems([thing])
    first = replace(found, hits=found.hits[:1], numbers=found.numbers[:1])
    told = _stated(thing, lambda text: set(needed) <= set(stemmer.stems([text])[0]), first, library, reader)
    return _chosen(told, found, is_unsure=True) if told else None


def _besides(
    wanted: StudyQuestion, asked: Understanding, found: Found, library: Library, reader: Reader, stemmer: Stemmer
) -> Chosen | None:
    """Return what states a fact among the sentences that answer the rest of a question."""
    named = replace(found, question=wanted.rest)
    read = evidence.read(wanted.rest, named, library, reader, PAPERS)
    stand = abstention.stand_to(replace(asked, text=wanted.rest), named, read, library, stemmer)
    ranked = evidence.rank_sentences(read, evidence.rerank(named, read))
    if stand is Stand.IS_BEYOND or not ranked:
        return None
    paper = ranked[0].candidate.paper
    held, total = evidence.word_mass(wanted.rest, paper, library, stemmer)
    own = [item for item in ranked if item.candidate.paper is paper]
    told = [item for item in evidence.near_the_best(own, len(own)) if wanted.fact.states(item.candidate.text)]
    if not told or held < LEAST_HELD * total:
        return None
    [asked_for, *stems] = stemmer.stems([wanted.rest, *(item.candidate.text for item in told)])
    shared = [len(set(asked_for) & set(row)) for row in stems]
    told = [told[place] for place in sorted(range(len(told)), key=lambda place: -shared[place])]
    reranked = replace(evidence.rerank(named, read), question=found.question)
    return _chosen(told[:SENTENCES], reranked, is_unsure=stand is Stand.MAY_ANSWER)


def _chosen(told: Sequence[Scored], found: Found, *, is_unsure: bool = False) -> Chosen:
    is_broad = len({item.candidate.number for item in told}) > 1
    return Chosen(
        evidence.numbered(told), found, is_broad, is_doubted=False, doubt=abstention.UNSURE if is_unsure else ""
    )


def _stated(
    question: str, states: Callable[[str], bool], found: Found, library: Library, reader: Reader
) -> list[Scored]:
    """Return the sentences of some papers that state a fact: a few of the first that does, and one each of others."""
    told: list[Scored] = []
    for number, hit in zip(found.numbers[:PAPERS], found.hits, strict=False):
        candidates = evidence.read_sentences([number], [hit.paper], library)
        if stating := [place for place, item in enumerate(candidates) if states(item.text)]:
            told += _best(question, candidates, stating, reader)[: 1 if told else SENTENCES]
    return told


def _best(question: str, candidates: Sequence[Candidate], places: Sequence[int], reader: Reader) -> list[Scored]:
    """Return the sentences of a paper, of those at some places, that the reader takes for the best, in their order."""
    texts = [item.text for item in candidates]
    scores = reader.judge(question, [(candidates[0].paper.title, texts)])[0].sentences
    best = sorted(sorted(places, key=lambda place: -scores[place])[:SENTENCES])
    return [Scored(candidates[place], float(scores[place])) for place in best]


def _in_order(found: Found, titles: Sequence[str]) -> Found:
    """Return what was found with the papers in the order of their titles."""
    places = sorted(range(len(found.hits)), key=lambda place: titles.index(found.hits[place].paper.title))
    return replace(
        found,
        hits=tuple(found.hits[place] for place in places),
        numbers=tuple(found.numbers[place] for place in places),
    )


def _refused(name: str, found: Found) -> Chosen:
    """Return that the abstracts do not give a fact."""
    titles = "; ".join(f"“{escape_markers(hit.paper.title)}”" for hit in found.hits[:PAPERS])
    says = "The abstract says" if len(found.hits) == 1 else "The abstracts say"
    refusal = f"{ABSTENTION} {says} nothing of {name}: {titles}."
    return Chosen((), found, is_broad=False, is_doubted=True, refusal=refusal)
