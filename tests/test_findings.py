"""What was found is quoted before what was to be found out, where a question asks for it."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.evidence import Candidate, Scored
from assistant.findings import are_asked_for, before_aims, states_aim
from assistant.language.headings import Section
from assistant.records import Paper, Span

QUESTION = "Do naps help mice?"
AIM, BEFORE, FOUND, OTHER = "We asked whether naps help mice.", "Mice nap.", "They ran 3 km more.", "Rats do not."


def ranked(*scored: tuple[str, float, Section | None], paper: int = 1) -> list[Scored]:
    """Return sentences of one abstract, in its order, ranked by their scores."""
    text = " ".join(sentence for sentence, _, _ in scored)
    items = []
    for place, (sentence, score, section) in enumerate(scored):
        start = text.index(sentence)
        span = Span(start, start + len(sentence))
        candidate = Candidate(paper, Paper(str(paper), "Mice", text), place, span, np.ones(2, np.float32), section)
        items.append(Scored(candidate, score))
    return sorted(items, key=lambda item: -item.score)


def texts(items: list[Scored]) -> list[str]:
    """Return the sentences of a ranking."""
    return [item.candidate.text for item in items]


@pytest.mark.parametrize(
    "sentence",
    [
        "To determine whether naps help.",
        "We examined the possible effect of naps on running.",
        "Here, we sought to find out who naps.",
        "This study aimed to describe naps.",
        "We have re-examined the role of naps.",
        "We bred mice to assess whether naps help.",
        "The purpose of this review is to present naps.",
        "We investigate how depth changes what a network learns.",
        "It remains unclear whether naps help.",
        "The primary end points were running and sleep.",
    ],
)
def test_an_aim_says_what_was_to_be_found_out(sentence: str) -> None:
    """By its verb, by its subject, or by saying that it is not known."""
    assert states_aim(sentence, None)
    assert not states_aim(sentence, Section.RESULTS)


@pytest.mark.parametrize(
    "sentence",
    [
        "We found that naps help.",
        "To determine this we woke them, which reduced running.",
        "To address this, we propose a network that sleeps.",
        "We examined 12 mice.",
        "Naps help mice.",
    ],
)
def test_what_was_done_or_found_is_no_aim(sentence: str) -> None:
    """Unless it stands under a heading that says so."""
    assert not states_aim(sentence, None)
    assert states_aim(sentence, Section.AIM)


@pytest.mark.parametrize(
    ("question", "is_for_findings"),
    [
        (QUESTION, True),
        ("By how much do naps raise running?", True),
        ("What is the effect of naps on mice?", True),
        ("How does depth change a network?", True),
        ("What is the effect of naps on running and its determinants?", True),
        ("What was investigated?", False),
        ("Did they study naps?", False),
        ("What is the aim of the paper on naps?", False),
        ("What was the primary end point?", False),
        ("What is a nap?", False),
        ("naps and mice", False),
    ],
)
def test_questions_for_findings_are_told_from_those_for_the_study(question: str, is_for_findings: bool) -> None:
    """An aim answers the latter."""
    assert are_asked_for(question) is is_for_findings


def test_the_best_finding_behind_an_aim_takes_its_place() -> None:
    """With its score, so that no other paper comes between; what stands before the aim is no finding of it."""
    own = ranked((BEFORE, 3.0, None), (AIM, 6.0, None), (FOUND, 2.0, None), (OTHER, 1.0, None))
    found = before_aims([*own, *ranked(("Cats nap.", 5.0, None), paper=2)], QUESTION)
    assert texts(found) == [FOUND, "Cats nap.", BEFORE, AIM, OTHER]
    assert found[0].score == 6.0


def test_results_are_preferred_to_methods_where_headings_tell() -> None:
    """Of a number both may tell."""
    own = ranked((AIM, 6.0, Section.AIM), ("We woke 12 mice.", 5.0, Section.METHODS), (FOUND, 2.0, Section.RESULTS))
    assert texts(before_aims(own, QUESTION))[0] == FOUND
    assert texts(before_aims(own, "How many mice took part?"))[0] == "We woke 12 mice."


def test_an_aim_stays_first_where_nothing_near_is_found_or_it_is_asked_for() -> None:
    """A finding that is far less likely to answer does not come before it, nor does any before a number that it has."""
    far = ranked((AIM, 6.0, None), (FOUND, -3.0, None))
    assert before_aims(far, QUESTION) == far
    near = ranked(("To see whether naps help, we woke 12 mice.", 6.0, Section.AIM), (FOUND, 4.0, None))
    assert before_aims(near, "What was investigated?") == near
    assert before_aims(near, "How many mice were woken?") == near
