"""A word in capitals is a name, or only stressed."""

from __future__ import annotations

import pytest

from assistant.language.capitals import names_in_capitals
from assistant.language.words import content_words, has_content
from assistant.questions.asides import kind_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What is ALL?", "all"),
        ("How is ALL treated in children?", "all"),
        ("compare ALL and lymphoma", "all"),
        ("Does NO widen vessels?", "no"),
        ("What is OR in statistics?", "or"),
        ("the role of IF in the gut", "if"),
        ("patients with AS", "as"),
        ("Is WAS an inherited disease?", "was"),
        ("ALL in children", "all"),
        ("does the WHO recommend it", "who"),
    ],
)
def test_abbreviations_are_names(text: str, name: str) -> None:
    """They carry meaning, and are searched."""
    assert name in names_in_capitals(text)
    assert has_content(text)
    assert name in content_words(text)
    assert kind_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "does it NOT work",
        "list ALL papers",
        "find papers with NO labels",
        "robots OR drones AND ships",
        "do ALL models need labels?",
        "what IS it",
        "how DOES it work",
        "is it the ONLY one",
        "WHAT IS ALL THIS?",
        "DOES p53 CAUSE CANCER AND ALL?",
        "what is all of it",
        "",
    ],
)
def test_stressed_and_shouted_words_are_none(text: str) -> None:
    """Nor are those in small letters."""
    assert names_in_capitals(text) == frozenset()
