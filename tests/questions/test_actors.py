"""Questions that speak of the people of a paper and ask what the paper says."""

from __future__ import annotations

import pytest

from assistant import pipeline
from assistant.questions.actors import as_the_paper
from assistant.records import Answer, Finished
from assistant.settings import Settings
from assistant.storage.library import Library


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What did the authors of SkillWeaver find?", "What did SkillWeaver find?"),
        ("What do the researchers behind TIES-Merging propose?", "What does TIES-Merging propose?"),
        ("What do the authors of the paper on web agents argue?", "What does web agents argue?"),
        ("How do the SkillWeaver authors test it?", "How does SkillWeaver test it?"),
        ("What did SkillWeaver's authors find?", "What did SkillWeaver find?"),
        ("Why don't the authors of DIAYN use a reward?", "Why doesn't DIAYN use a reward?"),
        ("Which method is proposed by the authors of PSN?", "Which method is proposed by PSN?"),
        ("How many sites did the authors of SkillWeaver test?", "How many sites did SkillWeaver test?"),
        ("According to the PSN team, what helps?", "According to PSN, what helps?"),
    ],
)
def test_what_people_did_is_asked_of_their_paper(question: str, asked: str) -> None:
    """No abstract speaks of "the authors"."""
    assert as_the_paper(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "Who are the authors of SkillWeaver?",
        "How many authors does SkillWeaver have?",
        "What other papers did the authors of SkillWeaver write?",
        "Which university do the authors of SkillWeaver belong to?",
        "What do researchers need from question answering?",
        "How do developers use code models?",
        "How do AI researchers measure skill?",
        "Does the team win?",
        "What did the 20 researchers say?",
    ],
)
def test_what_is_asked_of_the_people_stays(question: str) -> None:
    """So does what names no paper."""
    assert as_the_paper(question) == question


def test_people_without_a_name_are_those_of_the_paper_before() -> None:
    """Only if there was one."""
    assert as_the_paper("Did the authors release the code?", follows=True) == "Did they release the code?"
    assert as_the_paper("Did the authors release the code?") == "Did the authors release the code?"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What problem do the authors of SkillWeaver address?", "still lack crucial self-improvement capabilities"),
        ("What did the researchers behind SkillWeaver find?", "31.8%"),
        ("On which benchmarks did the SkillWeaver authors test?", "WebArena"),
    ],
)
def test_paper_answers_for_its_people(seeds_library: Library, question: str, said: str) -> None:
    """Such questions were refused, since the abstract does not mention authors."""
    resources = pipeline.open_resources(Settings(library=seeds_library.folder, generator="quotes"), print)
    answers: list[Answer] = [
        event.answer for event in pipeline.answer(question, resources) if isinstance(event, Finished)
    ]
    resources.close()
    assert said in answers[0].text
