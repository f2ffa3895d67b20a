"""Plan the summary of a topic before anything is written: the papers, their themes, and what each is written from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant import abstention, evidence, numbering
from assistant.embedding import Embedder
from assistant.evidence import Candidate, Scored
from assistant.language.text import title_key
from assistant.language.words import Stemmer, content_words, has_content
from assistant.patterns import lazy_re
from assistant.questions.paper_names import called
from assistant.questions.understand import Understanding
from assistant.reader import Reader
from assistant.records import Evidence, Hit, Paper, Turn
from assistant.search.retrieval import Found
from assistant.storage.library import Library
from assistant.summarizing import choosing, comparing, grouping, membership, mentions, naming
from assistant.summarizing.membership import CANDIDATES, Member
from assistant.summary_records import Comparison, Summary, Theme

READ = 5
"""Papers that are read to tell whether the library holds anything on the topic."""
SENTENCE = 5
"""Words from which on the beginning of a title is no topic."""
COMMON = 4
"""Titles among the best that hold the words of a topic, from which on it is no paper's name."""
NEAREST = 15
"""Papers of which the nearest counts."""
_QUESTION = lazy_re(r"\?|^\W*(?:how|what|which|who|whose|when|where|why|do|does|is|are|can|should)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """What one paragraph is written from; without a name it needs no heading."""

    name: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A summary before it is written.

    Attributes:
        found: the papers that are read, then the nearest others.
        themes: one paragraph each.
        agreements, disagreements: pairs of sentences, the two of a pair one after the other.
    """

    found: Found
    themes: tuple[Part, ...]
    agreements: tuple[Evidence, ...]
    disagreements: tuple[Evidence, ...]
    summary: Summary

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All sentences that the summary is written from, each once."""
        parts = [item for part in self.themes for item in part.evidence]
        every = (*parts, *self.agreements, *self.disagreements)
        return tuple({(item.n, item.start): item for item in every}.values())


def paper_called(words: str, hits: Sequence[Hit], stemmer: Stemmer) -> Paper | None:
    """Return the paper that a topic is the name of, unless the titles of several others hold these words, too.

    "Machine unlearning" is what many papers are about, even if one is called so; and a few small words are no name
    because a title begins with them, in capitals, before its colon.
    """
    papers = [hit.paper for hit in hits]
    paper = called(words, papers)
    if paper and words.strip() not in paper.title and 1 < len(words.split()) < SENTENCE:
        paper = paper if title_key(words) == title_key(paper.title) else None
    asked, *titles = (set(stems) for stems in stemmer.stems([words, *(other.title for other in papers)]))
    holding = sum(asked <= title for title in titles)
    return paper if holding < COMMON else None


def plan(
    asked: Understanding,
    found: Found,
    history: Sequence[Turn],
    library: Library,
    embedder: Embedder,
    reader: Reader,
    stemmer: Stemmer,
) -> Plan | None:
    """Return the plan of a summary, or None if the library holds nothing on the topic.

    Args:
        found: `CANDIDATES` papers, best first.
    """
    topic, is_named = None, False
    if has_content(found.question):
        is_held = _is_held(found.question, library, stemmer)
        if not is_held and not any(map(embedder.is_word, content_words(found.question))):
            return None
        topic = embedder.embed_topic(found.question)
        is_name = not asked.is_broad and not asked.topic and not _QUESTION.search(asked.text)
        is_named = is_held and is_name
        chosen = membership.choose(found, topic, library, stemmer, is_named=is_named)
        if not chosen.is_said and _is_beyond(asked, found, library, reader, stemmer):
            return None
    else:
        chosen = membership.take(library.papers(library.numbers_matching(asked.filters)), library)
        found = replace(found, hits=tuple(Hit(member.paper, 0.0) for member in chosen.members))
        found = replace(found, numbers=tuple(member.number for member in chosen.members))
    members = chosen.members
    if not members:
        return None
    groups = grouping.group(membership.paper_vectors(members))
    papers = [[members[place].paper for place in group] for group in groups]
    names = naming.names(papers, found.question, library, stemmer) if len(groups) > 1 else [""]
    spoken = choosing.speak(members, groups, topic)
    pairs = comparing.compare(members, found.question, stemmer)
    parts, agreements, disagreements = _numbered(spoken, pairs, history)
    numbers = {item.paper.id: item.n for part in (*parts, agreements, disagreements) for item in part}
    return Plan(
        _members_first(found, members),
        tuple(Part(name, part) for name, part in zip(names, parts, strict=True)),
        agreements,
        disagreements,
        Summary(
            tuple(Theme(name, tuple(theme)) for name, theme in zip(names, papers, strict=True)),
            chosen.left_out,
            tuple(Comparison(numbers[pair.one.paper.id], numbers[pair.other.paper.id], pair.agrees) for pair in pairs),
            chosen.beyond,
            found.question.strip() if topic is not None else "",
            _saying(found.question, asked, library) if topic is not None and is_named else 0,
        ),
    )


def _saying(topic: str, asked: Understanding, library: Library) -> int:
    """Return how many papers that pass the filters say a topic; 0 if that is not told."""
    said = mentions.expression(topic)
    allowed = library.numbers_matching(asked.filters) if asked.filters else None
    return len(library.match_words(said, (1.0, 1.0), library.paper_count(), allowed)) if said else 0


def _is_held(topic: str, library: Library, stemmer: Stemmer) -> bool:
    """Whether a paper holds any word of a topic."""
    stems = {stem for own in stemmer.stems(content_words(topic)) for stem in own}
    return any(library.document_frequencies(stems).values())


def _is_beyond(asked: Understanding, found: Found, library: Library, reader: Reader, stemmer: Stemmer) -> bool:
    """Whether the library holds nothing on a topic; one that is no question is made one, which the reader knows."""
    if not found.hits:
        return True
    if asked.is_broad or _QUESTION.search(asked.text):
        read = evidence.read(found.question, found, library, reader, READ)
        return abstention.stand_to(asked, found, read, library, stemmer) is abstention.Stand.IS_BEYOND
    read = evidence.read(f"What is said about {found.question}?", found, library, reader, READ)
    nearest = replace(found, hits=found.hits[:NEAREST])
    return abstention.speaks_for_topic(nearest, read, library) < abstention.LEAST_OF_TOPIC


def _numbered(
    spoken: Sequence[Sequence[choosing.Spoken]], pairs: Sequence[comparing.Pair], history: Sequence[Turn]
) -> tuple[list[tuple[Evidence, ...]], tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Return the evidence of each theme, of the agreements and of the disagreements; one paper has one number."""
    themes = [[Scored(item.sentence, item.score) for item in theme] for theme in spoken]
    likes = [[Scored(item, pair.likeness) for item in _pair(pair)] for pair in pairs if pair.agrees]
    unlikes = [[Scored(item, pair.likeness) for item in _pair(pair)] for pair in pairs if not pair.agrees]
    lists = [*themes, [item for pair in likes for item in pair], [item for pair in unlikes for item in pair]]
    numbered = numbering.keep_numbers(evidence.numbered([item for part in lists for item in part]), history)
    ends = np.cumsum([len(part) for part in lists]).tolist()
    parts = [numbered[end - len(part) : end] for end, part in zip(ends, lists, strict=True)]
    return parts[:-2], parts[-2], parts[-1]


def _pair(pair: comparing.Pair) -> tuple[Candidate, Candidate]:
    return pair.one, pair.other


def _members_first(found: Found, members: Sequence[Member]) -> Found:
    """Return what was found with the papers that are read first, and few others."""
    read = {member.number for member in members}
    order = sorted(range(len(found.numbers)), key=lambda place: (found.numbers[place] not in read, place))
    kept = order[: max(len(read), membership.NAMED)]
    return replace(
        found, hits=tuple(found.hits[place] for place in kept), numbers=tuple(found.numbers[place] for place in kept)
    )


__all__ = ["CANDIDATES", "Part", "Plan", "paper_called", "plan"]
