"""What a question asks behind its first part is found, and nothing where it asks one thing."""

from __future__ import annotations

import pytest

from assistant.questions.question_parts import asked_besides


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What is blamed, and what replaces it?", ["what replaces it?"]),
        ("imitation from old data: which choices mattered most?", ["which choices mattered most?"]),
        (
            "Two models that fit their corpus equally well - do they behave alike, and when do abilities show up?",
            ["do they behave alike", "when do abilities show up?"],
        ),
        ("It breaks down with people. what is blamed?", ["what is blamed?"]),
        ("a navigator borrows its ability from which task, and by what strategy?", ["by what strategy?"]),
        ("How is the body fed in; and in which order?", ["and in which order?"]),
    ],
)
def test_parts_that_ask_are_found(question: str, asked: list[str]) -> None:
    """Behind a comma, a colon, a dash or a full stop, also without "and"."""
    assert asked_besides(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "What is SkillWeaver?",
        "How do web agents learn skills, APIs and tools?",
        "robots, drones and bridges",
        "Who wrote it, and why?",
        "",
    ],
)
def test_question_for_one_thing_has_none(question: str) -> None:
    """A list of nouns asks for nothing more, nor does a single word."""
    assert asked_besides(question) == []
