"""In which written forms a text says a phrase."""

from __future__ import annotations

import pytest

from assistant.language.forms import Line, Phrase


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("transformer", "Two Transformers"),
        ("policies", "a policy"),
        ("hypothesis", "our hypotheses"),
        ("matrices", "a Matrix"),
        ("biases", "one bias"),
        ("GANs", "a GAN-based model"),
        ("graph neural network", "Graph-neural\nnetworks"),
        ("GPT-4", "GPT 4, too"),
        ("GSM8k", "on GSM8K."),
        ("naive Bayes", "naïve Bayes"),
        ("C++", "in C++ code"),
        ("generalization", "generalisation"),
    ],
)
def test_forms_of_a_phrase_are_found(typed: str, text: str) -> None:
    """Number, hyphens, accents and spellings are no other words."""
    assert Phrase(typed).is_in(Line.of(text))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("transformer", "transform and transformation"),
        ("organ", "organisations organise"),
        ("CLIP", "we clip the gradient; Clip"),
        ("CLIP", "the CLIPS language"),
        ("gan", "a gan- glion"),
        ("GPT-4", "GPT-4.5 and GPT-4o"),
        ("news", "a new day"),
        ("logistics", "logistic regression"),
        ("neural networks", "neural. Networks"),
        ("C++", "C and C#"),
    ],
)
def test_other_words_are_not(typed: str, text: str) -> None:
    """Though an index finds them under the same stem."""
    assert not Phrase(typed).is_in(Line.of(text))


def test_how_else_a_phrase_is_written_is_told() -> None:
    """In other letters, or as one word."""
    assert Phrase("MuJoCo").otherwise_in(Line.of("in Mujoco")) == "Mujoco"
    assert Phrase("fine-tuning").otherwise_in(Line.of("by finetuning")) == "finetuning"
    assert Phrase("dropout").otherwise_in(Line.of("we drop out")) is None


def test_forms_that_texts_have_are_told() -> None:
    """Besides what was typed."""
    assert Phrase("organs").forms_in([Line.of("An organ and organs.")]) == ["organ"]
