"""The earlier questions, as ↑ and ↓ walk through them."""

from __future__ import annotations


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
