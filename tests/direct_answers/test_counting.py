"""How many papers say a thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import process_time

import pytest

from assistant.direct_answers import catalogue, counting, tallying
from assistant.direct_answers.told import Told
from assistant.language.text import title_key
from assistant.questions.counting_questions import read
from assistant.questions.understand import understand
from assistant.records import Paper
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
        ("How many papers are there on Minecraft?", "2 papers in the library say “Minecraft” in title or abstract:", 2),
        ("How many of the papers are about Danish or Dutch?", "2 papers in the library say “Danish” or “Dutch”", 2),
        (
            "how many papers deal with job skill extraction",
            "3 papers in the library have all words of “job skill extraction”",
            3,
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
    [("TNF-α", 2), ("TNF alpha", 2), ("TNFa", 2), ("HIF1a", 3), ("5446", 1)],
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


PAPERS = {
    "Transformers": "Transformers have layers. Transformers scale. They use attention.",
    "Rotations": "We transform images by a transformation, and clip gradients.",
    "CLIP: Pictures": "A transformer without CNNs. LLaMA is larger; attention helps.",
    "Nets": "In the title stands nothing. The gan- glion of organisation. A GAN, and dropout.",
    "Batch Normalization": "Batch-normalization for transformer models, with search and rescue.",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tell]:
    """Return what is told of five small papers."""
    with Library(tmp_path_factory.mktemp("said") / "library", create=True) as library, library.writing():
        for place, (title, abstract) in enumerate(PAPERS.items()):
            paper = Paper(title, title, abstract, date=str(2020 + place % 3))
            library.put_paper(paper, title_key(title))
        yield lambda question: catalogue.tell(understand(question), (), library)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("How many papers mention transformers?", "3 papers in the library say “transformers” (or “transformer”) in"),
        ("How many papers mention CLIP?", "1 paper in the library says “CLIP” in title or abstract:"),
        ("How many papers mention organs?", "No paper in the library says “organs” in its title or abstract."),
        ("How many papers mention GANs?", "1 paper in the library says “GANs” (or “GAN”) in title or abstract:"),
        ("How many papers are there about batch normalization?", "1 paper in the library says “batch normalization”"),
        ("How many papers about transformers since 2022?", "1 paper dated 2022 or later in the library says “transf"),
        ("How many papers on transformers are there?", "3 papers in the library say"),
        ("How many dropout papers do you have?", "1 paper in the library says “dropout”"),
        ("In how many papers is attention used?", "2 papers in the library say “attention”"),
        ("How many papers mention transformers in 2020 compared to 2021?", "1 paper dated 2020 and 1 paper dated 2021"),
    ],
)
def test_words_are_counted_not_stems(said: Tell, question: str, begins: str) -> None:
    """The word, its plural, a hyphen for a space; an acronym in capitals only; a broken line makes no word."""
    told = said(question)
    assert told is not None
    assert told.text.startswith(begins)


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("How many papers use transformers but not attention?", ["Batch Normalization"]),
        ("How many papers use transformers without using CNNs?", ["Transformers", "Batch Normalization"]),
        ("How many papers mention transformers and not attention or GANs?", ["Batch Normalization"]),
        ("How many papers use neither dropout nor attention?", ["Rotations", "Batch Normalization"]),
        ("How many papers do not mention transformers?", ["Rotations", "Nets"]),
        ("How many papers have transformers in the title?", ["Transformers"]),
        (
            "How many papers mention clip or batch normalization in the title?",
            ["CLIP: Pictures", "Batch Normalization"],
        ),
        ("How many papers mention both transformers and attention?", ["Transformers", "CLIP: Pictures"]),
        ("How many papers mention search and rescue?", ["Batch Normalization"]),
        ("Which papers use transformers but not attention?", ["Batch Normalization"]),
        ("papers which do not use attention", ["Rotations", "Nets", "Batch Normalization"]),
        ("papers not about attention but about transformers", ["Batch Normalization"]),
        ("papers about transformers except those with attention", ["Batch Normalization"]),
        ("papers on transformers other than attention ones", ["Batch Normalization"]),
    ],
)
def test_what_denies_and_limits_is_computed(said: Tell, question: str, titles: list[str]) -> None:
    """It is no word of the thing."""
    told = said(question)
    assert told is not None
    assert sorted(paper.title for paper in told.papers) == sorted(titles)


@pytest.mark.parametrize(
    "question", ["How many papers use at least two datasets?", "How many papers mention dropout more than once?"]
)
def test_what_words_cannot_tell_is_not_counted(said: Tell, question: str) -> None:
    """It is said that it cannot be."""
    told = said(question)
    assert told is not None
    assert not told.is_known
    assert "cannot be counted" in told.text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "Do more papers mention attention or dropout?",
            "More papers say “attention” (2) than “dropout” (1) in title or abstract.",
        ),
        (
            "Which year has the most papers?",
            "Most of the 5 papers are from 2020 and 2021: 2 each. Next come 2022 (1).",
        ),
        (
            "Which year has the most papers on attention?",
            "Most of the 2 papers that say “attention” in title or abstract are from 2020 and 2022: 1 each.",
        ),
        ("How many papers are there per year?", "Of the 5 papers:\n\n2022: 1\n\n2021: 2\n\n2020: 2"),
    ],
)
def test_numbers_are_compared(said: Tell, question: str, text: str) -> None:
    """Of two things, and of years."""
    told = said(question)
    assert told is not None
    assert told.text == text


def test_most_of_all_is_said_of_more_than_half_alone(seeds_library: Library) -> None:
    """Fewer are only the most of any year."""
    told = tallying.tell(understand("Which year has the most papers?"), seeds_library)
    assert told is not None
    assert told.text.startswith("Of the 352 papers, the most are from 2026: 18.")


def test_how_else_it_is_written_is_said(said: Tell) -> None:
    """These papers are not counted."""
    told = said("How many papers mention CLIP?")
    assert told is not None
    assert told.text.endswith("Not counted: 1 paper that only writes “clip”.")


def test_a_long_repetition_is_read_in_no_time() -> None:
    """There is one way only to take its words apart."""
    began = process_time()
    assert read("how many papers " + "are there " * 390) is None
    assert process_time() - began < 1
