"""What papers must be to be searched; `records` hands it on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Filters:
    """What a paper must be to be searched; None asks for nothing. A paper of which it is not known is left out.

    Attributes:
        since, until: first and last date, ISO 8601 as far as given, both included.
        after, before: the same, both excluded.
        author: the name of one of the authors, see `author_names.is_by`.
        venue: the name of the venue, see `venue_names.is_at`.
        organisation: words of the name of the organisation. Of all three there may be several, with "or" between them.
        source, title: what the name of a file or the title contains.
        among: the titles of the only papers to search, if the answers before named them.
        only, without: the titles of papers that a person chose, to search no others, or not to search them.
        excluded: what leaves a paper out, each by itself. A paper of which it is not known stays.
    """

    since: str | None = None
    until: str | None = None
    after: str | None = None
    before: str | None = None
    authors_from: int | None = None
    authors_to: int | None = None
    organisation: str | None = None
    source: str | None = None
    title: str | None = None
    among: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    author: str | None = None
    venue: str | None = None
    excluded: tuple[Filters, ...] = ()

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Filters:
        """Return the filters of which `as_dict` kept what they ask."""
        excluded = tuple(cls.read(other) for other in kept.get("excluded", ()))
        titles = {name: tuple(kept.get(name, ())) for name in ("among", "only", "without")}
        return cls(**{**kept, **titles, "excluded": excluded})

    def as_dict(self) -> dict[str, Any]:
        """Return what they ask, by name, as JSON takes it."""
        asked = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value for name, value in asked.items() if value not in (None, (), "")} | (
            {"excluded": [other.as_dict() for other in self.excluded]} if self.excluded else {}
        )

    def excluding(self, *others: Filters) -> Filters:
        """Return these filters without the papers that pass one of some others."""
        return replace(self, excluded=tuple(dict.fromkeys((*self.excluded, *others))))

    def within(self, others: Filters) -> Filters:
        """Return these filters and, for what they do not ask, the others'; what either leaves out is left out."""
        asked = {item.name: getattr(self, item.name) for item in fields(self)}
        given = {name: value for name, value in asked.items() if value not in (None, ()) and name != "excluded"}
        return replace(others, **given).excluding(*self.excluded)

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self != Filters()

    def __str__(self) -> str:
        """The filters in words, to stand behind "papers"."""
        words = [
            _range("dated", self.since, self.until, "or later", "or earlier"),
            f"dated after {self.after}" if self.after else "",
            f"dated before {self.before}" if self.before else "",
            _range("with", self.authors_from, self.authors_to, "or more", "or fewer", " authors"),
            f"by {self.organisation}" if self.organisation else "",
            f"by {self.author}" if self.author else "",
            f"published in {self.venue}" if self.venue else "",
            f"from {self.source}" if self.source else "",
            f"titled “{self.title}”" if self.title else "",
            "named before" if self.among else "",
            "that you chose" if self.only else "",
            f"other than {_quoted(self.without)}" if self.without else "",
            *(f"not {other}" for other in self.excluded),
        ]
        return ", ".join(word for word in words if word)


@lru_cache(maxsize=64)
def one_of(names: str) -> tuple[str, ...]:
    """Return the names that have "or" between them."""
    return tuple(name for name in re.split(r"\s+or\s+", names, flags=re.IGNORECASE) if name.strip())


def _quoted(titles: tuple[str, ...]) -> str:
    return " and ".join(f"“{title}”" for title in titles)


def _range(word: str, first: str | int | None, last: str | int | None, above: str, below: str, unit: str = "") -> str:
    if first is None and last is None:
        return ""
    if first is None or last is None:
        return f"{word} {last if first is None else first} {below if first is None else above}{unit}"
    if first == last == 1:
        unit = unit.removesuffix("s")
    return f"{word} {first}{unit}" if first == last else f"{word} {first} to {last}{unit}"
