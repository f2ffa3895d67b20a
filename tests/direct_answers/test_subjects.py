"""What a question asks of a thing that has a name is read for in the paper that the name is of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.direct_answers.origins import Origin
from assistant.direct_answers.subjects import lead
from assistant.language.text import title_key
from assistant.records import Hit, Paper
from assistant.search.retrieval import Found
from assistant.storage.library import Library

OWN = Paper("own", "Careful Auk Tracking", "Auks are followed with an error of 3 cm.")
OTHERS = tuple(Paper(f"other {number}", f"CAT for case {number}", "We use CAT.") for number in range(3))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return a library in which one paper has made what three others use."""
    folder: Path = tmp_path_factory.mktemp("subjects")
    with Library(folder, create=True) as made, made.writing():
        for paper in (*OTHERS, OWN):
            made.put_paper(paper, title_key(paper.title))
        yield made


def _found(question: str, library: Library) -> Found:
    """Return the papers that use the thing, as a search has them."""
    hits = tuple(Hit(paper, 3.0 - place) for place, paper in enumerate(OTHERS))
    return Found(hits, tuple(map(library.number, OTHERS)), question)


def _origin_of(name: str) -> Origin:
    return Origin(name, (OWN,) if name == "CAT" else OTHERS[:2] if name == "DOG" else ())


@pytest.mark.parametrize(
    "question",
    [
        "What error does CAT reach on auks?",
        "Does the CAT need a camera?",
        "What is the error of CAT?",
        "What is the error of CAT on auks?",
        "What was CAT's error on auks?",
    ],
)
def test_the_paper_that_a_name_is_of_leads(question: str, library: Library) -> None:
    """With the score of the best; it was not among those found."""
    led, named = lead(_found(question, library), library, _origin_of)
    assert (OWN, 3.0) == (led.hits[0].paper, led.hits[0].score)
    assert {library.number(OWN)} == named == {led.numbers[0]}


@pytest.mark.parametrize(
    "question",
    [
        "What error does DOG reach on auks?",
        "What error does HEN reach on auks?",
        "What error is reached on auks?",
        "Is CAT better than HEN?",
        "",
    ],
)
def test_nothing_leads_where_no_one_paper_is_meant(question: str, library: Library) -> None:
    """The name is of several papers or of none, there is no name, or two papers are compared."""
    found = _found(question, library)
    assert (found, frozenset()) == lead(found, library, _origin_of)


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("What error does CAT reach?", "What is the error of CAT?"),
        ("Which accuracy did CAT obtain on auks?", "What is the accuracy of CAT on auks?"),
        ("How does CAT follow auks?", "How does CAT follow auks?"),
    ],
)
def test_what_a_paper_reaches_is_asked_plainly(question: str, plain: str, library: Library) -> None:
    """The verb is none that an abstract has to hold."""
    assert plain == lead(_found(question, library), library, _origin_of)[0].question
