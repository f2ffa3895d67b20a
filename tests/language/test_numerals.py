"""Numbers in texts."""

from __future__ import annotations

import pytest

from assistant.language.numerals import tells_a_length, tells_a_number, without_separators


@pytest.mark.parametrize(
    "text",
    [
        "It has 5,446 questions.",
        "A 3.5% error, about 2x less.",
        "They trained (24) penguins.",
        "Eight nets were tried.",
        "We release 1,000+ models.",
        "Some 350k images.",
        "Only 10h of speech.",
        "It runs at 30fps on 12GB.",
        "A 7B model of 12-layer nets.",
        "Twenty-five tasks.",
        "Hundreds of tasks.",
        "No labels are needed.",
        "Of 2000000 papers.",
    ],
)
def test_number_is_told(text: str) -> None:
    """In digits or in words."""
    assert tells_a_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "MATH^2 is harder than MATH.",
        "3D scenes and p53 mice.",
        "GPT-4 and Kimi-K2 win.",
        "In 2021 it was new [Owl et al., 2019].",
        "Many.",
        "",
    ],
)
def test_names_and_years_are_no_numbers(text: str) -> None:
    """They count nothing."""
    assert not tells_a_number(text)


@pytest.mark.parametrize(
    "text", ["It takes 3 hours.", "A 20ms delay.", "It runs in real time.", "It is twice as fast."]
)
def test_length_of_time_is_told(text: str) -> None:
    """Or how quick something is, from which it follows."""
    assert tells_a_length(text)


def test_other_numbers_are_no_length() -> None:
    """Neither of time nor of a text."""
    assert not tells_a_length("Of 2,500 skills 90% fail, among them those of GPT-4.")


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("we enrolled 3 100 patients", "we enrolled 3100 patients"),
        ("12 345 678 people", "12345678 people"),
        ("1,234 and 10{,}000", "1234 and 10000"),
        ("phase 3 100 patients", "phase 3 100 patients"),
        ("GPT-4 175 billion", "GPT-4 175 billion"),
        ("tuned Llama 3 405 times", "tuned Llama 3 405 times"),
    ],
)
def test_thousands_are_joined_unless_another_number_begins(text: str, joined: str) -> None:
    """A space parts a number as often as two."""
    assert joined == without_separators(text)
