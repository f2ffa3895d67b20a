"""The library says that it does not know, and what comes nearest."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.abstention import (
    USUAL_COSINE,
    Stand,
    is_on_topic,
    missing_words,
    signals,
    stand_to,
    unknown_names,
    words_for_foreign,
    words_of_abstention,
    words_of_denial,
)
from assistant.embedding import OnnxEmbedder
from assistant.evidence import Read, read
from assistant.language.words import Stemmer
from assistant.marking import MARKER
from assistant.premises import Denied
from assistant.prompting import ABSTENTION
from assistant.questions.understand import understand
from assistant.reader import Reader
from assistant.records import Filters, Hit, Paper
from assistant.search.retrieval import Found, retrieve
from assistant.search.vectors import ExactIndex
from assistant.storage.library import Library
from tests.conftest import BREAD

EVERYDAY = Path(__file__).parent.parent / "evaluations" / "questions" / "everyday.jsonl"
Ask = Callable[[str], bool]
MARKED = Paper("a", "Comment on [1] and [2]", "")


@pytest.fixture(scope="module")
def beyond(seeds_library: Library, embedder: OnnxEmbedder, reader: Reader) -> Ask:
    """Return a function that says whether the bundled papers are not about a question."""
    index = ExactIndex(seeds_library)

    def beyond(question: str) -> bool:
        asked = understand(question)
        found = retrieve(asked.standalone, 10, seeds_library, embedder, index)
        said = read(found.question, found, seeds_library, reader, 5)
        return stand_to(asked, found, said, seeds_library, Stemmer()) is Stand.IS_BEYOND

    return beyond


@pytest.mark.parametrize(
    "question",
    [
        "What is SkillWeaver?",
        "Which skills do Danish job postings ask for?",
        "How can concepts be erased from a diffusion model?",
        "Do features transfer between distant tasks?",
        "knowledge distillation",
        "Which animals' brains do groups of LLM modules resemble?",
        "Which alarms belong together in a plant?",
    ],
)
def test_question_on_the_topics_is_answered(beyond: Ask, question: str) -> None:
    """Something in the library is about it."""
    assert not beyond(question)


@pytest.mark.parametrize(
    "question",
    [
        "How many parameters does SkillWeaver have?",
        "Who is the first author of SkillWeaver?",
        "Which GPUs was OmniGen trained on?",
        "How many hours of sleep did the pupils in the Combi-Puzzles study get?",
    ],
)
def test_fact_that_the_paper_leaves_out_is_not(beyond: Ask, question: str) -> None:
    """The paper is there and is read, and does not say it."""
    assert beyond(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the football world cup in 1998?",
        "How do I cook risotto?",
        "What is the capital of Mongolia?",
        "Which vaccine protects against measles?",
        "🦜🦜🦜",
    ],
)
def test_question_on_something_else_is_not(beyond: Ask, question: str) -> None:
    """Nothing in the library is about it."""
    assert beyond(question)


def test_everyday_questions_are_refused(beyond: Ask) -> None:
    """Short, of common words, some of which the papers hold too: "how to train a puppy". Some still get through."""
    lines = EVERYDAY.read_text(encoding="utf-8").splitlines()
    answered = [question for line in lines[::4] if not beyond(question := json.loads(line)["question"])]
    assert len(answered) <= len(lines[::4]) // 12, answered


@pytest.mark.parametrize(
    "question", ["Which papers are about surgery?", "papers on music", "Which papers deal with robots?"]
)
def test_common_words_ask_for_papers(beyond: Ask, question: str) -> None:
    """A paper that is about it need not hold a rare word of the question."""
    assert not beyond(question)


def test_nothing_found_is_beyond(small_library: Library) -> None:
    """As when no paper passes a filter."""
    found = Found((), ())
    assert stand_to(understand("penguins"), found, Read((), {}), small_library, Stemmer()) is Stand.IS_BEYOND


def test_question_of_filters_alone_is_answered(small_library: Library, embedder: OnnxEmbedder) -> None:
    """Whatever passes them is the answer."""
    asked = understand("year:2021")
    found = retrieve("?", 5, small_library, embedder, ExactIndex(small_library))
    assert stand_to(asked, found, Read((), {}), small_library, Stemmer()) is Stand.ANSWERS


def test_other_embedding_models_are_judged_without_their_cosines(
    tmp_path_factory: pytest.TempPathFactory, small_library: Library, embedder: OnnxEmbedder, reader: Reader
) -> None:
    """They mean something else; what the papers say still counts."""
    with Library(tmp_path_factory.mktemp("other") / "library", create=True) as library:
        for paper in small_library.papers().values():
            library.put_paper(paper, paper.title)
        library.put_meta("embedding_model", "other")
        verdicts = []
        for question in ("What does SourSim predict?", "Who won the football world cup in 1998?"):
            found = retrieve(question, 5, small_library, embedder, ExactIndex(small_library))
            said = read(question, found, small_library, reader, 5)
            assert signals(found, said, library, Stemmer())["cosine"] == USUAL_COSINE
            assert signals(found, said, small_library, Stemmer())["cosine"] == max(
                hit.dense or 0.0 for hit in found.hits
            )
            assert not is_on_topic("birds", replace(found.hits[0], dense=1.0), library)
            verdicts.append(stand_to(understand(question), found, said, library, Stemmer()))
    assert Stand.IS_BEYOND not in verdicts[:1]
    assert verdicts[1:] == [Stand.IS_BEYOND]


def test_words_that_the_nearest_paper_lacks_are_named(small_library: Library) -> None:
    """The rarest of them, as they were written, in the order of the question; the s of "SourSim's" is no word."""
    bread = next(paper for paper in small_library.papers().values() if paper.title == BREAD[0])
    question = "Which university baked SourSim's sourdough in Reykjavik?"
    missing = missing_words(question, Hit(bread, 1.0), small_library, Stemmer())
    assert missing == ("university", "baked", "Reykjavik")
    answer = words_of_abstention([Hit(bread, 1.0)], 5, Filters(), missing)
    assert answer.endswith(f"The nearest is “{BREAD[0]}”, which does not mention “university”, “baked”, “Reykjavik”.")


@pytest.mark.parametrize(
    "question", ["Who wrote the paper on SourSim?", "What is the largest value that SourSim reports?"]
)
def test_words_of_asking_are_not_said_to_be_missing(small_library: Library, question: str) -> None:
    """No abstract says that somebody wrote it."""
    bread = next(paper for paper in small_library.papers().values() if paper.title == BREAD[0])
    assert () == missing_words(question, Hit(bread, 1.0), small_library, Stemmer())


def test_answer_names_the_three_nearest() -> None:
    """So that one can see how near they are."""
    hits = [Hit(Paper(str(n), f"Title {n}", ""), 1.0) for n in range(5)]
    text = words_of_abstention(hits, 1234, Filters())
    assert text.startswith(ABSTENTION)
    assert "1,234 papers" in text
    assert text.endswith("“Title 0”; “Title 1”; “Title 2”.")


@pytest.mark.parametrize(
    "text",
    [
        words_of_abstention([Hit(MARKED, 1.0)], 1, Filters()),
        words_of_abstention([Hit(MARKED, 1.0)], 3, Filters()),
        words_of_abstention([Hit(MARKED, 1.0)] * 2, 3, Filters(), missing=("owls",)),
        words_of_denial(Denied("owls", "No owls."), MARKED),
        words_for_foreign([Hit(MARKED, 1.0)]),
    ],
)
def test_title_in_a_refusal_cites_nothing(text: str) -> None:
    """Also if it holds what looks like a marker."""
    assert "Comment on (1) and (2)" in text
    assert not MARKER.search(text)


def test_only_paper_is_named_as_such() -> None:
    """Not as the nearest of one."""
    hits = [Hit(Paper("a", "Title", ""), 1.0)]
    assert words_of_abstention(hits, 1, Filters(organisation="ByteDance")) == (
        f"{ABSTENTION} The only paper by ByteDance does not answer this: “Title”."
    )
    summary = words_of_abstention([*hits, *hits], 2, Filters(), is_summary=True)
    assert "None of the 2 papers in the library is about this." in summary


def test_names_that_no_paper_mentions_are_told(seeds_library: Library) -> None:
    """The person may look for them elsewhere."""
    unknown = unknown_names("Did Napoleon compare DIAYN with Zorb-7 at Waterloo?", seeds_library)
    assert ("Napoleon", "Zorb-7", "Waterloo") == unknown
    hits = [Hit(Paper("a", "Title", ""), 1.0)]
    text = words_of_abstention([*hits, *hits], 9, Filters(), unknown=unknown)
    assert "answers this, and none mentions “Napoleon”, “Zorb-7” or “Waterloo”. The nearest" in text


def test_papers_that_were_named_are_not_counted_among_the_rest() -> None:
    """They do answer; it is the others that do not."""
    hits = [Hit(Paper("a", "Title", ""), 1.0)]
    assert words_of_abstention(hits, 12, Filters(), had=2) == (
        f"{ABSTENTION} None of the other 10 papers in the library answers this. The nearest is “Title”."
    )
    none = words_of_abstention([], 12, Filters(), had=2)
    assert none == f"{ABSTENTION} None of the other 10 papers in the library answers this."
    alone = words_of_abstention([], 1, Filters(organisation="ByteDance"), had=1)
    assert alone == f"{ABSTENTION} There are no other papers by ByteDance."


def test_theme_whose_words_a_paper_holds_is_answered(beyond: Ask) -> None:
    """Though no sentence of it says that it belongs there."""
    assert not beyond("Which papers use Minecraft?")
    assert not beyond("Which papers use Whisper?")
    assert beyond("Which papers use radio telescopes?")


def test_answer_without_papers_names_the_filters() -> None:
    """They are why there are none."""
    expected = f"{ABSTENTION} There are no papers by Korea University in the library."
    assert expected == words_of_abstention([], 0, Filters(organisation="Korea University"))
