"""A later question that asks the one before of somebody else."""

from __future__ import annotations

import pytest

from assistant.questions.other_groups import asked_of, read


@pytest.mark.parametrize(
    ("text", "whom", "is_limit"),
    [
        ("what about adults?", "adults", False),
        ("And in older women?", "older women", True),
        ("in mice?", "mice", True),
        ("is it the same for pediatric patients", "pediatric patients", True),
        ("ok, and what about the elderly?", "elderly", False),
    ],
)
def test_group_alone_is_understood(text: str, whom: str, is_limit: bool) -> None:
    """With words before it that say that it goes on."""
    assert (whom, is_limit) == read(text)


@pytest.mark.parametrize(
    "text",
    ["adults", "what about poker?", "what about adults in Kenya?", "and in France?", "what about tall men?", "", "in?"],
)
def test_anything_else_is_not(text: str) -> None:
    """It asks for something of its own."""
    assert read(text) is None


@pytest.mark.parametrize(
    ("question", "whom", "is_limit", "asked"),
    [
        ("Does honey help in children?", "adults", False, "Does honey help in adults?"),
        ("Do healthy older women sleep badly?", "men", False, "Do men sleep badly?"),
        ("Does honey help?", "mice", True, "Does honey help in mice?"),
        ("honey for pediatric patients with cough", "adults", True, "honey for adults with cough"),
        ("Does honey help?", "mice", False, "Does honey help in mice?"),
        ("How does honey help?", "mice", False, None),
        ("Do mice outlive rats?", "humans", True, None),
        ("Is old age sad?", "men", True, "Is old age sad in men?"),
    ],
)
def test_question_is_asked_of_the_other_group(question: str, whom: str, is_limit: bool, asked: str | None) -> None:
    """In place of its own, if it has one."""
    assert asked == asked_of(question, whom, is_limit=is_limit)
