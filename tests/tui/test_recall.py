"""Walking through earlier questions."""

from __future__ import annotations

from assistant.tui.recall import Recall


def recall(*questions: str) -> Recall:
    """Return a recall that remembers these."""
    found = Recall()
    for question in questions:
        found.remember(question)
    return found


def test_nothing_is_earlier_than_nothing() -> None:
    """An empty memory changes nothing in the box."""
    assert recall().earlier("draft") is None
    assert recall().later() is None


def test_it_walks_back_to_the_first_question() -> None:
    """And stays there."""
    memory = recall("one", "two")
    assert [memory.earlier("draft"), memory.earlier("two"), memory.earlier("one")] == ["two", "one", None]


def test_it_walks_forward_to_the_draft() -> None:
    """What was being typed is not lost."""
    memory = recall("one", "two")
    memory.earlier("draft")
    memory.earlier("two")
    assert [memory.later(), memory.later(), memory.later()] == ["two", "draft", None]


def test_a_repeated_question_is_remembered_once() -> None:
    """Only when it is repeated in a row."""
    memory = recall("one", "one", "two", "one")
    assert [memory.earlier(""), memory.earlier(""), memory.earlier(""), memory.earlier("")] == [
        "one",
        "two",
        "one",
        None,
    ]


def test_a_new_question_returns_to_the_end() -> None:
    """↑ begins with the newest again."""
    memory = recall("one", "two")
    memory.earlier("")
    memory.earlier("")
    memory.remember("three")
    assert memory.earlier("") == "three"
