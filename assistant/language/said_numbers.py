"""Numbers in words, from "zero" to "nineteen thousand and ninety-nine", "a dozen" and "a hundred", or in digits."""

from __future__ import annotations

import re

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
"""The words for the smallest numbers, each at the place that is its value."""
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = (
    {word: value for value, word in enumerate(SMALL)}
    | {word: 10 * value for value, word in enumerate(TENS, 2)}
    | {"single": 1}
)

_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000}
_BELOW_HUNDRED = (
    rf"(?:(?:{'|'.join(TENS)})[-\s](?:{'|'.join(SMALL[1:10])})|{'|'.join(sorted(SMALL + TENS, key=len, reverse=True))})"
)
NUMBER = (
    rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,2}}(?![\d,]\d|\d)|[0-9]{{1,9}}(?!\d|,\d{{3}}(?!\d))"
    rf"|(?:(?:an?|{'|'.join(SMALL[1:])})\s+)?(?:{'|'.join(_SCALES)})(?:\s+and\s+{_BELOW_HUNDRED})?"
    rf"|a\s+single|single|{_BELOW_HUNDRED})"
)
"""A pattern of what `number` reads, to be matched without regard to case."""


def number(words: str) -> int:
    """Return the number that a match of `NUMBER` says."""
    if words[0].isdigit():
        return int(words.replace(",", ""))
    value = 0
    for part in re.split(r"[-\s]+", words.lower()):
        if part in _SCALES:
            value = (value or 1) * _SCALES[part]
        elif part not in ("and", "a", "an"):
            value += _VALUES[part]
    return value
