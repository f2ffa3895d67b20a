"""Engines that answer from a script, held at gates that the test opens."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from textual.pilot import Pilot

from assistant.checking.receipts import FORMAT, VERSION, checksum
from assistant.records import (
    Answer,
    Citation,
    Claim,
    ClaimVerified,
    Event,
    Evidence,
    EvidenceFound,
    Finished,
    Hit,
    Paper,
    Quote,
    Retrieved,
    Source,
    Timings,
    Token,
    Understood,
    Usage,
    Verdict,
)
from assistant.settings import Settings
from assistant.tui.app import ChatApp
from assistant.tui.engine import Engine, Narrate, Request
from assistant.tui.exchange_view import ExchangeView
from assistant.tui.line import Line
from assistant.tui.question_box import QuestionBox

PATIENCE = 30.0  # seconds after which a test gives up waiting

SKILL_WEAVER = Paper(
    id="weaver",
    title="SkillWeaver: Web Agents can Self-Improve",
    abstract="Agents explore. SkillWeaver improves WebArena by 31.8%. Skills transfer to weaker agents.",
    date="2025-04-09",
    author_count=12,
    organisation="Ohio State University",
    sources=(Source("seeds/000.txt", 7),),
)
UNISKILL = Paper(id="uniskill", title="UniSkill: Imitating Human Videos", abstract="Skills come from videos.")


@dataclass
class Gate:
    """A place in a script where the engine waits.

    Attributes:
        is_stubborn: waits like native code, without looking at `cancelled`.
    """

    is_stubborn: bool = False
    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def pass_through(self, cancelled: Callable[[], bool]) -> bool:
        """Wait until the gate opens; say whether to go on."""
        self.reached.set()
        while not self.opened.wait(0.005):
            if cancelled() and not self.is_stubborn:
                return False
        return True


Script = Sequence[Event | Gate | Exception]


@dataclass
class FakeEngine:
    """Play a script for each question, the last one again and again."""

    scripts: Sequence[Script]
    paper_count: int = 352
    generator_name: str = "llama"
    model: str | None = "models/qwen3-4b.gguf"
    asked: list[tuple[str, tuple[Answer, ...]]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    opened_with: list[Settings] = field(default_factory=list)
    loading: Gate | Exception | None = None
    receipt_failure: Exception | None = None
    closed: threading.Event = field(default_factory=threading.Event)

    def prepare(self) -> None:
        """Wait at the gate, or fail."""
        if isinstance(self.loading, Exception):
            raise self.loading
        if self.loading is not None:
            self.loading.pass_through(lambda: False)

    def ask(self, request: Request, history: Sequence[Answer], cancelled: Callable[[], bool]) -> Iterator[Event]:
        """Yield the events of the next script."""
        script = self.scripts[min(len(self.asked), len(self.scripts) - 1)]
        self.asked.append((request.question, tuple(history)))
        self.requests.append(request)
        for step in script:
            if isinstance(step, Exception):
                raise step
            if not isinstance(step, Gate):
                yield step
            elif not step.pass_through(cancelled):
                return

    def receipt(self, answer: Answer, history: Sequence[Answer]) -> str:
        """Return a receipt of the question that was asked last."""
        if self.receipt_failure is not None:
            raise self.receipt_failure
        return receipt(self.asked[-1][0])

    def refresh(self) -> None:
        """Find more papers."""
        self.paper_count += 1

    def close(self) -> None:
        """Note that the engine was closed."""
        self.closed.set()


def receipt(question: str, model: str = "qwen3-4b.gguf") -> str:
    """Return the receipt of an answer to a question."""
    value = {
        "format": FORMAT,
        "version": VERSION,
        "created": "2026-03-01T12:00:00Z",
        "task": "answer",
        "question": question,
        "standalone": question,
        "notes": [],
        "filters": {},
        "history": [],
        "searched": 352,
        "text": "An answer.",
        "draft": None,
        "abstained": False,
        "would_abstain": False,
        "unsure": False,
        "tokens": {"prompt": 90, "completion": 9},
        "retrieved": [],
        "evidence": [],
        "citations": [],
        "claims": [],
        "withheld": [],
        "generator": "llama",
        "model": {"name": model, "files": [{"name": model, "size": 2500, "sha256": "abc"}]},
        "sampling": {"temperature": 0.0},
        "seed": 7,
        "prompt_sha256": "def",
        "versions": {"program": "1.0"},
        "library": {"id": "lib", "papers": 352, "passages": 500, "newest_passage": 500},
    }
    return json.dumps(value | {"sha256": checksum(value)})


def chat(*scripts: Script, engine: FakeEngine | None = None, gate: Gate | None = None) -> tuple[ChatApp, FakeEngine]:
    """Return an app over a fake engine, and the engine.

    Args:
        gate: holds the opening of the engine.
    """
    engine = engine or FakeEngine(scripts)
    fake = engine

    def open_engine(settings: Settings, narrate: Narrate) -> Engine:
        fake.opened_with.append(settings)
        narrate("loading the model…")
        if gate is not None:
            gate.pass_through(lambda: False)
        return fake

    return ChatApp(open_engine), engine


def evidence_of(paper: Paper, sentence: str, n: int = 1) -> Evidence:
    """Return the sentence as evidence, found in the abstract."""
    start = paper.abstract.index(sentence)
    return Evidence(n, paper, start, start + len(sentence), 0.9)


def quote_of(paper: Paper, sentence: str) -> Quote:
    """Return the sentence as a quote, found in the abstract."""
    start = paper.abstract.index(sentence)
    return Quote(sentence, start, start + len(sentence))


EVIDENCE = (
    evidence_of(SKILL_WEAVER, "SkillWeaver improves WebArena by 31.8%.", 1),
    evidence_of(UNISKILL, "Skills come from videos.", 2),
)
HITS = (Hit(SKILL_WEAVER, 1.7, 9.1, 0.8, 1, 2), Hit(UNISKILL, 0.3, None, 0.4, None, 5))
CLAIM = Claim("SkillWeaver improves WebArena by 31.8%.", (1,), Verdict.SUPPORTED)
DOUBT = Claim("Videos double it.", (2,), Verdict.PARTIAL, "the number is not in the abstract")
TEXT = "SkillWeaver improves WebArena by 31.8% [1]. Videos double it [2]."
ANSWER = Answer(
    question="How much does SkillWeaver help?",
    standalone="How much does SkillWeaver help?",
    text=TEXT,
    abstained=False,
    claims=(CLAIM, DOUBT),
    citations=(
        Citation(1, SKILL_WEAVER, (quote_of(SKILL_WEAVER, "SkillWeaver improves WebArena by 31.8%."),)),
        Citation(2, UNISKILL, (quote_of(UNISKILL, "Skills come from videos."),)),
    ),
    retrieved=HITS,
    generator="llama",
    model="models/qwen3-4b.gguf",
    timings=Timings(30.0, 80.0, 900.0, 2900.0, 4200.0),
    usage=Usage(300, 40),
)
ABSTENTION = Answer(
    question="What is the best cheese?",
    standalone="What is the best cheese?",
    text="The library holds no answer to this question.",
    abstained=True,
    claims=(),
    citations=(),
    retrieved=HITS,
    generator="llama",
    model="models/qwen3-4b.gguf",
    timings=Timings(),
)

BEGINNING: Script = (
    Understood("How much does SkillWeaver help?", "How much does SkillWeaver help?"),
    Retrieved(HITS, 352),
    EvidenceFound(EVIDENCE),
)
WORDS: Script = tuple(Token(f"{word} ") for word in TEXT.split())
END: Script = (ClaimVerified(CLAIM), ClaimVerified(DOUBT), Finished(ANSWER))
WHOLE: Script = (*BEGINNING, *WORDS, *END)
REFUSAL: Script = (Understood("cheese", "cheese"), Retrieved(HITS, 352), EvidenceFound(()), Finished(ABSTENTION))


async def wait_until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Let the app work until the condition holds.

    Raises:
        TimeoutError: it never does.
    """
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await pilot.pause(0.005)


