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
    "sentence",
    [
        "Willow bark was compared with rest in 120 owls with elevated blood pressure.",
        "Willow bark was given to owls at increased risk of high blood pressure.",
        "Elevated blood pressure was treated with willow bark.",
        "In old owls, elevated blood pressure was treated with willow bark.",
        "Owls that had increased blood pressure were given willow bark.",
        "Willow bark was given to owls whose blood pressure was elevated.",
        "Willow bark kept success higher at this blood pressure.",
        "Blood pressure of earlier owls was higher.",
        "Blood pressure was higher with nettles, whereas willow bark did no harm.",
        "Willow bark was tried because high blood pressure increased thirst.",
    ],
)
def test_state_is_no_effect(sentence: str) -> None:
    """What is told apart by it, what another thing does, and what is said of others."""
    assert turned_premise("How does willow bark lower blood pressure?", TITLE, [sentence], Stemmer()) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Willow bark increased blood pressure.",
        "Willow bark has led to elevated blood pressure.",
        "Owls with willow bark had a higher blood pressure.",
        "Willow bark was associated with increased blood pressure.",
        "Blood pressure was significantly elevated by willow bark.",
        "Willow bark helped them to sleep while raising blood pressure.",
        "Willow bark gave an increase in blood pressure.",
    ],
)
@pytest.mark.parametrize(
    "question", ["How does willow bark lower blood pressure?", "Why did blood pressure fall in owls?"]
)
def test_effect_is_seen_however_it_is_said(sentence: str, question: str) -> None:
    """As a verb, an attribute of what comes out, or a noun; and however it is asked."""
    assert turned_premise(question, TITLE, [sentence], Stemmer())


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


def test_number_belongs_to_a_name() -> None:
    """A p-value is no p53."""
    abstract = ["With willow bark the weight of owls increased, p = .03.", "Willow bark raised owl-2."]
    assert turned_premise("How does willow bark lower p53?", TITLE, abstract, Stemmer()) is None
    assert turned_premise("How does willow bark lower OWL-3?", TITLE, abstract, Stemmer()) is None
    assert turned_premise("How does willow bark lower OWL2?", TITLE, abstract, Stemmer())
