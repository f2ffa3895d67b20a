"""Numbers of a text by what they are worth, however they are written, and whether it says more, less or about so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum

from assistant.language.numerals import without_separators
from assistant.language.said_numbers import SMALL, in_figures
from assistant.language.words import words
from assistant.patterns import lazy_re

ALIKE = Decimal("0.05")
"""Numbers that differ by less, as a share of the larger, are one that was rounded."""
SLACK = Decimal("0.1")
"""What a number may lie beyond its bound, as a share of it; more if that is round: 148 for "over 100"."""
MOST_DIGITS = 30
"""Of a number that is reckoned with."""

_SCALE = r"(?:(?i:thousand|million|billion|trillion)|[kK](?:[A-Za-z]{0,2}|ilo\w+)|[mb]n|[mMbB])\b"
_NUMBER = lazy_re(
    r"(?P<digits>\d+(?:[.,]\d+)*|(?<![\w.,])\.\d+)(?:(?P<share> ?(?:%|per ?cent\b))"
    rf"|[ -]?(?P<scale>{_SCALE})|(?= ?(?:[-–,]|to|and|or) ?[$€£]?\d+(?:\.\d+)?[ -]?(?P<shared>{_SCALE})))?"
)
"""A number and what it is counted in, if need be behind the next one: "5 to 10 million"."""
_POWERS = {"thousand": 3, "k": 3, "mn": 6, "million": 6, "bn": 9, "billion": 9, "trillion": 12}
_UNSURE = {"m": 6, "b": 9}
"""Scales that may be metres or bits; so may all that begins with a "k"."""
_OVER = (
    r"over|above|beyond|at least|(?:minimum|excess|upwards?) of|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?"
    r"|(?:more|greater|higher|larger|longer|older|better) than|[>≥]|\\geq?|\\gt"
)
_UNDER = (
    r"under|below|at most|up to|within|maximum of"
    r"|(?:less|fewer|lower|smaller|shorter|younger|worse) than|[<≤]|\\leq?|\\lt"
)
_ABOUT = r"about|around|roughly|approximately|some|nearly|almost|close to|circa|[~≈]"
_BEFORE = lazy_re(
    rf"(?P<denied>\b(?:not?|never|without)\s(?!only)(?:\w+\s)?|n['’]t\s(?:\w+\s)?)?(?<!\w)"
    rf"(?:(?P<over>{_OVER})|(?P<under>{_UNDER})|(?P<about>{_ABOUT}))(?: (?:an?|the|{_ABOUT}))? ?[$€£]?$",
    re.IGNORECASE,
)
"""Ends what is before a number."""
_ENDS = frozenset("abcdefghijklmnopqrstuvwxyz~≈<>≤≥")
_IN_NAME = lazy_re(r"[^\W\d_]-?$")
_REACH = 40
"""Characters before a number, and behind it, in which that is said."""
_BEHIND = lazy_re(
    r"(?P<plus>\+)|(?:[ -]\w+){0,2}? (?:and|or) (?:over|older|more|above|up|upwards|higher|greater|longer|larger|later"
    r"|(?P<under>under|younger|less|below|fewer|lower|shorter|smaller|earlier))\b",
    re.IGNORECASE,
)


class Bound(Enum):
    """How a number is said."""

    EXACT = ""
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


_OPPOSITE = {Bound.OVER: Bound.UNDER, Bound.UNDER: Bound.OVER}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text.

    Attributes:
        written: in digits, without separators of thousands, or zeros at the end.
        values: what it is worth, several where that is not sure; none for one such as "1.2.3".
        bound: whether it is more, less or about so.
        is_share: whether it is a percentage.
        is_in_name: whether it is written in one with letters before it.
    """

    written: str
    values: tuple[Decimal, ...]
    bound: Bound
    is_share: bool
    is_in_name: bool


