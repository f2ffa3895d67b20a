"""The papers of a library that say a name, and what they mean by it: "SAM (segment anything model)"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.language.short_forms import are_alike, meaning_key, spelt_out, written
from assistant.language.words import words
from assistant.records import Paper
from assistant.storage.library import Library

MOST, MOST_MAKERS = 200, 50
"""Papers that are looked at for a name; of one that more papers say, also those that are titled by it and the first
that may have made it."""
SURE = 2
"""Papers that spell a short name out in one way, from which on they may be right."""
_MAKE = ("propose", "introduce", "present", "develop", "release", "train", "call", "name", "dub")
_REACH = 15
"""Words between one of these and the name."""


@dataclass(frozen=True, slots=True)
class NameUse:
    """A paper that says a name."""

    number: int
    title: str
    abstract: str
    year: str

    @property
    def text(self) -> str:
        """Title and abstract."""
        return f"{self.title}. {self.abstract}"

    @property
    def names(self) -> tuple[str, str]:
        """The title, and what of it stands before a colon."""
        return self.title, self.title.partition(": ")[0]


def mentions_of(names: Sequence[str], library: Library) -> list[NameUse]:
    """Return the papers that say one of some names, each word in its capitals, if it has any behind its first letter.

    They are those that are titled by it or may have made it, and some of all others.
    """
    phrases = [f'"{" ".join(words(name))}"' for name in names]
    rows = library.read_matches(" OR ".join(phrases), MOST)
    if len(rows) > MOST // 2:  # these may be some of all
        near = " OR ".join(f"NEAR({phrase} {verb}, {_REACH})" for phrase in phrases for verb in _MAKE)
        first = " OR ".join(f"title : ^{phrase}" for phrase in phrases)
        held = names[0] if names[0] != names[0].lower() else ""
        rows += library.read_matches(first, MOST)
        rows += library.read_matches(near, MOST_MAKERS, earliest=True, holding=held)
    said = re.compile("|".join(map(written, names)))
    distinct = {row[0]: NameUse(row[0], row[1], row[2], (row[3] or "")[:4]) for row in rows}
    return [item for item in distinct.values() if said.search(item.title) or said.search(item.abstract)]


def as_written(name: str, mentions: Iterable[NameUse]) -> str:
    """Return a name of one word in the capitals in which most papers write it, if it was typed in small letters."""
    if name != name.lower() or len(name.split()) > 1:
        return name
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    forms = Counter(found[0] for item in mentions if (found := pattern.search(item.abstract)))
    best = forms.most_common(1)[0][0] if forms else name
    return best if re.search(r"[A-Z]", best[1:]) else name


def meanings_of(name: str, mentions: Iterable[NameUse]) -> list[tuple[str, int]]:
    """Return what a short name stands for, by how many papers spell it out so; none for what is no short name."""
    if len(name.split()) > 2 or name == name.lower():
        return []
    votes: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for item in mentions:
        for key, said in spelt(item, name).items():
            votes[key] += 1
            forms.setdefault(key, Counter())[said] += 1
    told: dict[str, int] = {}
    for key, count in votes.most_common():
        said = forms[key].most_common(1)[0][0]
        same = next((other for other in told if are_alike(other, said)), said)
        told[same] = told.get(same, 0) + count
    return sorted(told.items(), key=lambda pair: -pair[1])


def spelt(item: NameUse | Paper, name: str) -> dict[str, str]:
    """Return what a paper spells a name out as, by the keys of these meanings."""
    return {meaning_key(said): said for said in spelt_out(f"{item.title}. {item.abstract}", name)}


def means(item: NameUse | Paper, name: str, meanings: Sequence[tuple[str, int]]) -> bool:
    """Whether a paper does not spell a name out in another way than most do."""
    own = spelt(item, name)
    best = meanings[0][0] if meanings and meanings[0][1] >= SURE else ""
    return not own or not best or any(are_alike(best, said) for said in own.values())
