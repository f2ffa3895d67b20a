"""Papers are grouped by what they are about."""

from __future__ import annotations

import numpy as np

from assistant.storage.library import Vectors
from assistant.summarizing.grouping import LEAST_SIZE, MOST, group


def clouds(sizes: list[int], spread: float = 0.1, seed: int = 0) -> Vectors:
    """Return vectors around directions of their own, all with much in common."""
    random = np.random.default_rng(seed)
    centres = np.eye(32)[: len(sizes)] + 3 * np.eye(32)[31]
    vectors = np.repeat(centres, sizes, axis=0) + spread * random.normal(size=(sum(sizes), 32))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_papers_that_belong_together_are_found() -> None:
    """Whatever all of them share; the largest theme comes first."""
    themes = group(clouds([4, 7, 5]))
    assert [list(range(4, 11)), list(range(11, 16)), list(range(4))] == themes


def test_a_loner_joins_the_nearest_theme() -> None:
    """A paragraph on one paper is no theme."""
    themes = group(clouds([6, 6, 1]))
    assert sorted(place for theme in themes for place in theme) == list(range(13))
    assert min(map(len, themes)) >= LEAST_SIZE


def test_few_papers_are_one_theme() -> None:
    """Nothing is grouped where there is nothing to group."""
    assert [[0, 1, 2, 3]] == group(clouds([2, 2]))
    assert [] == group(np.zeros((0, 32), np.float32))


def test_equal_and_many_papers_are_grouped_alike_each_time() -> None:
    """Fifty at most, some of them twice the same; every paper has one place."""
    vectors = clouds([9, 8, 8, 9, 8, 8], spread=0.3)
    vectors[1] = vectors[0]
    themes = group(vectors)
    assert themes == group(vectors)
    assert sorted(place for theme in themes for place in theme) == list(range(50))
    assert 2 <= len(themes) <= MOST
    assert [list(range(8))] == group(np.full((8, 4), 0.5, np.float32))
