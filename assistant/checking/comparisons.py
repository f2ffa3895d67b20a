"""What a sentence compares: by "than", or by a verb of winning or losing, in the active or the passive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.checking.compared import BEFORE, Compared, Sides, until
from assistant.checking.opposites import LOSE, WIN
from assistant.language.negations import is_negator

BEATS = "beats"
"""How the first of two things compares with the second, by a verb or by "better than"."""
NEAR = 4
"""Words before "than" among which its comparative is."""
_COMPARATIVES = frozenset(
    "better worse more less fewer higher lower larger smaller faster slower stronger weaker longer shorter easier"
    " harder cheaper greater".split()
)
_PARTICLES = {
    **dict.fromkeys("superior superiority inferior".split(), ("to", "over")),
    **dict.fromkeys("lag lags lagged behind".split(), ("behind",)),
    **dict.fromkeys("lose loses lost".split(), ("to", "against")),
}
"""Words behind some others with which alone these compare."""
_BE = frozenset("is are was were be been being".split())
_VERBS = (WIN | LOSE) - _COMPARATIVES


def comparisons(compared: Compared, tokens: Sequence[str]) -> Iterator[tuple[str, Sides]]:
    """Yield the two sides of each comparison, with its comparative or `BEATS`; with `BEATS`, the winner first."""
    for place, token in enumerate(tokens):
        if token == "than":
            before = tokens[max(0, place - NEAR) : place][::-1]
            how = next((word for word in before if word in _COMPARATIVES), "")
            is_won = how not in LOSE
        elif token in _VERBS and _has_object(tokens, place):
            how = BEATS
            is_won = (token in WIN) == (tokens[place + 1] != "by")
        else:
            continue
        if how:
            sides = _sides(compared, tokens, place, how)
            how = BEATS if how in WIN | LOSE else how
            yield _denied(tokens, place) + how, sides if is_won else sides.turned()


def _sides(compared: Compared, tokens: Sequence[str], place: int, how: str) -> Sides:
    """Return what is compared, without what says it: "experiments demonstrate that"."""
    sides = compared.sides(tokens, place)
    said = until(tokens[max(0, place - BEFORE) : place][::-1], ("that",))[::-1]
    first = compared.sides([*said, tokens[place]], len(said)).first
    return Sides((first or sides.first) - compared.content([how]), sides.second - {"behind"})


def _has_object(tokens: Sequence[str], place: int) -> bool:
    """Whether a word of winning or losing tells what is beaten, or, in the passive, by what."""
    behind = tokens[place + 1 : place + 3]
    if tokens[place] in _PARTICLES:
        return bool(behind) and behind[0] in _PARTICLES[tokens[place]]
    if behind[:1] == ["by"]:
        return tokens[place].endswith(("ed", "en")) and not behind[-1][0].isdigit()
    return bool(behind) and not _BE & set(tokens[max(0, place - 2) : place])


def _denied(tokens: Sequence[str], place: int) -> str:
    """Return "not " where it is denied, or fails, that two things compare so."""
    before = until(tokens[max(0, place - BEFORE) : place][::-1], ".;,")
    return "not " if any(is_negator(token) or token.startswith("fail") for token in before) else ""
