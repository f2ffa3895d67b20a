"""Cleaning and comparing text."""

from __future__ import annotations

import pytest

from assistant.language.text import abstract_key, clean, title_key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  two\u00a0\u2009 words\t\r\n here\u3000", "two words here"),
        ("cafe\u0301", "caf\u00e9"),
        ("a\x00b\x1b[31mc\x9dd\x1b]0;e\x07", "abcd"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\u202eright\u2066 left\u2069", "right left"),
        ("tag\U000e0041\U000e007fged", "tagged"),
        ("lone\ud83dsurrogate", "lonesurrogate"),
        ("a \u200b b", "a b"),
        ("H₂O – “naïve”", "H₂O – “naïve”"),
    ],
)
def test_clean_keeps_what_shows(text: str, expected: str) -> None:
    """White space becomes one space, what does not show goes, everything else stays."""
    assert expected == clean(text)


def test_clean_is_idempotent() -> None:
    """A cleaned text is clean, even where taking out one character brings two others together."""
    once = clean("e\u200b\u0301 \u200d \x01 x")

    assert once == clean(once)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("From f(x) to f(g(x))", "From $f(x)$ to $f(g(x))$"),
        ("Skill-Mix: A Family", "SKILL MIX — a family!"),
        ("\\pi_0: {V}LA", "$\\pi_0$: VLA"),
        ("Eﬃcient ＬＬＭs", "efficient llms"),
        ("Größe zählt", "GRÖßE ZÄHLT"),
    ],
)
def test_title_key_is_shared_by_spellings(a: str, b: str) -> None:
    """Case, punctuation, LaTeX and compatibility forms do not tell titles apart."""
    assert title_key(a) == title_key(b)


@pytest.mark.parametrize(
    ("a", "b"), [("A 1", "A 2"), ("हिन्दी", "हन्द"), ("技能", "能技"), ("???", "!!!"), ("C C", "CC")]
)
def test_title_key_differs_by_letters(a: str, b: str) -> None:
    """Letters, marks and digits of any script count, and a title without any is its own key."""
    assert title_key(a) != title_key(b)


def test_abstract_key_is_empty_without_words() -> None:
    """An abstract of punctuation says nothing."""
    assert abstract_key(" – … ") == ""
