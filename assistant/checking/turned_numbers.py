"""Numbers of a claim that its abstract has otherwise: another count of the same things, two that are exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.checking.compared import UNITS, Compared, Turned
from assistant.language.quantities import are_alike
from assistant.language.said_numbers import SMALL
from assistant.language.words import STOP_WORDS
from assistant.patterns import lazy_re

NOUNS = 2
"""Words behind a number of which one is what it counts: "four key metrics"."""
REACH = 10
"""Words around a number among which is what it belongs to."""

_SHARE = lazy_re(r"(?<!\S)(?P<part>\S+) (?:/|(?:out )?of(?: (?:the|all|these))?) (?P<whole>\S+)(?!\S)(?! /)")
_PASSED = frozenset("key main new different distinct other major large such more further existing".split())
_AROUND = frozenset("over about under nearly almost around roughly than least most some".split())


@dataclass(frozen=True, slots=True)
class _Count:
    number: float
    nouns: tuple[str, ...]


def miscounted(compared: Compared) -> Turned | None:
    """Return which of the things that a claim counts the abstract counts otherwise, and never so."""
    counted: dict[str, dict[float, int]] = {}
    for place, tokens in enumerate(compared.others):
        for count in _counts(tokens, compared):
            for noun in count.nouns:
                counted.setdefault(noun, {})[count.number] = place
    for count in _counts(compared.said, compared):
        found = next((counted[noun] for noun in count.nouns if noun in counted), {})
        if len(found) == 1:
            ((number, place),) = found.items()
            if not are_alike(count.number, number) and not _is_part(count, number, compared, place):
                return Turned(place, f"the cited abstract counts {number:g}, not {count.number:g}")
    return None


def _is_part(count: _Count, whole: float, compared: Compared, place: int) -> bool:
    """Whether the sentence that counts a whole says of a part of it what the claim counts: "24, 12 of them open"."""
    tokens, mine = compared.others[place], compared.held(compared.said)
    parts = (
        _value(token) == count.number < whole and tokens[at + 1 : at + 2] != [")"]
        for at, token in enumerate(tokens)
        if tokens[max(0, at - 1)] != "than"
    )
    of_others = [one.nouns for one in _counts(tokens, compared) if one.number == count.number]
    return any(parts) and (not of_others or any(mine.intersection(nouns) for nouns in of_others))


def other_shares(compared: Compared) -> Turned | None:
    """Return of which whole a claim names another part than the abstract: "six of the eight tasks", "4/8 tasks"."""
    held: dict[float, dict[float, int]] = {}
    for place, tokens in enumerate(compared.others):
        for part, whole in _shares(tokens):
            held.setdefault(whole, {})[part] = place
    for part, whole in _shares(compared.said):
        found = held.get(whole, {})
        if len(found) == 1 and part not in found:
            ((other, place),) = found.items()
            return Turned(place, f"the cited abstract says {other:g} of {whole:g}, not {part:g}")
    return None


def _shares(tokens: Sequence[str]) -> Iterator[tuple[float, float]]:
    """Yield each part of a whole: "4/8", "four of the 8", "four out of eight"."""
    text = " ".join(tokens)
    for found in _SHARE.finditer(text):
        part, whole = (_value(word) for word in found.group("part", "whole"))
        if part is not None and whole is not None and 2 <= part < whole:  # one of them is any
            yield part, whole


def _counts(tokens: Sequence[str], compared: Compared) -> Iterator[_Count]:
    for place, token in enumerate(tokens):
        number = _value(token)
        before = tokens[place - 1] if place else ""
        is_name = token in compared.in_names or (before, token) in compared.numbered
        if number is None or is_name or number < 2 or number != int(number) or before in {*_AROUND, "-", "/", ".", "$"}:
            continue
        nouns: list[str] = []
        for after in tokens[place + 1 : place + 6]:
            if after == "-" or after in _PASSED:
                continue
            if not after.isalpha() or len(after) < 3 or after in STOP_WORDS | UNITS or _value(after) is not None:
                break
            nouns.append(compared.stems[after])
        if nouns:
            yield _Count(number, tuple(nouns[:NOUNS]))


def _value(token: str) -> float | None:
    if token in SMALL:
        return float(SMALL.index(token))
    return float(token) if token[0].isdigit() and token.isascii() else None


def exchanged_numbers(compared: Compared) -> Turned | None:
    """Return which two numbers of a claim stand beside each other's words in a sentence of the abstract."""
    said, stems = compared.said, compared.stems
    mine = compared.content(said)
    for number, tokens in enumerate(compared.others):
        places: dict[str, list[int]] = {}
        for place in _values(tokens):
            places.setdefault(tokens[place], []).append(place)
        shared = mine & compared.content(tokens)
        both = [place for place in _values(said) if len(places.get(said[place], ())) == 1]
        for one, other in pairwise(both):
            words = [_nearest(said, place, shared, stems) for place in (one, other)]
            pair = [places[said[place]][0] for place in (one, other)]
            if (
                "" not in words
                and said[one] != said[other]
                and _are_crossed(tokens, pair, words, stems)
                and not _are_crossed(said, [one, other], words, stems)
            ):
                what = f"the cited abstract has {said[one]} and {said[other]} the other way round"
                return Turned(number, what)
    return None


def _values(tokens: Sequence[str]) -> Iterator[int]:
    """Yield the places of the numbers that are no part of a name such as "7B", "A100" or "BLIP-2"."""
    for place, token in enumerate(tokens):
        before, after = (tokens[place - 1] if place else ""), "".join(tokens[place + 1 : place + 2])
        is_part = before == "-" or (len(before) == 1 and before.isalpha() and before != "a")
        if token[0].isdigit() and not is_part and not (len(after) == 1 and after.isalpha()):
            yield place


def _nearest(tokens: Sequence[str], place: int, shared: set[str], stems: Mapping[str, str]) -> str:
    around = range(max(0, place - REACH), min(len(tokens), place + REACH + 1))
    found = [at for at in around if stems.get(tokens[at]) in shared]
    return stems[tokens[min(found, key=lambda at: abs(at - place))]] if found else ""


def _are_crossed(tokens: Sequence[str], pair: Sequence[int], words: Sequence[str], stems: Mapping[str, str]) -> bool:
    """Whether each of two numbers is nearer to the other's word than to its own."""

    def far(place: int, word: str) -> int:
        around = range(max(0, place - REACH), min(len(tokens), place + REACH + 1))
        return min((abs(at - place) for at in around if stems.get(tokens[at]) == word), default=2 * REACH)

    (own, foreign), (foreign_too, own_too) = ([far(place, word) for word in words] for place in pair)
    return foreign < own and foreign_too < own_too
