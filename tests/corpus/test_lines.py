"""Lines of a page."""

from __future__ import annotations

import pytest

from assistant.corpus.lines import Line, is_interface, lines_of


def test_lines_are_numbered_with_blank_ones_counted() -> None:
    """Every kind of line end counts once and blank lines count, though they are left out."""
    assert [Line(1, "a"), Line(3, "b"), Line(4, "c"), Line(5, "d")] == list(lines_of("a\r\n \t\r\nb\rc\nd\n\n"))


def test_only_line_ends_end_lines() -> None:
    """A form feed or a Unicode line separator is white space within a line, as editors count."""
    assert [Line(1, "a b c")] == list(lines_of("a\x0cb\u2028c"))


@pytest.mark.parametrize("head", ["", "Get trending papers in your email inbox!\n"])
def test_button_is_taken_off_the_first_title(head: str) -> None:
    """The word of the button and the title that hangs on it become two lines of one number."""
    button, title = list(lines_of(f"{head}SubscribeiVISPAR: A Game"))[-2:]

    assert ("Subscribe", "iVISPAR: A Game", button.number) == (button.text, title.text, title.number)


@pytest.mark.parametrize("title", ["Subscribers Who Leave", "Subscribe to Learn"])
def test_title_about_subscribing_stays_whole(title: str) -> None:
    """The button is only taken off where a title hangs on it."""
    assert [title] == [line.text for line in lines_of(title)]


def test_button_within_the_papers_stays() -> None:
    """Below the head a line that begins with the word is a title or an abstract."""
    assert ["A Title", "SubscribeNet is new."] == [line.text for line in lines_of("A Title\nSubscribeNet is new.")]


@pytest.mark.parametrize(
    "text",
    [
        "new",
        "Get trending papers in your email inbox once a day!",
        "Subscribe",
        "Daily Papers",
        "byAK and the research community",
        "Upvote",
        "Upvote 1.2k",
        "View all",
    ],
)
def test_words_of_the_page_are_interface(text: str) -> None:
    """What the page says about itself is known."""
    assert is_interface(text)


@pytest.mark.parametrize(
    "text", ["new skills", "Upvote Prediction", "View all sides", "12", "Daily Papers, Daily Work"]
)
def test_titles_are_not_interface(text: str) -> None:
    """A title may begin as an interface line does."""
    assert not is_interface(text)


def test_number_under_upvote_is_interface() -> None:
    """A bare number is a count only below the word that it counts."""
    assert is_interface("1,234", before="Upvote")
