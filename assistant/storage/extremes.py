"""Which papers of a library have the highest or the lowest date or number of authors, without reading them all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from assistant.records import Filters
from assistant.storage.filter_conditions import conditions_of
from assistant.storage.lexicon import LISTED, listed


class Fact(Enum):
    """What papers are ordered by: the column of it."""

    DATE = "date"
    AUTHORS = "author_count"


@dataclass(frozen=True, slots=True)
class Extremes:
    """The papers at one end of an order.

    Attributes:
        numbers: of these papers, the foremost first.
        known, unknown: papers of which the fact is known, and of which it is not.
        tied: papers that share the value of the first one.
        unsure: papers with a date that is known less exactly and holds that of the first one, such as its year.
    """

    numbers: tuple[int, ...]
    known: int
    unknown: int
    tied: int
    unsure: int


class Ranking(ABC):
    """What of a Library orders papers by what is known of them."""

    @abstractmethod
    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""

    def extremes(
        self, fact: Fact, filters: Filters, count: int, *, is_highest: bool, among: Sequence[int] | None = None
    ) -> Extremes:
        """Return the `count` papers with the highest values of a fact, or the lowest, among those that pass filters.

        Of a month or a year the exact dates come first, whichever end is asked for.

        Args:
            among: the numbers of the only papers to look at.
        """
        column = f"p.{fact.value}"
        conditions, values = conditions_of(filters)
        if among is not None:
            conditions, values = f"{conditions} AND p.rowid IN {LISTED}", [*values, listed(among)]
        key = f"{column} || '~'" if fact is Fact.DATE and not is_highest else column  # "2024" behind "2024-03"
        found = self._rows(
            f"SELECT p.rowid, {column} FROM papers p WHERE {column} IS NOT NULL AND {conditions}"
            f" ORDER BY {key} {'DESC' if is_highest else 'ASC'}, p.rowid LIMIT ?",
            (*values, count),
        )
        best = found[0][1] if found else None
        is_less_exact = f"{column} < ? AND substr(?, 1, length({column})) = {column}" if fact is Fact.DATE else "0 = ?"
        known, all_of_them, tied, unsure = self._rows(
            f"SELECT count({column}), count(*), total({column} = ?), total({is_less_exact})"
            f" FROM papers p WHERE {conditions}",
            (best, *(best,) * is_less_exact.count("?"), *values),
        )[0]
        return Extremes(tuple(row[0] for row in found), known, all_of_them - known, int(tied), int(unsure))

    def tally(self, fact: str, filters: Filters, among: Sequence[int] | None = None) -> tuple[dict[str, int], int]:
        """Return how many papers there are of each year or venue, and of how many it is not known.

        Args:
            fact: "year" or "venue".
            among: the numbers of the only papers to look at.
        """
        conditions, values = conditions_of(filters)
        if among is not None:
            conditions, values = f"{conditions} AND p.rowid IN {LISTED}", [*values, listed(among)]
        column = "substr(p.date, 1, 4)" if fact == "year" else "nullif(b.venue, '')"
        join = "" if fact == "year" else " LEFT JOIN publications b ON b.paper = p.rowid"
        rows = self._rows(f"SELECT {column}, count(*) FROM papers p{join} WHERE {conditions} GROUP BY 1", values)
        counts = {str(name): count for name, count in rows if name is not None}
        return counts, sum(count for name, count in rows if name is None)
