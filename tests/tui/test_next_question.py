"""Papers chosen for one question."""

from __future__ import annotations

from assistant.records import Filters
from assistant.tui.next_question import NextQuestion


def test_a_paper_is_pinned_and_released() -> None:
    """By the same key."""
    pinned = NextQuestion().pinned("A").pinned("B")
    assert pinned.filters == Filters(only=("A", "B"))
    assert pinned.pinned("A").filters == Filters(only=("B",))


def test_a_paper_is_either_pinned_or_excluded() -> None:
    """Both would leave nothing to ask."""
    assert NextQuestion().pinned("A").excluded("A").filters == Filters(without=("A",))
    assert NextQuestion().excluded("A").pinned("A").filters == Filters(only=("A",))


def test_only_the_standing_filters_outlive_the_question() -> None:
    """They hold until they are changed."""
    standing = Filters(since="2025")
    assert NextQuestion(("A",), ("B",), standing).asked() == NextQuestion(standing=standing)


def test_it_is_said_in_one_clean_line() -> None:
    """With long titles cut."""
    words = str(NextQuestion(("A\x1b[2J" + "b" * 60,), ("C\nD",)))
    assert words == f"next question asked of “A{'b' * 38}…”; without “C D”"
    assert str(NextQuestion()) == ""