class Numbers:
    """All numbers of a text, in digits and in words."""

    def __init__(self, text: str) -> None:
        self._written: set[str] = set()
        self._bounds: dict[Decimal, set[Bound]] = {}
        self._values: list[Decimal] = []
        for one in quantities(text):
            self._written.add(one.written)
            for value in one.values:
                self._bounds.setdefault(value, set()).add(one.bound)
            if not one.is_in_name:
                self._values += one.values
        said = set(words(text))
        small = [value for value, word in enumerate(SMALL) if word in said]
        for number in (*small, *((10, 100, 1000) if {"orders", "magnitude"} <= said else ())):
            self._bounds.setdefault(Decimal(number), set()).add(Bound.EXACT)
        self._values.sort()
        self._has_half = "half" in said

    def missing(self, wanted: Quantity) -> str:
        """Return a number as it is said if it is not among these; nothing if it is, though written otherwise, or if one
        of these is about so, or over or under it, where that is said."""
        if not wanted.values:
            return "" if wanted.written in self._written else wanted.written
        known = [self._bounds[value] for value in wanted.values if value in self._bounds]
        opposite = _OPPOSITE.get(wanted.bound)
        if any(bounds != {opposite} for bounds in known) or any(map(self._has_between, *_range(wanted))):
            return ""
        if wanted.is_share and self._has_half and Decimal(50) in wanted.values:
            return ""
        return f"{wanted.bound.value} {wanted.written}" if known else wanted.written

    def _has_between(self, least: Decimal, most: Decimal) -> bool:
        place = bisect_right(self._values, least)
        return place < len(self._values) and self._values[place] < most


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the numbers that a text has in digits, and those from twenty on in words."""
    plain = without_separators(in_figures(text))
    for found in _NUMBER.finditer(plain):
        written = _without_zeros(found["digits"])
        values = tuple(_values(written, found["scale"] or "", found["shared"] or ""))
        is_in_name = _IN_NAME.search(plain, max(0, found.start() - 2), found.start()) is not None
        yield Quantity(written, values, _bound(plain, found), found["share"] is not None, is_in_name)


def are_alike(one: float, other: float) -> bool:
    """Whether one number may be the other, rounded."""
    return abs(one - other) <= float(ALIKE) * max(one, other)


def _bound(text: str, found: re.Match[str]) -> Bound:
    said = text[max(0, found.start() - _REACH) : found.start()]
    if before := _BEFORE.search(said) if said.rstrip(" $€£")[-1:] in _ENDS else None:
        bound = Bound.OVER if before["over"] else Bound.UNDER if before["under"] else Bound.ABOUT
        return _OPPOSITE.get(bound, bound) if before["denied"] else bound
    if behind := _BEHIND.match(text[found.end() : found.end() + _REACH]):
        return Bound.UNDER if behind["under"] else Bound.OVER
    return Bound.EXACT


def _range(wanted: Quantity) -> tuple[list[Decimal], list[Decimal]]:
    """Return between what a number lies that may be meant, the least and the most for each value."""
    if wanted.bound is Bound.ABOUT:
        return [value * (1 - ALIKE) for value in wanted.values], [value / (1 - ALIKE) for value in wanted.values]
    if wanted.bound is Bound.OVER:
        return list(wanted.values), [max(value / (1 - SLACK), value + _step(value)) for value in wanted.values]
    if wanted.bound is Bound.UNDER:
        return [min(value * (1 - SLACK), value - _step(value)) for value in wanted.values], list(wanted.values)
    return [], []


def _step(value: Decimal) -> Decimal:
    """Return how far it is half the way from a number with one digit that is no 0 to the next; 0 for other numbers."""
    return Decimal(5).scaleb(value.adjusted() - 1) if len(value.normalize().as_tuple().digits) == 1 else Decimal(0)


def _without_zeros(digits: str) -> str:
    """Return a number as it is mostly written: "0.5" for ".50"."""
    whole, point, rest = digits.partition(".")
    is_decimal = point and rest.isdecimal() and "," not in whole
    return f"{whole or 0}.{rest}".rstrip("0").rstrip(".") if is_decimal else digits


def _values(written: str, scale: str, shared: str) -> Iterator[Decimal]:
    """Yield what a number is worth, with its scale, or without and with that of the next one."""
    try:
        value = Decimal(written if len(written) <= MOST_DIGITS else "")
    except InvalidOperation:
        return
    power = _POWERS.get(scale.lower(), 0)
    if not power:
        yield value
        shared = shared or scale
        power = _POWERS.get(shared.lower()) or _UNSURE.get(shared.lower()) or 3 * (shared[:1].lower() == "k")
    if power:
        yield value.scaleb(power)
