"""Group papers into themes by their vectors: average linkage, and as many themes as stand out most clearly.

What all papers share, the topic itself, is taken out of their vectors first. Nothing is drawn by chance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from assistant.storage.library import Vectors

FEW, MOST, LEAST_SIZE = 6, 5, 2
"""Papers below which there is one theme; themes at most; papers of a theme at least."""
STEP = 0.015
"""Clearness that is given up for each theme nearer to the usual number, the root of half the papers."""


def group(vectors: Vectors) -> list[list[int]]:
    """Return the places of the papers of each theme, the largest theme first, each in the order given.

    Args:
        vectors: shape (papers, dimensions), of length 1.
    """
    count = len(vectors)
    if count < FEW:
        return [list(range(count))] if count else []
    centred = vectors - vectors.mean(axis=0)
    centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    distances = 1 - centred @ centred.T
    most = min(MOST, count // LEAST_SIZE, max(2, round(count / 4)))
    cuts = [_without_loners(cut, distances) for cut in _cuts(distances, most)]
    usual = min(most, round(math.sqrt(count / 2)))
    best = max(cuts, key=lambda cut: (_clearness(cut, distances) - STEP * abs(len(cut) - usual), -len(cut)))
    return sorted((sorted(theme) for theme in best), key=lambda theme: (-len(theme), theme))


def _cuts(distances: Vectors, most: int) -> list[list[list[int]]]:
    """Return the groups into which average linkage parts the papers, for 2 to `most` groups and some loners besides."""
    groups = [[place] for place in range(len(distances))]
    between = distances.astype(np.float64).copy()
    np.fill_diagonal(between, np.inf)
    cuts = []
    while len(groups) > 2:
        one, other = sorted(int(place) for place in np.unravel_index(int(np.argmin(between)), between.shape))
        sizes = len(groups[one]), len(groups[other])
        joined = (between[one] * sizes[0] + between[other] * sizes[1]) / sum(sizes)
        between[one], between[:, one] = joined, joined
        between[one, one] = np.inf
        between = np.delete(np.delete(between, other, axis=0), other, axis=1)
        groups[one] += groups.pop(other)
        if sum(len(theme) >= LEAST_SIZE for theme in groups) <= most:
            cuts.append([list(theme) for theme in groups])
    return cuts or [groups]


def _without_loners(themes: Sequence[Sequence[int]], distances: Vectors) -> list[list[int]]:
    """Return themes of at least `LEAST_SIZE` papers: what is alone joins the theme that is nearest to it."""
    large = [list(theme) for theme in themes if len(theme) >= LEAST_SIZE]
    if not large:
        return [sorted(place for theme in themes for place in theme)]
    homes = [list(theme) for theme in large]
    for theme in themes:
        for place in theme if len(theme) < LEAST_SIZE else ():
            nearest = min(range(len(large)), key=lambda i: (float(distances[place, large[i]].mean()), i))
            homes[nearest].append(place)
    return homes


def _clearness(themes: Sequence[Sequence[int]], distances: Vectors) -> float:
    """Return the mean silhouette, -1 to 1: how much nearer papers are to their own theme than to the next one."""
    if len(themes) < 2:
        return -1.0
    widths = []
    for theme in themes:
        for place in theme:
            others = [float(distances[place, list(other)].mean()) for other in themes if other is not theme]
            own = [float(distances[place, fellow]) for fellow in theme if fellow != place]
            inner, outer = (sum(own) / len(own) if own else 0.0), min(others)
            widths.append((outer - inner) / max(inner, outer, 1e-9) if own else 0.0)
    return sum(widths) / len(widths)
