"""A wish for a summary is told from a question about summaries, in a question as in a dialogue."""

from __future__ import annotations

from collections.abc import Iterator
from time import process_time

import pytest

from assistant import pipeline
from assistant.questions.wishes import Wish, read
from assistant.records import Task, Turn
from assistant.scoring.outcomes import answer
from assistant.settings import Settings
from assistant.storage.library import Library

LISTED = ((1, "Alpha"), (2, "Beta"), (4, "Delta"))
THREE = Turn("Which?", "Which?", "A [1]. B [2]. C [4].", ("Beta",), LISTED)
TURN = Turn("What is Gamma?", "", "A [1].", ("Gamma: A Study",), ((1, "Gamma: A Study"),))


@pytest.fixture(scope="module")
def resources(seeds_library: Library) -> Iterator[pipeline.Resources]:
    """Return what answering needs, over the bundled papers, with quotations."""
    opened = pipeline.open_resources(Settings(library=seeds_library.folder, generator="quotes"), print)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("summarize web agents", "web agents"),
        ("Please summarise the papers on knowledge distillation.", "knowledge distillation"),
        ("give me a short overview of LIBERO", "LIBERO"),
        ("Could you sum up recent work on model merging?", "model merging"),
    ],
)
def test_topic_is_what_follows_the_wish(text: str, topic: str) -> None:
    """Without the words that only say that papers are meant."""
    assert read(text) == Wish(topic)


@pytest.mark.parametrize("text", ["summarize it", "sum it up", "Can you summarise this paper?", "sum up that study"])
def test_it_is_the_paper_of_the_dialogue(text: str) -> None:
    """Before there is one nothing is wished for that could be done."""
    assert read(text, [TURN]) == Wish("Gamma: A Study", "Gamma: A Study")
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "How do models summarize news?",
        "Which papers summarize dialogues?",
        "Summarize the differences between LEGATO and UniSkill",
        "Summarize why ZEST is needed",
        "summary",
        "",
    ],
)
def test_question_about_summaries_is_none(text: str) -> None:
    """It is answered from the papers."""
    assert read(text, [TURN]) is None


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("summarize the second one", ("Beta",)),
        ("summarize [4]", ("Delta",)),
        ("Summarize paper 2.", ("Beta",)),
        ("summarize the first two", ("Alpha", "Beta")),
        ("sum up [1] and [4]", ("Alpha", "Delta")),
        ("summarize these", ("Alpha", "Beta", "Delta")),
        ("give me a brief summary of the papers", ("Alpha", "Beta", "Delta")),
        ("sum them up", ("Alpha", "Beta", "Delta")),
    ],
)
def test_papers_of_an_answer_are_pointed_at(text: str, titles: tuple[str, ...]) -> None:
    """One is summarised like "it", several together."""
    one = Wish(titles[0], titles[0])
    assert read(text, [THREE]) == (one if len(titles) == 1 else Wish(among=titles))


def test_paper_that_no_answer_named_is_no_topic() -> None:
    """A note says that there is none."""
    assert read("summarize the fifth one", [THREE]) is None
    assert read("summarize these") is None


@pytest.mark.parametrize(
    "text",
    [
        "give me a summary of LIBERO in one sentence",
        "summarize LIBERO, briefly",
        "Can you summarize LIBERO in simple words, please?",
        "write a one-sentence summary of LIBERO",
    ],
)
def test_how_it_is_to_be_told_is_no_topic(text: str) -> None:
    """It stands at the end, or before the word itself."""
    assert read(text) == Wish("LIBERO")


def test_marks_take_no_time() -> None:
    """However many there are."""
    begun = process_time()
    assert read(f"summarize a{'!' * 20_000}a") is not None
    assert process_time() - begun < 1


def test_wish_in_a_dialogue_is_fulfilled(resources: pipeline.Resources) -> None:
    """A topic by several papers, one that is called by its name or by "it" by three sentences of its own."""
    first = answer("What is SkillWeaver?", resources)
    turns = [pipeline.turn_of(first, resources.library)]
    one = answer("summarize it", resources, turns)
    assert one.task is Task.SUMMARY
    assert {citation.n for citation in one.citations} == {1}
    assert "SkillWeaver" in one.citations[0].paper.title
    named = answer("Summarise LIBERO", resources, turns)
    assert [citation.paper.title.partition(":")[0] for citation in named.citations] == ["LIBERO"]
    assert len(named.claims) == 3
    assert len(answer("summarize knowledge distillation", resources, turns).citations) > 3
    assert answer("summarize the French revolution", resources, turns).abstained


def test_papers_of_an_answer_are_summarised(resources: pipeline.Resources) -> None:
    """And no others."""
    first = answer("Which papers are on web agents?", resources)
    turns = [pipeline.turn_of(first, resources.library)]
    titles = {citation.n: citation.paper.title for citation in first.citations}
    one = answer("summarize [2]", resources, turns)
    assert [titles[2]] == [citation.paper.title for citation in one.citations]
    both = answer("summarize the first two", resources, turns)
    assert both.task is Task.SUMMARY
    assert [titles[1], titles[2]] == [citation.paper.title for citation in both.citations]
