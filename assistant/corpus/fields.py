"""Records that name their fields freely (JSON, CSV): the usual names, and what a person maps onto them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.errors import UsageError
from assistant.patterns import lazy_re

_USUAL = {
    "title": "title papertitle articletitle documenttitle primarytitle headline ti titles displayname",
    "abstract": "abstract abstractnote abstracttext paperabstract articleabstract summary description ab abstracts"
    " summaries",
    "authors": "authorfullnames af authors author authornames authorlist authorsparsed creators creator au"
    " authorstring authorshipsauthordisplayname",
    "date": "date publicationdate datepublished publisheddate publishdate publishedat published issued coverdate"
    " submitteddate updatedate firstpublicationdate",
    "year": "year publicationyear pubyear publishedyear yearpublished py created updated",
    "venue": "venue journal journalname journaltitle journalref conference booktitle containertitle publicationtitle"
    " publicationname publicationvenue sourcetitle publication journalbook primarylocationsourcedisplayname so",
    "doi": "doi articledoi paperdoi di",
    "arxiv": "arxivid arxiv eprint arxivurl",
    "url": "url link paperurl articleurl pdfurl urlpdf weburl urls links websites pdflink",
    "key": "key citationkey bibkey bibtexkey citekey id paperid corpusid pmid uid ut",
    "organisation": "organisation organization institution affiliation",
}
NAMES = {field: tuple(words.split()) for field, words in _USUAL.items()}
"""The fields, and the names under which they are found, in the order in which they are tried."""
_DEEPEST = 8
_NOTHING: tuple[Any, ...] = (None, [])


_NO_LETTERS, _NOT_LATIN = lazy_re(r"[\W_]+"), lazy_re("[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class FieldNames:
    """Where the fields of a record are found.

    Attributes:
        mapped: fields with the name that the person has given for each, such as ("title", "Headline").
    """

    mapped: tuple[tuple[str, str], ...] = ()

    def places(self, names: Iterable[str]) -> dict[str, str]:
        """Return for each field the name, among those of a record, that holds it, the likeliest first if several."""
        found: dict[str, str] = {}
        names = list(names)
        known = {_NOT_LATIN.sub("", _plain(name)): name for name in names}
        for field, usual in NAMES.items():
            if name := next((known[word] for word in usual if word in known), None):
                found[field] = name
        for field, meant in self.mapped:
            if (name := _meant(meant, names)) is not None:
                found[field] = name
        return found

    def reached(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return what mapped names such as "attributes.title" lead to in a record, under these names."""
        known = set(map(_plain, record)) if self.mapped else ()
        names = [name for _, name in self.mapped if "." in name and _plain(name) not in known]
        found = {name: _down(record, name.split("."), _DEEPEST) for name in names}
        return {name: value for name, value in found.items() if value not in _NOTHING}

    def missing(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Return the fields that a person has mapped to a name which a record has not, with that name."""
        names = list(names)
        return [(field, name) for field, name in self.mapped if _meant(name, names) is None]


USUAL = FieldNames()
"""The usual names only."""


def parse_mapping(texts: Iterable[str]) -> FieldNames:
    """Read "title=Headline", one for each field that is to be found under another name.

    Raises:
        UsageError: there is no such field, or no name for it.
    """
    mapped = []
    for text in texts:
        field, equals, name = text.partition("=")
        field = {"arxiv_id": "arxiv", "author": "authors"}.get(field.strip(), field.strip())
        if not equals or not name.strip():
            raise UsageError(f"--map {text} names no field of the file", "write for example --map title=Headline")
        if field not in NAMES:
            near = difflib.get_close_matches(field, NAMES, 1, 0.0)[0]
            raise UsageError(f"--map {text}: there is no field '{field}'", f"did you mean '{near}'? {', '.join(NAMES)}")
        mapped.append((field, name.strip()))
    return FieldNames(tuple(mapped))


def look_up(record: Mapping[str, Any], places: Mapping[str, str], field: str) -> Any:
    """Return what a record holds in a field, None if it has none."""
    return record.get(places[field]) if field in places else None


def _down(value: Any, path: Sequence[str], lists: int) -> Any:
    """Return what stands in a value down a path of names, of a list what each of its members has there.

    Args:
        lists: so many may stand within each other.
    """
    for place, name in enumerate(path):
        if isinstance(value, list):
            held = (_down(member, path[place:], lists - 1) for member in value) if lists else ()
            return [found for found in held if found not in _NOTHING]
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _meant(name: str, names: Collection[str]) -> str | None:
    """Return the one of the names of a record that a person has given: this very one, else one that is spelt alike."""
    plain = _plain(name)
    return name if name in names else next((other for other in names if plain and _plain(other) == plain), None)


def _plain(name: str) -> str:
    """Return the letters and digits of a name, in whatever script it is."""
    return _NO_LETTERS.sub("", name.casefold())
