"""Numbers of papers through a dialogue."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant import pipeline
from assistant.numbering import cited_in, keep_numbers, nearest, of_first_papers
from assistant.numbering import numbered as numbers_of
from assistant.records import Answer, Evidence, EvidenceFound, Finished, Hit, Paper, Turn
from assistant.settings import Settings
from assistant.storage.library import Library
from tests.tiny_gguf import CHATML, write_tiny_gguf


def paper(name: str) -> Paper:
    """Return a paper whose id is its title."""
    return Paper(name, name, "A sentence.")


def evidence(names: str) -> list[Evidence]:
    """Return a sentence of each paper, numbered as if there were no dialogue."""
    order = list(dict.fromkeys(names))
    return [Evidence(order.index(name) + 1, paper(name), 0, 11, 1.0) for name in names]


@pytest.mark.parametrize(("most", "left"), [(None, "ABAC"), (5, "ABAC"), (2, "ABA"), (1, "AA")])
def test_evidence_of_the_first_papers_is_left(most: int | None, left: str) -> None:
    """All of it, in its order."""
    assert list(left) == [item.paper.title for item in of_first_papers(evidence("ABAC"), most)]


def turn(**numbers: int) -> Turn:
    """Return a turn that cited papers under numbers."""
    return Turn("q", "q", "a", numbers=tuple((n, name) for name, n in numbers.items()))


def numbered(names: str, *history: Turn) -> str:
    """Return papers with their numbers."""
    return " ".join(f"{item.paper.id}{item.n}" for item in keep_numbers(evidence(names), history))


@pytest.mark.parametrize(
    ("names", "history", "expected"),
    [
        ("abac", [], "a1 b2 a1 c3"),
        ("cab", [turn(a=1, b=2)], "c3 a1 b2"),
        ("cd", [turn(a=1, b=4)], "c5 d6"),
        ("dcb", [turn(a=1), turn(b=2), turn(c=3, a=1)], "d4 c3 b2"),
        ("ab", [Turn("q", "q", "I don't know.", listed=((1, "Z"), (2, "B")), numbers=((1, "z"), (2, "b")))], "a3 b2"),
        ("ab", [turn(a=120)], "a120 b121"),
        ("bac", [turn(a=1), turn(b=1)], "b2 a1 c3"),  # an old session, in which each answer began with 1
    ],
)
def test_papers_keep_their_numbers(names: str, history: list[Turn], expected: str) -> None:
    """New ones get the next that is free, and no two papers share one."""
    assert expected == numbered(names, *history)


def test_single_paper_has_the_number_that_evidence_gives_it() -> None:
    """What the library tells of a paper is cited in the same way."""
    history = [turn(a=1, b=2)]
    assert [{"b": 2}, {"c": 3}] == [numbers_of([paper(name)], cited_in(history)) for name in "bc"]


def test_the_nearest_papers_of_an_abstention_go_on_with_the_numbers() -> None:
    """They do not take those of papers that were cited; one that was cited keeps its own, and they keep theirs."""
    hits = [Hit(paper(name), 1.0) for name in "cbde"]
    assert [(1, paper("c")), (2, paper("b")), (3, paper("d"))] == nearest(hits, [])
    assert [(3, paper("c")), (2, paper("b")), (4, paper("d"))] == nearest(hits, [(1, "a"), (2, "b")])


# ----------------------------------------------------------- in a dialogue

QUESTIONS = (
    "list the papers that test whether language models can handle analogies",
    "What does the second one find?",
    "What is SkillWeaver?",
    "When was ZEST published?",
    "How was paper 2 tested?",
    "which papers are about analogical reasoning in language models, and which about web agents such as SkillWeaver?",
    "How do robots learn to grasp with dexterous hands?",
    "Which papers generate video from text?",
)


@pytest.fixture
def dialogue(seeds_library: Library, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[list[Answer]]:
    """Return the answers of a dialogue, by quotations or a random model."""
    settings = Settings(
        library=seeds_library.folder, generator=request.param, max_tokens=60, temperature=5.0, repair="never"
    )
    if request.param == "llama":
        model = write_tiny_gguf(tmp_path / "m.gguf", chat_template=CHATML, tokenizer="gpt2")
        settings = dataclasses.replace(settings, model=str(model))
    resources = pipeline.open_resources(settings, print)
    yield spoken(QUESTIONS, resources)
    resources.close()


def spoken(questions: Sequence[str], resources: pipeline.Resources) -> list[Answer]:
    """Return the answers to questions that follow each other."""
    answers: list[Answer] = []
    for question in questions:
        history: list[Turn] = []
        for answer in answers:
            history.append(pipeline.turn_of(answer, resources.library, history))
        offered: set[int] = set()
        for event in pipeline.answer(question, resources, history=history):
            if isinstance(event, EvidenceFound):
                offered = {item.n for item in event.evidence}
            if isinstance(event, Finished):
                answers.append(event.answer)
        if offered and not answers[-1].abstained:
            assert {int(n) for n in re.findall(r"\[(\d+)\]", answers[-1].text)} <= offered
    return answers


@pytest.mark.parametrize("dialogue", ["quotes", "llama"], indirect=True)
def test_a_number_names_one_paper_in_a_whole_dialogue(dialogue: list[Answer]) -> None:
    """And a paper has one number; the text names no other."""
    papers: dict[int, str] = {}
    for answer in dialogue:
        for citation in answer.citations:
            assert papers.setdefault(citation.n, citation.paper.id) == citation.paper.id
        if not answer.abstained:
            assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == {item.n for item in answer.citations}
    assert len(set(papers.values())) == len(papers) > 4, papers


@pytest.mark.parametrize("dialogue", ["quotes"], indirect=True)
def test_what_points_at_a_number_still_finds_its_paper(dialogue: list[Answer]) -> None:
    """By place in the last answer that listed several, and by number in any."""
    several, by_place, weaver, zest, by_number, mixed, *_ = dialogue
    mentioned = list(dict.fromkeys(n for claim in several.claims for n in claim.citations))
    assert [mentioned[1]] == [citation.n for citation in by_place.citations]
    assert [2] == [citation.n for citation in by_number.citations]
    assert [len(mentioned) + 1] == [citation.n for citation in weaver.citations]
    assert zest.text.endswith(f"[{len(mentioned) + 2}].")
    again = {citation.n: citation.paper.id for citation in mixed.citations}
    assert len(mentioned) + 1 in again
    first = {citation.n: citation.paper.id for citation in several.citations}
    assert len(first.items() & again.items()) > 1


def test_what_an_abstention_names_is_asked_for_and_cited_by_its_number(seeds_library: Library) -> None:
    """The person has seen it under that number."""
    settings = Settings(library=seeds_library.folder, generator="quotes")
    resources = pipeline.open_resources(settings, print)
    answers = spoken((QUESTIONS[0], "What is the best cheese for a fondue?"), resources)
    first = pipeline.turn_of(answers[0], seeds_library)
    refused = pipeline.turn_of(answers[1], seeds_library, [first])
    cited = {citation.paper.title: citation.n for citation in answers[0].citations}
    assert answers[1].abstained
    for n, title in refused.listed:
        assert title in answers[1].text
        assert n == cited[title] if title in cited else n > max(cited.values())
    *_, last = refused.listed
    asked = f"What does [{last[0]}] propose?"
    *_, again = spoken((QUESTIONS[0], "What is the best cheese for a fondue?", asked), resources)
    resources.close()
    assert [last] == [(citation.n, citation.paper.title) for citation in again.citations]
