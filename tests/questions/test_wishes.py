"""A wish for a summary is told from a question about summaries, in a question as in a dialogue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import pipeline
from assistant.questions.wishes import Wish, read
from assistant.records import Task, Turn
from assistant.scoring.outcomes import answer
from assistant.settings import Settings
from assistant.storage.library import Library

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
