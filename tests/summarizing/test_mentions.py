"""Where papers say a topic: side by side, by its parts, by its short form."""

from __future__ import annotations

import pytest

from assistant.language.words import Stemmer
from assistant.summarizing import mentions


@pytest.mark.parametrize(
    ("topic", "text", "times"),
    [
        ("oven models", "An oven model bakes bread; models of the oven do not.", 2),
        ("oven models", "An open oven is not what language models bake.", 0),
        ("few-shot baking", "One-shot baking.", 0),
        ("few-shot baking", "Few-shot baking.", 1),
        ("crust and crumb", "The crumb of a loaf is softer than its crust.", 1),
        ("crust and crumb", "The crumb of a loaf is soft.", 0),
        ("salt in bread dough", "Bread dough needs salt.", 1),
    ],
)
def test_a_topic_is_said_by_its_words_together(topic: str, text: str, times: int) -> None:
    """The parts of a topic stand in any order in a sentence."""
    assert (times,) == mentions.count(topic, [[text]], Stemmer())[0].times


def test_a_short_form_that_one_paper_explains_is_written_out_in_all() -> None:
    """In the topic, too."""
    papers = [["Bread in an oven."], ["Oven bread models (OBMs) bake."], ["OBMs burn."], ["Obms."]]
    assert (0, 1, 1, 0) == mentions.count("oven bread models", papers, Stemmer())[0].times
    assert (0, 1, 1, 0) == mentions.count("OBM", papers, Stemmer())[0].times


def test_the_part_of_which_a_paper_has_least_is_told() -> None:
    """Nothing of one part makes the other worth nothing."""
    papers = [["Salt is white."], ["Salt for dough."], ["Salt for bread dough."]]
    assert (0.0, 0.5, 1.0) == mentions.count("salt in bread dough", papers, Stemmer())[0].shares


def test_a_topic_of_one_part_can_be_counted() -> None:
    """The library finds side by side what has one part only."""
    assert '"bread dough"' == mentions.expression("bread dough")
    assert not mentions.expression("salt in bread dough")
