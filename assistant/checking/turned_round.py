"""See by its words whether a claim turns an abstract round: another count, exchanged numbers, an opposite, a negation.

A claim that repeats most words of a sentence and exchanges one looks like the sentence to any model of meaning, the
reader included. Only what can be seen in the words is looked for, and only where it is rarely wrong: docs/LOG.md says
how rarely.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.language.negations import is_negator, tokens_of
from assistant.language.said_numbers import SMALL
from assistant.language.words import STOP_WORDS, Stemmer

LEAST_OPPOSED, LEAST_NEGATED = 0.5, 0.7
"""Share of a claim's words in a sentence from which on opposites in both, or a negation in one, turn it round."""
ALIKE = 0.05
"""Numbers that differ by less, as a share of the larger, are one that was rounded."""
NOUNS = 2
"""Words behind a number of which one is what it counts: "four key metrics"."""
REACH = 10
"""Words around a number among which is what it belongs to."""

_UNITS = frozenset("percent per cent point points times fold million billion thousand hundred k tenths thirds".split())
_PASSED = frozenset("key main new different distinct other major large such more further existing".split())
_AROUND = frozenset("over about under nearly almost around roughly than least most some".split())
_WEAKER = frozenset(
    "fail fails failed failing failure lack lacks lacking unable few little only yet rather instead nothing none nobody"
    " avoid avoids avoiding unlike beyond except limitation limitations limited limits struggle struggles hard harder"
    " difficult challenge challenging challenges prevent prevents prevented eliminate eliminates eliminating remove"
    " removes removing free away loses lost despite barely rarely seldom scarce scarcely stops stop unchanged remains"
    " remain missing absence absent refuse refuses reject rejects deny denies less than if whether alleviate alleviates"
    " mitigate mitigates reduce reduces replace replaces out had before previously".split()
)
_CARRIERS = frozenset("do does did be been being is are was were to able can could will would have has had any".split())
_PREFIXES = ("un", "non", "in", "im", "ir", "under", "dis", "mis")
_OPPOSITES = (
    "increase/decrease improve/worsen,degrade higher/lower high/low better/worse best/worst more/less,fewer"
    " larger/smaller large/small faster/slower fast/slow before/after strong/weak stronger/weaker positive/negative"
    " supervised/unsupervised labeled/unlabeled labelled/unlabelled local/global static/dynamic online/offline"
    " success/failure easy/hard,difficult easier/harder simple/complex early/late minimum/maximum minimize/maximize"
    " reduce/increase outperform/underperform superior/inferior above/below always/never often/rarely similar/different"
    " real/synthetic,simulated efficient/inefficient explicit/implicit explicitly/implicitly discrete/continuous"
    " linear/nonlinear training/inference deterministic/stochastic sufficient/insufficient"
    " consistent/inconsistent possible/impossible homogeneous/heterogeneous benefit,help/hurt,harm"
    " centralized/decentralized convex/nonconvex cheap/expensive gain/loss same/different dense/sparse rise/fall"
    " raise/lower most/least,few all/none few/many successful/failed long/short longer/shorter shallow/deep"
    " wide/narrow open/closed public/private manual/automatic manually/automatically parametric/nonparametric"
    " grow,expand/shrink correlated/uncorrelated dependent/independent helpful/harmful ahead/behind"
    " lead,surpass,exceed/trail,lag known/unknown jointly/separately symmetric/asymmetric bottom/top first/last"
    " weaken/strengthen underestimate/overestimate half/double stable/unstable balanced/unbalanced"
)
"""Words that say the opposite, in their first form; those with a comma between them say the same."""


@dataclass(frozen=True, slots=True)
class Turned:
    """What is turned round.

    Attributes:
        sentence: the place of the sentence in the abstract.
        what: in words, for whoever reads the verdict.
    """

    sentence: int
    what: str


@dataclass(frozen=True, slots=True)
class _Count:
    number: float
    nouns: tuple[str, ...]


def turned_round(claim: str, sentences: Sequence[str], stemmer: Stemmer) -> Turned | None:
    """Return what a claim turns round in the sentences of an abstract; None if that is not seen."""
    if not sentences:
        return None
    said = tokens_of(claim)
    others = [tokens_of(sentence) for sentence in sentences]
    stems = stemmer.stem_of_each(token for tokens in (said, *others) for token in tokens if token.isalpha())
    return _miscounted(said, others, stems) or _exchanged(said, others, stems) or _opposed(said, others, stems)


# ------------------------------------------------------------------ counts


def _miscounted(said: Sequence[str], others: Sequence[Sequence[str]], stems: Mapping[str, str]) -> Turned | None:
    """Return which of the things that a claim counts the abstract counts otherwise, and never so."""
    counted: dict[str, dict[float, int]] = {}
    for place, tokens in enumerate(others):
        for count in _counts(tokens, stems):
            for noun in count.nouns:
                counted.setdefault(noun, {})[count.number] = place
    for count in _counts(said, stems):
        found = next((counted[noun] for noun in count.nouns if noun in counted), {})
        if len(found) == 1:
            ((number, place),) = found.items()
            if not _is_alike(count.number, number):
                return Turned(place, f"the cited abstract counts {number:g}, not {count.number:g}")
    return None


