"""Titles and abstracts put together."""

from __future__ import annotations

import pytest

from assistant.corpus.lines import Line
from assistant.corpus.pairing import gap_of, likeness, pair

TITLE = "SkillWeaver: Web Agents can Self-Improve by Discovering Skills"
ABSTRACT = "We present a framework in which agents discover skills. " * 12


def run(*texts: str) -> list[Line]:
    """Number the lines of a run."""
    return [Line(number, text) for number, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(
    ("texts", "leftovers"),
    [
        ((TITLE, ABSTRACT, TITLE, ABSTRACT), []),
        ((TITLE, ABSTRACT, TITLE, TITLE, ABSTRACT), [3]),
        ((TITLE, ABSTRACT, ABSTRACT, TITLE, ABSTRACT), [3]),
        ((TITLE, TITLE, TITLE, ABSTRACT), [1, 2]),
        ((TITLE, ABSTRACT, TITLE), [3]),
        ((ABSTRACT, TITLE, ABSTRACT), [1]),
        ((TITLE,), [1]),
        ((), []),
    ],
)
def test_alternation_is_found_again(texts: tuple[str, ...], leftovers: list[int]) -> None:
    """Where a title or an abstract is missing, its partner alone is left over."""
    assert leftovers == [line.number for line in pair(run(*texts)).leftovers]


@pytest.mark.parametrize("abstract", ["We study X.", "Too short!", "This paper has been withdrawn."])
@pytest.mark.parametrize("title", [TITLE, "1984", "Oct 1, 2025", "A Very Long Title about Skills " * 10])
def test_odd_shapes_are_paired_by_place(title: str, abstract: str) -> None:
    """Among entries in order, a short abstract or a long title keeps its place."""
    texts = (TITLE, ABSTRACT, title, abstract, TITLE, ABSTRACT)

    assert [(1, 2), (3, 4), (5, 6)] == [(a.number, b.number) for a, b in pair(run(*texts)).pairs]


def test_line_above_authors_is_an_abstract() -> None:
    """What follows may decide where the shape alone would leave both lines over."""
    lines = run("A Title of Some Paper", "Four Words Without End")

    assert (0, 1) == (len(pair(lines).pairs), len(pair(lines, closed=True).pairs))


def test_likeness_tells_title_from_abstract() -> None:
    """Abstracts lie above zero and titles below."""
    assert likeness(TITLE) < 0 < likeness(ABSTRACT)


@pytest.mark.parametrize(
    ("text", "reason"), [(TITLE, "a title without an abstract"), (ABSTRACT, "an abstract without a title")]
)
def test_gap_says_what_is_missing(text: str, reason: str) -> None:
    """A line left over is reported by what it looks like."""
    gap = gap_of(Line(7, text), "f.txt")

    assert ("f.txt", 7, 7, reason) == (gap.file, gap.first_line, gap.last_line, gap.reason)
