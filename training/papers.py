"""The abstracts that are learnt from: those of an indexed library, with their nearest neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.embedding import Embedder, open_embedder
from assistant.library import Library
from assistant.sentences import sentences_of
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.text import title_key

MOST_SENTENCES = 14


@dataclass(frozen=True, slots=True)
class Abstract:
    """A paper, cut into sentences."""

    title: str
    sentences: tuple[str, ...]


class Abstracts:
    """All papers of a library but those that have the title of a bundled seed paper, which the reader is tested on."""

    def __init__(self, folder: Path, without: set[str]) -> None:
        self._embedder: Embedder = open_embedder(BUNDLED_EMBEDDING_MODEL)
        with Library(folder) as library:
            numbers, vectors = library.passage_matrix()
            papers = library.papers()
        first = dict(zip(numbers[::-1].tolist(), range(len(numbers) - 1, -1, -1), strict=True))
        kept = [number for number in first if title_key(papers[number].title) not in without]
        self.papers = [_cut(papers[number].title, papers[number].abstract) for number in kept]
        self._vectors = vectors[[first[number] for number in kept]]
        self.by_title = {title_key(paper.title): place for place, paper in enumerate(self.papers)}

    def near_paper(self, place: int, count: int) -> list[int]:
        """Return the places of the papers nearest to one, without itself."""
        return [other for other in self._nearest(self._vectors[place], count + 1) if other != place]

    def near_question(self, question: str, count: int) -> list[int]:
        """Return the places of the papers nearest to a question, nearest first."""
        return self._nearest(self._embedder.embed([question])[0], count)

    def _nearest(self, vector: np.ndarray, count: int) -> list[int]:
        cosines = self._vectors @ vector
        best = np.argpartition(-cosines, count)[:count]
        return [int(place) for place in best[np.argsort(-cosines[best])]]


def _cut(title: str, abstract: str) -> Abstract:
    return Abstract(title, tuple(sentences_of(abstract)))
