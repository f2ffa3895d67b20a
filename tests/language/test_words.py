"""Words of a question are searched as words, whatever FTS5 would make of them."""

from __future__ import annotations

import pytest

from assistant.language.words import (
    MAX_QUERY_WORDS,
    Stemmer,
    any_of,
    content_words,
    has_content,
    other_spellings,
    parts,
    spellings,
    words,
)
from assistant.storage.library import Library


def test_words_are_small_and_without_signs() -> None:
    """Hyphens, LaTeX and underscores part words."""
    assert words("Self-Improve: $\\pi_0$ gains 31.8%") == ["self", "improve", "pi", "0", "gains", "31", "8"]


def test_content_words_leave_out_what_every_question_has() -> None:
    """Each comes once, in order."""
    assert content_words("How do robots learn from other robots?") == ["robots", "learn"]


def test_question_of_stop_words_keeps_them() -> None:
    """There is nothing else to search for."""
    assert content_words("What is it?") == ["what", "is", "it"]
    assert not has_content("What is it?")


def test_every_word_of_an_expression_is_quoted() -> None:
    """So that none is an operator."""
    assert any_of(content_words("NEAR AND robots OR NOT*")) == '"near" OR "robots"'


@pytest.mark.parametrize("text", ["", "?!", "🦜", "\0", '"', "* ^ : -"])
def test_text_without_words_has_no_expression(text: str) -> None:
    """FTS5 would refuse an empty one."""
    assert any_of(content_words(text)) == ""


def test_endless_question_is_cut() -> None:
    """The time of a search grows with its words."""
    assert any_of(content_words(" ".join(f"w{n}" for n in range(2000)))).count(" OR ") == MAX_QUERY_WORDS - 1


@pytest.mark.parametrize(
    "question",
    ["naïve ROBOTS", "Ⅻ ½ ① ²", "ǅ ﬁ ß İ", "नमस्ते ไทย 한국어 跨具身", "\U0001e900 \U00020000 𝓐", "a\u0301\u0300b"],
)
def test_expression_of_any_script_can_be_searched(small_library: Library, question: str) -> None:
    """Also where Python and SQLite disagree on what a letter is."""
    assert isinstance(small_library.match_words(any_of(content_words(question)), (1, 1), 5), list)


def test_spellings_have_no_accents() -> None:
    """As the index sees them; letters of other alphabets stay."""
    assert spellings("Naïve naive Poincaré, π₀ 跨具身") == {"naive", "poincare", "π₀", "跨具身"}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("SkillWeaver", ["skill", "weaver"]),
        ("TIESMerging", ["ties", "merging"]),
        ("GPT4", ["gpt", "4"]),
        ("π0", ["pi", "0"]),
        ("robots", ["robots"]),
    ],
)
def test_written_word_has_parts(word: str, expected: list[str]) -> None:
    """Capitals, digits and Greek letters part it."""
    assert expected == parts(word)


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("behaviour", "behavior"),
        ("optimise", "optimize"),
        ("generalisation", "generalization"),
        ("analysing", "analyzing"),
        ("centre", "center"),
        ("defence", "defense"),
        ("dialogue", "dialog"),
        ("π", "pi"),
    ],
)
def test_words_are_spelt_in_two_ways(british: str, american: str) -> None:
    """From either to the other."""
    assert american in other_spellings(british)
    assert british in other_spellings(american)


def test_most_words_are_spelt_in_one_way() -> None:
    """Short ones above all."""
    assert [other_spellings(word) for word in ("four", "prize", "rise", "robots")] == [[]] * 4


def test_stems_are_those_of_the_library(small_library: Library) -> None:
    """Each stem of a stored abstract is known there."""
    text = small_library.papers([1])[1].abstract
    (stems,) = Stemmer().stems([text])
    assert 0 not in small_library.document_frequencies(stems).values()


def test_stems_keep_texts_apart_and_in_order() -> None:
    """Forms of one word have one stem; an empty text has none."""
    assert Stemmer().stems(["Learning learned", "", "robots Robot’s"]) == [
        ["learn", "learn"],
        [],
        ["robot", "robot", "s"],
    ]


def test_stemmer_remembers_nothing() -> None:
    """A second call is not mixed with the first."""
    stemmer = Stemmer()
    stemmer.stems(["one two", "three"])
    assert stemmer.stems(["four"]) == [["four"]]
