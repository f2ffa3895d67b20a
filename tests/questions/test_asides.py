"""Talk that asks the papers nothing, alone and in a dialogue."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from assistant import pipeline
from assistant.questions.asides import Aside, kind_of
from assistant.records import Answer, Finished, Task, Turn
from assistant.settings import Settings
from assistant.storage.library import Library
from tests.conftest import PENGUINS

HISTORY = (Turn("Do penguins remember?", "Do penguins remember?", "They do [1].", PENGUINS[:1], ((1, PENGUINS[0]),)),)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hello", Aside.COURTESY),
        ("Hi there!", Aside.COURTESY),
        ("thanks!", Aside.COURTESY),
        ("Cool, thank you very much.", Aside.COURTESY),
        ("thanks, that was helpful", Aside.COURTESY),
        ("thanks, that helps a lot", Aside.COURTESY),
        ("ok", Aside.COURTESY),
        ("okay, got it", Aside.COURTESY),
        ("How are you?", Aside.COURTESY),
        ("bye", Aside.COURTESY),
        ("Who are you?", Aside.PROGRAM),
        ("what can you do?", Aside.PROGRAM),
        ("help", Aside.PROGRAM),
        ("Tell me a joke", Aside.ELSEWHERE),
        ("can you write me a short poem about the sea?", Aside.ELSEWHERE),
        ("What's the weather like tomorrow?", Aside.ELSEWHERE),
        ("Will it rain tomorrow?", Aside.ELSEWHERE),
        ("what time is it?", Aside.ELSEWHERE),
        ("/help", Aside.COMMAND),
        ("/model tiny.gguf", Aside.COMMAND),
        ("?!", Aside.NOTHING),
        ("🤖🔥", Aside.NOTHING),
        ("42", Aside.NOTHING),
        ("AND OR NOT", Aside.NOTHING),
        ("a" * 3000, Aside.NOTHING),
    ],
)
@pytest.mark.parametrize("follows", [False, True])
def test_talk_is_no_question(text: str, kind: Aside, follows: bool) -> None:
    """Not even after an answer."""
    assert kind_of(text, follows=follows) is kind


@pytest.mark.parametrize(
    "text",
    [
        "thanks, and what about robots?",
        "hello world programs",
        "Which models forecast the weather?",
        "weather forecasting with neural networks",
        "What is weather?",
        "/etc/passwd and other files",
        "and/or trees",
        "jokes that language models understand",
        "Can a model write a poem as well as a person?",
        "help with writing",
        "What is OK-Robot?",
        "How good is GPT-4?",
        "What is π0?",
        "How many papers are there?",
        "Как роботы учатся ходить?",
        "机器人如何学习抓取物体？",
    ],
)
def test_question_is_no_talk(text: str) -> None:
    """However much it looks like it."""
    assert kind_of(text) is None


@pytest.mark.parametrize("text", ["why?", "tell me more", "and then?", "what about it?", "By how much exactly?"])
def test_stop_words_ask_something_after_an_answer(text: str) -> None:
    """Alone they do not."""
    assert kind_of(text, follows=True) is None
    assert kind_of(text) is Aside.NOTHING or text.startswith("By")


def test_long_talk_takes_no_time() -> None:
    """The patterns would try every way to read it."""
    begin = time.process_time()
    kind_of("that was great thank you so much " * 120 + "x")
    assert time.process_time() - begin < 0.5


@pytest.fixture(scope="module")
def resources(small_library: Library) -> Iterator[pipeline.Resources]:
    """Return the five papers, for quotations even where an abstention would be due."""
    opened = pipeline.open_resources(
        Settings(library=small_library.folder, generator="quotes", always_answer=True), print
    )
    yield opened
    opened.close()


def ask(question: str, resources: pipeline.Resources, history: tuple[Turn, ...] = ()) -> Answer:
    """Return the answer."""
    *_, last = pipeline.answer(question, resources, history=history)
    assert isinstance(last, Finished)
    return last.answer


@pytest.mark.parametrize(
    ("question", "abstained"),
    [
        ("hello", False),
        ("thanks!", False),
        ("what can you do?", False),
        ("/help", False),
        ("Tell me a joke", True),
        ("What's the weather like tomorrow?", True),
        ("?", True),
    ],
)
@pytest.mark.parametrize("history", [(), HISTORY])
def test_the_program_answers_talk(
    resources: pipeline.Resources, question: str, abstained: bool, history: tuple[Turn, ...]
) -> None:
    """No paper is searched or cited, whoever writes otherwise, and the topic is not inherited."""
    answer = ask(question, resources, history)
    assert (abstained, (), (), "library") == (answer.abstained, answer.citations, answer.retrieved, answer.generator)
    assert question == answer.standalone


def test_dialogue_goes_on_after_thanks(resources: pipeline.Resources) -> None:
    """A question after it is still about the paper before it."""
    thanks = pipeline.turn_of(ask("thanks!", resources, HISTORY), resources.library)
    assert PENGUINS[0] in ask("for how long do they?", resources, (*HISTORY, thanks)).standalone


def test_summary_of_nothing_is_none(resources: pipeline.Resources) -> None:
    """Summaries are of papers too."""
    *_, last = pipeline.answer("?!", resources, task=Task.SUMMARY)
    assert isinstance(last, Finished)
    assert last.answer.abstained
