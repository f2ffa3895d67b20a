"""What is kept of the chat: sessions, the exchanges in them, and what a search among them finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.records import Answer, Claim, Evidence, Hit, Paper

FindPaper = Callable[[str], Paper | None]
"""Returns the paper with an id, if the library still holds it."""


class State(StrEnum):
    """How an exchange ended; one that was killed while it was answered stays ASKED."""

    ASKED = "asked"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class KeptExchange:
    """A question and what became of it.

    Attributes:
        asked_at: ISO 8601, UTC.
        text: of the answer, or as much of it as was written.
        seconds: how long it took.
        tokens: in how many pieces the text came.
        answer: only of a finished exchange.
        error: message and hint, when it failed.
        remarks: what the person should know of how the library has changed since, a sentence each; never stored.
        row: under which number it is kept, once it is.
    """

    question: str
    asked_at: str
    state: State = State.ASKED
    standalone: str = ""
    text: str = ""
    seconds: float = 0.0
    tokens: int = 0
    notes: tuple[str, ...] = ()
    searched: int | None = None
    hits: tuple[Hit, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    claims: tuple[Claim, ...] = ()
    answer: Answer | None = None
    error: tuple[str, str] | None = None
    remarks: tuple[str, ...] = ()
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation.

    Attributes:
        id: never given twice in one library.
        name: the first question until the person gives another.
        begun_at, changed_at: ISO 8601, UTC.
        exchanges: how many there are.
    """

    id: int
    name: str
    begun_at: str
    changed_at: str
    exchanges: int


@dataclass(frozen=True, slots=True)
class Match:
    """An exchange that a search has found.

    Attributes:
        excerpt: of the answer, around what was searched or else its beginning; nothing if none was written.
    """

    session: Session
    question: str
    asked_at: str
    excerpt: str
