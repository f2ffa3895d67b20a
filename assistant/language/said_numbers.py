"""Numbers in words, from "zero" to "nineteen thousand and ninety-nine", "a dozen" and "a hundred", or in digits."""

from __future__ import annotations

import re

from assistant.patterns import lazy_re

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
_LARGE = {"thousand": 1000, "million": 10**6, "billion": 10**9}
_BELOW_HUNDRED = (
    rf"(?:(?:{'|'.join(TENS)})[-\s](?:{'|'.join(SMALL[1:10])})|{'|'.join(sorted(SMALL + TENS, key=len, reverse=True))})"
)
NUMBER = (
    rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,2}}(?![\d,]\d|\d)|[0-9]{{1,9}}(?!\d|,\d{{3}}(?!\d))"
    rf"|(?:(?:an?|{'|'.join(SMALL[1:])})\s+)?(?:{'|'.join(_SCALES)})(?:\s+and\s+{_BELOW_HUNDRED})?"
    rf"|a\s+single|single|{_BELOW_HUNDRED})"
)
"""A pattern of what `number` reads, to be matched without regard to case."""
_HUNDREDS = rf"(?:(?:an?|{'|'.join(SMALL[1:])})[-\s]hundred(?:\s(?:and\s)?{_BELOW_HUNDRED})?)"
_ANY_LARGE = f"(?:{'|'.join(_LARGE)})"
_ROUND = rf"half\san?\s{_ANY_LARGE}|an?\s(?:dozen|hundred|{_ANY_LARGE})(?!\s(?:and\s)?{_BELOW_HUNDRED}\b)"
_WORDED = lazy_re(
    rf"(?<![\w-])(?<!\bone in )(?:(?P<round>{_ROUND})"
    rf"|(?:{_HUNDREDS}|{_BELOW_HUNDRED})[-\s]{_ANY_LARGE}(?:,?\s(?:and\s)?(?:{_HUNDREDS}|{_BELOW_HUNDRED}))?"
    rf"|{_HUNDREDS}|(?:{'|'.join(SMALL[1:])})\sdozen|(?:{'|'.join(TENS)})(?:[-\s](?:{'|'.join(SMALL[1:10])}))?)"
    r"(?![a-z]|[-\s](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"
    r"|\stimes\s(?:as|less|more|that|the|[a-z]+er)\b|[-\s]?fold\b)",
    re.IGNORECASE,
)
"""A number from twenty on in words, as a text writes it; "a hundred" and the like are round ones.

How many times as much something is may be reckoned from other numbers.
"""


def number(words: str) -> int:
    """Return the number that a match of `NUMBER` says."""
    if words[0].isdigit():
        return int(words.replace(",", ""))
    total, value = 0, 0
    for part in re.split(r"[-,\s]+", words.lower()):
        if part in _LARGE:
            total, value = total + (value or 1) * _LARGE[part], 0
        elif part in _SCALES:
            value = (value or 1) * _SCALES[part]
        elif part not in ("and", "a", "an"):
            value += _VALUES[part]
    return total + value


def in_figures(text: str) -> str:
    """Return a text with its numbers from twenty on in digits: "24 mice" for "Twenty-four mice"."""
    return _WORDED.sub(_figures, text)


def _figures(found: re.Match[str]) -> str:
    if not found["round"]:
        return str(number(found[0]))
    value = number(re.sub(r"half\s", "", found[0], flags=re.IGNORECASE))
    return f"about {value // 2 if found[0][0] in 'hH' else value}"
