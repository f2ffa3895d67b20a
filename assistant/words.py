"""Words as the Library's index sees them: the same tokeniser, the same stems."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

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


def words(text: str) -> list[str]:
    """Return the words of a text, lower case, in order."""
    return re.findall(r"[^\W_]+", text.lower())


def content_words(text: str) -> list[str]:
    """Return the distinct words that carry meaning, in order; all words if none does."""
    every = list(dict.fromkeys(words(text)))
    return [word for word in every if word not in STOP_WORDS] or every


def has_content(text: str) -> bool:
    """Whether a text has a word that is no stop word."""
    return any(word not in STOP_WORDS for word in words(text))


def match_expression(text: str) -> str:
    """Return the FTS5 expression that finds any content word of a text; empty if it has no words."""
    return " OR ".join(f'"{word}"' for word in content_words(text)[:MAX_QUERY_WORDS])


class Stemmer:
    """Gives the stems of texts by asking an FTS5 index in memory with the Library's tokeniser."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute(f"CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize='{TOKENIZER}', content='')")
        self._db.execute("CREATE VIRTUAL TABLE stems USING fts5vocab ('texts', 'instance')")

    def stems(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the stems of each text, in order of their places in it."""
        self._db.execute("INSERT INTO texts (texts) VALUES ('delete-all')")
        self._db.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", enumerate(texts))
        found: list[list[tuple[int, str]]] = [[] for _ in texts]
        for term, number, place in self._db.execute("SELECT term, doc, offset FROM stems"):
            found[number].append((place, term))
        return [[term for _, term in sorted(places)] for places in found]
