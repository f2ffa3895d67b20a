"""A paper that is looked up by a count."""

from __future__ import annotations

import pytest

from assistant.language.words import Stemmer
from assistant.stated_counts import read

STATED = [
    ("Which benchmark has 130 tasks?", "We make LIBERO of 130 language-conditioned manipulation tasks."),
    ("what study had 1,200 participants", "In all 1200 participants slept."),
    ("Which paper reports a 451% increase?", "It is an increase of over 451%."),
    ("Which paper reports a 451 percent increase in speed?", "With a 451% higher increase."),
    ("Which study found 45 percent mortality?", "Mortality was 45 percent."),
    ("Which study found 45% mortality?", "Mortality was 45 per cent."),
    ("Which data set contains about 438 games?", "We use 438 Connections games."),
]


@pytest.mark.parametrize(("question", "sentence"), STATED)
def test_count_is_stated(question: str, sentence: str) -> None:
    """With the thing that it counts near."""
    count = read(question)
    assert count is not None
    assert count.is_stated(sentence, Stemmer())


@pytest.mark.parametrize(
    "sentence",
    [
        "It has 13 tasks.",
        "Of 130 robots none does the two tasks.",
        "It has 1300 tasks.",
        "130% of tasks.",
        "Tasks: 130.",
        "130 percent of tasks.",
        "",
    ],
)
def test_other_counts_are_not(sentence: str) -> None:
    """Of other things, other numbers, shares."""
    count = read("Which benchmark has 130 tasks?")
    assert count is not None
    assert not count.is_stated(sentence, Stemmer())


@pytest.mark.parametrize(
    "question",
    [
        "Which model wins on the benchmark that has 130 tasks and no robots at all in it?",
        "Which benchmark has many tasks?",
        "Does it have 130 tasks?",
        "Which papers are from 2024?",
        "",
    ],
)
def test_other_questions_look_for_no_count(question: str) -> None:
    """They ask for more than who states it."""
    assert read(question) is None
