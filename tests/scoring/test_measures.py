"""What one answer is worth."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from assistant.language.text import title_key
from assistant.records import Answer, Citation, Hit, Paper, Quote, Timings
from assistant.scoring import measures
from assistant.scoring.cases import Question

FIRST, SECOND = Paper("1", "First Paper", "It grew by 5\\% in 1{,}200 days. It rained."), Paper("2", "Second", "Sun.")
ANSWER = Answer(
    question="q",
    standalone="q",
    text="“It rained.” [1]\n\n“It grew by 5\\% in 1{,}200 days.” [1]",
    abstained=False,
    claims=(),
    citations=(Citation(1, FIRST, (Quote("It grew by 5\\% in 1{,}200 days.", 0, 31), Quote("It rained.", 32, 42))),),
    retrieved=(Hit(SECOND, 2.0), Hit(FIRST, 1.0)),
    generator="quotes",
    model=None,
    timings=Timings(),
)


def question(gold: str = "first paper!", evidence: tuple[str, ...] = (), facts: tuple[str, ...] = ()) -> Question:
    """Return a question with one gold paper."""
    return Question("q", {title_key(gold): gold}, {}, evidence, facts)


@pytest.mark.parametrize(("gold", "rank"), [("FIRST paper", 2), ("Second", 1), ("Third", None)])
def test_rank_is_the_place_of_the_gold_paper(gold: str, rank: int | None) -> None:
    """Titles are compared by letters and digits."""
    assert rank == measures.rank_of_gold(ANSWER, question(gold))


def test_quotes_stand_in_the_order_of_the_answer() -> None:
    """Not of the abstract."""
    assert ["It rained.", "It grew by 5\\% in 1{,}200 days."] == measures.quoted(ANSWER)


def test_evidence_counts_among_the_first_quotes() -> None:
    """A quote may be a part of it, or hold it."""
    asked = question(evidence=("grew by 5\\% in",))
    assert [False, True] == [measures.has_evidence(ANSWER, asked, depth) for depth in (1, 2)]


def test_facts_are_found_however_they_are_written() -> None:
    r"""`\%` is `%`, `1{,}200` is `1,200`, and case does not matter."""
    assert ["snow"] == measures.missing_facts(ANSWER, question(facts=("5%", "1,200", "IT RAINED", "snow")))


def test_part_of_a_number_or_word_is_no_fact() -> None:
    """A unit may follow a number, and a word be one of several."""
    answer = replace(ANSWER, text="80% accuracy with 12.5 hours and 70.68x the speed enable robots.", citations=())
    parts = ("0%", "8", "5", "able", "robo")
    assert [*parts] == measures.missing_facts(answer, question(facts=(*parts, "80", "12.5", "70.68", "robot")))


def test_valid_citations() -> None:
    """Every marker names a paper that was found, and every quote is where it says."""
    assert measures.is_valid(ANSWER)
    assert not measures.is_valid(replace(ANSWER, text="It rained [2]."))
    assert not measures.is_valid(replace(ANSWER, retrieved=ANSWER.retrieved[:1]))
    moved = Citation(1, FIRST, (Quote("It rained.", 31, 41),))
    assert not measures.is_valid(replace(ANSWER, citations=(moved,)))


def test_answer_against_the_grain_counts_as_refused() -> None:
    """What is measured is whether the library was believed to hold the answer."""
    assert [True, True, False] == [
        measures.has_refused(answer)
        for answer in (replace(ANSWER, abstained=True), replace(ANSWER, would_abstain=True), ANSWER)
    ]


def test_mean_and_percentile_of_nothing_are_no_numbers() -> None:
    """And of something they are."""
    assert math.isnan(measures.mean([]))
    assert math.isnan(measures.percentile([], 0.5))
    assert (2, 3) == (measures.mean([1, 3]), measures.percentile([3, 1, 2, 4], 0.5))
