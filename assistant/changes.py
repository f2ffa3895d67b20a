"""See what a word that says that things rise or fall says it of: "reduced" in "it reduced mortality".

What is told apart ("adults with elevated blood pressure") rises or falls in nobody's hands, and is no effect.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.words import STOP_WORDS

NEAR = 6
"""Words on each side of a thing among which a sentence says that it rises or falls."""
MARKS = frozenset(".;:?!()")

_ARTICLES = frozenset("a an the its their our this these those all each both any".split())
_DEGREES = frozenset("much far even still more most less very further overall mean average".split())
_BEFORE = frozenset(
    "of with without for to from in on at by as than under over against despite during after before between among"
    " through via into across toward towards because since while when where if and or but that which not".split()
)
"""Before what is described stands one of these, before a verb what it is told of."""
_EFFECTS = {
    "to": "lead leads led leading contribute contributes contributed contributing owing",
    "in": "result results resulted resulting",
    "with": "associated associates correlated correlates correlate linked accompanied together along come comes came",
    "by": "accompanied followed evidenced shown indicated reflected characterized manifested",
    "of": "cause causes evidence",
    "from": "suffer suffers suffered suffering",
    "as": "well",
}
"""Before which prepositions stands what has it for its effect."""
_RELATIVE = frozenset("who which that whose with".split())
_LISTING = frozenset(["and", "or"])
_STATES = frozenset("whose if when whenever because".split())
_OF_NOUNS = frozenset("of in for to on".split())
_NOUNS = ("tion", "tions", "ment", "ments", "increase", "decrease", "rise", "fall", "decline", "drop", "gain", "gains")
_AUXILIARIES = frozenset("is are was were be been being has have had becomes became remains remained".split())


def is_said_to_change(row: Sequence[str], thing: int, change: int) -> bool:
    """Whether a word for a change says that a thing changes, and neither which one is meant nor what others do.

    Args:
        thing, change: places in the row.
    """
    if any(token in MARKS for token in row[min(thing, change) : max(thing, change)]):
        return False
    if change > thing:
        return _is_predicate(row, thing, change)
    between = row[change + 1 : thing]
    is_noun = row[change].endswith(_NOUNS) and (
        _word(row, change - 1) in _ARTICLES or "of" in between[:1] or "in" in between[:1]
    )
    if not _may_stand_between(between, is_noun=is_noun):
        return False
    return is_noun or not _is_attribute(row, change, thing)


def _word(row: Sequence[str], place: int) -> str:
    """Return the word at a place; a mark where there is none."""
    return row[place] if 0 <= place < len(row) else "."


def _may_stand_between(between: Sequence[str], *, is_noun: bool) -> bool:
    """Whether a change has the thing behind these words for its object: "expression of", not "at low"."""
    allowed = _OF_NOUNS if is_noun else {"of"}
    return all(
        token in allowed or token in _ARTICLES or token in _LISTING or token not in _BEFORE | _AUXILIARIES
        for token in between
    )


def _is_attribute(row: Sequence[str], change: int, thing: int) -> bool:
    """Whether a change describes a thing that stands behind it, and is not its effect: "with elevated pressure"."""
    place = change - 1
    while _word(row, place) in _ARTICLES or _word(row, place) in _DEGREES or _word(row, place).endswith("ly"):
        place -= 1
    before, word = _word(row, place), row[change]
    if before in _EFFECTS and _word(row, place - 1) in _EFFECTS[before].split():
        return False
    if before in ("has", "have", "had"):
        return _word(row, place - 1) in _RELATIVE
    if word.endswith("ing"):
        return before in ("with", "against")
    if not word.endswith(("ed", "er")) or (before, word) == ("to", "lower"):
        return False
    if before == ",":
        return not _AUXILIARIES.isdisjoint(row[thing + 1 : thing + 3])
    return before in MARKS or before in _BEFORE - _LISTING - {"that", "which", "but"}


def _is_predicate(row: Sequence[str], thing: int, change: int) -> bool:
    """Whether a change is told of a thing before it: "pressure was reduced by", not "pressure reduced pain"."""
    behind = _word(row, change + 1)
    if behind.isalpha() and behind not in STOP_WORDS and behind not in _BEFORE and not behind.endswith("ly"):
        return False
    if behind in _ARTICLES or not _STATES.isdisjoint(row[max(0, thing - NEAR) : thing]):
        return False
    between = row[thing + 1 : change]
    is_parted = any(
        token in _BEFORE - {"of", "in", "and", "or", "not", "for", "on"} or token == "," for token in between
    )
    return not is_parted and _word(row, change - 1) not in _BEFORE - {"not", "and"}
