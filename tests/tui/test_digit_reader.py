"""Numbers of one digit and of more."""

from __future__ import annotations

import pytest

from assistant.tui.digit_reader import DigitReader


def read(numbers: list[int], typed: str, pause: float = 0.1) -> list[int | None]:
    """Return what each digit opens, typed so many seconds one after the other."""
    reader, opened = DigitReader(lambda: numbers), []
    for digit in typed:
        opened.append(reader.take(int(digit)) if reader.can_take(int(digit)) else None)
        reader.key_at += pause
    return opened


@pytest.mark.parametrize(
    ("numbers", "typed", "opened"),
    [
        ([1, 2], "12", [1, 2]),
        ([1, 12], "12", [1, 12]),
        ([10, 20], "10", [None, 10]),
        ([1, 2, 12], "122", [1, 12, 2]),
        ([1, 112], "112", [1, None, 112]),
        ([3], "103", [None, None, 3]),
        ([], "1", [None]),
    ],
)
def test_a_number_opens_as_soon_as_it_is_typed(numbers: list[int], typed: str, opened: list[int | None]) -> None:
    """A longer one takes the place of what its first digit has opened."""
    assert opened == read(numbers, typed)


def test_after_a_pause_another_number_begins() -> None:
    """Who has read [1] for a while and types 2 means [2]."""
    assert [1, 2] == read([1, 2, 12], "12", pause=2.0)
    assert [None, None] == read([10, 20], "10", pause=2.0)
