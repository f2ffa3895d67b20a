"""Questions about the library itself, over the bundled papers; and those that only look like it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.direct_answers.catalogue import Told, tell
from assistant.embedding import OnnxEmbedder
from assistant.language.text import title_key
from assistant.questions.understand import understand
from assistant.records import Hit, Paper, Turn
from assistant.search.retrieval import retrieve
from assistant.search.vectors import ExactIndex
from assistant.storage.library import Library

ZEST = "ZEST: Zero-shot Embodied Skill Transfer for Athletic Robot Control"
Ask = Callable[[str], Told | None]


@pytest.fixture(scope="module")
def ask(seeds_library: Library, embedder: OnnxEmbedder) -> Ask:
    """Return a function that asks the library, after a turn about ZEST."""
    index = ExactIndex(seeds_library)
    history = [Turn("What is ZEST?", "What is ZEST?", "A framework [1].", (ZEST,), ((1, ZEST),))]

    def ask(question: str) -> Told | None:
        asked = understand(question, history if re.search(r"\bit\b", question) else (), seeds_library.organisations())
        allowed = seeds_library.numbers_matching(asked.filters) if asked.filters else None
        found = retrieve(asked.standalone, 10, seeds_library, embedder, index, allowed=allowed)
        return tell(asked, found.hits, seeds_library)

    return ask


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many papers are there?", "There are 352 papers in the library."),
        ("How many studies are there?", "There are 352 papers in the library."),
        (
            "How many papers are from 2025?",
            "There are 16 papers dated 2025 in the library. Not counted, since it is not known of them: 282 papers"
            " without a date.",
        ),
        ("When was ZEST published?", f"“{ZEST}” is dated 2026-01-30 [1]."),
        ("Was ZEST published in 2019?", f"“{ZEST}” is dated 2026-01-30 [1]."),
        ("when was it published?", f"“{ZEST}” is dated 2026-01-30 [1]."),
        ("Which is newer, ZEST or SkillClaw?", None),
        ("How old is it?", None),
        ("How many authors does it have?", f"“{ZEST}” has 28 authors [1]."),
        ("Which company is SpatialTree from?", None),
    ],
)
def test_what_is_stored_is_told(ask: Ask, question: str, text: str | None) -> None:
    """With the title of the paper, if it is about one."""
    told = ask(question)
    assert told is not None
    assert told.is_known
    assert text is None or text == told.text


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote it?",
        "who is the first author of SkillWeaver?",
        "When was SkillWeaver published?",
        "authors of OmniGen",
    ],
)
def test_what_is_not_stored_is_said_not_to_be(ask: Ask, question: str) -> None:
    """Nobody has to guess from an abstract who wrote it."""
    told = ask(question)
    assert told is not None
    assert not told.is_known
    assert told.text.startswith("I don't know. The library does not ")


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote Hamlet?",
        "When was the Berlin Wall built?",
        "When was GPT-4 released?",
        "How many papers does SkillWeaver cite?",
        "How many authors of resumes were helped?",
        "Which university students took part in the study?",
        "When was the model trained?",
        "Is ZEST released in rats?",
        "How many studies were included?",
        "What is the date of birth used for?",
        "list all papers on analogies",
        "Which company wrote the advertisements in SkillSpan?",
        "What year is the data of Job-SDF from?",
        "Who wrote the responses that SPaR refines?",
    ],
)
def test_other_questions_are_left_to_the_abstracts(ask: Ask, question: str) -> None:
    """Whatever they begin like."""
    assert ask(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "Who are the authors?",
        "the authors?",
        "What else did they publish?",
        "Where do the authors work?",
        "How many authors?",
    ],
)
def test_people_without_a_paper_are_those_of_the_one_before(seeds_library: Library, question: str) -> None:
    """Neither the question nor what it finds names it."""
    history = [Turn("What is ZEST?", "What is ZEST?", "A framework [1].", (ZEST,), ((1, ZEST),))]
    told = tell(understand(question, history), [], seeds_library)
    assert told is not None
    assert ZEST in told.text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "What other papers did the authors of Gulls at Sea write?",
            "By people who are called like authors of “Gulls at Sea” [1], the library also holds:\n\n“Terns” [2]",
        ),
        ("What else did the authors of Snow publish?", "The library holds no other paper by an author of “Snow” [1]."),
        ("other papers by the authors of Ice", "I don't know. The library does not know who wrote “Ice”."),
        (
            "other papers by the authors of Gulls at Sea since:2030",
            "The library holds no other paper dated 2030 or later by an author of “Gulls at Sea” [1].",
        ),
        (
            "other papers by the authors of Gulls at Sea until:2030",
            "By people who are called like authors of “Gulls at Sea” [1], the library also holds papers dated 2030 or"
            " earlier:\n\n“Terns” [2]",
        ),
    ],
)
def test_other_papers_of_the_authors_are_listed(tmp_path: Path, question: str, text: str) -> None:
    """Whoever of the authors wrote them."""
    papers = [
        Paper("g", "Gulls at Sea", "Gulls fly.", authors=("Ada Gull", "Bob Tern")),
        Paper("t", "Terns", "Terns dive.", date="2021", authors=("Bob Tern",)),
        Paper("s", "Snow", "Snow falls.", authors=("Kim Park",)),
        Paper("i", "Ice", "Ice is cold."),
    ]
    with Library(tmp_path / "library", create=True) as library:
        with library.writing(), library.transaction():
            for paper in papers:
                library.put_paper(paper, title_key(paper.title))
        told = tell(understand(question), [Hit(paper, 1.0) for paper in papers], library)
    assert told is not None
    assert text == told.text


def test_authors_are_told_where_they_are_known(small_library: Library) -> None:
    """What looks like a marker in a name cites nothing."""
    paper = Paper("p", "Gulls at Sea", "Gulls fly.", authors=("Ada Gull", "Bob [2] Tern"))
    told = tell(understand("who wrote Gulls at Sea?", (), ()), [Hit(paper, 1.0)], small_library)
    assert told is not None
    assert "“Gulls at Sea” is by Ada Gull and Bob (2) Tern [1]." == told.text


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("who wrote the paper about terns?", "Terns"),
        ("When was the study on ice published?", "Ice"),
        ("what is the date of that paper on fish that dive?", None),
        ("who wrote the paper on birds?", None),
        ("who wrote the paper about dogs?", None),
        ("who wrote the paper about the?", None),
        ("Is the paper on ice older than the paper about terns?", "Ice"),
    ],
)
def test_paper_is_known_by_what_it_alone_is_about(tmp_path: Path, question: str, title: str | None) -> None:
    """In whatever form of the words; by its title before others that only hold them."""
    papers = [
        Paper("g", "Gulls at Sea", "Gulls are birds.", authors=("Ada Gull",), date="2020-01-01"),
        Paper("t", "Terns", "Terns are birds that dive for fish.", authors=("Bob Tern",), date="2022-01-01"),
        Paper("d", "Divers", "A tern dives for fish.", authors=("Bob Tern",), date="2021-01-01"),
        Paper("i", "Ice", "Ice is cold.", date="2019-01-01"),
    ]
    with Library(tmp_path / "library", create=True) as library:
        with library.writing(), library.transaction():
            for paper in papers:
                library.put_paper(paper, title_key(paper.title))
        told = tell(understand(question), [Hit(paper, 1.0) for paper in papers], library)
    assert (told.papers[0].title if told and told.papers else None) == title
    assert "birds" not in question or (
        told and told.text.endswith("Several papers may be meant: “Gulls at Sea”; “Terns”.")
    )
