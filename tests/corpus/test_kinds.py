"""What the lines of a page are."""

from __future__ import annotations

import pytest

from assistant.corpus.kinds import author_count, kinds_of, organisation_name
from assistant.corpus.lines import lines_of

ABSTRACT = "We present a framework in which agents discover skills. " * 12


def kinds(text: str) -> list[str]:
    """Name the kinds of the lines of a text."""
    return [kind.name.lower() for kind in kinds_of(list(lines_of(text)))]


@pytest.mark.parametrize("who", ["  • 3 authors", "  • 1 author", "• 1,234 authors", "3 authors"])
def test_description_of_a_paper(who: str) -> None:
    """Authors, separator and date stand below the abstract."""
    assert ["text", "text", "authors", "separator", "date"] == kinds(
        f"A Title\n\n{ABSTRACT}\n\n{who}\n·\nOct 1, 2025 2"
    )


def test_organisation_stands_above_the_separator() -> None:
    """A short line right above the separator names an organisation."""
    assert ["text", "organisation", "separator", "date"] == kinds(f"{ABSTRACT}\n\nnvidia NVIDIA\n·\nApr 7")


def test_abstract_above_a_bare_separator_stays_an_abstract() -> None:
    """Without authors and organisation the separator follows the abstract."""
    assert ["text", "separator", "date"] == kinds(f"{ABSTRACT}\n·\nApr 7")


@pytest.mark.parametrize("title", ["Oct 1, 2025", "May 2024", "1984", "12 authors", "Apr 7 2"])
def test_title_may_look_like_something_else(title: str) -> None:
    """Only its place makes a line a date or a count."""
    assert ["text", "text", "separator", "date", "text", "text"] == kinds(
        f"A Title\n\n{ABSTRACT}\n\n·\nApr 7\n\n{title}\n\n{ABSTRACT}"
    )


def test_page_date_stands_between_heading_and_first_paper() -> None:
    """A date under the heading is the page's when a paper begins below it."""
    assert ["interface", "page_date", "text", "text"] == kinds(f"Daily Papers\n\nApr 17\n\nA Title\n\n{ABSTRACT}")


def test_first_title_may_be_a_date() -> None:
    """A date under the heading is a title when an abstract follows at once."""
    assert ["interface", "text", "text", "text"] == kinds(f"Daily Papers\n\nApr 17\n\n{ABSTRACT}\n\nA Title")


def test_line_under_the_separator_that_is_no_date_is_unknown() -> None:
    """A date that was cut off is not taken for a title."""
    assert ["authors", "separator", "unknown"] == kinds("• 3 authors\n·\nOct 1, 20")


def test_separator_may_be_missing() -> None:
    """A date right under the authors is a date, and a bare number right under it counts comments."""
    assert ["authors", "date", "comments"] == kinds("• 3 authors\nOct 1, 2025\n1,234")


@pytest.mark.parametrize(("text", "expected"), [("• 1,234 authors", 1234), ("• 1 author", 1), ("authors", None)])
def test_author_count(text: str, expected: int | None) -> None:
    """The count may have a separator of thousands."""
    assert expected == author_count(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ByteDance-Seed ByteDance Seed", "ByteDance Seed"),
        ("KoreaUniversity Korea University", "Korea University"),
        ("facebook AI at Meta", "AI at Meta"),
        ("nvidia", "nvidia"),
        ("Zhipu, Inc.", "Zhipu, Inc."),
    ],
)
def test_organisation_name(text: str, expected: str) -> None:
    """The handle in front is dropped, if the first word can be one and is not all there is."""
    assert expected == organisation_name(text)
