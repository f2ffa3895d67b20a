"""Remarks on the answer before, for quotations and for a language model."""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import pytest

from assistant import pipeline
from assistant.generation import Cancelled
from assistant.generation.choosing import Choice
from assistant.language.sentences import sentences_of
from assistant.questions.remarks import Kind, kind_of
from assistant.records import Answer, Brief, Finished, Retrieved, Turn, Usage
from assistant.settings import Settings
from assistant.storage.library import Library
from tests.conftest import BREAD, PENGUINS

ASKED = "How long do penguins remember faces?"
QUESTIONS = Path(__file__).parents[2] / "evaluations" / "questions"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("explain that in simple words", Kind.REWORD),
        ("Explain it like I'm five", Kind.REWORD),
        ("can you explain this to a child?", Kind.REWORD),
        ("summarize that in one sentence", Kind.REWORD),
        ("in one sentence", Kind.REWORD),
        ("In simple terms, please.", Kind.REWORD),
        ("translate that to German", Kind.REWORD),
        ("say it in French", Kind.REWORD),
        ("shorter please", Kind.REWORD),
        ("make it shorter", Kind.REWORD),
        ("rephrase that", Kind.REWORD),
        ("too technical", Kind.REWORD),
        ("I don't understand", Kind.REWORD),
        ("tl;dr", Kind.REWORD),
        ("are you sure?", Kind.DOUBT),
        ("Are you really sure about that?", Kind.DOUBT),
        ("is that true?", Kind.DOUBT),
        ("more", Kind.MORE),
        ("tell me more", Kind.MORE),
        ("Tell me more about it, please", Kind.MORE),
        ("go on", Kind.MORE),
        ("anything else?", Kind.MORE),
    ],
)
def test_remark_is_known_by_all_of_its_words(text: str, kind: Kind) -> None:
    """Polite words around it say nothing else."""
    assert kind is kind_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "summarize that",
        "explain that",
        "explain SkillRouter in simple words",
        "and for children?",
        "and in German?",
        "for students?",
        "in other languages?",
        "is it simpler?",
        "is it accurate?",
        "does it work in one shot?",
        "which one is shorter?",
        "tell me more about web agents",
        "more papers",
        "more robots",
        "how sure is the model?",
        "why?",
        "and then?",
        "what does it mean?",
        "translate sentences into German with fewer words",
    ],
)
def test_question_is_no_remark(text: str) -> None:
    """It may be answered by a paper."""
    assert kind_of(text) is None


