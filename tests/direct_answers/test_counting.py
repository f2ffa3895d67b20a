"""How many papers say a thing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.direct_answers import counting
from assistant.direct_answers.told import Told
from assistant.questions.understand import understand
from assistant.storage.library import Library

Tell = Callable[[str], Told | None]


@pytest.fixture(scope="module")
def tell(seeds_library: Library) -> Tell:
    """Return what is told of the seed papers."""
    return lambda question: counting.tell(understand(question, (), seeds_library.organisations()), seeds_library)


@pytest.mark.parametrize(
    ("question", "begins", "papers"),
    [
        ("How many papers mention Minecraft?", "2 papers in the library say “Minecraft” in title or abstract:", 2),
        ("How many of the papers are about Danish or Dutch?", "2 papers in the library say “Danish” or “Dutch”", 2),
        (
            "how many papers deal with job skill extraction",
            "4 papers in the library have all words of “job skill extraction”",
            4,
        ),
        ("And how many abstracts report results on SWE-bench?", "2 papers in the library say “SWE-bench”", 2),
        ("How many papers by ByteDance discuss skills?", "1 paper by ByteDance Seed in the library says “skills”", 1),
        ("How many papers mention penguins?", "No paper in the library says “penguins” in its title or abstract.", 0),
    ],
)
def test_papers_that_say_a_thing_are_counted(tell: Tell, question: str, begins: str, papers: int) -> None:
    """And named: as a phrase, as either of two, else by all of the words."""
    told = tell(question)
    assert told is not None
    assert told.text.startswith(begins)
    assert len(told.papers) == papers


@pytest.mark.parametrize(
    ("thing", "papers"),
    [("TNF-α", 2), ("TNF alpha", 2), ("TNFa", 2), ("HIF1a", 3), ("tumour", 2), ("anaemia", 1), ("5446", 1)],
)
def test_all_spellings_are_counted(molecules_library: Library, thing: str, papers: int) -> None:
    """And it is told that they are."""
    told = counting.tell(understand(f"How many papers mention {thing}?"), molecules_library)
    assert told is not None
    assert len(told.papers) == papers
    assert f"“{thing}”, however it is spelt, in title or abstract:" in told.text


def test_of_very_many_the_first_are_named(tell: Tell) -> None:
    """The rest are counted."""
    told = tell("How many papers mention skills?")
    assert told is not None
    assert len(told.papers) == counting.MOST
    assert told.text.endswith(" more")


def test_papers_without_a_date_are_not_counted_in_silence(tell: Tell) -> None:
    """They may be of that year."""
    told = tell("How many papers from 2026 mention reinforcement learning?")
    assert told is not None
    assert told.text.endswith("Not counted, since it is not known of them: 282 papers without a date.")


@pytest.mark.parametrize("question", ["How many tasks are about dogs?", "How many papers use the?", "Who uses CLIP?"])
def test_other_questions_are_left_to_others(tell: Tell, question: str) -> None:
    """About other things than papers, or about nothing."""
    assert tell(question) is None
