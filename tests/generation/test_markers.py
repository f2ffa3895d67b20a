"""Any stream of text becomes an answer in which every sentence cites."""

from __future__ import annotations

import random

import pytest

from assistant.generation.markers import CitedText, Uncited
from assistant.prompting import ABSTENTION
from tests.generation.briefs import uncited

PIECES = [
    *("[1]", "[2]", "[", "]", "[7]", "[1", "2]", " [", "[\u0661]", "\u200b", "[0, 1]"),
    *("【", "】", "\\", "^", "†", "-", "(", "](http://a.b", "[Paper ", "[["),
    *(". ", "e.g.", "et al. ", "1. ", "?", "! ", "\n", "。", "…", "...", "J. ", ": ", "- "),
    *("”", ")", '"', "'", "*", "I don't know", " The", " the", "A", " gains", " 31.8", " %", "é", "\x1b"),
]


def cited(stream: str, *, chosen: int = 1, size: int = 3, is_cut: bool = False, rewinds: bool = False) -> str:
    """Return what becomes of a stream that comes in pieces of `size`, where 1, 2 and 12 may be cited."""
    text = CitedText((1, 2, 12), lambda _: chosen, rewinds=rewinds)
    shown = "".join(text.feed(stream[i : i + size]) for i in range(0, len(stream), size))
    return shown + text.finish(is_cut=is_cut)


@pytest.mark.parametrize(
    ("stream", "answer"),
    [
        ("It gains 31.8 %.", "It gains 31.8 % [1]."),
        ("It gains 31.8 % [2].", "It gains 31.8 % [2]."),
        ("It gains. [2] It stays.", "It gains [2]. It stays [1]."),
        ("It gains.[2]", "It gains [2]."),
        ("Skill [2] gains.", "Skill gains [2]."),
        ("A gains [2], whereas B [12] loses.", "A gains, whereas B loses [2][12]."),
        ("It gains [2][2][1].", "It gains [1][2]."),
        ("It gains [1, 12].", "It gains [1][12]."),
        ("It gains [7].", "It gains [1]."),
        ("It gains [2", "It gains [2]"),
        ("Is it? Yes! It is…", "Is it [1]? Yes [1]! It is [1]…"),
        ("It gains 3.5 points, e.g. On tests, cf. Smith et al. [2] there.", None),
        ("Smith et al. [2] show it.", "Smith et al. show it [2]."),
        ("In the U.S. Army v2.0 runs.", "In the U.S. Army v2.0 runs [1]."),
        ('He says "yes." She left.', 'He says "yes [1]." She left [1].'),
        ("- First point\n- Second [2]\n", "- First point [1]\n- Second [2]"),
        ("Results:\n- A gain.", "Results: - A gain [1]."),
        ("1. First. 2. Second.", "1) First [1]. 2) Second [1]."),
        ("The [MASK] token in [0, 1] of [2023].", "The [MASK] token in (0, 1) of (2023) [1]."),
        ("[2] It gains.", "It gains [2]."),
        ("It gains\u200b [\u200b2\u200b].", "It gains [2]."),
        ("…", ABSTENTION),
        ("", ABSTENTION),
    ],
)
def test_markers_end_every_sentence(stream: str, answer: str | None) -> None:
    """Those that the stream brings are moved there, wrong ones go, missing ones are chosen."""
    expected = answer or "It gains 3.5 points, e.g. On tests, cf. Smith et al. there [2]."
    assert expected == cited(stream)


@pytest.mark.parametrize(
    ("stream", "answer"),
    [
        ("It gains【2】.", "It gains [2]."),
        ("It gains 【2†L1-L3】.", "It gains [2]."),
        ("It gains [1†source][2†a, b].", "It gains [1][2]."),
        ("It gains [1-3].", "It gains [1][2]."),
        ("It gains [10–12].", "It gains [12]."),
        ("It gains ［２］.", "It gains [2]."),
        (r"It gains \[2\].", "It gains [2]."),
        ("It gains [^2].", "It gains [2]."),
        ("It gains [Paper 2]. It stays [Sources: 12].", "It gains [2]. It stays [12]."),
        ("It gains [papers 1, 2] and loses [ref. 12].", "It gains and loses [1][2][12]."),
        ("It gains [[2]](http://example.org/x).", "It gains [2]."),
        ("It gains. [[2]](http://example.org/x) It stays.", "It gains [2]. It stays [1]."),
        ("It gains [2](#ref-2), too [[12]].", "It gains, too [2][12]."),
        ("It gains [2](http://exam", "It gains [2]"),
        ("It gains [2](if small).", "It gains (if small) [2]."),
        (r"A \ b and C:\d", r"A \ b and C:\d [1]"),
        ("A [-1], a [1-shot], [Paper] and [Table 2].", "A [-1], a [1-shot], [Paper] and [Table 2] [1]."),
    ],
)
@pytest.mark.parametrize("size", [1, 4])
def test_usual_styles_of_citing_are_markers(stream: str, answer: str, size: int) -> None:
    """What a model is used to is read as what it was asked for; a sentence is not lost to it."""
    assert answer == cited(stream, size=size)


