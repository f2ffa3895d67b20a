"""Which sentences speak for a theme: whole ones, and what came out where there is room."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.embedding import OnnxEmbedder
from assistant.evidence import Candidate
from assistant.language.sentences import split_sentences
from assistant.records import Paper
from assistant.summarizing.choosing import MOST, alone, is_unclear, speak
from assistant.summarizing.membership import Member

METHOD = "We propose OvenNet, a model that listens to the crust of bread."
RESULT = "Experiments show that OvenNet outperforms a baker by 12%."


def member(number: int, text: str, embedder: OnnxEmbedder) -> Member:
    """Return a paper on bread."""
    paper = Paper(str(number), f"Paper {number}", text)
    spans = split_sentences(text)
    vectors = [np.asarray(vector) for vector in embedder.embed([text[span.start : span.end] for span in spans])]
    sentences = [
        Candidate(number, paper, place, span, vector)
        for place, (span, vector) in enumerate(zip(spans, vectors, strict=True))
    ]
    return Member(number, paper, 0.9, tuple(sentences))


def spoken(embedder: OnnxEmbedder, *texts: str) -> list[str]:
    """Return what one theme of papers is quoted with."""
    members = [member(number, text, embedder) for number, text in enumerate(texts, 1)]
    (theme,) = speak(members, [list(range(len(members)))], None)
    return [item.sentence.text for item in theme]


def test_a_result_follows_what_was_done_where_there_is_room(embedder: OnnxEmbedder) -> None:
    """A list of proposals does not say what papers found."""
    assert [METHOD, RESULT] == spoken(embedder, f"Bread is old. {METHOD} {RESULT}")


def test_many_papers_leave_no_room_for_results(embedder: OnnxEmbedder) -> None:
    """One sentence of each of as many papers as possible comes first."""
    texts = [f"We propose Oven{n}, a model that listens to crust {n} of bread. Its crust is better." for n in range(20)]
    found = spoken(embedder, *texts)
    assert MOST == len(found) == len(set(found))


def test_a_paper_that_is_held_twice_is_quoted_once(embedder: OnnxEmbedder) -> None:
    """Libraries hold the same abstract under two titles."""
    found = spoken(embedder, f"{METHOD} Bread is old.", f"{METHOD} Bread is old.")
    assert [METHOD] == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Can an oven learn by teaching?",
        "We bridge this gap with an oven that has two doors.",
        "We follow almost all of these properties through one mechanism.",
        "It listens to the crust.",
        "In this paper, we formalize this delayed baking as a bandit.",
        "Models bake better at (b) and (c) through interventions.",
        "We study the following research questions.",
        "Recently, large ovens have shown impressive abilities in baking.",
        "Existing methods bake bread with a success rate of 80%.",
        'We create a set of stories (e.g., "The can of crisps has moldy crisps in it.',
    ],
)
def test_what_says_little_alone_is_known(sentence: str) -> None:
    """Questions, fragments, and what leans on a sentence that is not quoted."""
    assert is_unclear(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        METHOD,
        RESULT,
        "We learn a library of reusable skills from demonstrations and use these skills to bake bread.",
        "This paper presents an oven (with two doors) and a bell.",
        "To address these challenges, we propose OvenNet.",
        "We show that (a) bread rises, and (b) crust hardens.",
        "Recently, ovens have shown impressive abilities, and we measure them.",
    ],
)
def test_what_stands_alone_is_not_suspected(sentence: str) -> None:
    """A beginning that leads over is left out when it is quoted."""
    assert not is_unclear(sentence)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("In response to these problems, we propose an oven.", "we propose an oven."),
        ("However, we propose an oven.", "we propose an oven."),
        ("Further, we find an oven.", "we find an oven."),
        ("Guided by these principles, we introduce an oven.", "we introduce an oven."),
        ("To facilitate these comparisons we introduce an oven.", "we introduce an oven."),
        ("In this work, we introduce an oven.", "In this work, we introduce an oven."),
    ],
)
def test_what_leads_over_is_left_out(written: str, said: str, embedder: OnnxEmbedder) -> None:
    """What is left stands verbatim in the abstract."""
    (only,) = member(1, written, embedder).sentences
    assert said == alone(only).text


@pytest.mark.parametrize(
    "sentence",
    [
        "Without this warm-up, we find that bread burns.",
        "Unless these conditions hold, we prove that dough falls.",
        "If this fails, we observe burnt bread.",
        "Only in ovens without such doors, we find crust.",
        "For ovens with such doors, our bread burns.",
        "Under these temperatures, our crust is 3 mm.",
        "Given these temperatures, we prove that dough rises.",
        "To bake this only at night, we show that dough rises.",
        "Despite such heat, we see no crust.",
        "When this bell rings, we find crust.",
        "Using these tins, we obtain 90% of crust.",
    ],
)
def test_condition_is_never_left_out(sentence: str, embedder: OnnxEmbedder) -> None:
    """It belongs to what is said; such a sentence leans on others, and is quoted whole if at all."""
    (only,) = member(1, sentence, embedder).sentences
    assert sentence == alone(only).text
    assert is_unclear(sentence)
