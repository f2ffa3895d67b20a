"""Titles and abstracts told apart by shape, and put together where their alternation breaks.

A run of lines should be title, abstract, title, abstract. Where one is missing, a reader that counts would be wrong
from there to the end. So the run is cut where it costs least: every line that goes against its shape costs, and so
does every line left over.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus.lines import Line
from assistant.patterns import lazy_re
from assistant.records import Gap

_SENTENCE_END = lazy_re(r"[.…。][\"'’”)\]]*$")
_SENTENCE_BREAK = lazy_re(r"[.。][\"'’”)\]]*\s*(?=[A-Z])")
_WORD = lazy_re(r"[^\W\d_]{4,}")
# Titles are 23 to 144 characters long in the seeds, abstracts 507 to 1,915.
_MIDDLE_LENGTH = 220
# Two lines left over must cost less than a title taken for an abstract (4.0 for the median title of the seeds) and
# more than the shortest of abstracts ("Short." costs 1.3).
_LEFT_OVER = 1.75
# The line above the authors and the date stands where the abstract stands.
_ABSTRACT_PLACE = 3.0


@dataclass(frozen=True, slots=True)
class Pairing:
    """A run of lines, put together: title with abstract, and the lines that found no partner."""

    pairs: tuple[tuple[Line, Line], ...]
    leftovers: tuple[Line, ...]


def likeness(text: str) -> float:
    """Return how much a line looks like an abstract: above 0 more than like a title.

    In the seeds titles lie between -5.0 and -1.1 and abstracts between 4.7 and 9.0.
    """
    words = _WORD.findall(text)
    capitals = sum(word[0].isupper() for word in words) / len(words) if words else 0.5
    length = max(-3.0, min(3.0, 2 * math.log(max(1, len(text)) / _MIDDLE_LENGTH)))
    ending = 3.0 if _SENTENCE_END.search(text) else -1.0
    return length + ending + min(2, len(_SENTENCE_BREAK.findall(text))) + 2 * (0.5 - capitals)


def pair(lines: Sequence[Line], closed: bool = False) -> Pairing:
    """Put a run of lines together at the least cost.

    Args:
        closed: whether authors or a date follow, which makes an abstract of the last line, if its shape allows.
    """
    shapes = [likeness(line.text) for line in lines]
    if closed and shapes:
        shapes[-1] += _ABSTRACT_PLACE
    pairs, leftovers, at = [], [], 0
    for is_pair in _cheapest(shapes):
        if is_pair:
            pairs.append((lines[at], lines[at + 1]))
        else:
            leftovers.append(lines[at])
        at += 2 if is_pair else 1
    return Pairing(tuple(pairs), tuple(leftovers))


def gap_of(line: Line, file: str) -> Gap:
    """Report a line that found no partner."""
    missing = "an abstract without a title" if likeness(line.text) > 0 else "a title without an abstract"
    return Gap(file, line.number, line.number, missing)


def _cheapest(shapes: Sequence[float]) -> list[bool]:
    """Choose, from left to right, between a pair (True, two lines) and a leftover (False, one line)."""
    costs = [0.0] * (len(shapes) + 1)
    choices = [False] * len(shapes)
    for i in range(len(shapes) - 1, -1, -1):
        costs[i] = _LEFT_OVER + costs[i + 1]
        if i + 1 < len(shapes):
            together = _softplus(shapes[i]) + _softplus(-shapes[i + 1]) + costs[i + 2]
            if together <= costs[i]:
                costs[i], choices[i] = together, True
    return _followed(choices)


def _followed(choices: Sequence[bool]) -> list[bool]:
    path, at = [], 0
    while at < len(choices):
        path.append(choices[at])
        at += 2 if choices[at] else 1
    return path


def _softplus(x: float) -> float:
    """Return -log of the logistic of -x: what it costs to deny a shape of that strength."""
    return math.log1p(math.exp(x))
