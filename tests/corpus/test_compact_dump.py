"""The compact layout."""

from __future__ import annotations

import pytest

from assistant.corpus import compact_dump
from tests.corpus.reading import document

ABSTRACT = "We present a framework in which agents discover skills. " * 12
HEAD = "Get trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\nSubscribe"


def read(*lines: str, end: str = "\n") -> tuple[list[tuple[str, int]], list[int]]:
    """Read lines below the head; return title and line of the entries, and the lines of the gaps."""
    reading = compact_dump.parse((HEAD + "\n".join(lines)).replace("\n", end), "f.txt")
    return [(entry.title, entry.line) for entry in reading.entries], [gap.first_line for gap in reading.gaps]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_titles_and_abstracts_alternate(end: str) -> None:
    """Each pair of lines is an entry, whatever ends the lines."""
    assert ([("First Paper", 3), ("Second Paper", 5)], []) == read(
        "First Paper", ABSTRACT, "Second Paper", ABSTRACT, "", " ", "", end=end
    )


def test_missing_abstract_costs_one_entry() -> None:
    """The entries after it are read as if nothing had happened."""
    assert ([("A Paper", 3), ("C Paper", 6)], [5]) == read("A Paper", ABSTRACT, "B Paper", "C Paper", ABSTRACT)


def test_missing_title_costs_one_entry() -> None:
    """An abstract without a title is not given to another paper."""
    assert ([("A Paper", 3), ("C Paper", 6)], [5]) == read("A Paper", ABSTRACT, ABSTRACT, "C Paper", ABSTRACT)


def test_interface_lines_are_passed_over() -> None:
    """The words of the page may stand anywhere and are no gaps."""
    assert ([("A Paper", 4), ("B Paper", 7)], []) == read(
        "", "A Paper", "Upvote", ABSTRACT, "B Paper", "View all", ABSTRACT
    )


def test_title_cut_off_at_the_end_is_a_gap() -> None:
    """What has no abstract is no entry."""
    assert ([("A Paper", 3)], [5]) == read("A Paper", ABSTRACT, "B Pap")


def test_abstract_cut_off_at_the_end_is_kept() -> None:
    """Half an abstract is better than none."""
    half = ABSTRACT[:300].strip()
    reading = compact_dump.parse(f"{HEAD}A Paper\n{half}", "f.txt")

    assert [half] == [entry.abstract for entry in reading.entries]


@pytest.mark.parametrize("text", ["SubscribeA Paper\nAn abstract.", HEAD, f"{HEAD}\nA Paper", f"\n\n{HEAD}A Paper"])
def test_head_is_recognised(text: str) -> None:
    """Invitation or button at the beginning give the layout away."""
    assert compact_dump.recognises(document(text))


@pytest.mark.parametrize("text", ["A Paper\nAn abstract.", "Subscribers\nwho leave", '{"title": "A Paper"}'])
def test_other_text_is_not_recognised(text: str) -> None:
    """Two lines of text alone are not a dump of the page."""
    assert not compact_dump.recognises(document(text))
