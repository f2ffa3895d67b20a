"""What is said around a question."""

from __future__ import annotations

import pytest

from assistant.questions.framing import unframed
from assistant.questions.understand import understand


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Hi, what is LIBERO?", "what is LIBERO?"),
        ("hello there! What is LIBERO about?", "What is LIBERO about?"),
        ("Thanks. And what is LIBERO?", "And what is LIBERO?"),
        ("ok great, how was it tested?", "how was it tested?"),
        ("Great, thanks! How was it tested?", "How was it tested?"),
        ("Can anyone tell me what ZEST is?", "what is ZEST?"),
        ("Hi, could you please tell me who the authors are?", "who are the authors?"),
        ("I was wondering what LIBERO is", "what is LIBERO"),
        ("Do you happen to know what SkillX does?", "what does SkillX do?"),
        ("Does anyone know how SkillClaw learns?", "how SkillClaw learns?"),
        ("In your library, which papers are about Minecraft?", "which papers are about Minecraft?"),
        ("quick question: is it open source?", "is it open source?"),
    ],
)
def test_only_the_question_is_left(said: str, asked: str) -> None:
    """What X is becomes what is X."""
    assert asked == unframed(said)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Has anyone worked on dance?", "papers about dance?"),
        ("Is there a paper on medical exams?", "papers about medical exams?"),
        ("Has anybody looked into cooking?", "papers about cooking?"),
        ("Do you have anything about cooking?", "papers about cooking?"),
    ],
)
def test_whether_there_are_papers_asks_for_them(said: str, asked: str) -> None:
    """One that holds the topic belongs to it."""
    assert asked == unframed(said)
    assert understand(said).is_broad


@pytest.mark.parametrize(
    "question",
    [
        "good papers on skill learning",
        "No. 1 on the leaderboard",
        "Well-being of workers",
        "Is there a paper on that for images?",
        "is there anything similar?",
        "Are there papers at NeurIPS on fairness?",
        "Does anyone doubt it?",
        "What do you know about LIBERO?",
        "High fidelity simulation",
        "In this paper, what is the loss?",
        "Which skills do you need?",
    ],
)
def test_other_questions_stay(question: str) -> None:
    """Also such as begin with a word of courtesy."""
    assert question == unframed(question)


@pytest.mark.parametrize("said", ["hi", "thanks!", "Great, thanks!", "ok"])
def test_courtesy_alone_is_no_question(said: str) -> None:
    """It is answered as such."""
    assert understand(said).aside


def test_a_question_that_is_part_of_a_name_stays() -> None:
    """Only what is said before another question is a frame."""
    assert "question answering" == unframed("question answering")
    assert "what is LION?" == unframed("Question: what is LION?")
    assert "what is LION?" == unframed("quick question, what is LION?")
