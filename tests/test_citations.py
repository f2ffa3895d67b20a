"""Markers name papers; which sentence they belong to does not depend on where a writer puts them."""

from __future__ import annotations

import time

import pytest

from assistant.citations import CitedSentence, cite, cited_sentences, collect, escape_markers, heading
from assistant.language.sentences import split_sentences
from assistant.records import Citation, Evidence, Paper, Quote
from assistant.storage.library import Library

ABSTRACT = "Penguins remember faces. Bread rises slowly. Bridges hum."
PAPER = Paper("a", "Penguins", ABSTRACT)
OTHER = Paper("b", "Others", "Bread rises fast.")
EVIDENCE = (Evidence(1, PAPER, 0, 24, 2.0), Evidence(1, PAPER, 25, 44, 1.0), Evidence(2, OTHER, 0, 17, 0.5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It works [1].", [("It works.", (1,))]),
        ("It works. [1]", [("It works.", (1,))]),
        ("It works.[1]", [("It works.", (1,))]),
        ("It works. [1][2]", [("It works.", (1, 2))]),
        ("It works [1] [2].", [("It works.", (1, 2))]),
        ("It works.\n[1]", [("It works.", (1,))]),
        ("It works\n[1] [2]", [("It works", (1, 2))]),
        ("It [2] works [1] well [2].", [("It works well.", (2, 1))]),
        ("“It works.” [1]", [("“It works.”", (1,))]),
        ("“It works” [1]\n\n“It does.” [2]", [("“It works”", (1,)), ("“It does.”", (2,))]),
        ("“no capital” [1]\n\n“no full stop” [2]", [("“no capital”", (1,)), ("“no full stop”", (2,))]),
        ("One [1]. Two. [2] Three.", [("One.", (1,)), ("Two.", (2,)), ("Three.", ())]),
        ("Is it?! [3] Yes… [4]", [("Is it?!", (3,)), ("Yes…", (4,))]),
        ("- First point [1]\n- Second point [2]", [("- First point", (1,)), ("- Second point", (2,))]),
        ("It gains 31.8 % [1].", [("It gains 31.8 %.", (1,))]),
        ("[1] It works.", [("It works.", (1,))]),
        ("Smith et al. [3] Show it, e.g. [4] here.", [("Smith et al. Show it, e.g. here.", (3, 4))]),
        ("It is there . [1]", [("It is there .", (1,))]),
        ("[1]", []),
        ("", []),
        ("See [12345] and [a] and [].", [("See [12345] and [a] and [].", ())]),
    ],
)
def test_markers_belong_to_their_sentence(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    """In it, behind it, behind its quotation mark, on the next line."""
    assert [CitedSentence(*item) for item in expected] == cited_sentences(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One [1]. Two. [2] Three.", ["One [1].", "Two. [2]", "Three."]),
        ("- First [1]\n- Second [2] [3]", ["- First [1]", "- Second [2] [3]"]),
        ("“It works” [1]\n\n“It does.” [2]", ["“It works” [1]", "“It does.” [2]"]),
        ("It [2] works [1] well. So", ["It [2] works [1] well.", "So"]),
        ("None", ["None"]),
        ("", []),
    ],
)
def test_sentences_know_where_they_stand(text: str, pieces: list[str]) -> None:
    """With their markers, so that others can be put in their place."""
    assert [text[item.span.start : item.span.end] for item in cited_sentences(text)] == pieces


def test_quotation_cannot_cite() -> None:
    """What looks like a marker in an abstract is shown with round brackets."""
    assert cite("As shown in [3], [12] and [a].", 1) == "“As shown in (3), (12) and [a].” [1]"
    assert escape_markers("[[7]]") == "[(7)]"


def test_every_sentence_of_the_seeds_can_be_quoted(seeds_library: Library) -> None:
    """Quoted one below the other, each comes back as one sentence with its own marker."""
    for paper in seeds_library.papers().values():
        quoted = [paper.abstract[span.start : span.end] for span in split_sentences(paper.abstract)]
        text = "\n\n".join(cite(sentence, n) for n, sentence in enumerate(quoted, 1))
        expected = [(n, f"“{escape_markers(sentence)}”") for n, sentence in enumerate(quoted, 1)]
        assert expected == [(sentence.citations[-1], sentence.text) for sentence in cited_sentences(text)]


@pytest.mark.parametrize("text", ["." * 50_000, " " * 50_000, "A [1]. " * 5_000, ".”" * 30_000, "[1]" * 10_000])
def test_no_answer_takes_long(text: str) -> None:
    """A quotation may be as hostile as an abstract."""
    begin = time.process_time()
    cited_sentences(text)
    assert time.process_time() - begin < 2


def test_collected_quote_is_the_nearest_evidence() -> None:
    """Each paper that was cited stands behind the answer with the sentence that is most like the claim."""
    cited = [CitedSentence("Bread rises.", (1,))]
    assert collect(cited, EVIDENCE) == (Citation(1, PAPER, (Quote("Bread rises slowly.", 25, 44),)),)


def test_collected_papers_ascend_and_come_once() -> None:
    """With all of their quotes."""
    cited = [CitedSentence("Bread rises fast.", (2,)), *map(CitedSentence, ("Penguins.", "Bread."), ((1,), (1,)))]
    assert [(item.n, len(item.quotes)) for item in collect(cited, EVIDENCE)] == [(1, 2), (2, 1)]


def test_number_that_names_no_paper_is_not_collected() -> None:
    """It was made up."""
    assert collect([CitedSentence("Cats.", (7,))], EVIDENCE) == ()


def test_quotes_are_verbatim() -> None:
    """Their offsets cut them out of the abstract."""
    (quote,) = collect([CitedSentence("Penguins remember.", (1,))], EVIDENCE)[0].quotes
    assert ABSTRACT[quote.start : quote.end] == quote.text == "Penguins remember faces."


def test_a_heading_is_no_sentence_unless_it_cites() -> None:
    """The parts of a summary have names, which nobody checks; a claim cannot hide in one."""
    text = f"{heading('penguins, cold')}They swim [1].\n\n### They never eat [2]"
    assert [("They swim.", (1,)), ("### They never eat", (2,))] == [
        (sentence.text, sentence.citations) for sentence in cited_sentences(text)
    ]
