"""From what was typed to what is searched: clean text, filters taken out, a follow-up made to stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import filters
from assistant.corpus import clean
from assistant.errors import UsageError
from assistant.records import Filters, Turn

MAX_QUESTION = 4000
"""Characters; far more than any question needs, and far less than what would be a document by mistake."""

_ELSEWHERE = re.compile(
    r"\b(similar|something like|like (?:that|this|it)|any(?:one|body)|(?:who|what|anything|someone|where) else"
    r"|another|others?|elsewhere|follow-?up|successor|predecessor|alternatives?|opposite"
    r"|also (?:happen|hold|work|true|apply)|is there (?:an?|any|some|work|something|research)|are there)\b",
    re.IGNORECASE,
)


_BROAD = re.compile(
    r"\bpapers\b|^list\b|\bfind me\b|\b(?:compare|contrast|summari[sz]e|distinguish\w*) (?!to\b)|\boverview\b"
    r"|\b(?:what|which) (?:\w+ )?(?:approaches|methods|benchmarks|works?|studies|techniques) (?:\w+ )?"
    r"(?:exist|are|let|treat|use)"
    r"|\bin the corpus\b|\bthe corpus\b|^benchmarks\b|^datasets\b|\bwhat do you have\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What to search.

    Attributes:
        standalone: the question without filters, understandable without what was asked before.
        seen: titles that the dialogue has had already and that are not what is asked for now.
    """

    standalone: str
    filters: Filters
    seen: frozenset[str] = frozenset()

    @property
    def is_broad(self) -> bool:
        """Whether several papers are asked for: a theme, a comparison, an overview."""
        return bool(_BROAD.search(self.standalone))

    def __str__(self) -> str:
        """The question with its filters, as it is shown."""
        return f"{self.standalone} [{self.filters}]".strip() if self.filters else self.standalone


def understand(question: str, history: Sequence[Turn] = (), organisations: Sequence[str] = ()) -> Understanding:
    """Return what a question asks for, in the light of the turns before it.

    A follow-up is searched together with the title of the paper that the dialogue was last about; when it asks for
    another paper, those that the dialogue was about go behind all others. Measured in docs/LOG.md.

    Args:
        organisations: those that the library knows.

    Raises:
        UsageError: the question is empty or too long, or a typed filter cannot be understood.
    """
    text, found = filters.parse(check_question(question), organisations)
    topic = next((turn.titles[0] for turn in reversed(history) if turn.titles), None)
    if topic is None:
        return Understanding(text, found)
    had = frozenset(title for turn in history for title in turn.titles[:1])
    return Understanding(f"{text} ({topic})".strip(), found, had if _ELSEWHERE.search(text) else frozenset())


def verbatim(question: str) -> Understanding:
    """Return a text that is searched as it stands, such as a title."""
    return Understanding(check_question(question), Filters())


def check_question(question: str) -> str:
    """Return the question as one line of clean text.

    Raises:
        UsageError: it is empty or longer than `MAX_QUESTION`.
    """
    text = clean(question)
    if not text:
        raise UsageError("the question is empty", 'ask something, for example: assistant ask "What is SkillWeaver?"')
    if len(text) > MAX_QUESTION:
        raise UsageError(f"the question has {len(text):,} characters, more than {MAX_QUESTION:,}", "ask a shorter one")
    return text