def test_no_question_of_the_evaluations_is_a_remark() -> None:
    """All of them ask the papers."""
    lines = [json.loads(line) for path in QUESTIONS.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    asked = [turn["question"] for line in lines for turn in (line, *line.get("turns", ())) if "question" in turn]
    assert [] == [question for question in asked if kind_of(question)]


def test_long_remark_takes_no_time() -> None:
    """The patterns would try every way to read it."""
    begin = time.process_time()
    kind_of("please can you now please " * 200 + "x")
    kind_of("please now then ok please now then ok please again now then please x")
    assert time.process_time() - begin < 0.5


class Writer:
    """Writes one sentence whatever it is asked, and remembers what that was."""

    name = "llama"
    model: str | None = "writer"

    def __init__(self) -> None:
        self.briefs: list[Brief] = []

    def generate(self, brief: Brief, cancelled: Cancelled) -> Generator[str, None, Usage]:
        """Yield the sentence."""
        self.briefs.append(brief)
        yield f"Penguins therefore remember faces for at least six months [{brief.evidence[0].n}]."
        return Usage()

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture
def resources(small_library: Library) -> Iterator[pipeline.Resources]:
    """Return the five papers, for quotations."""
    opened = pipeline.open_resources(Settings(library=small_library.folder, generator="quotes"), print)
    yield opened
    opened.close()


@pytest.fixture
def writer(resources: pipeline.Resources) -> Writer:
    """Return what writes the answers in place of the quotations."""
    made = Writer()
    resources.choice = Choice("llama", "writer", lambda: made)
    return made


def talk(resources: pipeline.Resources, *questions: str) -> list[Answer]:
    """Return the answers of a dialogue."""
    history: list[Turn] = []
    answers = []
    for question in questions:
        *_, last = pipeline.answer(question, resources, history=tuple(history))
        assert isinstance(last, Finished)
        answers.append(last.answer)
        history.append(pipeline.turn_of(last.answer, resources.library, history))
    return answers


def quoted(answer: Answer) -> Sequence[str]:
    """Return the sentences that an answer quotes."""
    return [piece.rpartition(" [")[0].strip("“”") for piece in answer.text.split("\n\n")]


@pytest.mark.parametrize("remark", ["in one sentence", "translate that to German", "are you sure?"])
def test_quotations_are_left_as_they_are(resources: pipeline.Resources, remark: str) -> None:
    """A line says so without a search, and the dialogue goes on with the paper before."""
    _, line, after = talk(resources, ASKED, remark, "and how many of them were trained?")
    assert ("library", (), ()) == (line.generator, line.citations, line.retrieved)
    assert "word for word" in line.text
    assert after.standalone == f"and how many of them were trained? ({PENGUINS[0]})"


def test_nothing_is_sure_of_what_no_paper_says(resources: pipeline.Resources) -> None:
    """Only abstracts were read."""
    _, line = talk(resources, "Who won the cup of 1932?", "are you sure?")
    assert line.text.startswith("The nearest papers were read")


def test_remark_without_an_answer_is_a_question(resources: pipeline.Resources) -> None:
    """There is nothing that it could be about."""
    events = list(pipeline.answer("in one sentence", resources))
    assert any(isinstance(event, Retrieved) for event in events)


def test_more_quotes_the_rest_of_the_abstract(resources: pipeline.Resources) -> None:
    """In order, each sentence once in the dialogue; then it is said that there is no more."""
    answers = talk(resources, "What is SourSim?", "tell me more", "in short", "go on", "anything else?")
    told = [sentence for place in (0, 1) for sentence in quoted(answers[place])]
    assert sorted(sentences_of(BREAD[1])) == sorted(told)
    rest = quoted(answers[1])
    assert list(rest) == [sentence for sentence in sentences_of(BREAD[1]) if sentence in rest]
    assert [(1, BREAD[0])] == [(item.n, item.paper.title) for item in answers[1].citations]
    assert f"The abstract of “{BREAD[0]}” says no more [1]." == answers[3].text == answers[4].text


def test_more_than_one_paper_has_no_rest(resources: pipeline.Resources) -> None:
    """It is a question as before."""
    history = [Turn("q", "q", "a", (BREAD[0],), ((1, BREAD[0]), (2, PENGUINS[0])), ((1, "x"), (2, "y")))]
    *_, last = pipeline.answer("tell me more", resources, history=history)
    assert isinstance(last, Finished)
    assert "says no more" not in last.answer.text


def test_model_is_asked_the_question_before_with_the_wish(resources: pipeline.Resources, writer: Writer) -> None:
    """From the same evidence, in a dialogue that goes on; a second wish is for the same question."""
    answers = talk(resources, ASKED, "in simple words please", "shorter", "thanks", "are you sure?")
    assert [
        ASKED,
        f"{ASKED} (in simple words please)",
        f"{ASKED} (shorter)",
        f"{ASKED} (are you sure?)",
    ] == [brief.question for brief in writer.briefs]
    assert 1 == len({brief.evidence for brief in writer.briefs})
    assert [0, 1, 2, 4] == [len(brief.history) for brief in writer.briefs]
    assert f"{ASKED} (shorter)" == answers[2].standalone
    assert [PENGUINS[0]] == [item.paper.title for item in answers[4].citations]


def test_model_is_given_the_rest_of_the_abstract(resources: pipeline.Resources, writer: Writer) -> None:
    """What it has quoted already is left out."""
    talk(resources, ASKED, "tell me more")
    assert f"tell me more ({PENGUINS[0]})" == writer.briefs[1].question
    assert sentences_of(PENGUINS[1])[:3] == [item.text for item in writer.briefs[1].evidence][:3]
