"""Sentences end where a reader would end them, and nothing of a text is lost between them."""

from __future__ import annotations

import time

import pytest

from assistant.language.sentences import split_plainly, split_sentences
from assistant.storage.library import Library


def pieces(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["One.", "Two!", "Three?", "Four"],
        ["It gains 3.5 points.", "2.1 of them are noise."],
        ["It is called “Foo.”", "Bar follows."],
        ["(This stands in brackets.)", "This does not."],
        ["We use tools, e.g. Python, i.e. a language, cf. Smith et al. 2020 and Fig. 3."],
        ["Dr. J. K. Smith of the U.S. Army Inc. Labs wrote it in Jan. 2020."],
        ["It beats v2.1 vs. v3.0."],
        ["Does it?", "(Yes.)"],
        ["It works...", "Or so we thought."],
        ["It costs $5.", "$\\Delta$ is small."],
        ["第一句。", "第二句！", "第三句？"],
        ["Ends with a link https://example.org/a.b.c"],
        ["It rose in cells and in mice.", "miRNAs fell.", "p53 did not (P<0.001).", "c-Myc, too, fell."],
        ["It is a kinase of RNAs.", "mTOR inhibits it."],
        ["They occur in non-IID data, e.g. mBERT, and in rats given IL-2 i.p. mIL-2 fell."],
        [
            "It was named pyaemia.1",
            "In an elegant study he saw that.1,2",
            "More than 100 years later it has another name.",
        ],
        ["See Fig.2 The text tells more of vol.3 In it stands this."],
        [
            "We measured troponin T.",
            "We recorded meiosis I.",
            "The proteins bind lamin A.",
            "Fibroblasts were fibroblasts.",
        ],
        [
            "It runs in the U.S.",
            "However, images, videos, etc.",
            "These are by Smith et al.",
            "In 2019 no. 5 was sold.",
        ],
        ["We thank K. He and J. Young of the U.S. Army for young mice."],
        ['We call it "inflammaging. "', "Inflammaging is slow."],
        ["It is needed (I.-S. Park, M. B. Carr, Proc. Natl. Acad. Sci. USA 91:3233, 1994).", "It is an enzyme."],
        ["It appeared in J. Mol. Biol. 147 and in Proc. Natl. Acad. Sci. USA.", "We read it."],
        ["The IL17F p. His161Arg polymorphism rose (p. 12) to 3 v. 4 mice (P =. 003)."],
        ["With i.i.d. Gaussian noise it fails."],
        ["1. The liver takes it up.", "2. Rats do not (8 of 10. Mice do).", "3.) Men do."],
        ["(One stands here.", "So does this.)", "Three."],
        ["Treatment of these infections . . ."],
    ],
)
def test_borders_are_where_a_reader_sees_them(sentences: list[str]) -> None:
    """Abbreviations, numbers, quotations and formulas do not mislead."""
    assert sentences == pieces(" ".join(sentences))


def test_border_needs_no_capital_after_digits_or_quotes() -> None:
    """But a small letter never begins a sentence."""
    assert pieces("It rose. 5 fell. “Yes.” said he. and so on.") == [
        "It rose.",
        "5 fell.",
        "“Yes.” said he. and so on.",
    ]


def test_a_border_needs_no_space_before_a_word_that_begins_sentences() -> None:
    """It was lost where lines were joined; names of files and programs have none of these words behind the point."""
    assert pieces("It helps.We show how in Node.Js code.") == ["It helps.", "We show how in Node.Js code."]


def test_what_holds_no_word_stands_with_the_sentence_behind_it_or_with_the_last() -> None:
    """Numbers of points, of pages and of a footnote are no sentences."""
    assert pieces("1. It rose. 2. It fell. 2000;284:9-10") == ["1. It rose.", "2. It fell. 2000;284:9-10"]
    assert pieces("1.") == ["1."]


def test_what_is_written_a_piece_at_a_time_ends_where_one_character_tells() -> None:
    """Who sees no more cannot know that "T." ends a sentence; a bracket that is closed is none for them either."""
    text = "We measured troponin T. We rose (see Smith. Foo 94). p53 fell. Mice did not."
    assert [text[span.start : span.end] for span in split_plainly(text)] == [
        "We measured troponin T. We rose (see Smith. Foo 94). p53 fell.",
        "Mice did not.",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_nothing_has_no_sentence(text: str) -> None:
    """White space is no sentence."""
    assert split_sentences(text) == []


def test_white_space_around_is_left_out() -> None:
    """Spans hold what is to be shown, wherever the line breaks are."""
    assert pieces("  One.\n\n Two.\t") == ["One.", "Two."]


def test_only_white_space_lies_between_sentences(seeds_library: Library) -> None:
    """In every abstract of the seeds the spans follow each other and lose nothing."""
    for paper in seeds_library.papers().values():
        assert "".join(pieces(paper.abstract)).replace(" ", "") == paper.abstract.replace(" ", "")


def test_seeds_have_sentences_of_a_usual_length(seeds_library: Library) -> None:
    """About eight to an abstract; what is much shorter or longer would be a missed or a wrong border."""
    lengths = [len(piece) for paper in seeds_library.papers().values() for piece in pieces(paper.abstract)]
    assert 6 < len(lengths) / 352 < 10
    assert sum(length < 20 for length in lengths) < 0.01 * len(lengths)


@pytest.mark.parametrize(
    "text",
    [
        *("." * 50_000, "A. " * 20_000, "a.b" * 20_000, "(" * 50_000, "No. 5 " * 10_000),
        *('ab. " A' * 20_000, "1. A " * 20_000, "an A. Ab " * 5_000, "abc.Ab " * 20_000, "abc.1 A" * 20_000),
    ],
)
@pytest.mark.parametrize("before", ["", "(", "( (" * 5_000, '"'])
def test_no_text_takes_long(text: str, before: str) -> None:
    """Time grows with the length and not with its square."""
    begin = time.process_time()
    split_sentences(before + text)
    assert time.process_time() - begin < 2
