"""The many ways to ask what a paper tells."""

from __future__ import annotations

import pytest

from assistant.questions.gist_questions import Part, read
from assistant.questions.plain_forms import plainly


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("TL;DR of SkillWeaver", Part.WHAT),
        ("In one sentence, what is SkillWeaver?", Part.WHAT),
        ("What is SkillWeaver in a nutshell?", Part.WHAT),
        ("What's the deal with SkillWeaver?", Part.WHAT),
        ("What is the key insight of SkillWeaver?", Part.WHAT),
        ("main idea behind SkillWeaver", Part.WHAT),
        ("What is novel about SkillWeaver?", Part.WHAT),
        ("What does SkillWeaver stand for?", Part.WHAT),
        ("What is SkillWeaver short for?", Part.WHAT),
        ("What's the full name of SkillWeaver?", Part.WHAT),
        ("What makes SkillWeaver special?", Part.WHAT),
        ("How is SkillWeaver different from previous work?", Part.WHAT),
        ("Can you walk me through SkillWeaver?", Part.ALL),
        ("How would you explain SkillWeaver to a beginner?", Part.ALL),
        ("I'd like to know more about SkillWeaver", Part.ALL),
        ("Tell me about the results of SkillWeaver.", Part.RESULT),
        ("What are SkillWeaver's strengths?", Part.RESULT),
        ("Key takeaways from SkillWeaver?", Part.RESULT),
        ("How does SkillWeaver compare to the baselines?", Part.RESULT),
        ("Does SkillWeaver really work?", Part.RESULT),
        ("How was SkillWeaver evaluated?", Part.RESULT),
        ("How does SkillWeaver test it?", Part.RESULT),
        ("What did they find in SkillWeaver?", Part.RESULT),
        ("What improvement does SkillWeaver report?", Part.RESULT),
        ("What is the largest improvement that SkillWeaver reports?", Part.RESULT),
        ("What were the gains of SkillWeaver?", Part.RESULT),
        ("What is the best gain that SkillWeaver reaches?", Part.RESULT),
        ("What did they do in SkillWeaver?", Part.WHAT),
        ("In what way is SkillWeaver novel?", Part.WHAT),
        ("How does SkillWeaver achieve this?", Part.METHOD),
        ("Please explain to me how SkillWeaver works", Part.METHOD),
        ("What are the components of SkillWeaver?", Part.METHOD),
        ("What is the approach taken in SkillWeaver?", Part.METHOD),
        ("Why is SkillWeaver important?", Part.PROBLEM),
        ("What question does SkillWeaver answer?", Part.PROBLEM),
    ],
)
def test_many_ways_ask_the_same(question: str, part: Part) -> None:
    """Each of them was read as a name, or not at all."""
    assert read(question) == [(part, "SkillWeaver")]


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("key takeaways?", Part.RESULT),
        ("What about the results?", Part.RESULT),
        ("limitations?", Part.LIMITS),
        ("any code?", Part.CODE),
        ("What makes it special?", Part.WHAT),
    ],
)
def test_later_question_needs_no_name(question: str, part: Part) -> None:
    """It is of the paper before; the first question of a dialogue is not."""
    assert read(question, follows=True) == [(part, "it")]
    assert "special" in question or read(question) == []


@pytest.mark.parametrize(
    "question",
    [
        "What is the carbon footprint of SkillWeaver?",
        "Which GPUs was SkillWeaver trained on?",
        "Who should read SkillWeaver?",
        "How does SkillWeaver store its APIs?",
        "How large is the improvement of SkillWeaver?",
        "What improvement does SkillWeaver report on Mind2Web?",
    ],
)
def test_what_asks_for_more_stays_as_it_is(question: str) -> None:
    """It is read for."""
    assert plainly(question) == question


def test_name_with_such_a_word_is_still_a_name() -> None:
    """The question is read without its plain form, too."""
    assert read("What is Design of Experiments?", is_plain=False) == [(Part.WHAT, "Design of Experiments")]
