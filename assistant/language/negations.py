"""Sentences as words in a row, and which of them deny what follows."""

from __future__ import annotations

from assistant.language.numerals import without_separators
from assistant.patterns import lazy_re

_TOKEN = lazy_re(r"\d+(?:\.\d+)?|[^\W\d_]+(?:['’]t\b)?|[^\w\s]")
YES_OR_NO = frozenset("do does did is are was were can could has have will would".split())
"""What a question that is answered with yes or no begins with."""
_NEGATORS = frozenset("not no never without cannot neither nor hardly".split())


def tokens_of(text: str) -> list[str]:
    """Return the words, numbers and marks of a text in small letters, parted at hyphens, "doesn't" as one.

    In capitals "NO" is a molecule, which denies nothing, unless all of the text is in capitals.
    """
    kept = () if text.isupper() else ("NO",)
    found = _TOKEN.findall(without_separators(text))
    return [token if token in kept else token.lower().replace("’", "'") for token in found]


def is_negator(token: str) -> bool:
    """Whether a word denies what stands behind it."""
    return token in _NEGATORS or token.endswith("n't")
