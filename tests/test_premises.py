"""Questions that take for granted what a paper does without."""

from __future__ import annotations

import pytest

from assistant import abstention, pipeline
from assistant.language.words import Stemmer
from assistant.premises import Denied, denied_premise
from assistant.records import Finished, Paper
from assistant.settings import Settings
from assistant.storage.library import Library

TITLE = "Sorting Parcels without a Camera"
ABSTRACT = [
    "We sort parcels by weight, all without any explicit models of object shape, poses, or hand-made labels.",
    "Training needs no reward function and does not rely on demonstrations by experts.",
    "The method is calibration-free, and works without losing accuracy.",
    "Earlier sorters use scanners; ours has no scanner, but scanners can be added.",
]


@pytest.mark.parametrize(
    ("question", "thing", "sentence"),
    [
        ("How is the reward function designed?", "reward function", 1),
        ("Which poses does it take?", "", None),  # "take" may ask whether
        ("How are poses of the parcels found?", "poses", 0),
        ("Who made the labels?", "labels", 0),
        ("How many demonstrations were recorded?", "demonstrations", 1),
        ("Which calibration is used?", "calibration", 2),
        ("which cameras watch the parcels", "cameras", -1),
    ],
)
def test_what_a_paper_does_without_is_found(stemmer: Stemmer, question: str, thing: str, sentence: int | None) -> None:
    """In its abstract, in a list, and in its title."""
    expected = None if sentence is None else Denied(thing, [*ABSTRACT, TITLE][sentence])
    assert expected == denied_premise(question, TITLE, ABSTRACT, stemmer)


@pytest.mark.parametrize(
    "question",
    [
        "Does it use a reward function?",  # asks whether
        "How many demonstrations does it need?",
        "What replaces the camera instead?",
        "Why is no camera there?",
        "How does it work without a camera?",
        "How much accuracy is reached?",  # nothing is lost: to deny the loss says nothing of it
        "Which scanners can be added?",  # it may have them
        "How are parcels sorted?",
        "What is the weight for?",
        "",
        "?!",
        "不 知道",
    ],
)
def test_what_may_be_answered_is_left_alone(stemmer: Stemmer, question: str) -> None:
    """Whoever asks whether is told; what is denied once and had elsewhere is there."""
    assert denied_premise(question, TITLE, ABSTRACT, stemmer) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many deaths were there among the owls?", "There were no deaths."),
        ("Which serious falls occurred?", "No serious falls occurred during the night."),
        ("What share of owls had falls?", "Owls flew without falls."),
        ("Which owls eat mice within six months?", "Owls without feathers eat mice within six months."),
        ("How does hay prevent sneezing?", "In 200 owls of all ages, adults without sneezing ate hay."),
        ("What replaces the reward function?", "Owls learn without a reward function."),
        ("What do they use in place of a reward function?", "Owls learn without a reward function."),
        ("Why were wings avoided?", "Owls learn without wings."),
        ("How do wings help?", "Owls fly higher than moles without wings."),
        ("How do wings help?", "Owls are seen with and without wings."),
        ("Which rest is best?", "Owls without wings surpass the rest."),
        ("Who died in the flood?", "No owl died in the flood."),
    ],
)
def test_answer_that_there_is_none_is_no_denial(stemmer: Stemmer, question: str, sentence: str) -> None:
    """Nor is what the question knows, what is told apart by it, and what stands behind the thing that is denied."""
    assert denied_premise(question, "Owls", [sentence], stemmer) is None


@pytest.mark.parametrize("always", [False, True])
def test_answer_quotes_what_is_denied(seeds_library: Library, always: bool) -> None:
    """It says that there is no answer, and what the paper says instead; wanted all the same, it quotes that."""
    settings = Settings(library=seeds_library.folder, generator="quotes", always_answer=always)
    resources = pipeline.open_resources(settings, print)
    question = "How does CLIPort obtain the object poses and segmentation masks it relies on?"
    (answer,) = (event.answer for event in pipeline.answer(question, resources) if isinstance(event, Finished))
    resources.close()
    assert always is not answer.abstained
    assert "all without any explicit representations of object poses" in answer.text
    assert always is bool(answer.citations)
    if not always:
        assert answer.text.startswith("I don't know. The question takes “object poses” for granted, but “CLIPort: ")


def test_denial_of_another_paper_is_not_told(seeds_library: Library) -> None:
    """Of a paper that the library does not hold it says nothing that one there does without what is asked."""
    resources = pipeline.open_resources(Settings(library=seeds_library.folder, generator="quotes"), print)
    question = "What reward functions does Eureka design?"
    (answer,) = (event.answer for event in pipeline.answer(question, resources) if isinstance(event, Finished))
    resources.close()
    assert "for granted" not in answer.text


def test_words_of_a_paper_are_no_marker() -> None:
    """A sentence that holds one is shown with it taken apart, as quotations are."""
    text = abstention.words_of_denial(Denied("maps", "It does without maps [1]."), Paper("a", "T", "A"))
    assert "[1]" not in text
