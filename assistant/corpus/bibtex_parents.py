"""Entries of BibTeX that say in another entry what they have in common: `crossref`, and `xdata` of BibLaTeX.

    @inproceedings{babbage1843, crossref = {london1843}, title = {…}}
    @proceedings{london1843, title = {Proceedings of …}, year = 1843}

The other entry mostly stands behind, so such entries wait for it; after MAX_WAITING of them they are taken as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_WAITING, MAX_PARENTS = 5000, 50_000
_PARENTS = frozenset(
    "proceedings mvproceedings book mvbook collection mvcollection periodical reference xdata conference".split()
)
_INHERITED = (
    *("booktitle", "journal", "journaltitle", "year", "month", "date", "publisher", "school", "institution"),
    *("series", "volume"),
)
_XDATA = "xdata"

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as it is written: where, of which type (in lower case), its key and its fields."""

    line: int
    type: str
    key: str
    fields: Fields


@dataclass(slots=True)
class Family:
    """The entries that others refer to, and those that wait for one."""

    _parents: dict[str, RawEntry] = field(default_factory=dict)
    _waiting: list[RawEntry] = field(default_factory=list)

    def take(self, entry: RawEntry) -> Iterator[RawEntry]:
        """Yield the entries that are complete now."""
        if entry.type in _PARENTS and len(self._parents) < MAX_PARENTS:
            without_text = {name: text for name, text in entry.fields.items() if name != "abstract"}
            self._parents.setdefault(entry.key, RawEntry(entry.line, entry.type, entry.key, without_text))
        if all(name in self._parents for name in _named(entry)):
            yield self._completed(entry)
            return
        self._waiting.append(entry)
        if len(self._waiting) > MAX_WAITING:
            yield from self.rest()

    def rest(self) -> Iterator[RawEntry]:
        """Yield the entries that still wait."""
        waiting, self._waiting = self._waiting, []
        yield from map(self._completed, waiting)

    def _completed(self, entry: RawEntry) -> RawEntry:
        fields = dict(entry.fields)
        for name in _named(entry):
            parent = self._parents.get(name)
            if parent is None:
                continue
            if parent.type == _XDATA:
                fields = parent.fields | fields
                continue
            inherited = {each: parent.fields[each] for each in _INHERITED if each in parent.fields}
            if "title" in parent.fields:
                inherited.setdefault("booktitle", parent.fields["title"])
            if "date" in fields or "year" in fields:
                inherited = {each: text for each, text in inherited.items() if each not in ("date", "year", "month")}
            fields = inherited | fields
        return RawEntry(entry.line, entry.type, entry.key, fields)


def _named(entry: RawEntry) -> list[str]:
    """Return the keys of the entries that an entry refers to."""
    written = ",".join(entry.fields.get(name, "") for name in ("crossref", _XDATA))
    return [key for key in (part.strip() for part in written.split(",")) if key and key != entry.key]
