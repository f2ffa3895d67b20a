"""Papers out of entries: each paper once, however often and however spelt it was found.

Two entries are of one paper when their titles have the same key and their abstracts say the same. The identity of a
paper comes from its title alone, so that it stays when an abstract is completed or spelt anew; only a second paper of
the same title needs its abstract to be told apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.corpus.text import abstract_key, title_key
from assistant.records import Entry, Paper, Source

_ID_DIGITS = 12
# Share of common words, in all words of both. Of the 61,776 pairs of different papers in the seeds the most alike
# share 0.40 and half share less than 0.12; with every fifth word replaced, half of the abstracts still share 0.64.
_SAME = 0.5


def paper_id(title: str, abstract: str | None = None) -> str:
    """Return the identity of a paper, the same on every machine.

    Args:
        abstract: given only for a paper whose title another paper has already.
    """
    key = title_key(title) if abstract is None else f"{title_key(title)}\n{abstract_key(abstract)}"
    return hashlib.sha256(key.encode()).hexdigest()[:_ID_DIGITS]


def is_same_abstract(a: str, b: str) -> bool:
    """Whether two abstracts under one title are of one paper: one begins with the other, or most words are common."""
    if a == b or _is_truncation(a, b) or _is_truncation(b, a):
        return True
    words_a, words_b = set(abstract_key(a).split()), set(abstract_key(b).split())
    return len(words_a & words_b) >= _SAME * len(words_a | words_b)


def merge(paper: Paper, entry: Entry) -> Paper:
    """Add to a paper what another entry of it knows, and where that stands; what the paper knows stays.

    Of two dates the more precise is kept, of two abstracts the whole one when the other is its beginning.
    """
    source = Source(entry.file, entry.line)
    return replace(
        paper,
        abstract=entry.abstract if _completes(entry.abstract, paper.abstract) else paper.abstract,
        date=max(paper.date, entry.date, key=lambda date: len(date or "")),
        author_count=entry.author_count if paper.author_count is None else paper.author_count,
        organisation=paper.organisation or entry.organisation,
        sources=paper.sources if source in paper.sources else (*paper.sources, source),
    )


def place(entry: Entry, namesakes: Sequence[Paper]) -> Paper:
    """Return the paper that an entry is of: the one among its namesakes, with the entry merged in, or a new one.

    Args:
        namesakes: every known paper whose title has the key of the entry's title, first found first.
    """
    for paper in namesakes:
        if is_same_abstract(paper.abstract, entry.abstract):
            return merge(paper, entry)
    return Paper(
        id=paper_id(entry.title, entry.abstract if namesakes else None),
        title=entry.title,
        abstract=entry.abstract,
        date=entry.date,
        author_count=entry.author_count,
        organisation=entry.organisation,
        sources=(Source(entry.file, entry.line),),
    )


def distinct(entries: Iterable[Entry]) -> list[Paper]:
    """Return every paper once, in the order in which they first occur."""
    papers: dict[str, Paper] = {}
    ids: dict[str, list[str]] = {}
    for entry in entries:
        namesakes = ids.setdefault(title_key(entry.title), [])
        paper = place(entry, [papers[id_] for id_ in namesakes])
        if paper.id not in papers:
            namesakes.append(paper.id)
        papers[paper.id] = paper
    return list(papers.values())


def _completes(longer: str, shorter: str) -> bool:
    return longer != shorter and not _is_truncation(longer, shorter) and _is_truncation(shorter, longer)


def _is_truncation(shorter: str, longer: str) -> bool:
    """Whether one is the beginning of the other, which may break off within a word."""
    return abstract_key(longer).startswith(abstract_key(shorter))
