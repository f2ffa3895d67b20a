"""Questions that take for granted the reverse of what their paper says."""

from __future__ import annotations

import pytest

from assistant.language.words import Stemmer
from assistant.premises import Denied
from assistant.turned_premises import turned_premise

TITLE = "Willow bark and the nights of owls"
ABSTRACT = (
    "Owls were given willow bark for a month.",
    "Willow bark was associated with a lower risk of broken wings.",
    "It increased the number of eggs and improved hunting accuracy.",
    "It raised the expression of OWL-2 in the young.",
    "The weight of feathers did not increase.",
)


@pytest.mark.parametrize(
    ("question", "thing", "place"),
    [
        ("Why does willow bark increase broken wings in owls?", "increase broken wings", 1),
        ("By how much did willow bark reduce the number of eggs?", None, None),  # a number alone says too little
        ("How does willow bark reduce hunting accuracy?", "reduce hunting accuracy", 2),
        ("How does willow bark suppress OWL-2?", "suppress owl-2", 3),
    ],
)
def test_reverse_is_seen(question: str, thing: str | None, place: int | None) -> None:
    """What rises in the question falls in the abstract, or the other way round."""
    expected = Denied(thing, ABSTRACT[place]) if thing and place else None
    assert expected == turned_premise(question, TITLE, ABSTRACT, Stemmer())


@pytest.mark.parametrize(
    "question",
    [
        "Why does willow bark reduce broken wings?",
        "Does willow bark increase broken wings?",
        "Willow bark increases broken wings",
        "Why does willow bark not increase broken wings?",
        "Why does willow bark increase the weight of feathers?",
        "Why does willow bark increase sleep?",
        "What increases as broken wings decrease?",
        "Why does it increase?",
        "why",
        "",
    ],
)
def test_what_is_not_turned_round(question: str) -> None:
    """It is said so, asked whether it is so, denied there too, or not spoken of."""
    assert turned_premise(question, TITLE, ABSTRACT, Stemmer()) is None
