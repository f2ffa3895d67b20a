"""Whether a name that somebody says is that of an author, however either is written: "garcia", "J. García-López"."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from assistant.language.east_asian import is_east_asian
from assistant.patterns import lazy_re

_WORD = lazy_re(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not take apart into a plain one and an accent."""


def is_by(authors: str, names: str) -> bool:
    """Return whether one of the authors, a line each, has all words of one of the names; an initial stands for a name.

    At least one word must be there in full. Names, too, stand a line each. Of a Chinese, Japanese or Korean name, which
    is one word, the family name or the given name is enough.
    """
    wanted = _wanted(names)
    if authors.isascii() and wanted.keys().isdisjoint(_WORD.findall(authors.lower())):  # nearly always, and quicker
        return False
    one_word = _east_asian(names)
    for author in authors.split("\n"):
        if one_word and any(_is_part(said, "".join(author.split())) for said in one_word):
            return True
        held = _words(author)
        if any(_is_of(said, held) for word in held for said in wanted.get(word, ())):
            return True
    return False


@lru_cache(maxsize=8)
def _east_asian(names: str) -> tuple[str, ...]:
    """Return the names that are Chinese, Japanese or Korean, each as one word."""
    words = ("".join(name.split()) for name in names.split("\n"))
    return tuple(word for word in words if is_east_asian(word))


def _is_part(said: str, author: str) -> bool:
    """Whether a name in one word is the author's, or the family name or the given name of it."""
    return author.startswith(said) or (len(said) > 1 and author.endswith(said) and is_east_asian(author))


@lru_cache(maxsize=8)
def _wanted(names: str) -> dict[str, list[list[str]]]:
    """Return the names, as words, under each of their words that is no initial."""
    found: dict[str, list[list[str]]] = {}
    for name in names.split("\n"):
        words = _words(name)
        for word in {word for word in words if len(word) > 1}:
            found.setdefault(word, []).append(words)
    return found


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
