"""Dates as filters where no paper is spoken of."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.questions.filters import Parsed, parse
from assistant.questions.understand import understand
from assistant.records import Filters, Turn

TODAY = date(2026, 4, 17)
SINCE_2024 = Filters(since="2024")
ASKED = Turn("papers on pruning", "papers on pruning", "Some [1].", ("Alpha",), ((1, "Alpha"),))


def year(value: str) -> Filters:
    """Return the filters of a year."""
    return Filters(since=value, until=value)


@pytest.mark.parametrize(
    ("question", "text", "filters"),
    [
        ("Which methods from 2026 train humanoids?", "Which methods train humanoids?", year("2026")),
        ("Which method from 2026 trains humanoids?", "Which method trains humanoids?", year("2026")),
        ("Which paper from 2026 trains humanoids?", "Which paper trains humanoids?", year("2026")),
        ("What pruning techniques since 2024 are sparse?", "What pruning techniques are sparse?", SINCE_2024),
        ("Is there research from 2024 on pruning?", "Is there research on pruning?", year("2024")),
        ("What came out in 2022 on pruning?", "What on pruning?", year("2022")),
        ("What came out on pruning in 2022?", "What came out on pruning?", year("2022")),
        ("What has been done on unlearning since 2024?", "What has been done on unlearning?", SINCE_2024),
        ("What's new on unlearning since 2024?", "What's new on unlearning?", SINCE_2024),
        ("How many papers came out in 2025?", "How many papers?", year("2025")),
        ("How many papers have been published since 2024?", "How many papers?", SINCE_2024),
        ("Which of these are from 2026?", "Which of these are?", year("2026")),
        ("any of them in 2026?", "any of them?", year("2026")),
        ("in 2024", "", year("2024")),
        ("what about 2024?", "", year("2024")),
        ("and last year?", "", year("2025")),
        ("what about between 2023 and 2024?", "what about?", Filters(since="2023", until="2024")),
    ],
)
def test_date_that_can_be_nothing_else_is_a_filter(question: str, text: str, filters: Filters) -> None:
    """Of methods, of what came out or was done, or alone."""
    assert Parsed(text, filters) == parse(question, today=TODAY)


@pytest.mark.parametrize(
    "question",
    [
        "Which model won in 2012?",
        "Which methods won in 2012?",
        "Which methods use data from 2023?",
        "Which of these use data from 2023?",
        "the 2023 dataset",
        "AIME 2024",
        "distillation 2022",
        "How good is o1 on AIME 2024?",
        "since 2019 the field has moved. why?",
        "How does GPT-4 in 2023 compare?",
        "What came out of the 2022 workshop?",
        "What came out of the workshop in 2022?",
        "What was done about the crisis in 2008?",
        "Which method trains after 2000 steps?",
        "Which methods not from 2020 are there?",
    ],
)
def test_date_that_may_be_something_else_stays(question: str) -> None:
    """A false filter hides papers."""
    found = parse(question, today=TODAY)
    assert (question, Filters()) == (found.text, found.filters)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("distillation 2022", "2022"),
        ("SWE-bench in 2024", "in 2024"),
        ("Which methods use data from 2023?", "from 2023"),
        ("Which model won in 2012?", "in 2012"),
    ],
)
def test_year_where_a_filter_might_stand_is_noted(question: str, said: str) -> None:
    """Also where no paper is spoken of."""
    noted = f"“{said}” is searched as words; as a filter it is year:{said[-4:]}"
    assert (noted,) == parse(question, today=TODAY).notes


@pytest.mark.parametrize(
    "question", ["the 2023 dataset", "How good is o1 on AIME 2024?", "Which method trains after 2000 steps?"]
)
def test_year_where_no_filter_would_stand_is_not_noted(question: str) -> None:
    """It belongs to a name, or is none."""
    assert parse(question, today=TODAY).notes == ()


@pytest.mark.parametrize("question", ["and in 2026?", "in 2026", "what about in 2026?", "what about 2026?", "2026?"])
def test_date_alone_asks_the_question_before_again(question: str) -> None:
    """However it is said."""
    found = understand(question, [ASKED])
    assert (found.text, found.filters) == ("papers on pruning", year("2026"))


def test_date_alone_asks_again_what_was_more_than_a_date() -> None:
    """Not the date, or the others, that were asked for before."""
    before = [ASKED, Turn("what about in 2024?", "papers on pruning", "One [2].", ("Beta",), ((2, "Beta"),))]
    before.append(Turn("more papers", "papers on pruning", "Another [3].", ("Gamma",), ((3, "Gamma"),)))
    found = understand("and before 2023?", before)
    assert (found.text, found.filters) == ("papers on pruning", Filters(before="2023"))


def test_date_with_other_words_asks_them() -> None:
    """It is a question of its own."""
    assert understand("and what won in 2026?", [ASKED]).text == "and what won in 2026?"
