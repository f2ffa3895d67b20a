"""A heading of a structured abstract is told from the sentence behind it."""

from __future__ import annotations

import pytest

from assistant.language.headings import Heading, Section, heading_of


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("OBJECTIVE ", Section.AIM),
        ("Aims: ", Section.AIM),
        ("BACKGROUND AND PURPOSE ", Section.BACKGROUND),
        ("DESIGN, SETTING, AND PARTICIPANTS ", Section.METHODS),
        ("PATIENT(S) ", Section.METHODS),
        ("MAIN OUTCOME MEASURES ", Section.MEASURES),
        ("METHODS AND RESULTS ", Section.RESULTS),
        ("METHODOLOGY/PRINCIPAL FINDINGS ", Section.RESULTS),
        ("Conclusions/Significance: ", Section.RESULTS),
    ],
)
def test_heading_tells_what_stands_under_it(heading: str, section: Section) -> None:
    """In capitals, or before a colon."""
    for sentence in ("Of 12 mice two slept.", "DNA methylation rose."):
        assert heading_of(heading + sentence) == Heading(section, len(heading))


@pytest.mark.parametrize("sentence", ["Results.", "CONCLUSIONS", "Patients and Methods."])
def test_heading_may_stand_alone(sentence: str) -> None:
    """Then nothing is behind it."""
    found = heading_of(sentence)
    assert found and found.end == len(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Results show that it works.",
        "METHODS are what we compare.",
        "DNA methylation rose.",
        "CLEAR Image seeks to explain.",
        "DESIGN, SETTING, AND FOO Mice slept.",
        "Analysis of the data: it rose.",
        "The main results and the study: a view.",
        "A 2-period design was used.",
        "",
    ],
)
def test_words_of_headings_in_a_sentence_are_none(sentence: str) -> None:
    """They are its subject, or a part of what is no heading."""
    assert heading_of(sentence) is None
