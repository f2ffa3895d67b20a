"""Which of two papers is newer, or has more authors."""

from __future__ import annotations

import pytest

from assistant.direct_answers.catalogue import tell
from assistant.direct_answers.told import Told
from assistant.questions.understand import understand
from assistant.records import Hit, Paper
from assistant.storage.library import Library

PAPERS = [
    Paper("a", "Gull: A Bird", "Gulls fly.", date="2024-03-01", author_count=3),
    Paper("b", "Tern: Another", "Terns fly.", date="2025", author_count=1),
    Paper("c", "Auk", "Auks swim.", date="2025-06-02"),
    Paper("d", "Skua or Not", "Skuas fly."),
]


def ask(question: str, library: Library) -> Told | None:
    """Return what is told; the last paper is found only by its name alone."""
    return tell(
        understand(question),
        [Hit(item, 1.0) for item in PAPERS[:2]],
        library,
        lambda name: [Hit(item, 1.0) for item in PAPERS],
    )


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "Which is newer, Gull or Tern?",
            "“Tern” is newer: “Gull: A Bird” is dated 2024-03-01 [1] and “Tern: Another” 2025 [2].",
        ),
        (
            "Which came first, Tern or Gull?",
            "“Gull” is older: “Tern: Another” is dated 2025 [1] and “Gull: A Bird” 2024-03-01 [2].",
        ),
        (
            "which paper is older: the paper Gull or Auk?",
            "“Gull” is older: “Gull: A Bird” is dated 2024-03-01 [1] and “Auk” 2025-06-02 [2].",
        ),
        ("Was Tern published before Gull?", "No: “Tern: Another” is dated 2025 [1] and “Gull: A Bird” 2024-03-01 [2]."),
        ("Is Tern newer than Gull?", "Yes: “Tern: Another” is dated 2025 [1] and “Gull: A Bird” 2024-03-01 [2]."),
        ("Did Gull come out after Tern?", "No: “Gull: A Bird” is dated 2024-03-01 [1] and “Tern: Another” 2025 [2]."),
        (
            "Which is newer, Tern or Auk?",
            "The dates do not tell: “Tern: Another” is dated 2025 [1] and “Auk” 2025-06-02 [2].",
        ),
        (
            "Which is newer, Gull or “Skua or Not”?",
            "I don't know. The library does not know the date of “Skua or Not”; “Gull: A Bird” is dated 2024-03-01.",
        ),
        (
            "Which has more authors, Gull or Tern?",
            "“Gull” is the one with more authors: “Gull: A Bird” has 3 authors [1] and “Tern: Another” 1 [2].",
        ),
        ("Does Tern have fewer authors than Gull?", "Yes: “Tern: Another” has 1 author [1] and “Gull: A Bird” 3 [2]."),
    ],
)
def test_two_papers_are_compared(small_library: Library, question: str, text: str) -> None:
    """By what is stored of them, which is shown."""
    told = ask(question, small_library)
    assert told is not None
    assert text == told.text


@pytest.mark.parametrize(
    "question",
    [
        "Which is newer, Gull or Hamlet?",
        "Which is better, Gull or Tern?",
        "Which is newer, Gull or Gull?",
        "Is Gull faster than Tern?",
        "Which came first, the chicken or the egg?",
        "Which has more parameters, Gull or Tern?",
    ],
)
def test_other_comparisons_are_searched(small_library: Library, question: str) -> None:
    """What is not stored, or not of two papers."""
    assert ask(question, small_library) is None
