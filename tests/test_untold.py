"""What the cited sentences leave out of what a question asks for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.abstention import Stand
from assistant.embedding import open_embedder
from assistant.language.words import Stemmer
from assistant.records import Evidence, Paper
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage.library import Library
from assistant.untold import stand_without

Judge = Callable[..., tuple[Stand, str]]
WITHOUT, WITH = "The net finds owls at night, and hawks find it.", "The net finds 24 owls in 3 hours."
NO_NUMBER = "the sentence that comes nearest tells no number"
NO_LENGTH = "the sentence that comes nearest tells no length of time"
COUNTS = ("How many owls does the net find?", "In each net, how many owls are found?", "by how much do owls find it")
LENGTHS = ("How long does the net find owls?", "for how long do hawks find the net?")
QUANTITIES = ("How much is found by the net?", "Which false alarm rate do owls find?", "At what share do owls find it?")
LOWERED = {Stand.ANSWERS: Stand.MAY_ANSWER, Stand.MAY_ANSWER: Stand.IS_BEYOND, Stand.IS_BEYOND: Stand.IS_BEYOND}


@pytest.fixture(scope="module")
def judge(seeds_library: Library) -> Judge:
    """Return how papers stand to a question that sentences, of one paper each, come near to."""
    embedder, stemmer = open_embedder(BUNDLED_EMBEDDING_MODEL), Stemmer()

    def stand(question: str, stand: Stand, *sentences: str) -> tuple[Stand, str]:
        papers = [Paper(text, "A net for owls", text) for text in sentences]
        cited = [Evidence(n, paper, 0, len(paper.abstract), 1.0) for n, paper in enumerate(papers, 1)]
        return stand_without(stand, question, cited, seeds_library, embedder.is_word, stemmer)

    return stand


@pytest.mark.parametrize("question", [*COUNTS, *LENGTHS, *QUANTITIES, "Who finds owls?"])
@pytest.mark.parametrize("stand", Stand)
def test_what_is_told_changes_nothing(judge: Judge, question: str, stand: Stand) -> None:
    """What else the nearest sentence says has been judged; those behind it are not asked."""
    assert (stand, "") == judge(question, stand, WITH, WITHOUT)


@pytest.mark.parametrize(
    ("question", "why"), [*((count, NO_NUMBER) for count in COUNTS), *((length, NO_LENGTH) for length in LENGTHS)]
)
@pytest.mark.parametrize("stand", Stand)
def test_count_and_length_of_time_have_to_be_told(judge: Judge, question: str, why: str, stand: Stand) -> None:
    """By the nearest sentence: an answer is unsure without, and one that was unsure is none."""
    assert (LOWERED[stand], why) == judge(question, stand, WITHOUT, WITH)


@pytest.mark.parametrize("question", QUANTITIES)
def test_other_quantities_may_be_told_without_a_number(judge: Judge, question: str) -> None:
    """Surely ("an order of magnitude"), but not where it is unsure as it is."""
    assert (Stand.ANSWERS, "") == judge(question, Stand.ANSWERS, WITHOUT)
    assert (Stand.IS_BEYOND, NO_NUMBER) == judge(question, Stand.MAY_ANSWER, WITHOUT)


def test_name_that_no_paper_mentions(judge: Judge) -> None:
    """A name has no other words; what is only a limit may have."""
    named, limit = "Does the net find GPT-9?", "Does the net find owls in asthma?"
    for stand in (Stand.MAY_ANSWER, Stand.ANSWERS):
        assert (LOWERED[stand], "no paper that is cited mentions “GPT-9”") == judge(named, stand, WITH)
        assert (Stand.MAY_ANSWER, "no paper that is cited mentions “asthma”") == judge(limit, stand, WITH)


def test_name_that_papers_only_use(judge: Judge) -> None:
    """It is not said what it stands for."""
    used = "We test the net on OwlBench."
    assert (Stand.MAY_ANSWER, "no paper that is cited says what “OwlBench” is") == judge(
        "What is OwlBench?", Stand.ANSWERS, used
    )
    assert (Stand.ANSWERS, "") == judge("What is OwlBench?", Stand.ANSWERS, "OwlBench is a benchmark of owls.")


def test_nothing_is_cited(judge: Judge) -> None:
    """Then nothing is told."""
    assert (Stand.IS_BEYOND, NO_NUMBER) == judge(COUNTS[0], Stand.MAY_ANSWER)
