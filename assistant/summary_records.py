"""What a summary of several papers was made from; as `records`, frozen and without behaviour."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Paper

BEYOND, MENTIONS, NEAR, STRANGE = "beyond the limit", "mention it", "may be about it", "seem not to be about it"
"""Why a paper is left out; behind the first stands how many are read."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A paper that was found for a summary and is not in it, and why."""

    paper: Paper
    reason: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Papers of a summary that belong together.

    Attributes:
        name: its most telling words; empty if there is one theme only.
        papers: the most relevant first.
    """

    name: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two papers of a summary, by the numbers of their markers, that seem to say the same, or the opposite."""

    one: int
    other: int
    agrees: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What a summary of several papers was made from.

    Attributes:
        themes: they hold all papers that were read, each once.
        left_out: those that were found and not read; of those that seem not to be about the topic the nearest.
        beyond: how many of those found are about the topic and were not read, since there are too many.
        topic, saying: the words of the topic, and how many papers of the library say them; 0 if it is not told.
    """

    themes: tuple[Theme, ...]
    left_out: tuple[LeftOut, ...]
    comparisons: tuple[Comparison, ...] = ()
    beyond: int = 0
    topic: str = ""
    saying: int = 0
