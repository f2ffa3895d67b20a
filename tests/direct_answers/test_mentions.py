"""A list of papers that use a thing is whole: each that holds it is told by a sentence that does."""

from __future__ import annotations

import re

import pytest

from assistant import pipeline
from assistant.direct_answers import mentions
from assistant.direct_answers.mentions import MOST
from assistant.questions.understand import understand
from tests.asking import ask


@pytest.mark.parametrize("thing", ["ImageNet", "WebArena", "LoRA", "ESCO", "GSM8k", "Unitree G1", "MuJoCo"])
@pytest.mark.parametrize(
    "form", ["Which papers use {}?", "papers tested on {}", "Can you list all papers that mention {}"]
)
def test_every_paper_that_holds_it_is_told(form: str, thing: str, resources: pipeline.Resources) -> None:
    """Not only those that rank near the best."""
    holds = re.compile(rf"(?<![\w-]){thing}(?!\w)", re.IGNORECASE)
    gold = {
        paper.title for paper in resources.library.papers().values() if holds.search(f"{paper.title} {paper.abstract}")
    }
    answer = ask(form.format(thing), resources)
    assert gold <= {citation.paper.title for citation in answer.citations}
    assert sum(bool(holds.search(claim.text)) for claim in answer.claims) >= len(gold)


def test_what_many_papers_hold_is_left_to_the_ranking(resources: pipeline.Resources) -> None:
    """A theme is answered from the best."""
    assert 1 < len(ask("Which papers use reinforcement learning?", resources).citations) < MOST


def test_filters_hold(resources: pipeline.Resources) -> None:
    """Only papers that pass are told."""
    answer = ask("Which papers use ImageNet? until:2024", resources)
    assert all(citation.paper.year and citation.paper.year <= 2024 for citation in answer.citations)


def test_a_thing_that_none_holds_is_not_told(resources: pipeline.Resources) -> None:
    """Nothing is there to list."""
    assert ask("Which papers use FrobnicateNet?", resources).abstained


def test_a_paper_that_ranks_too_low_to_be_found_is_told_too(resources: pipeline.Resources) -> None:
    """A list that is read as complete ends with no search."""
    asked = understand("Which papers use ImageNet?")
    first = pipeline.search("ImageNet", resources, 1)[1]
    mention = mentions.read(asked, resources.library)
    assert mention
    chosen = mentions.choose(mention, lambda thing: first, resources.library)
    whole = mentions.choose(mention, lambda thing: pipeline.search(thing, resources, 50)[1], resources.library)
    assert chosen and whole
    assert {item.paper.id for item in chosen.evidence} == {item.paper.id for item in whole.evidence}
