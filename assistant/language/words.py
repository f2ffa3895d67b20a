"""Words as the Library's index sees them: the same tokeniser, the same stems."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.language.across_the_atlantic import across_the_atlantic
from assistant.language.capitals import names_in_capitals
from assistant.patterns import lazy_re

TOKENIZER = "porter unicode61 remove_diacritics 2"
MAX_QUERY_WORDS = 64

STOP_WORDS = frozenset(
    """a about all also am an and any are as at be because been before being between both but by can could did do does
    doing done down during each either else ever few find for from further gave get give given gives had has have having
    he her here hers him his how i if in into is it its itself just know let like list lists look many may me might
    more most much my name no nor not now of off on once one only or other our out over own paper papers per please
    same say says she should show shows so some something still studies study such tell than that the their them then
    there these they thing things this those through to too under until up upon us use used uses using very via want
    was way we were what when where whether which while who whom whose why will with within without work works would
    yes yet you your""".split()
)

GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi"
        " chi psi omega".split(),
        strict=True,
    )
)
_ACCENTED = lazy_re("[\u00c0-\u024f\u0370-\u04ff\u1e00-\u1fff]")
_LETTERS = {name: letter for letter, name in GREEK.items()}


def words(text: str) -> list[str]:
    """Return the words of a text, lower case, in order."""
    return re.findall(r"[^\W_]+", text.lower())


def content_words(text: str) -> list[str]:
    """Return the distinct words that carry meaning, in order; all words if none does."""
    every, names = list(dict.fromkeys(words(text))), names_in_capitals(text)
    return [word for word in every if word not in STOP_WORDS or word in names] or every


def has_content(text: str) -> bool:
    """Whether a text has a word that is no stop word, or is none in its capitals."""
    return any(word not in STOP_WORDS for word in words(text)) or bool(names_in_capitals(text))


def plain(text: str) -> str:
    """Return a text in small letters without accents, as its spellings are kept."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))


def unaccented(text: str) -> str:
    """Return a text in NFC without the accents of Latin, Greek and Cyrillic letters; quick, as few letters have one."""
    return text if text.isascii() else _ACCENTED.sub(lambda letter: _without_accent(letter[0]), text)


@lru_cache(maxsize=1024)
def _without_accent(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def spellings(text: str) -> set[str]:
    """Return the distinct words of a text as they are written, in small letters without accents."""
    return set(words(plain(text)))


def other_spellings(word: str) -> list[str]:
    """Return how else a word may be written: across the Atlantic, or a Greek letter by its name and the reverse."""
    found = [*across_the_atlantic(word), GREEK.get(word, word), _LETTERS.get(word, word)]
    return [other for other in dict.fromkeys(found) if other != word]


def parts(word: str) -> list[str]:
    """Return what a written word is put together from: at capitals, between letters and digits, at Greek letters."""
    pieces = re.findall(rf"[{''.join(GREEK)}]|\d+|[^\W\d_{''.join(GREEK)}]+", "".join(_parted(word)))
    return [GREEK.get(piece.lower(), piece.lower()) for piece in pieces]


def _parted(word: str) -> list[str]:
    """Return a word with spaces where small letters meet capitals, and before the last of a row of capitals."""
    return [
        f" {letter}"
        if place
        and letter.isupper()
        and (word[place - 1].islower() or (word[place - 1].isupper() and word[place + 1 : place + 2].islower()))
        else letter
        for place, letter in enumerate(word)
    ]


def any_of(phrases: Sequence[str]) -> str:
    """Return the FTS5 expression that finds any of some words and phrases; empty if there is none."""
    return " OR ".join(f'"{phrase}"' for phrase in phrases[:MAX_QUERY_WORDS])


class Stemmer:
    """Gives the stems of texts by asking an FTS5 index in memory with the Library's tokeniser."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute(f"CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize='{TOKENIZER}', content='')")
        self._db.execute("CREATE VIRTUAL TABLE stems USING fts5vocab ('texts', 'instance')")

    def stem_of_each(self, words: Iterable[str]) -> dict[str, str]:
        """Return the stem of each distinct word; of what is no word, such as a mark, itself."""
        distinct = list(dict.fromkeys(words))
        return {word: (found or [word])[0] for word, found in zip(distinct, self.stems(distinct), strict=True)}

    def stems(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the stems of each text, in order of their places in it."""
        self._db.execute("INSERT INTO texts (texts) VALUES ('delete-all')")
        self._db.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", enumerate(texts))
        found: list[list[tuple[int, str]]] = [[] for _ in texts]
        for term, number, place in self._db.execute("SELECT term, doc, offset FROM stems"):
            found[number].append((place, term))
        return [[term for _, term in sorted(places)] for places in found]
