"""The papers at one end of an order, over the bundled papers and over papers with dates of all kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant import pipeline
from assistant.direct_answers.superlatives import tell
from assistant.language.text import title_key
from assistant.questions.superlative_questions import Superlative, read
from assistant.questions.understand import understand
from assistant.records import Answer, Filters, Finished, Paper, Turn
from assistant.settings import Settings
from assistant.storage.extremes import Fact
from assistant.storage.library import Library

OLDEST = "How transferable are features in deep neural networks?"
NEWEST = "SkillClaw: Let Skills Evolve Collectively with Agentic Evolver"


@pytest.fixture(scope="module")
def resources(seeds_library: Library) -> Iterator[pipeline.Resources]:
    """Return the bundled papers, for quotations."""
    opened = pipeline.open_resources(Settings(library=seeds_library.folder, generator="quotes"), print)
    yield opened
    opened.close()


@pytest.fixture
def dated(tmp_path: Path) -> Iterator[Library]:
    """Return a library without vectors, of papers with dates that are more and less exact."""
    dates = {"Alpha": "2024-03-01", "Beta": "2024", "Gamma": "2024-03-01", "Delta [7]": "2023-05", "Epsilon": None}
    with Library(tmp_path / "library", create=True) as library, library.writing():
        for place, (title, date) in enumerate(dates.items()):
            count = None if date is None else place + 1
            library.put_paper(Paper(title, title, f"{title} flies.", date=date, author_count=count), title_key(title))
        yield library


def ask(resources: pipeline.Resources, question: str, history: Sequence[Turn] = ()) -> Answer:
    """Return the answer."""
    *_, last = pipeline.answer(question, resources, history=history)
    assert isinstance(last, Finished)
    return last.answer


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What is the oldest paper?", Superlative(Fact.DATE, False)),
        ("which is the earliest paper in the library?", Superlative(Fact.DATE, False)),
        ("Which paper is the most recent?", Superlative(Fact.DATE, True)),
        ("what is the latest publication you have", Superlative(Fact.DATE, True)),
        ("Which paper was published most recently?", Superlative(Fact.DATE, True)),
        ("Which paper was published first?", Superlative(Fact.DATE, False)),
        ("which paper came out last", Superlative(Fact.DATE, True)),
        ("whats the newest paper?", Superlative(Fact.DATE, True)),
        ("which of these papers is the newest?", Superlative(Fact.DATE, True, 5)),
        ("and the oldest paper?", Superlative(Fact.DATE, False)),
        ("latest papers", Superlative(Fact.DATE, True, 5)),
        ("recent papers", Superlative(Fact.DATE, True, 5)),
        ("show me the latest papers please", Superlative(Fact.DATE, True, 5)),
        ("list the ten newest papers", Superlative(Fact.DATE, True, 10)),
        ("the newest 3 papers", Superlative(Fact.DATE, True, 3)),
        ("Give me the 1000 oldest papers.", Superlative(Fact.DATE, False, 20)),
        ("Which paper has the most authors?", Superlative(Fact.AUTHORS, True)),
        ("which paper has the fewest authors", Superlative(Fact.AUTHORS, False)),
        ("what is the paper with the largest number of authors?", Superlative(Fact.AUTHORS, True)),
        ("Which papers have the longest author list?", Superlative(Fact.AUTHORS, True, 5)),
        ("What's the oldest paper in here?", Superlative(Fact.DATE, False)),
        ("and the oldest of them?", Superlative(Fact.DATE, False)),
        ("Which of these is newest?", Superlative(Fact.DATE, True)),
        ("oldest paper on transfer learning", Superlative(Fact.DATE, False, topic="transfer learning")),
        ("What is the newest paper on skill transfer?", Superlative(Fact.DATE, True, topic="skill transfer")),
        ("latest papers about robots", Superlative(Fact.DATE, True, 5, "robots")),
        ("newest robot paper", Superlative(Fact.DATE, True, topic="robot")),
        ("the three newest robot papers", Superlative(Fact.DATE, True, 3, "robot")),
        ("Which paper on pruning is the oldest?", Superlative(Fact.DATE, False, topic="pruning")),
        ("Latest on humanoids?", Superlative(Fact.DATE, True, 5, "humanoids")),
    ],
)
def test_question_for_an_end_of_the_order_is_read(question: str, wanted: Superlative) -> None:
    """However it is worded."""
    assert wanted == read(question)


@pytest.mark.parametrize(
    "question",
    [
        "latest papers about penguins",
        "recent work on web agents",
        "new robot papers",
        "the latest published papers",
        "What is the newest paper on it?",
        "What is the newest method for training robots?",
        "the oldest trick in the book",
        "and the oldest of them?",
        "Which is the most recent?",
        "what is the latest model?",
        "Which model is the oldest?",
        "is there a new paper?",
        "Which paper proposes the most recent method?",
        "Which paper has the most authors of resumes?",
        "Which paper trains the most skills?",
        "the first paper",
    ],
)
def test_other_questions_are_searched(question: str, dated: Library) -> None:
    """A topic, or another thing that is new."""
    assert tell(understand(question), dated) is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "What is the oldest paper?",
            f"The oldest paper is “{OLDEST}”, dated 2014-11-06 [1]. 282 papers have no date.",
        ),
        (
            "what is the newest paper from 2024",
            "The newest paper dated 2024 is “Can Models Learn Skill Composition from Examples?”, dated 2024-09-29 [1].",
        ),
        (
            "newest paper by ByteDance",
            "The newest paper by ByteDance Seed is “SpatialTree: How Spatial Abilities Branch Out in MLLMs”, dated"
            " 2025-12-23 [1].",
        ),
        (
            "which paper from 2026 has the most authors?",
            "The paper dated 2026 with the most authors is “ZEST: Zero-shot Embodied Skill Transfer for Athletic Robot"
            " Control”, with 28 authors [1].",
        ),
        ("when was the oldest paper published?", f"“{OLDEST}” is dated 2014-11-06 [1]."),
        (
            "Which paper on distillation is the oldest?",
            "Of the 16 papers with “distillation” (or “distillations”) in the title or twice in the abstract, the"
            " oldest is “PANDA: Prompt Transfer Meets Knowledge Distillation for Efficient Model Adaptation”, dated"
            " 2022-08-22 [1]. 10 papers have no date. 6 other papers say it in passing.",
        ),
        (
            "newest paper on furniture",
            "The library does not know the date of the 1 paper with “furniture” in the title or twice in the"
            " abstract:\n\n"
            "“Manual2Skill: Learning to Read Manuals and Acquire Robotic Skills for Furniture Assembly Using"
            " Vision-Language Models” [1]",
        ),
        ("newest papers from 1999", "I don't know. There are no papers dated 1999 in the library."),
        (
            "what is the most cited paper?",
            "I don't know. The library does not know how often a paper is cited or read.",
        ),
    ],
)
def test_one_paper_is_named(resources: pipeline.Resources, question: str, text: str) -> None:
    """With what its place rests on, and what is not known of the others."""
    assert text == ask(resources, question).text


def test_newest_papers_are_listed_under_their_numbers(resources: pipeline.Resources) -> None:
    """A paper that was cited before keeps its number, and the dialogue goes on with what is listed."""
    before = Turn("q", "q", "An answer [3].", (NEWEST,), ((3, NEWEST),), ((3, paper_id(resources, NEWEST)),))
    answer = ask(resources, "show me the latest papers", [before])
    assert f"“{NEWEST}” (2026-04-08) [3]" == answer.text.split("\n\n")[0]
    assert {3, 4, 5, 6, 7} == {citation.n for citation in answer.citations}
    assert answer.text.endswith("(2026-04-01) [7]\n\n282 papers have no date.")
    turn = pipeline.turn_of(answer, resources.library, [before])
    assert (NEWEST, 5) == (turn.titles[0], len(turn.listed))
    again = ask(resources, "which of these is the oldest paper?", [before, turn])
    assert "dated 2026-04-01 [7]" in again.text


def test_newest_papers_on_a_topic_are_listed(resources: pipeline.Resources) -> None:
    """Among those that say it."""
    lines = ask(resources, "Latest on humanoids?").text.split("\n\n")
    assert (
        "The newest of the 5 papers with “humanoids” (or “humanoid”) in the title or twice in the abstract:" == lines[0]
    )
    assert lines[1].endswith("(2026-01-30) [1]")
    assert "3 papers have no date. 2 other papers say it in passing." == lines[-1]


def test_a_paper_that_says_it_in_passing_is_not_about_it(tmp_path: Path) -> None:
    """Nor is one that holds another word of the same stem."""
    texts = {
        "Old": ("1963", "Linear transformations transform."),
        "Passing": ("1998", "Unlike a transformer, it sleeps."),
    }
    texts |= {"New": ("2017", "The Transformer is new. Transformers attend."), "Transformer Nets": ("2020", "Nets.")}
    with Library(tmp_path / "library", create=True) as library, library.writing():
        for title, (date, abstract) in texts.items():
            library.put_paper(Paper(title, title, abstract, date=date), title_key(title))
        told = tell(understand("What is the oldest paper about transformers?"), library)
    assert told is not None
    assert told.text == (
        "Of the 2 papers with “transformers” (or “transformer”) in the title or twice in the abstract, the oldest is"
        " “New”, dated 2017 [1]. 1 other paper says it in passing."
    )


def test_papers_of_a_date_share_the_place_on_a_topic(dated: Library) -> None:
    """As they do in the whole library."""
    told = tell(understand("newest paper on flies"), dated)
    assert told is not None
    assert (
        "Of the 5 papers that say “flies” in title or abstract, the newest, 2 dated 2024-03-01, are “Alpha” [1];"
        " “Gamma” [2]. 1 paper is dated less exactly and may be newer. 1 paper has no date." == told.text
    )


@pytest.mark.parametrize(
    "question", ["and the oldest of them?", "which one is the oldest?", "Which of these is oldest?"]
)
def test_oldest_of_an_answer_is_among_its_papers(resources: pipeline.Resources, question: str) -> None:
    """Not among all."""
    turn = pipeline.turn_of(ask(resources, "latest papers"), resources.library)
    assert "The oldest paper named before is “SKILL0" in ask(resources, question, [turn]).text


def test_newest_of_one_paper_is_this_one(resources: pipeline.Resources) -> None:
    """It is no question to the whole library."""
    before = Turn("What is SkillClaw?", "What is SkillClaw?", "A tool [1].", (NEWEST,), ((1, NEWEST),))
    answer = ask(resources, "Which of these is newest?", [before])
    assert f"The newest paper named before is “{NEWEST}”, dated 2026-04-08 [1]." == answer.text


def paper_id(resources: pipeline.Resources, title: str) -> str:
    """Return the identity of a paper."""
    return resources.library.papers_titled(title_key(title))[0].id


def test_question_for_the_oldest_leaves_the_topic(resources: pipeline.Resources) -> None:
    """It asks for a paper of the whole library, and the next question is about this one."""
    before = Turn("What is SkillClaw?", "What is SkillClaw?", "A tool [1].", (NEWEST,), ((1, NEWEST),))
    answer = ask(resources, "What is the oldest paper?", [before])
    assert "What is the oldest paper?" == answer.standalone
    turn = pipeline.turn_of(answer, resources.library, [before])
    assert "“How transferable" in ask(resources, "how old is it?", [before, turn]).text


def test_papers_of_one_date_share_the_place(dated: Library) -> None:
    """And a date that is known less exactly may be newer; a title cites nothing."""
    told = tell(understand("newest paper"), dated)
    assert told is not None
    assert (
        "The newest papers, 2 dated 2024-03-01, are “Alpha” [1]; “Gamma” [2]. 1 paper is dated less exactly and may be"
        " newer. 1 paper has no date." == told.text
    )
    oldest = tell(understand("the oldest paper"), dated)
    assert oldest is not None
    assert "The oldest paper is “Delta (7)”, dated 2023-05 [1]. 1 paper has no date." == oldest.text


def test_exact_dates_come_before_the_year_that_holds_them(dated: Library) -> None:
    """Whichever end is asked for: nobody knows where in the year a paper belongs."""
    for is_highest, dates in ((True, ["2024-03-01"] * 2 + ["2024", "2023-05"]), (False, ["2023-05", "2024-03-01"])):
        found = dated.extremes(Fact.DATE, Filters(), 4 if is_highest else 2, is_highest=is_highest)
        assert dates == [paper.date for paper in dated.papers(found.numbers).values()]


def test_nothing_known_is_said(dated: Library) -> None:
    """Of papers without dates none is the newest."""
    told = tell(understand("newest papers title:Epsilon"), dated)
    assert told is not None
    assert not told.is_known
