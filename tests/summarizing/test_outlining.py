"""What one abstract states, under the names of its parts, and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.language.sentences import sentences_of
from assistant.summarizing.outlining import ABOUT, BOTH, METHOD, PROBLEM, RESULT, outline
from tests.summarizing.test_roles import WHOLE

PROBLEM_SAID = "However, existing ovens are difficult to control and burn the crust."
METHOD_SAID = "We propose OvenNet, a model that listens to the crust."
RESULT_SAID = "Experiments show that OvenNet outperforms a baker by 12%."


def named(*sentences: str) -> list[tuple[str, int]]:
    """Return the parts with their places."""
    return [(part.name, part.place) for part in outline(sentences)[0]]


def places(sentences: Sequence[str]) -> tuple[int, ...]:
    """Return the places of the parts."""
    return tuple(part.place for part in outline(sentences)[0])


def test_each_part_stands_under_its_name() -> None:
    """In the order of the abstract."""
    sentences = ("Bread is popular.", PROBLEM_SAID, METHOD_SAID, RESULT_SAID)
    assert [(PROBLEM, 1), (METHOD, 2), (RESULT, 3)] == named(*sentences)
    assert not outline(sentences)[1]


def test_background_is_not_called_a_problem() -> None:
    """That bread is popular is none."""
    assert [(ABOUT, 0), (METHOD, 1), (RESULT, 2)] == named("Bread is popular.", METHOD_SAID, RESULT_SAID)


def test_call_for_more_is_no_result_beside_a_finding() -> None:
    """What was found says more than what it underscores."""
    finding = "We find that bakers lose almost one in three loaves."
    call = "Our findings underscore the need for more careful ovens."
    assert (RESULT, 2) in named(PROBLEM_SAID, METHOD_SAID, finding, call)


def test_a_result_that_is_not_stated_is_told_as_missing() -> None:
    """Neither hopes nor the announcement of results nor an experiment without its outcome are one."""
    for last in (
        "We hope that it contributes a foundation for future research on ovens.",
        "Results of experiments in a real bakery are presented.",
        "The results are also validated by a second oven.",
        "We conducted an experiment in a bakery to demonstrate the effectiveness of our approach.",
        "Thus, this model may lead to a better understanding of crusts.",
    ):
        stated, missing = outline((PROBLEM_SAID, METHOD_SAID, last))
        assert [PROBLEM, METHOD] == [part.name for part in stated], last
        assert ["No result is plainly stated"] == missing, last


def test_what_was_done_first_is_the_method_if_nothing_else_is() -> None:
    """A short abstract has no room for a problem."""
    assert [(METHOD, 0), (RESULT, 1)] == named(METHOD_SAID, RESULT_SAID)


def test_a_problem_is_no_method_for_want_of_one() -> None:
    """It may speak of models or approaches."""
    unclear = "However, it remains unclear how bakers perform when a model told them so."
    assert [(PROBLEM, 0), (RESULT, 1)] == named(unclear, RESULT_SAID)
    assert ["No method is plainly stated"] == outline((unclear, RESULT_SAID))[1]


def test_one_sentence_may_say_both() -> None:
    """Then it stands once, under both names."""
    both = "We propose OvenNet, which outperforms a baker by 12%."
    assert [(PROBLEM, 0), (BOTH, 1)] == named(PROBLEM_SAID, both)
    assert not outline((PROBLEM_SAID, both))[1]


def test_a_result_with_numbers_is_preferred() -> None:
    """That something is superior says less than by how much, even behind a “furthermore”."""
    vague = "Its crust is superior in all kitchens."
    exact = "Furthermore, OvenNet reduces burnt loaves by 41%."
    assert [(PROBLEM, 0), (METHOD, 1), (RESULT, 3)] == named(PROBLEM_SAID, METHOD_SAID, vague, exact)


def test_an_abstract_of_nothing_states_nothing() -> None:
    """A text without a word of it lacks a method and a result; no text lacks nothing."""
    assert ([], []) == outline(())
    assert ["No method is plainly stated", "No result is plainly stated"] == outline(("Bread is popular.",))[1]


def test_parts_come_in_the_order_of_the_abstract() -> None:
    """A result that is told first does not stand before the problem."""
    turned = ("We show that onions need not burn.", *WHOLE[:6])
    assert sorted(places(turned)) == list(places(turned))
    assert (2, 3, 6) == places(turned)


def test_an_abstract_without_a_problem_says_first_what_it_is_about() -> None:
    """Some begin with what was done; the first of the method stands in the problem's place."""
    sentences = (
        "We introduce PanData, a dataset of 60,096 pans.",
        "It covers 24 kitchens.",
        "We further use it to train six robots.",
        "Results show that more pans improve all of them.",
        "We hope that it will inspire future research.",
    )
    first, _, last = places(sentences)
    assert (0, 3) == (first, last)


def test_the_first_that_is_proposed_is_the_method() -> None:
    """Others add to it."""
    sentences = (*WHOLE[:3], "We also introduce a benchmark, a novel dataset and a new framework.", *WHOLE[3:])
    assert 2 == places(sentences)[1]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_short_abstract_has_each_sentence_once(count: int) -> None:
    """No sentence comes twice, and none is made up."""
    found = places(WHOLE[:count])
    assert len(set(found)) == len(found)
    assert set(found) <= set(range(count))
    assert found or not count


def test_a_long_text_takes_no_time() -> None:
    """All ways to take three of 40 sentences are 9,880; a book is not an abstract."""
    assert max(places(WHOLE * 500)) < 40


def test_seed_papers_read_as_a_person_reads_them() -> None:
    """An abstract as it is, with its parts as a reader marked them."""
    abstract = (
        "Prior methods producing useful task rankings are infeasible for large source pools, as they require forward"
        " passes through all source language models. We overcome this by introducing Embedding Space Maps (ESMs),"
        " light-weight neural networks that approximate the effect of fine-tuning a language model. We conduct the"
        " largest study on NLP task transferability and task selection with 12k source-target pairs. We find that"
        " applying ESMs on a prior method reduces execution time and disk space usage by factors of 10 and 278."
    )
    assert (0, 1, 3) == places(sentences_of(abstract))


def test_what_was_done_in_the_past_is_a_method() -> None:
    """As medicine tells it."""
    done = "Using flow cytometry, we examined the blood of 24 bakers before and after work."
    seen = "We showed that the bakers breathe 12% less flour."
    sentences = ("Flour is in the air of bakeries.", done, seen)
    assert [(ABOUT, 0), (METHOD, 1), (RESULT, 2)] == named(*sentences)
    assert not outline(sentences)[1]