def _counts(tokens: Sequence[str], stems: Mapping[str, str]) -> Iterator[_Count]:
    for place, token in enumerate(tokens):
        number = _value(token)
        before = tokens[place - 1] if place else ""
        if number is None or number < 2 or number != int(number) or before in {*_AROUND, "-", "/", ".", "$"}:
            continue
        nouns: list[str] = []
        for after in tokens[place + 1 : place + 6]:
            if after == "-" or after in _PASSED:
                continue
            if not after.isalpha() or len(after) < 3 or after in STOP_WORDS | _UNITS or _value(after) is not None:
                break
            nouns.append(stems[after])
        if nouns:
            yield _Count(number, tuple(nouns[:NOUNS]))


def _value(token: str) -> float | None:
    if token in SMALL:
        return float(SMALL.index(token))
    return float(token) if token[0].isdigit() and token.isascii() else None


def _is_alike(one: float, other: float) -> bool:
    return abs(one - other) <= ALIKE * max(one, other)


# ------------------------------------------------------------------ exchanged numbers


def _exchanged(said: Sequence[str], others: Sequence[Sequence[str]], stems: Mapping[str, str]) -> Turned | None:
    """Return which two numbers of a claim stand beside each other's words in a sentence of the abstract."""
    mine = _content(said, stems)
    for number, tokens in enumerate(others):
        places: dict[str, list[int]] = {}
        for place in _values(tokens):
            places.setdefault(tokens[place], []).append(place)
        shared = mine & _content(tokens, stems)
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


def _content(tokens: Sequence[str], stems: Mapping[str, str]) -> set[str]:
    return {stems[token] for token in tokens if len(token) > 2 and token in stems and token not in STOP_WORDS | _UNITS}


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


# ------------------------------------------------------------------ opposites and negations


def _opposed(said: Sequence[str], others: Sequence[Sequence[str]], stems: Mapping[str, str]) -> Turned | None:
    """Return in what a claim is the opposite of the sentence that shares most words with it."""
    content = {stems[token] for token in said if token in stems and token not in STOP_WORDS}
    if not content:
        return None
    held = [{stems[token] for token in tokens if token in stems} for tokens in others]
    place = max(range(len(held)), key=lambda number: len(content & held[number]))
    share = len(content & held[place]) / len(content)
    other = others[place]
    if share >= LEAST_OPPOSED and _is_even(said, other) and (pair := _opposites(said, other, stems)):
        return Turned(place, f"the cited abstract says “{pair[1]}”, not “{pair[0]}”")
    if share < LEAST_NEGATED:
        return None
    here, there = _negated(said, stems), _negated(other, stems)
    if not set(other) & _WEAKER and (word := _only(here, held[place], there, other)):
        return Turned(place, f"the cited abstract does not deny “{word}”")
    mine = {stems[token] for token in said if token in stems}
    if not set(said) & _WEAKER and (word := _only(there, mine, here, said)):
        return Turned(place, f"the cited abstract denies “{word}”")
    return None


def _is_even(said: Sequence[str], other: Sequence[str]) -> bool:
    return sum(map(is_negator, [*said, *other])) % 2 == 0


def _opposites(said: Sequence[str], other: Sequence[str], stems: Mapping[str, str]) -> tuple[str, str] | None:
    """Return a word that only the claim has, in any form, and its opposite, which only the sentence has."""
    mine, held = ({stems.get(token, token) for token in tokens} for tokens in (said, other))
    only = {token for token in other if stems.get(token, token) not in mine}
    for token in said:
        if stems.get(token, token) not in held and (found := only & _OPPOSED.get(token, set())):
            return token, min(found)
    return None


def _negated(tokens: Sequence[str], stems: Mapping[str, str]) -> dict[str, str]:
    """Return the words that are negated, by their stems: the first of content behind each negation."""
    found: dict[str, str] = {}
    for place, token in enumerate(tokens):
        if not is_negator(token) or tokens[place + 1 : place + 2] == ["only"]:
            continue
        for after in tokens[place + 1 : place + 4]:
            if after in stems and after not in STOP_WORDS | _CARRIERS:
                found[stems[after]] = after
                break
    return found


def _only(denied: Mapping[str, str], held: set[str], denied_there: Mapping[str, str], there: Sequence[str]) -> str:
    """Return a word that one side denies and the other has and says nowhere in the negative."""
    if "non" in there or any(map(is_negator, there)):
        return ""
    for stem, word in denied.items():
        is_prefixed = any(token.startswith(_PREFIXES) and token.endswith(word) and token != word for token in there)
        if stem in held and stem not in denied_there and not is_prefixed:
            return word
    return ""


def _forms(word: str) -> list[str]:
    """Return how a verb or noun may stand in a sentence."""
    ends = word.endswith("e")
    return [word, f"{word}s", f"{word}d" if ends else f"{word}ed", f"{word[:-1]}ing" if ends else f"{word}ing"]


def _table() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for group in _OPPOSITES.split():
        sides = [[_forms(word) for word in side.split(",")] for side in group.split("/")]
        for side, other in (sides, sides[::-1]):
            for forms in side:
                for place, word in enumerate(forms):
                    found.setdefault(word, set()).update(opposite[place] for opposite in other)
    return found


_OPPOSED = _table()
