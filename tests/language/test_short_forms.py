"""What stands before the brackets is what the short form means."""

from __future__ import annotations

import pytest

from assistant.language.short_forms import are_alike, long_form, meaning_key, spelt_out


@pytest.mark.parametrize(
    ("short", "before", "long"),
    [
        ("ALL", "children with acute lymphoblastic leukemia ", "acute lymphoblastic leukemia"),
        ("NO", "cells release nitric oxide ", "nitric oxide"),
        ("WAS", "the Wiskott-Aldrich syndrome ", "Wiskott-Aldrich syndrome"),
        ("GNNs", "we use graph neural networks ", "graph neural networks"),
        ("ALL", "nothing of the kind ", None),
        ("A", "an apple ", None),
        ("ALL", "", None),
    ],
)
def test_last_words_with_its_letters_are_meant(short: str, before: str, long: str | None) -> None:
    """As they are written."""
    assert long == long_form(short, before)


@pytest.mark.parametrize(
    ("text", "short", "said"),
    [
        ("We use soft actor-critic (SAC) here.", "SAC", ["soft actor-critic"]),
        ("We use SAC (soft actor-critic) here.", "SAC", ["soft actor-critic"]),
        ("Generative adversarial networks (GANs) learn.", "GAN", ["Generative adversarial networks"]),
        ("The soft actor-critic algorithm (SAC) learns.", "SAC", ["soft actor-critic"]),
        ("A careful auk tracker; see (CAT).", "CAT", []),
        ("It is solved by $S A T \\log$ (SAT).", "SAT", []),
        ("We beat SAC (by far).", "SAC", []),
        ("It is soft and softened matching (ASM).", "ASM", []),
        ("Soft actors come late.", "SAC", []),
    ],
)
def test_only_what_surely_spells_a_name_out_is_taken(text: str, short: str, said: list[str]) -> None:
    """Nearly each of its words gives a letter."""
    assert said == list(spelt_out(text, short))


def test_spellings_of_one_meaning_have_one_key() -> None:
    """And forms of its words are alike."""
    assert meaning_key("Generative Adversarial Nets") == meaning_key("generative adversarial networks")
    assert are_alike("low-rank adapters", "Low-Rank Adaptation of models")
    assert not are_alike("low-rank adapters", "long-range arena")
