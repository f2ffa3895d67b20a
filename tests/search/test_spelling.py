"""What no paper holds is corrected to what one does, and nothing else is touched."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.embedding import OnnxEmbedder
from assistant.language.words import words
from assistant.records import Paper
from assistant.search.spelling import Reading, distances, read
from assistant.storage.library import Library

Read = Callable[[str], Reading]


@pytest.fixture(scope="module")
def read_seeds(seeds_library: Library, embedder: OnnxEmbedder) -> Read:
    """Return a function that reads questions with the words of the bundled papers."""
    return lambda question: read(question, seeds_library, embedder.is_word)


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("manipullatoin of hands", "manipulation of hands"),
        ("dexterious hands", "dexterous hands"),
        ("edxterous hands", "dexterous hands"),
        ("SkillWeever", "skillweaver"),
        ("retreival of passages", "retrieval of passages"),
        ("Skill Weaver", "skillweaver"),
        ("Skill-Weaver", "skillweaver"),
        ("What is Skill Weaver?", "What is skillweaver?"),
        ("selfplay", "self play"),
        ("TIESMerging", "ties merging"),
        ("neigbours' scores", "neighbors' scores"),
        ("submision and promt", "submission and prompt"),
    ],
)
def test_what_no_paper_holds_is_corrected(read_seeds: Read, typed: str, searched: str) -> None:
    """And only the word itself is replaced."""
    assert searched == read_seeds(typed).text


@pytest.mark.parametrize(
    "question",
    [
        "robots that learn skills",
        "the award of kids who came ahead",
        "which paper contradicts it, and are skills useless or overrated",
        "mortgage rates",
        "LIGO and the BGQX",
        "cta",
        "99.7% of 12345",
        "qwzxkvjpqw",
        "",
        "?",
        "企鹅 로봇 🐧",
        "Does LiCl transform owls?",
        "q" * 3000,
        "_",
        "What is grokking?",
    ],
)
def test_everything_else_is_left_as_it_was_typed(read_seeds: Read, question: str) -> None:
    """Words of papers, words of the language, abbreviations, short words, numbers, and what is like nothing."""
    reading = read_seeds(question)
    assert (reading.text, reading.corrections) == (question, ())


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("learned behaviors", "behaviours"),
        ("GPT-4", "gpt4"),
        ("a large-scale finetuning run", "fine tuning"),
        ("1,200 tasks", "1200"),
        ("1{,}200 tasks", "1200"),
    ],
)
def test_other_ways_to_write_are_searched_too(read_seeds: Read, question: str, other: str) -> None:
    """While the question stays as it is, and nothing is said."""
    reading = read_seeds(question)
    assert (reading.text, reading.corrections) == (question, ())
    assert other in reading.others


@pytest.fixture(scope="module")
def read_molecules(molecules_library: Library, embedder: OnnxEmbedder) -> Read:
    """Return a function that reads questions with words that papers spell in several ways."""
    return lambda question: read(question, molecules_library, embedder.is_word)


@pytest.mark.parametrize(
    "ways",
    [
        ("HIF-1α", "HIF1a", "HIF-1alpha", "HIF1alpha", "HIF-1 alpha", "hif-1a", "HIF1A"),
        ("TNF-alpha", "TNFa", "TNF alpha", "TNFα", "tnfa", "TNF-α"),
        ("NF-κB", "NFkB", "nfkb", "NF-kappaB", "NF-kappa B"),
        ("IL-1β", "IL1b", "IL-1 beta", "IL1B"),
        ("miR-205", "miR205", "mir 205"),
        ("tumors", "tumours"),
        ("anemia", "anaemia"),
        ("esophageal", "oesophageal"),
        ("5,446", "5446"),
    ],
)
def test_all_spellings_of_a_thing_are_read_alike(read_molecules: Read, ways: Sequence[str]) -> None:
    """In the commonest one of the papers, and with the same words besides."""
    readings = [read_molecules(f"growth by {way} in mice") for way in ways]
    assert len({reading.text.lower().replace("-", " ") for reading in readings}) == 1
    searched = [{*words(way), *reading.same} for way, reading in zip(ways, readings, strict=True)]
    assert all(
        words(ways[0]) == words(way) or " ".join(words(ways[0])) in held
        for way, held in zip(ways, searched, strict=True)
    )


@pytest.mark.parametrize(
    ("question", "meaning", "text"),
    [
        (
            "How is ALL treated?",
            "acute lymphoblastic leukemia",
            "How is acute lymphoblastic leukemia (ALL) treated?",
        ),
        ("Does NO widen vessels?", "nitric oxide", "Does nitric oxide (NO) widen vessels?"),
    ],
)
def test_short_form_is_searched_as_what_it_stands_for(
    read_molecules: Read, question: str, meaning: str, text: str
) -> None:
    """Though it is an everyday word in small letters."""
    reading = read_molecules(question)
    assert (reading.text, meaning in reading.same) == (text, True)


@pytest.mark.parametrize("question", ["list all papers", "list ALL papers", "does it NOT work", "WHAT IS ALL THIS?"])
def test_stressed_word_stays_what_it_is(read_molecules: Read, question: str) -> None:
    """And brings nothing along."""
    assert read_molecules(question) == Reading(question)


def test_note_tells_the_spelling_that_no_paper_has(read_molecules: Read) -> None:
    """And is silent on one that some have."""
    assert ["searched also for “HIF-1α” (HIF1a)"] == [str(item) for item in read_molecules("HIF1a").corrections]
    assert read_molecules("HIF-1alpha").corrections == ()


@pytest.mark.parametrize(
    "question",
    ["What does MafC do?", "papers in LaTeX", "role of HAS2", "inductive reasoning", "What did Kaiming plan?"],
)
def test_names_are_no_slips_of_everyday_words(read_seeds: Read, question: str) -> None:
    """A capital within a sentence or within a word tells a name."""
    assert read_seeds(question).text == question


def test_short_word_begins_as_it_was_meant(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    """A word of few letters with another first one is another word, and three letters are a short form."""
    with Library(tmp_path / "library", create=True) as library, library.writing():
        library.put_paper(Paper("a", "A micron of MPO", "Mice had less than a micron of MPO."), "a")
        for word in ("omicron", "mpox", "lice"):
            assert read(word, library, embedder.is_word).text == word
        assert read("imcron micorn", library, embedder.is_word).text != "imcron micorn"


def test_genitive_is_not_joined(read_seeds: Read) -> None:
    """The s is no half of a name."""
    assert read_seeds("the robot's actions").others == ()


def test_correction_says_what_was_typed(read_seeds: Read) -> None:
    """As it was typed, for the person who typed it."""
    assert [str(item) for item in read_seeds("Skill-Weaver or dexterious").corrections] == [
        "searched also for “skillweaver” (Skill-Weaver)",
        "searched also for “dexterous” (dexterious)",
    ]


def test_library_without_spellings_is_read_as_typed(seeds_library: Library, embedder: OnnxEmbedder) -> None:
    """As one of version 1 that could not be written."""

    class Old:
        has_spellings = False

    assert read("dexterious", Old(), embedder.is_word) == Reading("dexterious")  # type: ignore[arg-type]


def test_reading_takes_no_time(read_seeds: Read) -> None:
    """The longest question that is allowed, all of it misspelt."""
    chance = random.Random(1)
    question = " ".join("".join(chance.choices("aeioulnrst", k=9)) for _ in range(400))
    begin = time.process_time()
    read_seeds(question)
    assert time.process_time() - begin < 1


@pytest.mark.parametrize(
    ("word", "other", "slips"),
    [
        ("abcd", "abcd", 0),
        ("abcd", "abd", 1),
        ("abcd", "abxcd", 1),
        ("abcd", "abxd", 1),
        ("abcd", "acbd", 1),
        ("abcd", "badc", 2),
        ("abcd", "abcdefgh", 4),
        ("abcd", "wxyz", 4),
        ("ca", "abc", 3),
    ],
)
def test_slips_are_counted(word: str, other: str, slips: int) -> None:
    """Letters too many, too few, wrong or swapped; what was swapped is not changed again."""
    assert slips == distances(word, [other, "filler"])[0]


def test_slips_are_those_of_the_table_by_hand() -> None:
    """For random words, against the definition."""
    chance = random.Random(2)
    drawn = ["".join(chance.choices("abc", k=chance.randrange(1, 8))) for _ in range(60)]
    for word in drawn[:20]:
        assert distances(word, drawn).tolist() == [by_hand(word, other) for other in drawn]


def by_hand(one: str, two: str) -> int:
    """Return the restricted Damerau-Levenshtein distance, letter by letter."""
    table = [[i + j if not i or not j else 0 for j in range(len(two) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(two) + 1):
            wrong = one[i - 1] != two[j - 1]
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + wrong)
            if i > 1 and j > 1 and one[i - 1] == two[j - 2] and one[i - 2] == two[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]
