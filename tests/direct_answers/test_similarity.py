"""Papers like a paper, and questions to some papers only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import pipeline
from assistant.direct_answers.similarity import similar
from assistant.records import Answer, Filters, Finished, Paper, Retrieved
from assistant.settings import Settings
from assistant.storage.library import Library

WEAVER = "SkillWeaver: Web Agents can Self-Improve by Discovering and Honing Skills"


@pytest.fixture(scope="module")
def resources(seeds_library: Library) -> Iterator[pipeline.Resources]:
    """Return what answering needs, over the bundled papers, with quotations."""
    opened = pipeline.open_resources(Settings(library=seeds_library.folder, generator="quotes"), print)
    yield opened
    opened.close()


def titled(title: str, resources: pipeline.Resources) -> Paper:
    """Return the paper with that title."""
    return next(paper for paper in resources.library.papers().values() if paper.title == title)


def asked(question: str, resources: pipeline.Resources, within: Filters) -> tuple[list[str], Answer]:
    """Return the titles found, and the answer."""
    events = list(pipeline.answer(question, resources, within=within))
    (found,) = (event for event in events if isinstance(event, Retrieved))
    assert isinstance(events[-1], Finished)
    return [hit.paper.title for hit in found.hits], events[-1].answer


def test_papers_like_one_are_listed_without_it(resources: pipeline.Resources) -> None:
    """Best first, each with its number."""
    paper = titled(WEAVER, resources)
    *_, last = similar(paper, 10, resources.library, resources.embedder, resources.index)
    assert isinstance(last, Finished)
    titles = [citation.paper.title for citation in last.answer.citations]
    assert len(titles) == 10
    assert WEAVER not in titles
    assert any("Skill" in title or "Agent" in title for title in titles[:3])
    assert [f"[{citation.n}]" in last.answer.text for citation in last.answer.citations] == [True] * 10


def test_a_chosen_paper_is_searched_alone(resources: pipeline.Resources) -> None:
    """A question without a name is about it, whatever was said before."""
    titles, answer = asked("Which websites did it use?", resources, Filters(only=(WEAVER,)))
    assert titles == [WEAVER]
    assert "WebArena" in answer.text


def test_a_paper_that_is_left_out_is_not_found(resources: pipeline.Resources) -> None:
    """Even if it is the best."""
    titles, answer = asked("How much do web agents improve on WebArena?", resources, Filters(without=(WEAVER,)))
    assert titles
    assert WEAVER not in titles
    assert f"other than “{WEAVER}”" in answer.standalone


def test_filters_of_the_question_come_before_those_that_stand() -> None:
    """Those that it does not name stay."""
    standing = Filters(since="2024", organisation="Ohio", without=("A",))
    assert Filters(since="2025").within(standing) == Filters(since="2025", organisation="Ohio", without=("A",))
    assert Filters().within(Filters()) == Filters()
