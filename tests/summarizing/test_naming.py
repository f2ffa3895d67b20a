"""Themes are called by the words that tell them apart."""

from __future__ import annotations

from assistant.language.words import Stemmer
from assistant.records import Paper
from assistant.storage.library import Library
from assistant.summarizing.naming import names


def paper(number: int, title: str, abstract: str) -> Paper:
    """Return a paper."""
    return Paper(str(number), title, abstract)


PENGUINS = [
    paper(1, "Penguins in Winter", "We propose a novel method. Penguins gather against the cold."),
    paper(2, "How Penguins Swim", "We propose a novel method for penguins that swim in cold water."),
]
BREAD = [
    paper(3, "Sourdough at Home", "We propose a novel method. Sourdough rises, and animals do not eat it."),
    paper(4, "A Sourdough Simulator", "We propose a novel method. Sourdough is simulated."),
]


def test_a_name_tells_a_theme_from_the_others(small_library: Library) -> None:
    """Not by what every abstract says, nor by the words of the topic."""
    assert ["penguins", "sourdough"] == names([PENGUINS, BREAD], "novel methods", small_library, Stemmer())
    assert "penguins" not in names([PENGUINS, BREAD], "a penguin", small_library, Stemmer())[0]


def test_a_theme_that_nothing_tells_has_a_name_all_the_same(small_library: Library) -> None:
    """Two themes of the same words."""
    assert ["other papers", "other papers"] == names([PENGUINS, PENGUINS], "birds", small_library, Stemmer())


def test_half_a_name_is_made_whole(small_library: Library) -> None:
    """What is always said in two words is named by both, unless the second is the topic."""
    theme = [paper(n, "Reinforcement Learning", "Reinforcement learning for penguins.") for n in (5, 6)]
    assert "reinforcement learning" in names([theme, BREAD], "birds", small_library, Stemmer())[0]
    assert "reinforcement learning" not in names([theme, BREAD], "learning", small_library, Stemmer())[0]
