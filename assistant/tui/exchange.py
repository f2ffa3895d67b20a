"""One question and what has become of it so far: a value that grows with each event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from assistant.records import (
    Answer,
    Claim,
    ClaimVerified,
    Event,
    Evidence,
    EvidenceFound,
    Finished,
    Hit,
    Progress,
    Repairing,
    Retrieved,
    Token,
    Understood,
)
from assistant.sanitizing import sanitize


class Stage(Enum):
    """How far the answer is."""

    WAITING = auto()
    SEARCHING = auto()
    CHOOSING = auto()
    READING = auto()
    WRITING = auto()
    CHECKING = auto()
    REPAIRING = auto()
    FINISHED = auto()
    STOPPED = auto()
    FAILED = auto()


_ENDED = frozenset({Stage.FINISHED, Stage.STOPPED, Stage.FAILED})


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer.

    Attributes:
        number: which question it is, from 1; never used twice, so that late events find no taker.
        asked_at, ended_at, began_at: seconds of a monotonic clock.
        standalone: the question as it is searched, once that is known.
        notes: what the person should know of how it was understood and is answered.
        text: what was written so far, sanitised.
        tokens: how many pieces it came in, the first of them at `began_at`.
        error: message and hint, when it failed.
    """

    number: int
    question: str
    asked_at: float
    ended_at: float | None = None
    stage: Stage = Stage.WAITING
    standalone: str = ""
    notes: tuple[str, ...] = ()
    searched: int | None = None
    hits: tuple[Hit, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    text: str = ""
    tokens: int = 0
    began_at: float | None = None
    claims: tuple[Claim, ...] = ()
    answer: Answer | None = None
    error: tuple[str, str] | None = None

    @property
    def final_text(self) -> str:
        """The text of the answer, or as much of it as was written."""
        return self.text if self.answer is None else sanitize(self.answer.text)

    @property
    def withheld(self) -> tuple[Claim, ...]:
        """The sentences that were written and taken out again."""
        return () if self.answer is None else self.answer.withheld

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers that the text may cite."""
        return frozenset(item.n for item in (self.answer.citations if self.answer else self.evidence))

    @property
    def is_verbatim(self) -> bool:
        """Whether the answer has ended and consists of sentences of papers, or of the program."""
        return self.answer is not None and self.answer.generator not in ("llama", "openai")

    @property
    def is_running(self) -> bool:
        """Whether more is to come."""
        return self.stage not in _ENDED

    def after(self, event: Event, now: float) -> Exchange:
        """Return the exchange as it is once `event` has happened."""
        match event:
            case Understood(_, standalone, _, notes):
                return replace(self, stage=Stage.SEARCHING, standalone=standalone, notes=notes)
            case Retrieved(hits, searched):
                return replace(self, stage=Stage.CHOOSING, hits=hits, searched=searched)
            case EvidenceFound(evidence, note):
                notes = (*self.notes, note) if note else self.notes
                return replace(self, stage=Stage.READING, evidence=evidence, notes=notes)
            case Token(text):
                written, began_at = self.text + sanitize(text), now if self.began_at is None else self.began_at
                return replace(self, stage=Stage.WRITING, text=written, tokens=self.tokens + 1, began_at=began_at)
            case ClaimVerified(claim):
                return replace(self, stage=Stage.CHECKING, claims=(*self.claims, claim))
            case Progress():
                return self
            case Repairing():
                return replace(self, stage=Stage.REPAIRING)
            case Finished(answer):
                return replace(self, stage=Stage.FINISHED, answer=answer, claims=answer.claims, ended_at=now)

    def stopped(self, now: float) -> Exchange:
        """Return the exchange as the person left it."""
        return replace(self, stage=Stage.STOPPED, ended_at=now)

    def failed(self, message: str, hint: str, now: float) -> Exchange:
        """Return the exchange with the reason why it has no answer."""
        return replace(self, stage=Stage.FAILED, error=(message, hint), ended_at=now)

    def seconds(self, now: float) -> float:
        """Return how long it took, or has taken so far."""
        return (now if self.ended_at is None else self.ended_at) - self.asked_at
