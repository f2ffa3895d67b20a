"""Which sentence states the problem, which the method, and which the result."""

from __future__ import annotations

import pytest

from assistant.language.sentences import sentences_of
from assistant.summarizing.roles import outline, results, weights

WHOLE = (
    "Robots that cook are popular.",
    "However, they burn onions, and existing methods need hours of demonstrations.",
    "To address this, we propose OnionNet, which listens to the pan.",
    "Specifically, it has two microphones.",
    "We evaluate it in twelve kitchens.",
    "Experiments show that OnionNet burns 41% fewer onions than the best baseline.",
    "Code is available at https://onions.example.",
)


def test_parts_are_told_by_what_sentences_say() -> None:
    """Not by where they stand: neither the background nor the address is a part."""
    assert (1, 2, 5) == outline(WHOLE)
    found = results(WHOLE)
    assert 5 == found.index(max(found))
    assert min(weights(WHOLE)[2], weights(WHOLE)[5]) > max(weights(WHOLE)[place] for place in (0, 1, 3, 6))


def test_parts_come_in_the_order_of_the_abstract() -> None:
    """A result that is told first does not stand before the problem."""
    turned = ("We show that onions need not burn.", *WHOLE[:6])
    assert sorted(outline(turned)) == list(outline(turned))
    assert (2, 3, 6) == outline(turned)


def test_an_abstract_without_a_problem_says_first_what_it_is_about() -> None:
    """Some begin with what was done; the first of the method stands in the problem's place."""
    sentences = (
        "We introduce PanData, a dataset of 60,096 pans.",
        "It covers 24 kitchens.",
        "We further use it to train six robots.",
        "Results show that more pans improve all of them.",
        "We hope that it will inspire future research.",
    )
    first, _, last = outline(sentences)
    assert (0, 3) == (first, last)


def test_the_first_that_is_proposed_is_the_method() -> None:
    """Others add to it."""
    sentences = (*WHOLE[:3], "We also introduce a benchmark, a novel dataset and a new framework.", *WHOLE[3:])
    assert 2 == outline(sentences)[1]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_short_abstract_is_given_whole(count: int) -> None:
    """No sentence comes twice, and none is made up."""
    assert tuple(range(count)) == outline(WHOLE[:count])


def test_a_long_text_takes_no_time() -> None:
    """All ways to take three of 40 sentences are 9,880; a book is not an abstract."""
    assert max(outline(WHOLE * 500)) < 40


def test_seed_papers_read_as_a_person_reads_them() -> None:
    """An abstract as it is, with its parts as a reader marked them."""
    abstract = (
        "Prior methods producing useful task rankings are infeasible for large source pools, as they require forward"
        " passes through all source language models. We overcome this by introducing Embedding Space Maps (ESMs),"
        " light-weight neural networks that approximate the effect of fine-tuning a language model. We conduct the"
        " largest study on NLP task transferability and task selection with 12k source-target pairs. We find that"
        " applying ESMs on a prior method reduces execution time and disk space usage by factors of 10 and 278."
    )
    assert (0, 1, 3) == outline(sentences_of(abstract))
