"""See that a question takes for granted the reverse of what its paper says: "Why do statins increase fractures?".

Only what rises or falls is looked at: what stands behind the verb of the question goes the other way in the abstract,
and nowhere that way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from assistant.language.negations import is_negator, tokens_of
from assistant.language.words import STOP_WORDS, Stemmer
from assistant.premises import Denied

NEAR = 6
"""Words on each side of what rises or falls among which the abstract says so."""
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
_ENDS = frozenset(".;:?!()")


def turned_premise(question: str, title: str, sentences: Sequence[str], stemmer: Stemmer) -> Denied | None:
    """Return what a question takes for granted and a paper says the reverse of; None if that is not seen."""
    asked = tokens_of(question)
    verbs = [place for place, token in enumerate(asked) if token in _UP | _DOWN]
    if len(verbs) != 1 or asked[0] not in _ASKING or any(map(is_negator, asked)):
        return None
    verb = asked[verbs[0]]
    thing = _thing(asked[verbs[0] + 1 :])
    named = [token for token in thing if token.isalpha()]
    if not set(named) - _LIGHT:
        return None
    that_way, other_way = _ways(named[-1], is_up=verb in _UP)
    parts = [(text, tokens_of(text)) for text in (*sentences, title)]
    stems = stemmer.stem_of_each(token for row in (named, *(row for _, row in parts)) for token in row)
    reversed_by = ""
    for text, row in parts:
        held = {stems[token] for token in row}
        for place in (place for place, token in enumerate(row) if stems[token] == stems[named[-1]]):
            near = {*_until_mark(reversed(row[max(0, place - NEAR) : place])), *_until_mark(row[place + 1 :][:NEAR])}
            if near & that_way or any(map(is_negator, near)):
                return None
            if near & other_way and held.issuperset(stems[word] for word in named):
                reversed_by = reversed_by or text
    return Denied(" ".join([verb, *thing]).replace(" - ", "-"), reversed_by) if reversed_by else None


def _ways(thing: str, *, is_up: bool) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that say that something goes one way, and those that say that it goes the other way."""
    up, down = (_UP | _BETTER, _DOWN | _WORSE) if thing in _WISHED else (_UP, _DOWN)
    return (up, down) if is_up else (down, up)


def _thing(tokens: Sequence[str]) -> list[str]:
    """Return the words of the thing that stands first."""
    first = next((place for place, token in enumerate(tokens) if token not in STOP_WORDS), len(tokens))
    behind = tokens[first : first + MOST_OF_A_THING]
    return list(takewhile(lambda token: token == "-" or (token not in STOP_WORDS and token.isalnum()), behind))


def _until_mark(tokens: Iterable[str]) -> list[str]:
    return list(takewhile(lambda token: token not in _ENDS, tokens))
