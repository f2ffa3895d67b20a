"""Numbers in wishes for papers."""

from __future__ import annotations

import pytest

from assistant.questions.filters import parse
from assistant.questions.understand import understand
from assistant.questions.wished_counts import take
from assistant.records import Turn


@pytest.mark.parametrize(
    ("question", "text", "most"),
    [
        ("Name two papers about dance", "Name papers about dance", 2),
        ("Give me one paper on furniture", "Give me a paper on furniture", 1),
        ("top 3 papers on continual learning", "papers on continual learning", 3),
        ("Can you show me the top three papers about robots?", "Can you show me papers about robots?", 3),
        ("list 10 robot papers", "list robot papers", 10),
        ("I need a dozen papers that treat robots", "I need papers that treat robots", 12),
    ],
)
def test_number_of_wished_papers_is_not_searched(question: str, text: str, most: int) -> None:
    """It says how many are to be named."""
    assert (text, most) == take(question)


@pytest.mark.parametrize(
    "question",
    [
        "show me the first two papers",
        "list the two papers",
        "Name the two papers about dance",
        "give me two more papers on that",
        "give me two papers",
        "show me three newest papers on robots",
        "list the ten newest papers",
        "Name two datasets of dance",
        "Which three networks are combined?",
        "papers on agents with two arms",
        "Give me 0 papers on robots",
        "Give me 500 papers on robots",
    ],
)
def test_other_numbers_stay(question: str) -> None:
    """They point at papers, belong to another question, or are no number of papers that somebody reads."""
    assert (question, None) == take(question)


def test_filters_say_what_is_wished_for() -> None:
    """A number is enough then."""
    found = parse("Give me five papers from 2024")
    assert ("Give me papers", 5, "2024") == (found.text, found.most, found.filters.since)


def test_others_than_those_wished_for_are_asked_for_again() -> None:
    """The number does not point at papers of an answer."""
    asked = Turn("Name two papers about dance", "Name papers about dance", "A [1]. B [2].", ("Alpha", "Beta"))
    found = understand("more papers", [asked])
    assert ("Name papers about dance", True, None) == (found.text, found.is_again, found.most)
