"""A claim is supported by what its papers say, and by nothing else."""

from __future__ import annotations

import time

import pytest

from assistant.citations import CitedSentence, cite, cited_sentences
from assistant.library import Library
from assistant.records import Paper, Verdict
from assistant.sentences import split_sentences
from assistant.verification import verify
from assistant.words import Stemmer
from tests.conftest import BREAD, PENGUINS

PAPERS = {1: Paper("p", *PENGUINS), 2: Paper("b", *BREAD)}
STEMMER = Stemmer()


def verdict(text: str, *numbers: int) -> Verdict:
    """Return what is said of a claim."""
    return verify(CitedSentence(text, numbers), PAPERS, STEMMER).verdict


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Penguins remember faces for at least six months.", 1),
        ("Gentoo penguins chose the photograph of a neighbour in 81.5 % of trials.", 1),
        ("Gentoo penguins chose a neighbour in 81.5\\% of trials.", 1),
        ("24 Gentoo penguins were trained.", 1),
        ("After 6 months penguins remember faces.", 1),
        ("SourSim predicts how sourdough rises from flour, water and temperature.", 2),
        ("“We present SourSim, which predicts the rise of sourdough from flour, water and temperature.”", 2),
    ],
)
def test_what_the_paper_says_is_supported(text: str, n: int) -> None:
    """In its own words or nearly, with its own numbers."""
    assert verdict(text, n) is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Gentoo penguins chose the neighbour in 91.5% of trials.", 1),
        ("Penguins remember faces for 12 years.", 1),
        ("SourSim9 predicts the rise of sourdough.", 2),
        ("SourSim beats DoughNet.", 2),
        ("Penguins remember faces for at least six months.", 2),
        ("Cats chase mice through old houses at night.", 1),
        ("he", 1),
        ("", 1),
        ("1", 2),
    ],
)
def test_what_the_paper_does_not_say_is_unsupported(text: str, n: int) -> None:
    """Other numbers, names that do not occur, another paper, no words at all."""
    assert verdict(text, n) is Verdict.UNSUPPORTED


def test_half_of_the_words_is_partial() -> None:
    """The reason says how many."""
    claim = verify(CitedSentence("Penguins remember faces because thieves cheat widely.", (1,)), PAPERS, STEMMER)
    assert claim.verdict is Verdict.PARTIAL
    assert "% of its words" in claim.reason


def test_reason_names_what_is_missing() -> None:
    """The number or the name."""
    reasons = [
        verify(CitedSentence(text, (1,)), PAPERS, STEMMER).reason
        for text in ("It is 91.5% of trials.", "PenguNet remembers faces.")
    ]
    assert reasons == ["the cited abstract does not say 91.5", "the cited abstract does not name PenguNet"]


def test_claim_of_two_papers_may_take_from_both() -> None:
    """A number from one, a name from the other."""
    assert verdict("SourSim errs by 4 mm while penguins reach 81.5% of trials.", 1, 2) is Verdict.SUPPORTED


@pytest.mark.parametrize("numbers", [(), (7,), (0,)])
def test_claim_that_names_no_paper_is_unsupported(numbers: tuple[int, ...]) -> None:
    """Even if it is true."""
    claim = verify(CitedSentence("Penguins remember faces.", numbers), PAPERS, STEMMER)
    assert (claim.verdict, claim.citations) == (Verdict.UNSUPPORTED, ())


def test_number_that_names_no_paper_is_left_out() -> None:
    """The others are checked."""
    claim = verify(CitedSentence("Penguins remember faces for at least six months.", (9, 1)), PAPERS, STEMMER)
    assert (claim.verdict, claim.citations) == (Verdict.SUPPORTED, (1,))


@pytest.mark.parametrize(
    ("written", "known"), [("1,200", "1200"), ("1200", "1{,}200"), ("1 200", "1,200"), ("5", "five")]
)
def test_numbers_are_compared_by_value(written: str, known: str) -> None:
    """Whatever separates the thousands."""
    papers = {1: Paper("x", "Title", f"We count {known} birds.")}
    claim = verify(CitedSentence(f"They count {written} birds.", (1,)), papers, STEMMER)
    assert claim.verdict is Verdict.SUPPORTED


def test_every_quotation_from_the_seeds_is_supported(seeds_library: Library) -> None:
    """Quoting is the answer that needs no model, so it must never be doubted."""
    doubted = [
        sentence.text
        for paper in seeds_library.papers().values()
        for span in split_sentences(paper.abstract)
        for sentence in cited_sentences(cite(paper.abstract[span.start : span.end], 1))
        if verify(sentence, {1: paper}, STEMMER).verdict is not Verdict.SUPPORTED
    ]
    assert doubted == []


@pytest.mark.parametrize("text", ["A" * 50_000, "1," * 25_000, "aB" * 25_000, "x-1." * 10_000, " 1" * 20_000])
def test_no_claim_takes_long(text: str) -> None:
    """Nor does any abstract."""
    begin = time.perf_counter()
    verify(CitedSentence(text, (1,)), {1: Paper("x", "T", text[::-1])}, STEMMER)
    assert time.perf_counter() - begin < 2
