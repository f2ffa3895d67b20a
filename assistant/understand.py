"""From what was typed to what is searched: a follow-up gets the topic of the dialogue, so that it stands alone."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.corpus import clean
from assistant.errors import UsageError
from assistant.records import Turn

MAX_QUESTION = 4000
"""Characters; far more than any question needs, and far less than what would be a document by mistake."""


def check_question(question: str) -> str:
    """Return the question as one line of clean text.

    Raises:
        UsageError: it is empty or longer than `MAX_QUESTION`.
    """
    stripped = clean(question)
    if not stripped:
        raise UsageError("the question is empty", 'ask something, for example: assistant ask "What is SkillWeaver?"')
    if len(stripped) > MAX_QUESTION:
        raise UsageError(
            f"the question has {len(stripped):,} characters, more than {MAX_QUESTION:,}", "ask a shorter one"
        )
    return stripped


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question with the name of the paper that the dialogue was last about, if there is one.

    The name is the title up to its colon, which is where the seed papers say what their system is called; the whole
    title would outweigh the question. See docs/LOG.md for the alternatives that were measured.
    """
    topic = next((turn.titles[0] for turn in reversed(history) if turn.titles), None)
    return f"{question} ({topic.split(':')[0].strip()})" if topic else question
