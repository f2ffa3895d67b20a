"""Papers like a paper: near to its abstract in meaning, with the words of its title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np

from assistant.citations import escape_markers
from assistant.embedding import Embedder
from assistant.numbering import keep_numbers
from assistant.records import (
    FROM_LIBRARY,
    Answer,
    Citation,
    Event,
    Evidence,
    Finished,
    Paper,
    Retrieved,
    Timings,
    Token,
    Turn,
    Understood,
)
from assistant.search.retrieval import Found, retrieve
from assistant.search.vectors import VectorIndex
from assistant.storage.library import Library


def similar(
    paper: Paper, count: int, library: Library, embedder: Embedder, index: VectorIndex, history: Sequence[Turn] = ()
) -> Iterator[Event]:
    """Yield, as an answer, the `count` papers of the library that are most like one of them.

    Args:
        history: the earlier turns of the dialogue, in which papers have their numbers.
    """
    begin = perf_counter()
    question = f"papers like “{paper.title}”"
    yield Understood(question, question)
    found = papers_like(paper, count, library, embedder, index)
    searched = library.paper_count()
    yield Retrieved(found.hits, searched)
    text, cited = _listing(found, history)
    yield Token(text)
    taken = round((perf_counter() - begin) * 1000, 1)
    timings = Timings(taken, taken, taken, taken)
    answer = Answer(question, question, text, False, (), cited, found.hits, FROM_LIBRARY, None, timings)
    yield Finished(replace(answer, searched=searched))


def papers_like(paper: Paper, count: int, library: Library, embedder: Embedder, index: VectorIndex) -> Found:
    """Return the `count` papers that are most like a paper of the library, best first, without itself."""
    number = library.number(paper)
    stored = library.passage_vectors([number]).get(number)
    vector = None if stored is None else stored.mean(axis=0) / np.linalg.norm(stored.mean(axis=0))
    found = retrieve(paper.title, count + 1, library, embedder, index, vector=vector)
    kept = [place for place, other in enumerate(found.numbers) if other != number][:count]
    return replace(
        found, hits=tuple(found.hits[place] for place in kept), numbers=tuple(found.numbers[place] for place in kept)
    )


def _listing(found: Found, history: Sequence[Turn]) -> tuple[str, tuple[Citation, ...]]:
    """Return the papers as a text that names each of them, and what it cites."""
    named = keep_numbers([Evidence(0, hit.paper, 0, 0, hit.score) for hit in found.hits], history)
    text = "\n\n".join(
        f"{escape_markers(item.paper.title)}{f' ({item.paper.year})' if item.paper.year else ''} [{item.n}]"
        for item in named
    )
    return text or "The library holds no other paper.", tuple(Citation(item.n, item.paper, ()) for item in named)
