"""How the next token is chosen."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.generation.sampling import LIKELIEST, Sampler, likeliest

SCORES = np.linspace(-5, 5, 1000, dtype=np.float32)


def test_without_temperature_the_likeliest_is_taken() -> None:
    """Nothing is left to chance."""
    assert Sampler(0.0, 1).pick(SCORES) == 999


def test_with_temperature_one_of_the_likeliest_is_drawn() -> None:
    """The long tail of a vocabulary stays out."""
    sampler = Sampler(5.0, 1)
    drawn = {sampler.pick(SCORES) for _ in range(500)}
    assert len(drawn) > 20
    assert min(drawn) >= 1000 - LIKELIEST


def test_equal_seeds_draw_alike() -> None:
    """A draw can be repeated."""
    first, second = Sampler(2.0, -7), Sampler(2.0, -7)
    assert [first.pick(SCORES) for _ in range(20)] == [second.pick(SCORES) for _ in range(20)]


def test_a_small_vocabulary_is_enough() -> None:
    """There may be fewer tokens than are drawn among."""
    assert Sampler(1.0, 0).pick(np.zeros(3, np.float32)) in range(3)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_scores_that_are_no_numbers_are_an_error(bad: float) -> None:
    """A damaged weight shows here."""
    scores = SCORES.copy()
    scores[3] = bad
    with pytest.raises(ModelError, match="not numbers"):
        Sampler(0.0, 0).pick(scores)


def test_the_likeliest_of_some_is_found() -> None:
    """As for the digits of a marker."""
    assert likeliest(SCORES, [3, 700, 20]) == 700
