"""What papers must be to be searched; `records` hands it on."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Filters:
    """What a paper must be to be searched; None asks for nothing. A paper of which it is not known is left out.

    Attributes:
        since, until: first and last date, ISO 8601 as far as given, both included.
        after, before: the same, both excluded.
        author: the name of one of the authors, see `author_names.is_by`.
        venue: the name of the venue, or several with "or" between them, see `venue_names.is_at`.
        organisation: words of the name of the organisation.
        source, title: what the name of a file or the title contains.
        among: the titles of the only papers to search, if the answers before named them.
        only, without: the titles of papers that a person chose, to search no others, or not to search them.
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

    def within(self, others: Filters) -> Filters:
        """Return these filters and, for what they do not ask, the others'."""
        asked = {item.name: getattr(self, item.name) for item in fields(self)}
        return replace(others, **{name: value for name, value in asked.items() if value not in (None, ())})

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
        ]
        return ", ".join(word for word in words if word)


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
