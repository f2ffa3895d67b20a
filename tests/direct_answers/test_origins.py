"""The paper that a name is of is found among all of a library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.direct_answers import introducing, origins, telling
from assistant.language.text import title_key
from assistant.questions import understand
from assistant.records import Filters, Paper
from assistant.search import retrieval
from assistant.storage.library import Library

OWN = (
    ("GULL: Generalised Unit for Long Lists", "We introduce GULL, a generalised unit for long lists.", "2019"),
    ("Careful Auk Tracking", "We follow auks. Careful auk tracking is new.", "2020"),
    (
        "Counting Eggs in One Pass",
        "We present a framework for counting eggs, TERN (Total Egg Registration Net).",
        "2018",
    ),
    ("SKUA: Several Kites Under Attack", "Kites fight.", "2024"),
    ("Eiders Are All You Want", "Eiders suffice.", "2017"),
    ("RUFF: Rare Upright Feathers Found", "We show feathers.", "2023"),
    ("KNOT: Kept Notes on Terns", "We introduce KNOT, which keeps notes on terns.", "2023"),
)
USES = tuple(
    (f"Case {number} of the matter", text, str(year))
    for number, (text, year) in enumerate(
        [("We tune early exiting GULL on case lists.", 2021)] * 6
        + [("We use Careful Auk Tracking (CAT) here.", 2021)] * 6
        + [("We use the Coarse Air Test (CAT) here.", 2022)] * 2
        + [("It beats TERN by far.", 2020)] * 6
        + [("The SKUA rule is a rule for nests.", 2011)] * 6
        + [("We watch a rapid upward flight figure (RUFF).", 2012)] * 6
        + [("A keen number of trees (KNOT) is seen.", 2012), ("It has KNOT in it.", 2011)] * 4
        + [("A kind nest of twigs (KNOT) is seen.", 2012)] * 4
    )
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return a library in which names are used by many papers and introduced by one."""
    folder: Path = tmp_path_factory.mktemp("names")
    with Library(folder, create=True) as made, made.writing():
        for place, (title, abstract, date) in enumerate((*OWN, *USES)):
            made.put_paper(Paper(str(place), title, abstract, date=date), title_key(title))
        yield made


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("GULL", OWN[0][0]),
        ("gull", OWN[0][0]),
        ("the original GULL paper", OWN[0][0]),
        ("CAT", OWN[1][0]),
        ("TERN", OWN[2][0]),
        ("eiders are all you want", OWN[4][0]),
    ],
)
def test_a_name_leads_to_the_paper_that_has_made_it(name: str, title: str, library: Library) -> None:
    """By the beginning of its title, what the name stands for, its abstract, or its whole title."""
    assert [title] == [paper.title for paper in origins.find(name, library).papers]


def test_a_paper_that_is_only_called_so_has_not_made_the_name(library: Library) -> None:
    """Others said it years before."""
    origin = origins.find("SKUA", library)
    assert () == origin.papers
    assert ["SKUA: Several Kites Under Attack"] == [paper.title for paper in origin.namesakes]
    assert "since 2011, and none is known to have introduced it; “SKUA: Several" in origin.unknown


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("RUFF", ["a rapid upward flight figure (RUFF)", "We show feathers."]),
        ("KNOT", ["We introduce KNOT", "A keen number of trees (KNOT)"]),
        ("SKUA", ["Kites fight."]),
    ],
)
def test_both_meanings_of_a_name_are_told(name: str, titles: list[str], library: Library) -> None:
    """The paper that is called so comes first unless most papers clearly mean something else, alone if none says it."""
    asked = understand.verbatim(f"What is {name}?")
    found = retrieval.Found((), (), asked.standalone)
    chosen = telling.choose(asked, found, None, lambda _: found, library, lambda one: origins.find(one, library))
    assert chosen is not None
    said = [item.text for item in chosen.evidence]
    assert all(title in text for title, text in zip(titles, said, strict=True)), said
    assert chosen.notes[-1].startswith(f"papers here use “{name}” since 201")


def test_other_meanings_are_told(library: Library) -> None:
    """The commonest first, with how many papers mean it."""
    assert (("Careful Auk Tracking", 6), ("Coarse Air Test", 2)) == origins.find("CAT", library).meanings
    (note,) = origins.find("CAT", library).notes
    assert note == "“CAT” stands for “Careful Auk Tracking” in 6 papers here; in others for “Coarse Air Test” (2)"


def test_a_sentence_that_says_what_a_name_means_is_found(library: Library) -> None:
    """In a paper that uses it."""
    explained = origins.explaining(origins.find("SKUA", library), (), library)
    assert explained is None or explained[0].date == "2011"


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Is “Eiders are all you want” in the library?", "Yes: the library holds “Eiders Are All You Want” [1]."),
        ("Does the library have the original GULL paper?", "Yes: the library holds “GULL: Generalised"),
        ("Is the paper “Owls Again” in the library?", "I don't know. No paper in the library is called “Owls Again”."),
        ("Which paper introduced SKUA?", "I don't know. Papers here use “SKUA”, since 2011"),
        ("Compare GULL and OWL9", "I don't know. The library holds no paper called “OWL9”; it holds “GULL"),
    ],
)
def test_what_is_there_is_told(question: str, begins: str, library: Library) -> None:
    """And what is not."""
    told = introducing.tell(question.strip("?"), library, lambda name: origins.find(name, library))
    assert told is not None
    assert told.text.startswith(begins)


def test_papers_that_pass_no_filter_are_not_meant(library: Library) -> None:
    """The name is known all the same."""
    assert () == origins.find("GULL", library, frozenset()).papers


@pytest.mark.parametrize("name", ["", "  ", "?!", "the", "the paper", "“”"])
def test_what_is_no_name_is_of_no_paper(name: str, library: Library) -> None:
    """As what is left of a question that is nothing but filters."""
    assert () == origins.find(name, library).papers


def test_paper_that_filters_leave_out_has_still_made_its_name(library: Library) -> None:
    """It is told, not said to be unknown; and nothing that they leave out is cited."""
    late = frozenset(library.numbers_matching(Filters(since="2021")))
    origin = origins.find("GULL", library, late)
    assert () == origin.papers
    assert [OWN[0][0]] == [paper.title for paper in origin.beyond]
    assert f"“GULL” is of “{OWN[0][0]}”" in origin.unknown
    early = origins.find("SKUA", library, frozenset(library.numbers_matching(Filters(until="2012"))))
    assert () == early.namesakes
    assert {"2011"} == {item.year for item in early.mentions}
