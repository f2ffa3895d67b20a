"""Dates of a page."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.corpus.dates import Day, iso_date, page_year, parse_day

TODAY = date(2026, 4, 20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oct 1, 2025", Day(10, 1, 2025)),
        ("Apr 7 2", Day(4, 7)),
        ("Mar 19, 2025 2", Day(3, 19, 2025)),
        ("Mar 26 14", Day(3, 26)),
        ("Jan 30", Day(1, 30)),
        ("May 5 1,234", Day(5, 5)),
        ("September 3, 2024 1.2k", Day(9, 3, 2024)),
        ("Apr 7 2025", Day(4, 7)),
    ],
)
def test_day_is_read(text: str, expected: Day) -> None:
    """A year stands behind a comma; a number without one counts comments."""
    assert expected == parse_day(text)


@pytest.mark.parametrize("text", ["May Mobility", "Oct 1, 20", "Oct", "Marching 3", "1 Oct 2025", "Apr 7: A Title", ""])
def test_other_lines_are_not_days(text: str) -> None:
    """A date that was cut off, or a text that begins like one, is none."""
    assert parse_day(text) is None


@pytest.mark.parametrize(
    ("page", "days", "expected"),
    [
        (Day(4, 17), [Day(10, 1, 2025), Day(4, 7), Day(2, 1, 2019)], 2026),
        (Day(4, 17), [Day(10, 1, 2022)], 2023),
        (Day(12, 30, 2025), [Day(3, 1, 2024)], 2025),
        (Day(4, 17), [Day(4, 7)], 2026),
        (Day(4, 21), [Day(4, 7)], 2025),
        (None, [Day(4, 7), Day(4, 21)], 2025),
        (Day(2, 29), [], 2024),
        (None, [], 2026),
    ],
)
def test_year_of_the_page(page: Day | None, days: list[Day], expected: int) -> None:
    """It follows the newest year written, or is the last in which no date lies in the future."""
    assert expected == page_year(page, days, TODAY)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (Day(10, 1, 2025), "2025-10-01"),
        (Day(4, 7), "2026-04-07"),
        (Day(2, 30), None),
        (Day(2, 29), None),
        (Day(2, 29, 2024), "2024-02-29"),
    ],
)
def test_date_is_written_in_iso(day: Day, expected: str | None) -> None:
    """A day without a year gets the page's; one that no calendar has gets nothing."""
    assert expected == iso_date(day, 2026)
