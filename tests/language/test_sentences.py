"""Sentences end where a reader would end them, and nothing of a text is lost between them."""

from __future__ import annotations

import time

import pytest

from assistant.language.sentences import split_sentences
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


@pytest.mark.parametrize("text", ["." * 50_000, "A. " * 20_000, "a.b" * 20_000, "(" * 50_000, "No. 5 " * 10_000])
def test_no_text_takes_long(text: str) -> None:
    """Time grows with the length and not with its square."""
    begin = time.process_time()
    split_sentences(text)
    assert time.process_time() - begin < 2
