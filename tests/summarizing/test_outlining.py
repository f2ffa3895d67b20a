"""What one abstract states, under the names of its parts, and what it lacks."""

from __future__ import annotations

from assistant.summarizing.outlining import ABOUT, BOTH, METHOD, PROBLEM, RESULT, outline

PROBLEM_SAID = "However, existing ovens are difficult to control and burn the crust."
METHOD_SAID = "We propose OvenNet, a model that listens to the crust."
RESULT_SAID = "Experiments show that OvenNet outperforms a baker by 12%."


def named(*sentences: str) -> list[tuple[str, int]]:
    """Return the parts with their places."""
    return [(part.name, part.place) for part in outline(sentences)[0]]


def test_each_part_stands_under_its_name() -> None:
    """In the order of the abstract."""
    sentences = ("Bread is popular.", PROBLEM_SAID, METHOD_SAID, RESULT_SAID)
    assert [(PROBLEM, 1), (METHOD, 2), (RESULT, 3)] == named(*sentences)
    assert not outline(sentences)[1]


def test_background_is_not_called_a_problem() -> None:
    """That bread is popular is none."""
    assert [(ABOUT, 0), (METHOD, 1), (RESULT, 2)] == named("Bread is popular.", METHOD_SAID, RESULT_SAID)


def test_a_result_that_is_not_stated_is_told_as_missing() -> None:
    """Neither hopes nor the announcement of results nor an experiment without its outcome are one."""
    for last in (
        "We hope that it contributes a foundation for future research on ovens.",
        "Results of experiments in a real bakery are presented.",
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
