"""Read the markers that models write in other styles than they were asked to, while they come letter by letter.

    【1】  【1†L1-L3】  [1†source]  [1-3]  ［１］  \\[1\\]  [^1]  [Paper 1]  [[1]](https://…)

This module knows what such brackets look like; which numbers may be cited, and where markers go, is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.patterns import lazy_re

ESCAPE = "\\"
BRACKETS = str.maketrans("【】［］", "[][]")
"""What stands for square brackets."""

_WORDS = (
    *("paper", "papers", "source", "sources", "ref", "refs", "reference", "references", "citation", "citations"),
    *("abstract", "abstracts", "document", "documents", "doc", "docs", "evidence"),
)
_PLACE = "†"  # what follows it says where in a source
_LONGEST, _LONGEST_PLACE, _LONGEST_LINK = 32, 100, 500
_BEGINNING = lazy_re(r"\[\^?\s*([A-Za-z]*)(.*)", re.DOTALL)
_NUMBERS = lazy_re(rf"[.:#\s,;]*(?:\d[\d\s,;–—-]*(?:{_PLACE}[^\[\]\n]*)?)?\\?")
_NUMBER = lazy_re(r"(\d+)(?:\s*[-–—]\s*(\d+))?")
_LINK_BEGINNING = lazy_re(r"\]?(?:\([^()\s]*)?")
_LINK = lazy_re(r"\]?\((?:https?:|www\.|mailto:|#|/)[^()\s]*\)?", re.IGNORECASE)


def may_cite(held: str) -> bool:
    """Whether a bracket that is not closed yet, from its "[" on, may still become a marker."""
    found = _BEGINNING.match(held)
    if not found or len(held) > (_LONGEST_PLACE if _PLACE in held else _LONGEST):
        return False
    word, rest = found[1].lower(), found[2]
    if word and not rest:
        return any(known.startswith(word) for known in _WORDS)
    return (not word or word in _WORDS) and _NUMBERS.fullmatch(rest) is not None


def numbers_in(held: str) -> list[range]:
    """Return the numbers in a bracket that may cite: each, or each range of them, from the first to the last."""
    pairs = _NUMBER.findall(held.partition(_PLACE)[0])
    return [range(int(first), int(last or first) + 1) for first, last in pairs]


def named(numbers: list[range], known: Collection[int]) -> list[int]:
    """Return which of the known numbers are named, each once, in the order in which they are."""
    return list(dict.fromkeys(n for part in numbers for n in sorted(known) if n in part))


class Tail:
    """What stands directly behind a marker, until it is known whether it is a link, which is dropped.

    An address that a model writes is none of the paper's.

    Args:
        is_doubled: the marker stands in two pairs of brackets, so that another one is to be closed.
    """

    def __init__(self, *, is_doubled: bool) -> None:
        self._held = ""
        self._is_doubled = is_doubled

    def take(self, character: str) -> str | None:
        """Return what is text, with the character as its last; nothing for a link, None if that is open."""
        held = self._held + character
        if len(held) <= _LONGEST_LINK and _LINK_BEGINNING.fullmatch(held):
            self._held = held
            return None
        return "" if character == ")" and _LINK.fullmatch(held) else self.finish() + character

    def finish(self) -> str:
        """Return what is text when nothing more comes."""
        held, self._held = self._held, ""
        return "" if _LINK.fullmatch(held) else held.removeprefix("]") if self._is_doubled else held
