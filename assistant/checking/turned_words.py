"""Words by which a claim says the opposite of its abstract: an opposite, or a negation on one side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain, islice, pairwise, product, takewhile

from assistant.checking.compared import Compared, Turned
from assistant.checking.opposites import AS_BEFORE, DENYING, LOSE, NEEDED, OPPOSED, REMOVED, WIDE, WIN
from assistant.language.negations import is_negator
from assistant.language.words import STOP_WORDS

LEAST_OPPOSED, LEAST_NEGATED, LEAST_ALIKE = 0.5, 0.5, 0.7
"""Share of a claim's words in a sentence from which on opposites in both, or a negation in one, turn it round; from
`LEAST_ALIKE` on a negation does it whatever stands around it."""
LEAST_REPEATED, LEAST_TOLD, REACH = 0.9, 0.5, 3
"""Share of a claim's words in a sentence, and of the sentence's in the claim, from which on one repeats the other; then
only as many words on each side of a word can say in another way that it is not so."""
AROUND_CLAIM, AROUND_SENTENCE = 4, 6
"""Words on each side of an opposite among which claim and sentence must share one of content."""
BEFORE, AFTER = 8, 7
"""Words on each side of what is denied among which claim and sentence must share some of content."""
SCOPE = 7
"""Words behind a negation up to which it reaches, with itself."""
LEAST_PUT_LAST = 0.7
"""Share of the words behind "rather than" that a claim must have to take for so what the sentence does not choose."""
MOST_PLACES, MOST_PAIRS = 10, 100
"""Places of a word, and pairs of opposites, that are looked at; a text with more of them is made to cost time."""
LEAST_SHARED = 2
"""Words that are shared around what only the claim denies; where only the sentence does, one is enough."""

_INSTEAD = (("rather", "than"), ("instead", "of"))
_MARKS = frozenset(". , ; : ( )".split())
_CARRIERS = frozenset("do does did be been being is are was were to able can could will would have has had any".split())
_PREFIXES = ("un", "non", "in", "im", "ir", "under", "dis", "mis")


def opposed(compared: Compared) -> Turned | None:
    """Return which word of a claim is the opposite of one in the sentence that shares most words with it.

    Where what stands on the two sides of the word is exchanged too, both say the same: "A is better than B", "B is
    worse than A".
    """
    said, other = compared.said, compared.others[compared.closest]
    if compared.share < LEAST_OPPOSED or not _is_even(said, other) or _takes_away(said) != _takes_away(other):
        return None
    found = chain(_opposites(compared, other), _wide_opposites(compared, other), _beaten(compared, other))
    pairs = [(place, at) for place, at in islice(found, MOST_PAIRS) if _are_of_the_same(said, place, other, at)]
    if not pairs or any(compared.sides(said, place).are_exchanged(compared.sides(other, at)) for place, at in pairs):
        return None
    place, at = pairs[0]
    return Turned(compared.closest, f"the cited abstract says “{other[at]}”, not “{said[place]}”")


def _takes_away(tokens: Sequence[str]) -> bool:
    """Whether something is said to be missing, blocked or lost, by which what is done is turned round."""
    return bool(set(tokens) & REMOVED) or any(
        pair == ("loss", "of") and (not place or tokens[place - 1] in STOP_WORDS | _MARKS)  # no "training loss of"
        for place, pair in enumerate(pairwise(tokens))
    )


def _are_of_the_same(said: Sequence[str], place: int, other: Sequence[str], at: int) -> bool:
    """Whether neither word is part of one with a hyphen ("low-level") of which the other side lacks the rest."""
    rest, rest_there = said[place + 1 : place + 3], other[at + 1 : at + 3]
    return (rest[:1] != ["-"] or rest[-1] in other) and (rest_there[:1] != ["-"] or rest_there[-1] in said)


def denied(compared: Compared) -> Turned | None:
    """Return which word is denied in a claim and not in the sentence that shares most words with it, or vice versa."""
    said, other, stems = compared.said, compared.others[compared.closest], compared.stems
    if compared.share < LEAST_NEGATED:
        return None
    is_repeated = compared.share >= LEAST_REPEATED and compared.share_told >= LEAST_TOLD
    reach = REACH if is_repeated else max(len(said), len(other))
    here, there = _negated(said, stems), _negated(other, stems)
    if not _takes_away(other):
        for word in _only(here, there, other, stems, DENYING if "without" not in said else DENYING | NEEDED, reach):
            if compared.share >= LEAST_ALIKE or _shared_around(compared, other, stems[word]) >= LEAST_SHARED:
                return Turned(compared.closest, f"the cited abstract does not deny “{word}”")
    for word in _only(there, here, said, stems, DENYING, reach):
        if compared.share >= LEAST_ALIKE or _shared_around(compared, other, stems[word]):
            return Turned(compared.closest, f"the cited abstract denies “{word}”")
    if not set(said) & DENYING and (words := _denied_together(compared, other) or _put_last(compared, other)):
        return Turned(compared.closest, f"the cited abstract denies “{words}”")
    return None


def _denied_together(compared: Compared, other: Sequence[str]) -> str:
    """Return the words behind the only negation of a sentence if a claim that denies nothing has half of them."""
    negations = list(_negations(other))
    if _may_deny(compared.said, other) or len(negations) != 1:
        return ""
    said, denied = _reached(compared, other, negations[0])
    behind = other[negations[0] + 1 : negations[0] + 2]
    is_plain = behind and behind[0] not in ("only", "just", "merely", "-")
    return " ".join(said) if is_plain and len(said) >= max(2, denied / 2) else ""


def _put_last(compared: Compared, other: Sequence[str]) -> str:
    """Return the words behind "rather than" or "instead of" if a claim has them and not what stands before."""
    places = (place for place, pair in enumerate(pairwise(other)) if pair in _INSTEAD)
    for place in () if _may_deny(compared.said, other) else islice(places, MOST_PLACES):
        said, denied = _reached(compared, other, place + 1)
        before = compared.content(other[max(0, place - BEFORE) : place]) - compared.content(said)
        chosen = before & compared.content(compared.said)
        if said and len(said) >= LEAST_PUT_LAST * denied and len(chosen) < LEAST_SHARED:
            return " ".join(said)
    return ""


def _reached(compared: Compared, other: Sequence[str], place: int) -> tuple[list[str], int]:
    """Return the words of content that a negation reaches and the claim has, and how many it reaches."""
    behind = takewhile(lambda token: token not in _MARKS, other[place + 1 : place + SCOPE])
    denied = [token for token in behind if token in compared.stems and token not in STOP_WORDS | _CARRIERS]
    mine = compared.held(compared.said)
    return [token for token in denied if compared.stems[token] in mine], len(denied)


def _may_deny(said: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a claim may say in other words that something of a sentence is not so."""
    opposites = {prefix + token for prefix in _PREFIXES for token in other} | {"unnecessary"}
    return bool(set(said) & (opposites | AS_BEFORE | DENYING)) or any(map(is_negator, said))


