"""Numbers in words, from "zero" to "ninety-nine", "a dozen" and "a hundred", or in digits."""

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
    | {"dozen": 12, "hundred": 100, "single": 1}
)

NUMBER = (
    rf"(?:[0-9]{{1,9}}(?!\d)|(?:{'|'.join(TENS)})[-\s](?:{'|'.join(SMALL[1:10])})|(?:an?\s+|one\s+)?(?:dozen|hundred)"
    rf"|a\s+single|single|{'|'.join(sorted(SMALL + TENS, key=len, reverse=True))})"
)
"""A pattern of what `number` reads, to be matched without regard to case."""


def number(words: str) -> int:
    """Return the number that a match of `NUMBER` says."""
    if words[0].isdigit():
        return int(words)
    parts = re.split(r"[-\s]+", words.lower())
    return sum(_VALUES[part] for part in parts if part not in ("a", "an", "one") or len(parts) == 1) + (
        len(parts) > 1 and parts[0] in TENS and parts[1] == "one"
    )
