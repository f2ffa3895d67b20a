"""Text as it is stored, and the keys under which titles and abstracts are compared."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from functools import lru_cache

from assistant.patterns import lazy_re
from assistant.sanitizing import without_sequences

# What never shows but may act: controls of C0 and C1 that are not white space, lone surrogates, and the code points
# that Unicode calls Default_Ignorable (zero-width, bidi, variation selectors, Tag characters, fillers).
# https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
_INVISIBLE = lazy_re(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff]"
)
_LATEX = str.maketrans("", "", "${}\\")
_LETTERS_MARKS_NUMBERS = "LMN"
_OPENING_WORDS, _FEWEST_WORDS = 12, 20
REMEMBERED = 1024
"""Texts whose words are kept: an entry is compared with each paper that it may be of."""


class _Separators(dict[int, int]):
    """For `str.translate`: letters, marks and numbers as they are, all else as a space; each looked up once."""

    def __missing__(self, code: int) -> int:
        kept = code if unicodedata.category(chr(code))[0] in _LETTERS_MARKS_NUMBERS else ord(" ")
        self[code] = kept
        return kept


_SEPARATORS = _Separators()


def clean(text: str) -> str:
    """Return the text in NFC, without escape sequences and characters that do not show, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", without_sequences(text))).split())


def title_key(title: str) -> str:
    """Return what two spellings of one title have in common: letters and digits in lower case, words apart.

    A title without any letter or digit is its own key, so that two such titles do not become one.
    """
    return _words(title) or unicodedata.normalize("NFKC", title).strip()


def abstract_key(abstract: str) -> str:
    """Return what two spellings of one abstract have in common; empty when it has no letter or digit."""
    return _words(abstract)


def words_digest(title: str, abstract: str) -> str:
    """Return what tells a paper by its words, however they are spelt, without telling the words."""
    return hashlib.sha256(f"{title_key(title)}\n{abstract_key(abstract)}".encode()).hexdigest()[:32]


def digest(key: str) -> str:
    """Return few characters that stand for a key: two keys that share them by chance are one pair in 2 ** 48."""
    made = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return base64.urlsafe_b64encode(made).decode()


def first_words(abstract: str) -> str | None:
    """Return the first words of an abstract, by which it is found under another title; None if it has too few."""
    words = abstract_key(abstract).split()
    return " ".join(words[:_OPENING_WORDS]) if len(words) >= _FEWEST_WORDS else None


@lru_cache(REMEMBERED)
def _words(text: str) -> str:
    folded = unicodedata.normalize("NFKC", clean(text)).lower().translate(_LATEX)
    if folded.isascii():
        return re.sub("[^0-9a-z]+", " ", folded).strip()
    return " ".join(folded.translate(_SEPARATORS).split())
