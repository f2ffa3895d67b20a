"""What filters leave, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.embedding import OnnxEmbedder
from assistant.language.words import Stemmer
from assistant.narrowing import beyond, left_out, without_strangers
from assistant.questions.understand import understand
from assistant.records import Filters, Paper
from assistant.search.retrieval import Found, retrieve
from assistant.search.vectors import ExactIndex
from assistant.storage.library import Library

LEFT_OUT = "left out, since it is not known whether they pass: "


@pytest.mark.parametrize(
    ("filters", "notes"),
    [
        (Filters(), ()),
        (Filters(title="a"), ()),
        (Filters(since="2024"), (f"{LEFT_OUT}2 papers without a date",)),
        (Filters(title="c", before="2024"), (f"{LEFT_OUT}1 paper without a date",)),
        (
            Filters(after="2024", authors_to=3),
            (f"{LEFT_OUT}2 papers without a date, 3 papers without a number of authors",),
        ),
    ],
)
def test_papers_of_which_it_is_not_known_are_counted(tmp_path: Path, filters: Filters, notes: tuple[str, ...]) -> None:
    """They are left out, and not in silence."""
    with Library(tmp_path, create=True) as library, library.writing(), library.transaction():
        for name, date, authors in (("a", "2024", 3), ("b", None, None), ("c", None, None), ("d", "2020", None)):
            library.put_paper(Paper(name, name, "text", date, authors), name)
        assert notes == left_out(filters, library)


KEPT = "kept, though it is not known whether they are to be left out: "
ACME = Filters(organisation="Acme")


@pytest.mark.parametrize(
    ("filters", "titles", "notes"),
    [
        (Filters(excluded=(Filters(since="2024", until="2024"),)), "bcd", (f"{KEPT}1 paper without a date",)),
        (Filters(excluded=(ACME,)), "bcd", (f"{KEPT}2 papers without an organisation",)),
        (Filters(organisation="Acme or MIT"), "ab", (f"{LEFT_OUT}2 papers without an organisation",)),
        (
            Filters(since="2000", excluded=(ACME,)),
            "bd",
            (f"{LEFT_OUT}1 paper without a date", f"{KEPT}1 paper without an organisation"),
        ),
        (Filters(excluded=(Filters(title="a"), Filters(title="d"))), "bc", ()),
        (Filters(excluded=(Filters(author="Lee"),)), "abd", (f"{KEPT}3 papers without names of authors",)),
    ],
)
def test_papers_are_left_out_if_it_is_known(
    tmp_path: Path, filters: Filters, titles: str, notes: tuple[str, ...]
) -> None:
    """Others are kept, and counted."""
    with Library(tmp_path, create=True) as library, library.writing(), library.transaction():
        for paper in (
            Paper("a", "a", "text", "2024", organisation="Acme"),
            Paper("b", "b", "text", "2020", organisation="MIT"),
            Paper("c", "c", "text", authors=("Bo Lee",)),
            Paper("d", "d", "text", "2020"),
        ):
            library.put_paper(paper, paper.title)
        assert titles == "".join(
            sorted(paper.title for paper in library.papers(library.numbers_matching(filters)).values())
        )
        assert notes == left_out(filters, library)


def ask(question: str, library: Library, embedder: OnnxEmbedder) -> Found:
    """Return what a question finds among the papers that pass its filters."""
    asked = understand(question)
    allowed = library.numbers_matching(asked.filters)
    found = retrieve(asked.standalone, 10, library, embedder, ExactIndex(library), allowed=allowed)
    return without_strangers(asked, found, library, Stemmer())


def test_papers_that_only_pass_the_filter_are_not_shown(seeds_library: Library, embedder: OnnxEmbedder) -> None:
    """Three papers of 2025 are about robot manipulation, however many others there are."""
    titles = [hit.paper.title for hit in ask("robot manipulation, only 2025", seeds_library, embedder).hits]
    assert any(title.startswith("Learning a Thousand Tasks") for title in titles)
    assert len(titles) < 6


def test_question_of_filters_alone_shows_all_that_pass(seeds_library: Library, embedder: OnnxEmbedder) -> None:
    """There is nothing else that they could be about."""
    assert len(ask("papers from 2025", seeds_library, embedder).hits) == 10


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("Which papers were published in 2026?", ("18 papers are dated 2026: these are 10 of them",)),
        ("year:2026", ("18 papers are dated 2026: these are 10 of them",)),
        ("papers by ByteDance", ()),  # there are two
        ("How many papers are from 2026?", ()),
        ("Which papers from 2026 are about robots?", ()),  # the best of them, not all
        ("Which papers are there?", ()),
    ],
)
def test_list_that_is_cut_says_so(seeds_library: Library, question: str, note: tuple[str, ...]) -> None:
    """It would be read as complete."""
    assert beyond(understand(question, (), seeds_library.organisations()), 10, seeds_library) == note
