"""The page layout."""

from __future__ import annotations

import pytest

from assistant.corpus import page_dump
from assistant.records import Entry, Gap
from tests.corpus.reading import document

ABSTRACT = "We present a framework in which agents discover skills. " * 12
HEAD = (
    "new",
    "Get trending papers in your email inbox!",
    "Subscribe",
    "Daily Papers",
    "byAK and the research community",
    "Apr 17",
)
PAST = ("Old Paper", ABSTRACT, "• 2 authors\n·\nDec 2, 2025")


def read(*blocks: str) -> tuple[list[Entry], list[Gap]]:
    """Read blocks below the head, of which the first begins on line 13."""
    reading = page_dump.parse("\n\n".join((*HEAD, *blocks)), "f.txt")
    return list(reading.entries), list(reading.gaps)


def test_entry_with_everything() -> None:
    """Authors and date are read from the lines below the abstract."""
    expected = Entry("A Paper", ABSTRACT.strip(), "f.txt", 13, "2025-10-01", 1)

    assert ([expected], []) == read("A Paper", ABSTRACT, "  • 1 author\n·\nOct 1, 2025 1,234")


def test_organisation_in_place_of_authors() -> None:
    """The name of the organisation is kept, its handle is not."""
    entries, _ = read("A Paper", ABSTRACT, "ByteDance-Seed ByteDance Seed\n·\nDec 23, 2025 3")

    assert ("ByteDance Seed", None, "2025-12-23") == (
        entries[0].organisation,
        entries[0].author_count,
        entries[0].date,
    )


def test_entries_without_description() -> None:
    """Authors and date belong to the paper right above them only."""
    entries, gaps = read("A Paper", ABSTRACT, "B Paper", ABSTRACT, "• 3 authors\n·\nOct 1, 2025", "C Paper", ABSTRACT)

    assert ([None, "2025-10-01", None], []) == ([entry.date for entry in entries], gaps)


def test_missing_year_is_the_year_of_the_page() -> None:
    """The year after the newest one written is the page's own."""
    entries, _ = read(*PAST, "A Paper", ABSTRACT, "• 3 authors\n·\nApr 7 2")

    assert "2026-04-07" == entries[1].date


def test_missing_abstract_is_a_gap_with_its_description() -> None:
    """A title without an abstract takes its authors and date with it."""
    entries, gaps = read("A Paper", "• 3 authors\n·\nOct 1, 2025", *PAST)

    assert (["Old Paper"], [(13, 13), (15, 17)]) == (
        [entry.title for entry in entries],
        [(gap.first_line, gap.last_line) for gap in gaps],
    )


def test_missing_abstract_among_entries_without_description() -> None:
    """The title right above an abstract gets it."""
    entries, gaps = read("A Paper", ABSTRACT, "B Paper", "C Paper", ABSTRACT, "• 3 authors")

    assert ([("A Paper", None), ("C Paper", 3)], [17]) == (
        [(entry.title, entry.author_count) for entry in entries],
        [gap.first_line for gap in gaps],
    )


def test_description_without_a_paper_is_a_gap() -> None:
    """Where title and abstract are both gone, what is left is not given to the paper before."""
    entries, gaps = read(*PAST, "• 9 authors\n·\nOct 1, 2020")

    assert ([2], [Gap("f.txt", 21, 23, "authors or a date without a paper")]) == (
        [entry.author_count for entry in entries],
        gaps,
    )


@pytest.mark.parametrize("title", ["Oct 1, 2025", "May 5", "1984", "12 authors", "Skill 7: 3 authors, 2 views"])
def test_title_that_looks_like_a_description(title: str) -> None:
    """Its place makes it a title, on top of the page and below."""
    entries, gaps = read(
        title, ABSTRACT, "• 3 authors\n·\nOct 1, 2025", title, "We study X.", "• 4 authors\n·\nMay 1, 2025"
    )

    assert ([(title, 3), (title, 4)], []) == ([(entry.title, entry.author_count) for entry in entries], gaps)


@pytest.mark.parametrize(
    ("end", "line", "reason"),
    [
        ("B Pap", 21, "a title without an abstract"),
        (f"B Paper\n\n{ABSTRACT}\n\n• 3 authors\n·\nOct 1, 20", 27, "not a date"),
        (f"B Paper\n\n{ABSTRACT}\n\n• 3 authors\n·\nOct 1", 27, "not a date"),
        (f"B Paper\n\n{ABSTRACT}\n\n• 3 auth", 25, "a title without an abstract"),
    ],
)
def test_file_cut_off(end: str, line: int, reason: str) -> None:
    """What breaks off at the end is a gap and gives no wrong date; the entries before it are not touched."""
    entries, gaps = read(*PAST, end)

    assert (("Old Paper", "2025-12-02"), [Gap("f.txt", line, line, reason)]) == (
        (entries[0].title, entries[0].date),
        gaps,
    )


def test_date_that_no_calendar_has_is_a_gap() -> None:
    """The paper is kept without a date."""
    entries, gaps = read("A Paper", ABSTRACT, "• 3 authors\n·\nFeb 30, 2025")

    assert ([None], ["a date that no calendar has"]) == (
        [entry.date for entry in entries],
        [gap.reason for gap in gaps],
    )


def test_windows_line_ends_and_trailing_blank_lines() -> None:
    """Line ends and blank lines at the end change nothing."""
    text = "\n\n".join((*HEAD, *PAST))

    assert page_dump.parse(text, "f") == page_dump.parse(text.replace("\n", "\r\n") + "\r\n\r\n \r\n", "f")


def test_interface_lines_are_passed_over() -> None:
    """The words of the page may stand between the papers."""
    entries, gaps = read("Upvote\n12", *PAST, "View all", "A Paper", "Upvote", ABSTRACT)

    assert (["Old Paper", "A Paper"], []) == ([entry.title for entry in entries], gaps)


@pytest.mark.parametrize("text", ["new\n\nDaily Papers\n\nA Paper", "A Paper\n\nAn abstract.\n\n• 3 authors\n·\nApr 7"])
def test_page_is_recognised(text: str) -> None:
    """The heading, or a date under a separator, gives the layout away."""
    assert page_dump.recognises(document(text))


def test_other_text_is_not_recognised() -> None:
    """A date alone does not make a page."""
    assert not page_dump.recognises(document("Diary\n\nApr 7\n\n• milk\n• bread"))
