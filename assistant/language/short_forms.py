"""What an abbreviation stands for, as the words before its brackets tell: "acute lymphoblastic leukemia (ALL)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEAST, _MOST_MORE = 2, 5
"""Letters of an abbreviation, and words of what it stands for beyond its letters."""


def long_form(short: str, before: str) -> str | None:
    """Return the last words of a text that an abbreviation stands for: they have its letters in order.

    Args:
        short: its plural, too.
    """
    letters = re.sub(r"[^a-z0-9]", "", re.sub(r"s$", "", short).lower())
    places = [match.start() for match in re.finditer(r"[^\W_]+", before)]
    said = re.findall(r"[^\W_]+", before.lower())
    for count in range(1, min(len(said), len(letters) + _MOST_MORE) + 1):
        if _holds_in_order(letters, said[-count:]):
            return before[places[-count] :].strip() if len(letters) >= _LEAST else None
    return None


def _holds_in_order(letters: str, words: Sequence[str]) -> bool:
    """Whether words begin with the first of some letters and hold the others behind it, in order."""
    if not words[0].startswith(letters[:1]):
        return False
    rest = iter("".join(words))
    return all(letter in rest for letter in letters)
