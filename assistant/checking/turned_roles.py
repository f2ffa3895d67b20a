"""Sides that a claim exchanges: what leads where, what is better than what, and which of two things does which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.checking.compared import Compared, Sides, Turned
from assistant.checking.comparisons import comparisons

ROUTE = 12
"""Words from "from" to "to" among which is where it leads from."""
LEAST_SHARED = 4
"""Words that claim and sentence share, each once in both, from which on it is seen which belong together."""
MOST_PARTS = 30
"""Ways to part a sentence by its commas that are looked at; one with more of them is a list, or made to cost time."""

_TO = frozenset("to into toward towards onto".split())
_PARTING = frozenset(", ; . and while whereas but".split())
_JOINING = frozenset("and or , / -".split())


def exchanged_roles(compared: Compared) -> Turned | None:
    """Return what a claim has the other way round: two ends, what is compared, or which of two does what."""
    for pairs, what in ((_routes, "goes"), (comparisons, "compares them")):
        mine = list(pairs(compared, compared.said))
        theirs = [(place, pair) for place, tokens in enumerate(compared.others) for pair in pairs(compared, tokens)]
        for how, one in mine:
            same = [(place, other) for place, (by, other) in theirs if by == how]
            place = next((place for place, other in same if one.are_exchanged(other)), None)
            if place is not None and not any(one.are_exchanged(other.turned()) for _, other in same):
                return Turned(place, f"the cited abstract {what} the other way round")
    return _mixed_parts(compared)


def _routes(compared: Compared, tokens: Sequence[str]) -> Iterator[tuple[str, Sides]]:
    """Yield the two ends of each "from … to …"."""
    for place, token in enumerate(tokens):
        ends = range(place + 1, min(place + ROUTE, len(tokens)))
        to = next((at for at in ends if tokens[at] in _TO), None) if token == "from" else None
        if to is not None:
            way = compared.sides(tokens, to)
            yield "", Sides(compared.content(tokens[place + 1 : to]), way.second)


def _mixed_parts(compared: Compared) -> Turned | None:
    """Return the closest sentence if, wherever it and the claim are parted, each part has words of both of the other.

    So it is where what is said of one of two things is said of the other. Only words count that stand once in each, and
    not those that are merely named in another order ("speed and memory").
    """
    said, other = compared.said, compared.others[compared.closest]
    shared = _once(compared, said) & _once(compared, other)
    if len(shared) < LEAST_SHARED:
        return None
    mine, theirs = (list(islice(_parts(compared, tokens, shared), MOST_PARTS + 1)) for tokens in (said, other))
    if not 0 < len(mine) <= MOST_PARTS or not 0 < len(theirs) <= MOST_PARTS:
        return None
    if not all(_is_mixed(one, their) for one in mine for their in theirs):
        return None
    joined = _joined(compared, said) | _joined(compared, other)
    one, their = mine[-1], theirs[-1]
    for crossed in (one.first & their.second, one.second & their.first):
        if any(frozenset((moved, word)) in joined for moved in crossed for word in shared - crossed):
            return None
    return Turned(compared.closest, "the cited abstract says of the one what is said here of the other")


def _once(compared: Compared, tokens: Sequence[str]) -> set[str]:
    counts = Counter(compared.stems[token] for token in tokens if compared.content([token]))
    return {stem for stem, count in counts.items() if count == 1}


def _parts(compared: Compared, tokens: Sequence[str], shared: set[str]) -> Iterator[Sides]:
    """Yield the parts on either side of each "and", comma and the like that have two shared words each.

    Args:
        shared: stems, each of which stands once among the tokens.
    """
    passed: set[str] = set()
    is_new = False
    for token in tokens:
        if token in _PARTING and is_new and len(passed) > 1 and len(shared) - len(passed) > 1:
            yield Sides(set(passed), shared - passed)
            is_new = False
        elif (stem := compared.stems.get(token, "")) in shared and compared.content([token]):
            passed.add(stem)
            is_new = True


def _is_mixed(one: Sides, other: Sides) -> bool:
    return all(mine & theirs for mine in (one.first, one.second) for theirs in (other.first, other.second))


def _joined(compared: Compared, tokens: Sequence[str]) -> set[frozenset[str]]:
    """Return the pairs of words that an "and", a comma or the like stands between."""
    return {
        frozenset(compared.stems.get(tokens[at], "") for at in (place - 1, place + 1))
        for place in range(1, len(tokens) - 1)
        if tokens[place] in _JOINING
    }