@pytest.mark.parametrize("stream", ["I don't know.", "i don’t know", '"I do not know if it gains." But it may.'])
def test_a_refusal_is_the_abstention_alone(stream: str) -> None:
    """However it is put, the answer is the one that the program looks for."""
    assert cited(stream) == ABSTENTION


def test_a_refusal_behind_a_sentence_ends_the_answer() -> None:
    """It is no claim and gets no marker."""
    assert cited("It gains [2]. I don't know more. It is") == "It gains [2]."


def test_words_that_begin_like_a_refusal_are_an_answer() -> None:
    """What was held back is shown."""
    assert cited("I donate it.") == "I donate it [1]."


def test_a_sentence_that_comes_again_ends_the_answer() -> None:
    """Small models loop; the second time is not shown."""
    assert cited("It gains much. It loses. It gains much. It loses.") == "It gains much [1]. It loses [1]."


def test_a_broken_sentence_is_marked_as_such() -> None:
    """At the limit of tokens the sentence ends in an ellipsis, behind its marker."""
    assert cited("It gains. It also", is_cut=True) == "It gains [1]. It also [1]…"
    assert cited("It gains. It ga", is_cut=True) == "It gains [1]."


def test_words_are_shown_as_they_come() -> None:
    """Only what may end the sentence is held back."""
    text = CitedText((1,), lambda _: 1)
    assert ["It", " gains 5", ".5", "", ""] == [text.feed(piece) for piece in ("It", " gains 5", ".5", " %"[:1], "[")]


def test_the_choice_is_told_where_the_last_word_ends() -> None:
    """A model is taken back to there, in characters of the stream."""
    told: list[Uncited] = []

    def choose(sentence: Uncited) -> int:
        told.append(sentence)
        return 1

    CitedText((1,), choose).feed("\nIt gains [7]?! Next")
    assert told == [Uncited("It gains", len("\nIt gains"), "?!")]


def test_a_stream_that_rewinds_drops_what_was_beyond_the_sentence() -> None:
    """The model goes on from the marker, so what it had written before is not taken twice."""
    assert cited("It gains. The rest", size=100, rewinds=True) == "It gains [1]."


def test_has_begun_tells_whether_there_is_a_sentence() -> None:
    """Punctuation alone is none."""
    text = CitedText((1,), lambda _: 1)
    text.feed("- … ")
    assert not text.has_begun
    text.feed("It")
    assert text.has_begun


def random_stream(chance: random.Random) -> str:
    """Return up to forty pieces in any order."""
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 40)))


def random_answer(stream: str, allowed: list[int], chance: random.Random) -> str:
    """Return what becomes of a stream, cut, ended and cited by chance."""
    text = CitedText(allowed, lambda _: chance.choice(allowed), rewinds=chance.random() < 0.5)
    size = chance.choice([1, 2, 5, 100])
    answer = "".join(text.feed(stream[i : i + size]) for i in range(0, len(stream), size))
    return answer + text.finish(is_cut=chance.random() < 0.3)


@pytest.mark.parametrize("seed", range(40))
def test_no_stream_breaks_the_promise(seed: int) -> None:
    """A hundred random streams for each seed: every sentence cites, and only what is allowed."""
    chance = random.Random(seed)
    for _ in range(100):
        stream, allowed = random_stream(chance), chance.sample(range(1, 15), chance.randint(1, 4))
        answer = random_answer(stream, allowed, chance)
        assert not uncited(answer, allowed), (stream, answer)


@pytest.mark.parametrize("seed", range(10))
def test_the_pieces_of_a_stream_do_not_matter(seed: int) -> None:
    """However a stream is cut, its text is the same."""
    chance = random.Random(seed)
    for _ in range(50):
        stream = random_stream(chance)
        assert cited(stream, size=1) == cited(stream, size=chance.randint(2, 9))