def _is_even(said: Sequence[str], other: Sequence[str]) -> bool:
    return sum(1 for tokens in (said, other) for _ in _negations(tokens)) % 2 == 0


def _opposites(compared: Compared, other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of a word that only the claim has, in any form, and of its opposite, only in the sentence."""
    said, stems = compared.said, compared.stems
    mine, held = ({stems.get(token, token) for token in tokens} for tokens in (said, other))
    only = {token for token in other if stems.get(token, token) not in mine}
    for place, token in enumerate(said):
        if stems.get(token, token) not in held:
            yield from ((place, at) for at in _at(other, only & OPPOSED.get(token, set())))


def _wide_opposites(compared: Compared, other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of words of which each is the opposite of the other, where both are said of the same."""
    said, mine, held = compared.said, set(compared.said), set(other)
    for sides in WIDE:
        for here, there in (sides, sides[::-1]):
            if mine & there or held & here:
                continue
            for place, at in product(_at(said, here), _at(other, there)):
                around = _around(compared, said, place, AROUND_CLAIM, AROUND_CLAIM)
                if around & _around(compared, other, at, AROUND_SENTENCE, AROUND_SENTENCE):
                    yield place, at


def _beaten(compared: Compared, other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of the words by which what wins in the sentence loses in the claim, or the other way round."""
    said, mine, held = compared.said, set(compared.said), set(other)
    for here, there in ((WIN, LOSE), (LOSE, WIN)):
        if not (mine & there or held & here):
            for place, at in product(_at(said, here), _at(other, there)):
                if "by" in (*said[place + 1 : place + 2], *other[at + 1 : at + 2]):
                    continue
                one, two = compared.sides(said, place), compared.sides(other, at)
                if not (one.first - one.second) & (two.second - two.first):
                    yield place, at


def _at(tokens: Sequence[str], wanted: Set[str]) -> Iterator[int]:
    return islice((place for place, token in enumerate(tokens) if token in wanted), MOST_PLACES)


def _around(compared: Compared, tokens: Sequence[str], place: int, before: int, after: int) -> set[str]:
    return compared.content([*tokens[max(0, place - before) : place], *tokens[place + 1 : place + after + 1]])


def _shared_around(compared: Compared, other: Sequence[str], stem: str) -> int:
    """Return how many words of content claim and sentence share around a word that both have."""
    here, there = (
        set().union(
            *(
                _around(compared, tokens, place, BEFORE, AFTER)
                for place, token in enumerate(tokens)
                if compared.stems.get(token) == stem
            )
        )
        for tokens in (compared.said, other)
    )
    return len(here & there - {stem})


def _negations(tokens: Sequence[str]) -> Iterator[int]:
    """Yield the places of the words that deny; in "whether or not" none does."""
    return (place for place, token in enumerate(tokens) if is_negator(token) and tokens[max(0, place - 1)] != "or")


def _negated(tokens: Sequence[str], stems: Mapping[str, str]) -> dict[str, str]:
    """Return the words that are negated, by their stems: the first of content behind each negation."""
    found: dict[str, str] = {}
    for place in _negations(tokens):
        if tokens[place + 1 : place + 2] in (["only"], ["-"]):
            continue
        for after in tokens[place + 1 : place + 4]:
            if after in stems and after not in STOP_WORDS | _CARRIERS:
                found[stems[after]] = after
                break
    return found


def _only(
    denied_here: Mapping[str, str],
    denied_there: Mapping[str, str],
    there: Sequence[str],
    stems: Mapping[str, str],
    denying: Set[str],
    reach: int,
) -> Iterator[str]:
    """Yield the words that one side denies and the other has with no denial around, but what they say themselves."""
    for stem, word in denied_here.items():
        places = [place for place, token in enumerate(there) if stems.get(token) == stem]
        is_prefixed = any(token.startswith(_PREFIXES) and token.endswith(word) and token != word for token in there)
        if not places or stem in denied_there or is_prefixed:
            continue
        around = {
            token
            for place in islice(places, MOST_PLACES)
            for token in there[max(0, place - reach) : place + reach + 1]
            if stems.get(token) != stem
        }
        if not around & denying and "non" not in around and not any(map(is_negator, around)):
            yield word
