"""The earlier questions, as ↑ and ↓ walk through them."""

from __future__ import annotations

from collections.abc import Sequence


class Recall:
    """A list of questions with a place in it; the place behind the last holds what was being typed."""

    def __init__(self) -> None:
        self._questions: list[str] = []
        self._place = 0
        self._draft = ""

    def remember(self, question: str) -> None:
        """Add a question, once in a row, and return to the end."""
        if self._questions[-1:] != [question]:
            self._questions.append(question)
        self._place = len(self._questions)
        self._draft = ""

    def fill(self, questions: Sequence[str]) -> None:
        """Take over what other windows have asked, at the end; a question that is on its way there stays the last."""
        if self._place == len(self._questions):
            last = [question for question in self._questions[-1:] if question not in questions]
            self._questions = [*questions, *last]
            self._place = len(self._questions)

    def earlier(self, typed: str) -> str | None:
        """Return the question before this place, or None at the first; `typed` is kept as the draft."""
        if self._place == 0:
            return None
        if self._place == len(self._questions):
            self._draft = typed
        self._place -= 1
        return self._questions[self._place]

    def later(self) -> str | None:
        """Return the question after this place, the draft after the last, or None behind it."""
        if self._place == len(self._questions):
            return None
        self._place += 1
        return self._questions[self._place] if self._place < len(self._questions) else self._draft
