"""Numbers in texts."""

from __future__ import annotations

import pytest

from assistant.language.numerals import tells_a_number


@pytest.mark.parametrize(
    "text",
    [
        "It has 5,446 questions.",
        "A 3.5% error, about 2x less.",
        "They trained (24) penguins.",
        "Eight nets were tried.",
        "We release 1,000+ models.",
        "Some 350k images.",
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
    ["MATH^2 is harder than MATH.", "GPT-4 and Kimi-K2 win.", "In 2021 it was new [Owl et al., 2019].", "Many.", ""],
)
def test_names_and_years_are_no_numbers(text: str) -> None:
    """They count nothing."""
    assert not tells_a_number(text)
