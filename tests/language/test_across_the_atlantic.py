"""British and American spellings lead to each other."""

from __future__ import annotations

import pytest

from assistant.language.across_the_atlantic import across_the_atlantic

PAIRS = [
    ("oesophageal", "esophageal"),
    ("anaemia", "anemia"),
    ("haemorrhage", "hemorrhage"),
    ("diarrhoea", "diarrhea"),
    ("oestrogen", "estrogen"),
    ("foetal", "fetal"),
    ("paediatric", "pediatric"),
    ("leukaemia", "leukemia"),
    ("leucocyte", "leukocyte"),
    ("tumour", "tumor"),
    ("tumourigenesis", "tumorigenesis"),
    ("odour", "odor"),
    ("fibre", "fiber"),
    ("sulphate", "sulfate"),
    ("randomised", "randomized"),
    ("analyse", "analyze"),
    ("sceptical", "skeptical"),
    ("judgement", "judgment"),
    ("programmes", "programs"),
    ("grey", "gray"),
    ("mould", "mold"),
    ("manoeuvre", "maneuver"),
]


@pytest.mark.parametrize(("british", "american"), PAIRS)
def test_each_spelling_leads_to_the_other(british: str, american: str) -> None:
    """By rule."""
    assert american in across_the_atlantic(british)


@pytest.mark.parametrize(("british", "american"), [pair for pair in PAIRS if pair[0] != "manoeuvre"])
def test_american_spellings_lead_back(british: str, american: str) -> None:
    """Where one rule does."""
    assert british in across_the_atlantic(american)


@pytest.mark.parametrize(("word", "other"), [("poet", "pet"), ("pet", "poet"), ("four", "for"), ("canoes", "canes")])
def test_other_words_are_no_spellings(word: str, other: str) -> None:
    """However alike they look."""
    assert other not in across_the_atlantic(word)
