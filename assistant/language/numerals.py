"""Numbers as abstracts write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.language.said_numbers import SMALL, TENS
from assistant.patterns import lazy_re

_GROUPED = lazy_re(r"(?<![\d.,])\d{1,3}(?:(?:(?:\{,\}|,)\d{3})+|(?: \d{3})+)(?!\d)")
_NUMBERED = lazy_re(
    r"[\w–-]$|(?:\b(?i:phase|stage|grade|type|class|level|version|step|fig(?:ure|\.)|table|section|groups?|cohort|arm|trial"
    r"|study|experiment|model|layer|day|week|month|year|round|task|part|case|wave|category|exon|chromosome|aged?)"
    r"|[a-z,] [A-Z][\w-]*|\w[A-Z][\w-]*) $"
)
"""Ends what a number belongs to: what stands behind a space is then another one ("phase 3 100 patients")."""
_BEFORE_A_NUMBER = 40
_BEHIND_A_WORD = lazy_re(r"(?<![^\W\d_])([^\W\d_]+) (\d+(?:\.\d+)?)(?![\w%])")
_UNITS = r"\+|%|x|×|k|[mb]n?|h|hrs?|mins?|s|ms|fps|pp|[kmgt]b|[kmg]?hz|[kc]m|kg|-[a-z]\w*"
_YEAR = r"(?:19[5-9]\d|20[0-3]\d)"
_COUNTED = lazy_re(
    rf"(?<![\w^.\-/])(?!{_YEAR}(?!\d))\d[\d,.]*(?:{_UNITS})?(?![\w^])"
    rf"|\b(?:{'|'.join(SMALL)}|(?:{'|'.join(TENS)})(?:-\w+)?|(?:dozen|hundred|thousand|million|billion)s?|single|both"
    r"|no|twice|half|third|quarter|pair|couple)\b",
    re.IGNORECASE,
)
"""A number that is no part of a name ("MATH^2", "GPT-4") and no year."""
_TIMED = lazy_re(
    r"\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|lifetimes?|epochs?|iterations?|steps?|rounds?|turns?"
    r"|times?|real[- ]?time|long\w*|short\w*|lengths?|duration\w*|fast\w*|quick\w*|slow\w*|speed\w*|latenc\w*"
    r"|tokens?|words|characters|frames|pages|sentences|horizons?|hops?|met(?:re|er)s?|km|cm|miles"
    r"|\d+ ?(?:s|h|hrs?|ms|mins?|fps|hz|m|y|yrs?|mo|wks?|d))\b",
    re.IGNORECASE,
)
"""What tells how long something takes, lasts or is."""


def tells_a_number(text: str) -> bool:
    """Whether a text says how many or how much of something there is, in digits or in words."""
    return _COUNTED.search(text) is not None


def tells_a_length(text: str) -> bool:
    """Whether a text says, or may say, how long something takes, lasts or is."""
    return _TIMED.search(text) is not None


def without_separators(text: str) -> str:
    """Return a text with its numbers written without separators of thousands."""
    return _GROUPED.sub(_joined, text)


def numbered_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word of a text, in small letters, with the number behind it that belongs to it: "Phase 3 trials"."""
    for found in _BEHIND_A_WORD.finditer(text):
        if _NUMBERED.search(text[max(0, found.start() - _BEFORE_A_NUMBER) : found.end(1) + 1]):
            yield found[1].lower(), found[2]


def _joined(found: re.Match[str]) -> str:
    """Return a number without separators, as it stands if its first part belongs to what is before it."""
    before = found.string[max(0, found.start() - _BEFORE_A_NUMBER) : found.start()]
    return found[0] if " " in found[0] and _NUMBERED.search(before) else re.sub(r"\D", "", found[0])
