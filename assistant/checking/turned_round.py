"""See by its words whether a claim turns an abstract round: another count, an opposite, a negation, exchanged sides.

A claim that repeats most words of a sentence and exchanges one looks like the sentence to any model of meaning, the
reader included. Only what can be seen in the words is looked for, and only where it is rarely wrong: docs/LOG.md says
how rarely.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.compared import Compared, Turned
from assistant.checking.turned_numbers import exchanged_numbers, miscounted, other_shares
from assistant.checking.turned_roles import exchanged_roles
from assistant.checking.turned_words import denied, opposed
from assistant.language.words import Stemmer

_WAYS = (miscounted, other_shares, exchanged_numbers, opposed, denied, exchanged_roles)


def turned_round(claim: str, sentences: Sequence[str], stemmer: Stemmer) -> Turned | None:
    """Return what a claim turns round in the sentences of an abstract; None if that is not seen."""
    if not sentences:
        return None
    compared = Compared.of(claim, sentences, stemmer)
    return next((turned for way in _WAYS if (turned := way(compared))), None)
