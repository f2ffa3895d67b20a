"""The words of answers from what is stored."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.direct_answers.told import Told, age, passing
from assistant.records import Filters, Hit, Paper

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        ("2026-11-21", "today"),
        ("2026-11-20", "1 day ago"),
        ("2026-10-01", "51 days ago"),
        ("2026-01-30", "about 10 months ago"),
        ("2026-03", "about 9 months ago"),
        ("2021-09-24", "about 5 years ago"),
        ("2021", "about 5 years ago"),
        ("2026", "this year"),
        ("2027-01-01", "in the future"),
        ("2027", "in the future"),
    ],
)
def test_age_is_as_exact_as_the_date(dated: str, said: str) -> None:
    """Days are told only where the day is known."""
    assert said == age(dated, TODAY)


def test_papers_get_the_numbers_of_the_dialogue() -> None:
    """Also where these overlap with the places in the text."""
    assert "A [2] and B [1]." == Told("A [1] and B [2].").naming([2, 1]).text


def test_what_a_person_typed_in_brackets_cites_nothing() -> None:
    """As a filter, or anywhere else behind the last paper."""
    assert " titled “(1)”" == passing(Filters(title="[1]"))
    assert "A [3] says [9]." == Told("A [1] says [9].").naming([3]).text


def test_papers_that_no_search_found_are_all_that_was_found() -> None:
    """So that a dialogue goes on with them."""
    gull, tern = Hit(Paper("g", "Gull", "."), 0.5), Hit(Paper("t", "Tern", "."), 0.4)
    told = Told("Tern [1].", (tern.paper,))
    assert (gull, tern) == told.hits_among((gull, tern))
    assert ["t"] == [hit.paper.id for hit in told.hits_among((gull,))]
