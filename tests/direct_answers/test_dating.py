"""Which papers of an answer are of a date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.direct_answers.dating import tell
from assistant.language.text import title_key
from assistant.questions.understand import understand
from assistant.records import Paper, Turn
from assistant.storage.library import Library

LISTED = ((1, "Alpha"), (2, "Beta"), (3, "Gamma"))
SEVERAL = Turn("papers on flies", "papers on flies", "A [1]. B [2]. C [3].", ("Alpha", "Beta", "Gamma"), LISTED)
ONE = Turn("What is Beta?", "What is Beta?", "B [1].", ("Beta",), ((1, "Beta"),))


@pytest.fixture
def dated(tmp_path: Path) -> Iterator[Library]:
    """Return a library without vectors; the last paper is in no answer."""
    dates = {"Alpha": "2024-03-01", "Beta": "2025-06", "Gamma": None, "Delta": "2025-01-01"}
    with Library(tmp_path / "library", create=True) as library, library.writing():
        for title, date in dates.items():
            library.put_paper(Paper(title, title, f"{title} flies.", date=date), title_key(title))
        yield library


@pytest.mark.parametrize(
    "question",
    [
        "Which of these are from 2025?",
        "which ones are from 2025?",
        "are any of them newer than 2024?",
        "any of those since May 2025?",
        "How many of them are from 2025?",
        "and which of these were published in 2025?",
    ],
)
def test_papers_of_the_date_are_told(dated: Library, question: str) -> None:
    """Of those that the answer named, with what is not known of the others."""
    told = tell(understand(question, [SEVERAL]), dated)
    assert told is not None
    begin, line, rest = told.text.split("\n\n")
    assert begin.startswith("Of the 3 papers named before, 1 is dated ")
    assert ("“Beta” (2025-06) [1]", "1 paper has no date.") == (line, rest)


def test_none_of_the_date_is_told(dated: Library) -> None:
    """And that one without a date may be."""
    told = tell(understand("Are any of these from 2019?", [SEVERAL]), dated)
    assert told is not None
    assert "None of the 3 papers named before is known to be dated 2019. 1 paper has no date." == told.text


def test_one_paper_is_these_too(dated: Library) -> None:
    """Where an answer named no other."""
    told = tell(understand("Which of these are from 2025?", [ONE]), dated)
    assert told is not None
    assert told.text.startswith("Of the 1 paper named before, 1 is dated 2025:")


def test_unknown_dates_are_unknown(dated: Library) -> None:
    """No paper is then said to be of another date."""
    gamma = Turn("What is Gamma?", "What is Gamma?", "C [1].", ("Gamma",), ((1, "Gamma"),))
    told = tell(understand("Which of these are from 2025?", [gamma]), dated)
    assert told is not None
    assert not told.is_known


@pytest.mark.parametrize(
    "question",
    [
        "Which of these use data from 2025?",
        "Which of these fly?",
        "Which papers are from 2025?",
        "Which of these papers from 2025 fly?",
    ],
)
def test_other_questions_are_left_to_others(dated: Library, question: str) -> None:
    """More is asked, or of all papers."""
    assert tell(understand(question, [SEVERAL]), dated) is None
