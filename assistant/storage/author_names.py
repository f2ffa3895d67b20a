"""Whether a name that somebody says is that of an author, however either is written: "garcia", "J. García-López"."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not take apart into a plain one and an accent."""


def is_by(authors: str, name: str) -> bool:
    """Return whether one of the authors, a line each, has all words of the name; an initial stands for a name.

    At least one word must be there in full.
    """
    said = _words(name)
    full = [word for word in said if len(word) > 1]
    if authors.isascii() and not any(word in authors.lower() for word in full):  # nearly always, and much quicker
        return False
    return any(_is_of(said, _words(author)) for author in authors.split("\n")) if full else False


def _is_of(said: list[str], held: list[str]) -> bool:
    rest = list(held)
    alike = []
    for word in said:
        match = next((other for other in rest if other == word), None)
        match = match or next((other for other in rest if _is_initial(other, word)), None)
        if match is None:
            return False
        rest.remove(match)
        alike.append(len(word) > 1 and match == word)
    return any(alike)


def _is_initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _words(name: str) -> list[str]:
    """Return the words of a name in lower case, without accents."""
    if not name.isascii():
        apart = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
        name = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _WORD.findall(name.lower())
