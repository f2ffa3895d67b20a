"""The abstracts that are learnt from: those of an indexed library, with their nearest neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.corpus import find_files, read_file
from assistant.embedding import BUNDLED_FOLDER, OnnxEmbedder
from assistant.language.sentences import sentences_of
from assistant.language.text import title_key
from assistant.resources import resource_folder
from assistant.storage.library import Library, Vectors

MOST_SENTENCES = 14


@dataclass(frozen=True, slots=True)
class Abstract:
    """A paper, cut into sentences."""

    title: str
    sentences: tuple[str, ...]


class Abstracts:
    """All papers of a library but those that have the title of a bundled seed paper, which the models are tested on.

    Attributes:
        vectors: of the first passage of each, shape (papers, dimensions).
    """

    def __init__(self, folder: Path, without: set[str]) -> None:
        self._embedder = OnnxEmbedder(BUNDLED_FOLDER)
        with Library(folder) as library:
            numbers, vectors = library.passage_matrix()
            papers = library.papers()
        first = dict(zip(numbers[::-1].tolist(), range(len(numbers) - 1, -1, -1), strict=True))
        kept = [number for number in first if title_key(papers[number].title) not in without]
        self.papers = [_cut(papers[number].title, papers[number].abstract) for number in kept]
        self.vectors = vectors[[first[number] for number in kept]]
        self.by_title = {title_key(paper.title): place for place, paper in enumerate(self.papers)}

    def near_paper(self, place: int, count: int) -> list[int]:
        """Return the places of the papers nearest to one, without itself."""
        return [other for other in self._nearest(self.vectors[place], count + 1) if other != place]

    def near_question(self, question: str, count: int) -> list[int]:
        """Return the places of the papers nearest to a question, nearest first."""
        return self._nearest(self.embed([question])[0], count)

    def embed(self, questions: Sequence[str]) -> Vectors:
        """Return the vectors of questions, as the embedding model gives them, shape (questions, dimensions)."""
        return np.concatenate([self._embedder.embed([question]) for question in questions])

    def _nearest(self, vector: np.ndarray, count: int) -> list[int]:
        cosines = self.vectors @ vector
        best = np.argpartition(-cosines, count)[:count]
        return [int(place) for place in best[np.argsort(-cosines[best])]]


def seed_titles() -> set[str]:
    """Return the keys of the titles of the bundled seed papers, which nothing is learnt from."""
    files = find_files([resource_folder("seeds")])
    return {title_key(entry.title) for path in files for entry in read_file(path).entries}


def _cut(title: str, abstract: str) -> Abstract:
    return Abstract(title, tuple(sentences_of(abstract)))
