"""Papers that a person has chosen for the next question: to be asked of them alone, or without them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.records import Filters
from assistant.sanitizing import sanitize_line

_TITLE = 40  # characters of a title


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """What holds for the next question only, and what holds for every one.

    Attributes:
        only, without: titles of papers.
        standing: filters that stay until they are changed.
    """

    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    standing: Filters = field(default_factory=Filters)

    @property
    def filters(self) -> Filters:
        """All of it."""
        return replace(self.standing, only=self.only, without=self.without)

    def pinned(self, title: str) -> NextQuestion:
        """Return it with a paper among those to ask, or no longer."""
        return replace(self, only=_toggled(self.only, title), without=_less(self.without, title))

    def excluded(self, title: str) -> NextQuestion:
        """Return it with a paper left out, or no longer."""
        return replace(self, without=_toggled(self.without, title), only=_less(self.only, title))

    def asked(self) -> NextQuestion:
        """Return what is left once the question is asked."""
        return NextQuestion(standing=self.standing)

    def __str__(self) -> str:
        """The papers in words, for the lines above the question."""
        parts = (("asked of", self.only), ("without", self.without))
        words = "; ".join(f"{word} {_named(titles)}" for word, titles in parts if titles)
        lines = (f"only papers {self.standing}" if self.standing else "", f"next question {words}" if words else "")
        return "\n".join(sanitize_line(line) for line in lines if line)


def _toggled(titles: tuple[str, ...], title: str) -> tuple[str, ...]:
    return _less(titles, title) if title in titles else (*titles, title)


def _less(titles: tuple[str, ...], title: str) -> tuple[str, ...]:
    return tuple(other for other in titles if other != title)


def _named(titles: tuple[str, ...]) -> str:
    clean = [sanitize_line(title) for title in titles]
    return ", ".join(f"“{title if len(title) <= _TITLE else title[: _TITLE - 1] + '…'}”" for title in clean)
