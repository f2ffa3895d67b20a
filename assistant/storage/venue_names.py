"""Whether a name that somebody says is that of a venue, however either is written: "NeurIPS 2020", "nips", "ICML".

A name stands in that of the venue word for word, or one is short for the other: "ICML" is the International Conference
on Machine Learning. Workshops of a conference are other venues.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.filter_records import one_of
from assistant.patterns import lazy_re

_WORD = lazy_re(r"[^\W\d_]+")
_YEAR = lazy_re(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SMALL = frozenset("of the on in and for to a an at th st nd rd ieee cvf acm proceedings advances annual".split())
_HEADS = frozenset("international conference meeting symposium".split())
_KINDS = _HEADS | {"journal", "transactions", "annual", "workshop", "main", "long", "short"}
_RENAMED = {"nips": "neurips"}
"""Conferences that have changed their short names, and the present ones."""
_WORKSHOPS = frozenset(("workshop", "workshops"))
_SHORTEST, _FEWEST = 3, 2
"""Letters of a short name, and words of a long one, at least."""


@lru_cache(maxsize=8192)
def is_at(venue: str, year: str | None, names: str) -> bool:
    """Return whether a paper of a venue and a year was published at one of some venues, with "or" between them.

    Args:
        year: of the paper; it counts only where the venue does not have its own.
    """
    own = _YEAR.search(venue)
    for name in one_of(names):
        wanted = _YEAR.search(name)
        is_of_year = wanted is None or wanted[0] == (own[0] if own else year)
        if is_of_year and is_called(venue, without_year(name)):
            return True
    return False


@lru_cache(maxsize=8192)
def is_called(venue: str, name: str) -> bool:
    """Return whether a venue has a name, whatever the year; a name in small letters is a short one."""
    said, held = _words(name), _words(venue)
    if said and said[-1] in _WORKSHOPS:
        conference = said[:-1]
        is_at_one = bool(_WORKSHOPS & set(held)) and _holds(held, conference)
        return is_at_one or (len(conference) == 1 and f"{conference[0]}w" in held)
    if not said or _WORKSHOPS & set(held):
        return False
    if _holds(held, said):
        return not name.islower() or _is_short(venue, said)
    long = _words(re.split(r"[:(,]", venue)[0])
    is_full = len([word for word in name.split() if word[:1].isupper()]) >= _FEWEST
    return _abbreviates(said, long) or (is_full and any(_abbreviates((word,), said) for word in held))


@lru_cache(maxsize=8192)
def is_meant(venue: str, name: str) -> bool:
    """Return whether who says a name surely means a venue: it is the whole name, or short for the whole.

    "Machine Learning" is a part of ICML's, "NLP" of EMNLP's and "HIV" of "HIV Medicine", and each is a topic too.
    """
    said = _words(name)
    if not is_called(venue, name):
        return False
    if said[-1] in _WORKSHOPS:
        return True
    long = _words(re.split(r"[:(,]", venue)[0])
    if _telling(said) in (_telling(long), _telling(_words(venue))):
        return True
    if len(said) == 1:
        return _stands_apart(venue, said[0]) or (not name.istitle() and _abbreviates(said, long, is_whole=True))
    return any(_abbreviates((word,), said, is_whole=True) for word in _words(venue))


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a name that tell it from others; a conference on a topic is not the topic."""
    return tuple(word for word in words if word not in _SMALL and word != "international")


def _stands_apart(venue: str, short: str) -> bool:
    """Whether a short name is written in that of a venue as one: "ICML 2021", "… (ICML)", "AAAI Conference on …"."""
    for found in _WORD.finditer(venue):
        if _RENAMED.get(found[0].lower(), found[0].lower()) != short or found[0].istitle():
            continue
        before, behind = venue[: found.start()].rstrip(), _WORD.match(venue[found.end() :].lstrip())
        is_first = before.endswith(("(", "[", ":")) or not _telling(_words(before))
        if is_first and (behind is None or behind[0].lower() in _KINDS):
            return True
    return False


def _holds(held: Sequence[str], said: Sequence[str]) -> bool:
    return any(tuple(held[place : place + len(said)]) == tuple(said) for place in range(len(held) - len(said) + 1))


def _is_short(venue: str, said: Sequence[str]) -> bool:
    """Whether a name is one word that is no ordinary one: "icml", not "Nature"."""
    written = [word for word in _WORD.findall(venue) if _RENAMED.get(word.lower(), word.lower()) == said[0]]
    return len(said) == 1 and any(not word.istitle() for word in written)


def is_one(name: str) -> bool:
    """Return whether a name may be that of one venue: it is no list, and more than a year."""
    return len(one_of(name)) == 1 and bool(_WORD.search(name))


def without_year(name: str) -> str:
    """Return the name of a venue without the year in it."""
    return _YEAR.sub(" ", name)


@lru_cache(maxsize=8192)
def _words(name: str) -> tuple[str, ...]:
    return tuple(_RENAMED.get(word, word) for word in _WORD.findall(name.lower()))


def _abbreviates(short: Sequence[str], long: Sequence[str], *, is_whole: bool = False) -> bool:
    """Whether a word is made of beginnings of the last words of a name: "CoRL" of Conference on Robot Learning.

    Args:
        is_whole: only words that say what kind of a venue it is may be left out.
    """
    full = [word for word in long if word not in _SMALL]
    if len(short) != 1 or len(short[0]) < _SHORTEST or len(full) < _FEWEST:
        return False
    heads = next((place for place, word in enumerate(full) if word not in _HEADS), len(full))
    starts = range(max(0, len(full) - len(short[0])), min(len(full) - 1, heads + 1 if is_whole else len(full)))
    return any(_begins(short[0], full[start:]) for start in starts if start == 0 or full[start - 1] != "chapter")


def _begins(letters: str, words: Sequence[str]) -> bool:
    """Whether letters are a beginning of each of some words, one after the other."""
    if not words:
        return not letters
    lengths = range(1, min(len(letters), len(words[0])) + 1)
    return any(letters[:length] == words[0][:length] and _begins(letters[length:], words[1:]) for length in lengths)
