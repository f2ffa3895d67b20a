"""A claim is supported by what its papers say, and by nothing else."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping

import pytest

from assistant.checking.verification import verify
from assistant.citations import CitedSentence, cite, cited_sentences
from assistant.language.sentences import split_sentences
from assistant.language.words import Stemmer
from assistant.reader import Reader
from assistant.records import Claim, Paper, Verdict
from assistant.storage.library import Library
from tests.conftest import BREAD, PENGUINS

PAPERS = {1: Paper("p", *PENGUINS), 2: Paper("b", *BREAD)}
STEMMER = Stemmer()
Check = Callable[..., Claim]


@pytest.fixture(scope="module")
def check(reader: Reader) -> Check:
    """Return a function that checks a claim against papers, those above if none are given."""

    def check(text: str, *numbers: int, papers: Mapping[int, Paper] = PAPERS) -> Claim:
        return verify(CitedSentence(text, numbers), papers, STEMMER, reader)

    return check


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Penguins remember faces for at least six months.", 1),
        ("Gentoo penguins chose the photograph of a neighbour in 81.5 % of trials.", 1),
        ("24 Gentoo penguins were trained.", 1),
        ("Penguins therefore remember faces for at least six months!", 1),
        ("SourSim predicts how sourdough rises from flour, water and temperature.", 2),
        ("“We present SourSim, which predicts the rise of sourdough from flour, water and temperature.”", 2),
    ],
)
def test_what_the_paper_says_is_supported(check: Check, text: str, n: int) -> None:
    """In its own words or nearly, with its own numbers."""
    assert check(text, n).verdict is Verdict.SUPPORTED


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
def test_what_the_paper_does_not_say_is_unsupported(check: Check, text: str, n: int) -> None:
    """Other numbers, names that do not occur, another paper, no words at all."""
    assert check(text, n).verdict is Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    ("title", "text", "part"),
    [
        ("Born Again", "Born-Again Networks do worse than their teachers.", "outperform their teachers"),
        ("LIBERO", "Sequential finetuning is the worst of the methods in forward transfer.", "sequential finetuning"),
    ],
)
def test_what_is_turned_round_is_contradicted(
    check: Check, seeds_library: Library, title: str, text: str, part: str
) -> None:
    """The reason quotes the sentence that says otherwise."""
    paper = next(paper for paper in seeds_library.papers().values() if paper.title.startswith(title))
    claim = check(text, 1, papers={1: paper})
    assert claim.verdict is Verdict.CONTRADICTED
    assert part in claim.reason


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        ("5% of patients died in hospital.", "In this cohort, 15% of patients died in hospital."),
        ("5% of patients died in hospital.", "In this cohort, 2.5% of patients died in hospital."),
        ("“able to read maps of a city”", "Our planner was unable to read maps of a city."),
        ("The planner reads 20 maps in 3", "The planner reads 20 maps in 3.5 hours."),
    ],
)
def test_quotation_begins_and_ends_with_words(check: Check, text: str, abstract: str) -> None:
    """Part of a word or of a number is none, and is read like any claim."""
    assert check(text, 1, papers={1: Paper("x", "Title", abstract)}).verdict is not Verdict.SUPPORTED


def test_reason_names_what_is_missing(check: Check) -> None:
    """The number or the name."""
    reasons = [check(text, 1).reason for text in ("It is 91.5% of trials.", "PenguNet remembers faces.")]
    assert reasons == ["the cited abstract does not say 91.5", "the cited abstract does not name PenguNet"]


def test_numbers_and_names_may_come_from_two_papers(check: Check) -> None:
    """One from each: neither is called missing, and what neither has is."""
    both = "While penguins reach 81.5% of trials, SourSim"
    assert _missing(check(f"{both} predicts.", 1, 2)) == ""
    assert _missing(check(f"{both} predicts 95%.", 1, 2)) == "the cited abstract does not say 95"
    assert _missing(check(f"{both} predicts.", 1)) == "the cited abstract does not name SourSim"
    assert _missing(check(f"{both} predicts.", 2)) == "the cited abstract does not say 81.5"


def _missing(claim: Claim) -> str:
    """Return why a claim is unsupported if that is a number or a name."""
    return claim.reason if re.match("the cited abstract does not (?:say [0-9]|name )", claim.reason) else ""


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("They mined about 350,000 observations.", ""),
        ("They mined 0.35 million observations.", ""),
        ("They mined 350k observations.", ""),
        ("They mined roughly 340,000 observations.", ""),  # near enough, and said to be rounded
        ("They mined 340,000 observations.", "340000"),
        ("They mined roughly 240,000 observations.", "240000"),
        ("They mined 0.53 million observations.", "0.53"),
        ("Of 1.2.3 and 7,5 nothing is said.", "1.2.3, 7,5"),
        ("Nearly 40% of 20,000 penguins were seen.", ""),
        (f"They mined {'9' * 40} million observations.", "9" * 40),  # more digits than decimals have
    ],
)
def test_number_may_be_written_otherwise(check: Check, text: str, missing: str) -> None:
    """In full or by a word for its thousands; rounded where that is said."""
    paper = Paper("n", "Mining", "Mining nearly 0.35 million observations shows 39.2% of 20K penguins.")
    reason = f"the cited abstract does not say {missing}" if missing else ""
    assert _missing(check(text, 1, papers={1: paper})) == reason


@pytest.mark.parametrize("numbers", [(), (7,), (0,)])
def test_claim_that_names_no_paper_is_unsupported(check: Check, numbers: tuple[int, ...]) -> None:
    """Even if it is true."""
    claim = check("Penguins remember faces.", *numbers)
    assert (claim.verdict, claim.citations) == (Verdict.UNSUPPORTED, ())


def test_number_that_names_no_paper_is_left_out(check: Check) -> None:
    """The others are checked."""
    claim = check("Penguins remember faces for at least six months.", 9, 1)
    assert (claim.verdict, claim.citations) == (Verdict.SUPPORTED, (1,))


@pytest.mark.parametrize(
    ("written", "known"), [("1,200", "1200"), ("1200", "1{,}200"), ("1 200", "1,200"), ("5", "five")]
)
def test_numbers_are_compared_by_value(check: Check, written: str, known: str) -> None:
    """Whatever separates the thousands."""
    papers = {1: Paper("x", "Title", f"We count {known} birds.")}
    assert _missing(check(f"They count {written} birds.", 1, papers=papers)) == ""
    assert _missing(check(f"They count {written}7 birds.", 1, papers=papers)) != ""


def test_every_quotation_from_the_seeds_is_supported(seeds_library: Library, reader: Reader) -> None:
    """Quoting is the answer that needs no model, so it must never be doubted."""
    doubted = [
        sentence.text
        for paper in seeds_library.papers().values()
        for span in split_sentences(paper.abstract)
        for sentence in cited_sentences(cite(paper.abstract[span.start : span.end], 1))
        if verify(sentence, {1: paper}, STEMMER, reader).verdict is not Verdict.SUPPORTED
    ]
    assert doubted == []


@pytest.mark.parametrize("text", ["A" * 50_000, "1," * 25_000, "aB" * 25_000, "x-1." * 10_000, " 1" * 20_000])
def test_no_claim_takes_long(check: Check, text: str) -> None:
    """Nor does any abstract."""
    begin = time.process_time()
    check(text, 1, papers={1: Paper("x", "T", text[::-1])})
    assert time.process_time() - begin < 2