async def ask(pilot: Pilot[None], question: str = ANSWER.question) -> None:
    """Put a question into the box and send it."""
    box = pilot.app.screen.query_one(QuestionBox)
    box.focus()
    box.insert(question)
    await pilot.pause()
    await pilot.press("enter")


async def ask_to_the_end(pilot: Pilot[None], question: str = ANSWER.question) -> None:
    """Ask, and wait until the exchange has ended and is painted."""
    asked = len(pilot.app.query(ExchangeView))
    await ask(pilot, question)
    await wait_until(
        pilot, lambda: len(pilot.app.query(ExchangeView)) > asked and not last_view(pilot).exchange.is_running
    )
    await pilot.pause()


def last_view(pilot: Pilot[None]) -> ExchangeView:
    """Return the newest exchange on the screen."""
    return pilot.app.screen_stack[0].query(ExchangeView).last()


def line(pilot: Pilot[None], selector: str) -> str:
    """Return the words of the last line that matches."""
    return pilot.app.screen_stack[0].query(selector).last(Line).words


def status(pilot: Pilot[None]) -> str:
    """Return the status line."""
    return line(pilot, "#status")


def notes(pilot: Pilot[None]) -> list[str]:
    """Return the notifications that are being shown."""
    return [note.message for note in pilot.app._notifications]


def painted(pilot: Pilot[None]) -> str:
    """Return every character on the screen, row by row."""
    return "\n".join(
        "".join(segment.text for segment in strip) for strip in pilot.app.screen._compositor.render_strips()
    )


async def find_at_rest(pilot: Pilot[None], words: str) -> tuple[int, int]:
    """Return where words are painted once they have stopped moving, for a click."""
    place = (-1, -1)
    while place != (now := find(pilot, words)):
        place = now
        await pilot.pause(0.05)
    return place


def find(pilot: Pilot[None], words: str) -> tuple[int, int]:
    """Return column and row of the first place where the words are painted."""
    for row, text in enumerate(painted(pilot).split("\n")):
        if words in text:
            return text.index(words), row
    raise AssertionError(f"{words!a} is not on the screen")
