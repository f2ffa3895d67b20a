"""Questions in other languages, and English ones that look like it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import pipeline
from assistant.language.foreign import is_foreign
from assistant.records import Answer, Finished
from assistant.settings import Settings
from assistant.storage.library import Library

QUESTIONS = Path(__file__).parents[2] / "evaluations" / "questions"


@pytest.mark.parametrize(
    "text",
    [
        "Wie lernen Roboter laufen?",
        "Was ist SkillWeaver?",
        "Welche Papiere behandeln Analogien?",
        "wie funktioniert das in der Praxis",
        "Erkläre mir SkillRouter",
        "Qu'est-ce que SkillWeaver ?",
        "Comment les robots apprennent-ils à marcher ?",
        "¿Qué es SkillWeaver?",
        "modelos de lenguaje para los robots",
        "Come funziona CLIPort?",
        "Como funciona o CLIPort?",
        "Как роботы учатся ходить?",
        "Что такое SkillWeaver?",
        "机器人如何学习抓取物体？",
        "什么是 SkillWeaver",
        "ロボットはどうやって歩くことを学ぶのか",
        "로봇은 어떻게 걷는 법을 배우나요",
        "كيف تتعلم الروبوتات المشي؟",
        "Πώς μαθαίνουν τα ρομπότ;",
    ],
)
def test_other_languages_are_told(text: str) -> None:
    """By script or by little words."""
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "LEGATO",
        "π0",
        "What is α?",
        "αβγ divergence",
        "β-VAE",
        "van der Waals forces in graphene",
        "Was van der Waals right?",
        "El Niño vs La Niña",
        "Los Angeles de novo",
        "UNO-DST in zero-shot dialogue",
        "Vaswani et al 2017",
        "die casting in die design",
        "translate en de fr es",
        "what does 机器人 mean?",
        "vis-à-vis tête-à-tête robots",
        "Which papers translate “wie geht es dir”?",
        "EM algorithm",
        "papers by Maria de la Cruz",
        "𝒳-learner",
    ],
)
def test_english_is_not_taken_for_foreign(text: str) -> None:
    """Whatever names, signs and loans it holds."""
    assert not is_foreign(text)


def test_no_question_of_the_evaluations_is_foreign() -> None:
    """Nor any claim or title in them."""
    lines = [json.loads(line) for path in QUESTIONS.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    asked = [turn for line in lines for turn in (line, *line.get("turns", ()))]
    texts = [turn[name] for turn in asked for name in ("question", "claim", "title", "standalone") if name in turn]
    assert len(texts) > 600
    assert [] == [text for text in texts if is_foreign(text)]


@pytest.fixture(scope="module")
def resources(small_library: Library) -> Iterator[pipeline.Resources]:
    """Return the five papers, for quotations."""
    opened = pipeline.open_resources(Settings(library=small_library.folder, generator="quotes"), print)
    yield opened
    opened.close()


def ask(question: str, resources: pipeline.Resources) -> Answer:
    """Return the answer."""
    *_, last = pipeline.answer(question, resources)
    assert isinstance(last, Finished)
    return last.answer


@pytest.mark.parametrize("question", ["Wie tanzen Elefanten auf dem Mond?", "大象如何在月球上跳舞？"])
def test_refusal_says_that_only_english_is_understood(resources: pipeline.Resources, question: str) -> None:
    """Whether a paper answers is not known."""
    answer = ask(question, resources)
    assert answer.abstained
    assert answer.text.startswith("I don't know. Questions are understood in English only; the papers nearest")
    assert "does not mention" not in answer.text


def test_english_refusal_is_as_before(resources: pipeline.Resources) -> None:
    """It has been read."""
    assert (
        "None of the 5 papers in the library answers this, and none mentions “Mars”."
        in ask("How do elephants dance on Mars?", resources).text
    )
