"""The words of a library's papers: which papers hold them, how they are spelt, how common they are; whose papers."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from assistant.storage.venue_names import is_meant, is_one, without_year

LISTED = "(SELECT value FROM json_each(?))"
"""A list within a statement, as `listed` writes it."""
WIDE = 10
"""A filter that one paper in so many passes is applied behind the ranking, a narrower one before it."""
MOST_COUNTS = 10_000
"""Numbers that are remembered until the library changes."""


class Lexicon(ABC):
    """What of a Library knows of words; see `schema` for the tables."""

    def __init__(self) -> None:
        self._state: tuple[int, int] | None = None
        self._counts: dict[str, int] = {}
        self._venues_of: tuple[tuple[int, int] | None, list[str]] = None, []

    @abstractmethod
    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""

    @abstractmethod
    def changes(self) -> tuple[int, int]:
        """Return what changes when this or another process has changed the file."""

    def _row(self, query: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        return next(iter(self._rows(query, values)), None)

    def _number(self, query: str, values: Sequence[Any] = ()) -> int:
        row = self._row(query, values)
        return int(row[0]) if row else 0

    def _remember(self, name: str, count: Callable[[], int]) -> int:
        """Return a number that is counted only once as long as nobody changes the file."""
        state = self.changes()
        if state != self._state or len(self._counts) > MOST_COUNTS:
            self._state, self._counts = state, {}
        if name not in self._counts:
            self._counts[name] = count()
        return self._counts[name]

    def paper_count(self) -> int:
        """Return how many papers there are."""
        return self._remember("papers", lambda: self._number("SELECT count(*) FROM papers"))

    def organisations(self) -> list[str]:
        """Return the organisations that papers come from."""
        return [row[0] for row in self._rows("SELECT DISTINCT organisation FROM papers WHERE organisation > ''")]

    def has_author(self, name: str) -> bool:
        """Return whether a paper is by somebody of this name."""
        query = "SELECT paper FROM publications WHERE authors > '' AND is_by(authors, ?) LIMIT 1"
        return self._row(query, (name,)) is not None

    def has_venue(self, name: str) -> bool:
        """Return whether a paper is of a venue that is meant by this name, with a year behind it or not."""
        return is_one(name) and any(is_meant(venue, without_year(name)) for venue in self._venues())

    def _venues(self) -> list[str]:
        """Return all venues, read only once as long as nobody changes the file."""
        if (state := self.changes()) != self._venues_of[0]:
            rows = self._rows("SELECT DISTINCT venue FROM publications WHERE venue > ''")
            self._venues_of = state, [str(row[0]) for row in rows]
        return self._venues_of[1]

    def numbers_by(self, names: Sequence[str]) -> list[int]:
        """Return the numbers of the papers by somebody of one of these names."""
        query = "SELECT paper FROM publications WHERE authors > '' AND is_by(authors, ?) ORDER BY paper"
        return [row[0] for row in self._rows(query, ("\n".join(names),))]

    def match_words(
        self,
        expression: str,
        weights: tuple[float, float],
        limit: int,
        allowed: Sequence[int] | None = None,
        among: str | None = None,
    ) -> list[tuple[int, float]]:
        """Return paper numbers with their BM25 scores, best first, for an FTS5 expression.

        Args:
            weights: of a word in the title and of one in the abstract.
            allowed: the numbers of the only papers to look at.
            among: an expression that the only papers to look at match too.
        """
        total = self.paper_count()
        if allowed is not None and len(allowed) * WIDE > total:
            enough = 2 * limit * total // len(allowed)
            best = self._match(expression, weights, enough, None, among)
            passing = set(allowed)
            kept = [pair for pair in best if pair[0] in passing]
            if len(kept) >= limit or len(best) < enough:
                return kept[:limit]
        return self._match(expression, weights, limit, allowed, among)

    def _match(
        self,
        expression: str,
        weights: tuple[float, float],
        limit: int,
        allowed: Sequence[int] | None,
        among: str | None,
    ) -> list[tuple[int, float]]:
        query = "SELECT rowid, -bm25(words, ?, ?) AS score FROM words WHERE words MATCH ?"
        values: list[Any] = [*weights, expression]
        if allowed is not None:  # the plus keeps SQLite from searching the words anew for each number
            query, values = f"{query} AND +rowid IN {LISTED}", [*values, listed(allowed)]
        if among is not None:
            query, values = f"{query} AND +rowid IN (SELECT rowid FROM words WHERE words MATCH ?)", [*values, among]
        rows = self._rows(f"{query} ORDER BY score DESC LIMIT ?", (*values, limit))
        return [(row[0], row[1]) for row in rows]

    def texts(self, numbers: Sequence[int]) -> Iterator[tuple[int, str, str]]:
        """Yield numbers, titles and abstracts of papers, in no order."""
        query = f"SELECT rowid, title, abstract FROM papers WHERE rowid IN {LISTED}"
        for number, title, abstract in self._rows(query, (listed(numbers),)):
            yield number, str(title), str(abstract)

    def has_match(self, expression: str) -> bool:
        """Whether any paper matches an FTS5 expression."""
        return self._row("SELECT rowid FROM words WHERE words MATCH ? LIMIT 1", (expression,)) is not None

    def count_matches(self, expression: str, most: int) -> int:
        """Return how many papers match an FTS5 expression, at most so many."""
        query = "SELECT count(*) FROM (SELECT rowid FROM words WHERE words MATCH ? LIMIT ?)"
        return self._number(query, (expression, most))

    def abstracts_with(self, text: str, word: str) -> list[str]:
        """Return the abstracts that hold a text as it is written, capitals and all, of those with a word of it."""
        query = (
            "SELECT abstract FROM papers WHERE rowid IN (SELECT rowid FROM words WHERE words MATCH ?)"
            " AND instr(abstract, ?) > 0"
        )
        return [row[0] for row in self._rows(query, (f'"{word}"', text))]

    def read_matches(
        self, expression: str, most: int, *, earliest: bool = False, holding: str = ""
    ) -> list[tuple[int, str, str, str | None]]:
        """Return number, title, abstract and date of papers that match an FTS5 expression, at most so many.

        Of more they are taken from everywhere in the library, which may be in the order of dates.

        Args:
            earliest: take those of the earliest dates instead.
            holding: what their abstracts hold as it is written, too.
        """
        numbers = [row[0] for row in self._rows("SELECT rowid FROM words WHERE words MATCH ?", (expression,))]
        chosen = numbers[:: -(-len(numbers) // most)] if len(numbers) > most and not earliest else numbers
        order = "ORDER BY date IS NULL, date" if earliest else ""
        chosen_ones = f"SELECT rowid, title, abstract, date FROM papers WHERE rowid IN {LISTED} AND instr(abstract, ?)"
        rows = self._rows(f"{chosen_ones} {order} LIMIT ?", (listed(chosen), holding, most))
        return [(row[0], str(row[1] or ""), str(row[2] or ""), row[3]) for row in rows]

    def titles_with(self, letters: str) -> list[tuple[int, str]]:
        """Return number and title of the papers whose titles hold some ASCII letters or digits, in any capitals."""
        rows = self._rows("SELECT rowid, title FROM papers WHERE title LIKE ? ORDER BY rowid", (f"%{letters}%",))
        return [(row[0], str(row[1] or "")) for row in rows]

    @property
    def has_spellings(self) -> bool:
        """Whether the words of the papers can be looked up; not in a library of version 1 that could not be written."""
        return self._number("SELECT count(*) FROM sqlite_master WHERE name = 'spellings'") > 0

    def spelt(self, words: Iterable[str]) -> dict[str, int]:
        """Return in how many papers each of some words stands as it is written, for those that do."""
        query = f"SELECT word, papers FROM spellings WHERE papers > 0 AND word IN {LISTED}"
        return dict(self._rows(query, (listed(words),)))

    def spelt_alike(self, initial: str, shortest: int, longest: int, least: int = 1) -> dict[str, int]:
        """Return the words with these initial and lengths in at least so many papers, and in how many each stands."""
        query = (
            "SELECT word, papers FROM spellings WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?"
            " AND papers >= ?"
        )
        return dict(self._rows(query, (initial, chr(ord(initial) + 1), shortest, longest, least)))

    def document_frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """Return in how many papers each stem occurs."""
        return {stem: self._remember(f"of {stem}", partial(self._frequency, stem)) for stem in stems}

    def _frequency(self, stem: str) -> int:
        return self._number("SELECT doc FROM vocabulary WHERE term = ?", (stem,))


def listed(values: Iterable[int | str]) -> str:
    """Return numbers or words as the value of `LISTED`; a statement that spells them out has a greatest length."""
    return json.dumps([value if isinstance(value, str) else int(value) for value in values])
