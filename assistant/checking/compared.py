"""A claim beside the sentences of the abstract that it cites, as words in a row."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from assistant.language.negations import tokens_of
from assistant.language.numerals import numbered_in
from assistant.language.said_numbers import in_figures
from assistant.language.words import STOP_WORDS, Stemmer
from assistant.patterns import lazy_re

BEFORE, BEHIND = 12, 9
"""Words before and behind a word among which is what stands on its two sides."""
_IN_NAME = lazy_re(r"(?<=[^\W\d_])\d+(?:\.\d+)?|\d+(?:\.\d+)?(?=[^\W\d_])")
UNITS = frozenset("percent per cent point points times fold million billion thousand hundred k tenths thirds".split())
_SAYS_LITTLE = STOP_WORDS | UNITS


@dataclass(frozen=True, slots=True)
class Turned:
    """What is turned round.

    Attributes:
        sentence: the place of the sentence in the abstract.
        what: in words, for whoever reads the verdict.
    """

    sentence: int
    what: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Two things in a row, by the stems and numbers that name them."""

    first: set[str]
    second: set[str]

    def are_exchanged(self, other: Sides) -> bool:
        """Whether what is first here is second there and vice versa, by the words that tell them apart.

        What only one side keeps in its place decides nothing: "A beats B on mazes", "B beats A on mazes".
        """
        both = self.first & self.second | other.first & other.second
        crossed = self.first & other.second - both, self.second & other.first - both
        straight = self.first & other.first - both, self.second & other.second - both
        return all(crossed) and not (all(straight) and sum(map(len, straight)) >= sum(map(len, crossed)))

    def turned(self) -> Sides:
        """Return the same with its sides exchanged."""
        return Sides(self.second, self.first)


@dataclass(frozen=True)
class Compared:
    """A claim and an abstract.

    Attributes:
        said: the words of the claim.
        others: the words of each sentence of the abstract, of which there is one at least.
        stems: of each word of either.
        in_names: numbers that are written in one with letters ("p53", "7B") anywhere, and count nothing.
        numbered: words and the numbers behind them that belong to them ("phase 3", "python 3"), anywhere.
    """

    said: Sequence[str]
    others: Sequence[Sequence[str]]
    stems: Mapping[str, str]
    in_names: Set[str]
    numbered: Set[tuple[str, str]]

    @classmethod
    def of(cls, claim: str, sentences: Sequence[str], stemmer: Stemmer) -> Compared:
        """Return a claim beside some sentences."""
        said, *others = (tokens_of(in_figures(text)) for text in (claim, *sentences))
        stems = stemmer.stem_of_each(token for tokens in (said, *others) for token in tokens if token.isalpha())
        in_names = frozenset(chain.from_iterable(_IN_NAME.findall(text) for text in (claim, *sentences)))
        numbered = frozenset(chain.from_iterable(map(numbered_in, (claim, *sentences))))
        return cls(said, others, stems, in_names, numbered)

    @cached_property
    def closest(self) -> int:
        """The place of the sentence that has most words of the claim."""
        return max(range(len(self.others)), key=lambda place: len(self._mine & self.held(self.others[place])))

    @cached_property
    def share(self) -> float:
        """The share of the claim's words that the closest sentence has; 0 where the claim has none."""
        shared = self._mine & self.held(self.others[self.closest])
        return len(shared) / len(self._mine) if self._mine else 0.0

    @cached_property
    def share_told(self) -> float:
        """The share of the closest sentence's words of content that the claim has; 0 where it has none."""
        theirs = self.content(self.others[self.closest])
        return len(theirs & self._mine) / len(theirs) if theirs else 0.0

    @cached_property
    def _mine(self) -> set[str]:
        return {self.stems[token] for token in self.said if token in self.stems and token not in STOP_WORDS}

    def held(self, tokens: Iterable[str]) -> set[str]:
        """Return the stems of some words."""
        return {self.stems[token] for token in tokens if token in self.stems}

    def content(self, tokens: Iterable[str]) -> set[str]:
        """Return the stems of some words, without those that say little and units."""
        return self.held(token for token in tokens if len(token) > 2 and token not in _SAYS_LITTLE)

    def sides(self, tokens: Sequence[str], place: int) -> Sides:
        """Return what is named before and behind a word, within its sentence."""
        before = until(tokens[max(0, place - BEFORE) : place][::-1], ".;")
        return Sides(self._named(before), self._named(until(tokens[place + 1 : place + BEHIND], ".;,")))

    def _named(self, tokens: Sequence[str]) -> set[str]:
        return self.content(tokens) | {token for token in tokens if token[0].isdigit()}


def until(tokens: Sequence[str], marks: Container[str]) -> Sequence[str]:
    """Return the words before the first of some marks."""
    return tokens[: next((place for place, token in enumerate(tokens) if token in marks), len(tokens))]
