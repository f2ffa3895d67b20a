"""Numbers as abstracts write them."""

from __future__ import annotations

import re

from assistant.language.said_numbers import SMALL
from assistant.language.words import words

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:\{,\}|[, ])\d{3})+(?!\d)")


def in_digits(text: str) -> dict[str, None]:
    """Return the numbers written in digits, in order, without separators of thousands."""
    return dict.fromkeys(number.removesuffix(".0") for number in _NUMBER.findall(without_separators(text)))


def in_words(text: str) -> set[str]:
    """Return the small numbers written in words, in digits."""
    said = words(text)
    return {str(value) for value, word in enumerate(SMALL) if word in said}


def without_separators(text: str) -> str:
    """Return a text with its numbers written without separators of thousands."""
    return _GROUPED.sub(lambda match: re.sub(r"\D", "", match[0]), text)
