"""See that a question takes for granted the reverse of what its paper says: "Why do statins increase fractures?".

Only what rises or falls is looked at: what stands behind the verb of the question goes the other way in the abstract,
and nowhere that way, in a clause that speaks of what is said to do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from assistant.changes import MARKS, NEAR, is_said_to_change
from assistant.language.negations import is_negator, tokens_of
from assistant.language.words import STOP_WORDS, Stemmer
from assistant.premises import Denied

MOST_OF_A_THING = 4
"""Words behind the verb of a question that name what rises or falls."""

_ASKING = frozenset("why how what which who whom when where by".split())
"""Words with which a question begins that takes the rest for granted."""
_UP, _DOWN = (
    frozenset(words.split())
    for words in (
        "increase increases increased increasing raise raises raised raising rise rises rising elevate elevates"
        " elevated elevating elevation higher greater boost boosts boosted boosting enhance enhances enhanced enhancing"
        " promote promotes promoted promoting stimulate stimulates stimulated upregulate upregulates upregulated grow"
        " grows grew",
        "decrease decreases decreased decreasing reduce reduces reduced reducing reduction reductions lower lowers"
        " lowered lowering diminish diminishes diminished suppress suppresses suppressed suppressing inhibit inhibits"
        " inhibited inhibiting attenuate attenuates attenuated downregulate downregulates downregulated decline"
        " declines declined fall falls fell drop drops dropped shrink shrinks fewer",
    )
)
_BETTER, _WORSE = (
    frozenset(words.split())
    for words in (
        "improve improves improved improving improvement improvements better gain gains",
        "impair impairs impaired impairing worsen worsens worsened degrade degrades degraded degrading hurt hurts",
    )
)
_WISHED = frozenset(
    "accuracy performance efficiency quality success recall precision survival throughput speed robustness coverage"
    " diversity score scores generalization function".split()
)
"""What is better when there is more of it: to improve it is to raise it."""
_LIGHT = frozenset("risk rate rates level levels number amount use time".split())
"""What says nothing alone of what rises."""
_SAME = frozenset("it its this these their our we which".split())
"""What may stand in a clause for what a question names."""
_OTHER_CLAUSES = frozenset("; while whereas unlike".split())
_AUXILIARIES = frozenset("do does did is are was were has have".split())
_WHERE = frozenset("in to with through for as from than by at on during after when while of".split())


def turned_premise(question: str, title: str, sentences: Sequence[str], stemmer: Stemmer) -> Denied | None:
    """Return what a question takes for granted and a paper says the reverse of; None if that is not seen."""
    asked = tokens_of(question)
    verbs = [place for place, token in enumerate(asked) if token in _UP | _DOWN]
    if len(verbs) != 1 or asked[0] not in _ASKING or any(map(is_negator, asked)):
        return None
    verb, thing = asked[verbs[0]], _changed(asked, verbs[0])
    is_done = thing == _thing(asked[verbs[0] + 1 :])
    named = [token for token in thing if token.isalpha()]
    if not set(named) - _LIGHT:
        return None
    doing = [
        token
        for token in asked[: verbs[0] if is_done else 0]
        if token not in STOP_WORDS | _ASKING | _LIGHT and token.isalnum()
    ]
    that_way, other_way = _ways(named[-1], is_up=verb in _UP)
    parts = [(text, tokens_of(text)) for text in (*sentences, title)]
    stems = stemmer.stem_of_each(token for row in (named, doing, *(row for _, row in parts)) for token in row)
    head, agents, reversed_by = stems[named[-1]], {stems[word] for word in doing}, ""
    number = _number(thing, len(thing) - 1 - thing[::-1].index(named[-1]))
    for text, row in parts:
        held = {stems[token] for token in row}
        for place in (at for at, token in enumerate(row) if stems[token] == head and _number(row, at) == number):
            near = {*_until_mark(reversed(row[max(0, place - NEAR) : place])), *_until_mark(row[place + 1 :][:NEAR])}
            if near & that_way or any(map(is_negator, near)):
                return None
            if reversed_by or not near & other_way or not held.issuperset(stems[word] for word in named):
                continue
            around = range(max(0, place - NEAR), min(len(row), place + NEAR + 1))
            clause = _clause(row, place)
            is_of_it = not agents or not _SAME.isdisjoint(clause) or any(stems[token] in agents for token in clause)
            if is_of_it and any(row[at] in other_way and is_said_to_change(row, place, at) for at in around):
                reversed_by = text
    said = " ".join([verb, *thing] if is_done else [*thing, verb]).replace(" - ", "-")
    return Denied(said, reversed_by) if reversed_by else None


def _ways(thing: str, *, is_up: bool) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that say that something goes one way, and those that say that it goes the other way."""
    up, down = (_UP | _BETTER, _DOWN | _WORSE) if thing in _WISHED else (_UP, _DOWN)
    return (up, down) if is_up else (down, up)


def _changed(asked: Sequence[str], verb: int) -> list[str]:
    """Return the words of what rises or falls: behind the verb, or before it if it has no object."""
    behind = asked[verb + 1 : verb + 2]
    is_noun = asked[verb - 1] in ("the", "a", "an") or asked[verb].endswith(("tion", "tions"))
    if is_noun or not _AUXILIARIES.intersection(asked[:verb]) or not (behind in ([], ["?"]) or behind[0] in _WHERE):
        return _thing(asked[verb + 1 :])
    first = next(place for place, token in enumerate(asked) if token in _AUXILIARIES)
    subject = asked[first + 1 : verb]
    return _thing(subject[subject.index("'") + 2 :] if "'" in subject else subject)


def _thing(tokens: Sequence[str]) -> list[str]:
    """Return the words of the thing that stands first."""
    first = next((place for place, token in enumerate(tokens) if token not in STOP_WORDS), len(tokens))
    behind = tokens[first : first + MOST_OF_A_THING]
    return list(takewhile(lambda token: token == "-" or (token not in STOP_WORDS and token.isalnum()), behind))


def _until_mark(tokens: Iterable[str]) -> list[str]:
    return list(takewhile(lambda token: token not in MARKS, tokens))


def _clause(row: Sequence[str], place: int) -> Sequence[str]:
    """Return the words around a place up to where something else is spoken of."""
    ends = [at for at, token in enumerate(row) if token in _OTHER_CLAUSES and at and not _goes_on(row[at + 1 : at + 3])]
    first = max((at for at in ends if at < place), default=-1)
    return row[first + 1 : min((at for at in ends if at > place), default=len(row))]


def _goes_on(behind: Sequence[str]) -> bool:
    """Whether what is spoken of stays: "while also reducing"."""
    return any(token.endswith("ing") for token in behind)


def _number(row: Sequence[str], place: int) -> str:
    """Return the number that belongs to the word at a place, as in "p53" or "IL-6"; empty if none does."""
    behind = [token for token in row[place + 1 : place + 3] if token != "-"]
    return behind[0] if behind and behind[0].isdigit() else ""
