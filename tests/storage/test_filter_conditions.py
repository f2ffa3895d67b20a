"""Names that a filter asks for, in those that papers have."""

from __future__ import annotations

import pytest

from assistant.storage.filter_conditions import has_words, holds


@pytest.mark.parametrize(
    ("organisation", "said"),
    [
        ("MIT", "mit"),
        ("MIT-IBM Watson AI Lab", "MIT"),
        ("Korea University, Seoul", "korea university"),
        ("Universit\N{LATIN SMALL LETTER A}\N{COMBINING DIAERESIS}t Bonn", "UNIVERSITÄT"),
        ("清华大学", "清华"),
        ("AT&T", "at&t"),
    ],
)
def test_words_of_a_name_are_found(organisation: str, said: str) -> None:
    """In whatever case, and however their letters are composed."""
    assert has_words(organisation, said)


@pytest.mark.parametrize(
    ("organisation", "said"),
    [("Mitsubishi", "MIT"), ("Smithsonian Institution", "MIT"), ("UCLA", "UCL"), (None, "MIT")],
)
def test_letters_inside_a_word_are_none(organisation: str | None, said: str) -> None:
    """They are another name's."""
    assert not has_words(organisation, said)


def test_part_of_a_title_is_found_in_any_alphabet() -> None:
    """SQLite knows the small letters of English only."""
    assert holds("Über Straßen", "über STRASSEN")
    assert not holds(None, "über")
