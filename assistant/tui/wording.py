"""Every word that the chat says of itself: stages, status, verdicts, errors. All of it is sanitised, one line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from assistant import suspicion
from assistant.errors import AssistantError
from assistant.marking import MARKS, QUOTED, REMEDIES
from assistant.records import Claim, Hit, Paper, Repair, Verdict
from assistant.sanitizing import sanitize_line
from assistant.sessions import Session
from assistant.tui.exchange import Exchange, Stage
from assistant.tui.indexer import Indexing, Report
from assistant.tui.keymap import Keymap, spoken
from assistant.tui.worker import Opened

_WORDS = {
    Verdict.SUPPORTED: "supported",
    Verdict.PARTIAL: "partly supported",
    Verdict.CONTRADICTED: "contradicted",
    Verdict.UNSUPPORTED: "unsupported",
}
_BETWEEN = " · "  # the parts of a status line
_NAMES = 12  # of files
_SLOW = 1.0  # seconds that a person notices
_MENU = "menu"  # where commands without keys are


def count(number: int, noun: str) -> str:
    """Return "1 paper", "2,500 papers"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


NOT_READY = "not ready"
"""Stands in the status while nobody can write."""


def status(exchange: Exchange | None, opened: Opened | None, narration: str, now: float) -> str:
    """Return the status line: what is happening, or what has happened, and with what."""
    if exchange is None:
        return _BETWEEN.join(["ready", *_equipment(opened)]) if _is_ready(opened) else _loading(opened, narration)
    seconds = exchange.seconds(now)
    if exchange.is_running:
        stage = _stage(exchange, opened, narration)
        timed = f"{stage} {seconds:.0f} s" if seconds >= _SLOW else stage
        writer = _equipment(opened)[:1] if _is_ready(opened) else []
        return _BETWEEN.join([timed, *_writing_speed(exchange, opened, now), *writer])
    rate, wait = _speed(exchange)
    trouble = [narration] if narration == NOT_READY else []
    return _BETWEEN.join([*trouble, *_outcome(exchange), _duration(seconds), *rate, *_equipment(opened), *wait])


def fitted(words: str, width: int) -> str:
    """Return as many parts of a status line, from its beginning, as `width` cells hold; the first in any case."""
    parts = words.split(_BETWEEN)
    while len(parts) > 1 and len(_BETWEEN.join(parts)) > width:
        parts.pop()
    return _BETWEEN.join(parts)


def more(mark: str, number: int, where: str) -> str:
    """Return the line that stands for exchanges which are not drawn; nothing if there is none."""
    return f"{mark} {count(number, f'{where} question')} · click to show" if number else ""


def _duration(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= _SLOW else f"{seconds * 1000:.0f} ms"


def _is_ready(opened: Opened | None) -> bool:
    return opened is not None and opened.is_ready


def _loading(opened: Opened | None, narration: str) -> str:
    if opened is not None:
        return f"loading {_equipment(opened)[0]}…"
    return sanitize_line(narration) or "opening the library…"


def _stage(exchange: Exchange, opened: Opened | None, narration: str) -> str:
    match exchange.stage:
        case Stage.WAITING if not _is_ready(opened):
            return _loading(opened, narration)
        case Stage.WAITING | Stage.SEARCHING:
            return f"searching {count(opened.paper_count, 'paper')}…" if opened else "searching…"
        case Stage.CHOOSING:
            return f"choosing sentences from {count(len(exchange.hits), 'paper')}…"
        case Stage.READING:
            return f"reading {count(len(exchange.evidence), 'sentence')}…"
        case Stage.WRITING:
            return "writing…"
        case Stage.REPAIRING:
            return "writing again what does not hold…"
        case _:
            return f"checking sentence {len(exchange.claims) + 1}…"


def _outcome(exchange: Exchange) -> list[str]:
    if exchange.stage is Stage.FINISHED:
        return ["no answer in the library"] if exchange.answer and exchange.answer.abstained else []
    return ["stopped" if exchange.stage is Stage.STOPPED else "failed"]


def _speed(exchange: Exchange) -> tuple[list[str], list[str]]:
    """Return tokens and tokens per second, and the wait for the first word, when a language model wrote them."""
    answer = exchange.answer
    if answer is None or not answer.usage.completion:
        return [], []
    first = answer.timings.first_token / 1000
    writing = answer.timings.written / 1000 - first
    speed = answer.usage.speed or (answer.usage.completion / writing if writing > 0 else 0)
    return _rate(answer.usage.completion, speed), [f"first word {_duration(first)}"]


def _writing_speed(exchange: Exchange, opened: Opened | None, now: float) -> list[str]:
    """Return how many tokens a language model has written, and how many a second."""
    if exchange.stage is not Stage.WRITING or exchange.began_at is None or (opened and opened.generator == "quotes"):
        return []
    writing = now - exchange.began_at
    return _rate(exchange.tokens, exchange.tokens / writing if writing >= _SLOW else 0)


def _rate(tokens: int, speed: float) -> list[str]:
    return [count(tokens, "token"), *([f"{speed:.0f} tok/s"] if speed else [])]


def _equipment(opened: Opened | None) -> list[str]:
    if opened is None:
        return []
    model = PurePath(sanitize_line(opened.model or "")).name.removesuffix(".gguf")
    return [f"{sanitize_line(opened.generator)} {model}".strip(), count(opened.paper_count, "paper")]


def welcome(opened: Opened | None, notes: Sequence[str], problem: str, keymap: Keymap) -> str:
    """Return what stands on an empty screen: what can be done here, or why it cannot be done yet."""

    def key(name: str) -> str:
        return spoken(keymap.keys_of(name)[:1]) or _MENU

    others = f"{key('library.index')} indexes papers · {key('model.choose')} who writes"
    if problem:
        models = "Without a language model answers are quotations; assistant models lists those that suit this machine."
        return f"{problem}\n\n{others}\n{models}"
    remarks = "".join(f"\n\n{sanitize_line(note)}" for note in notes)
    papers = f"Ask about {count(opened.paper_count, 'paper')}." if opened else "Ask about your papers."
    return (
        f"{papers}\nEvery sentence of the answer names its source and is checked against it.\n\n"
        f"{key('question.send')} asks · {key('question.new_line')} new line"
        f" · {key('question.earlier')} earlier questions\n"
        f"{key('answer.stop')} stops an answer"
        f" · {key('focus.conversation')}, then {keymap.source_keys or _MENU}, opens an abstract\n"
        f"{others} · {key('app.commands')} all commands{remarks}"
    )


def indexing(report: Report) -> str:
    """Return how far the indexing is, and nothing when it has ended."""
    if not isinstance(report, Indexing):
        return ""
    part = f" {report.done:,} of {report.total:,}" if report.total else ""
    return f"indexing papers: {sanitize_line(report.stage)}{part}; ask meanwhile"


def verdicts(claims: Sequence[Claim], withheld: Sequence[Claim] = (), *, is_verbatim: bool = False) -> str:
    """Return how many sentences hold, why any does not fully hold, and what became of those that did not.

    Args:
        is_verbatim: those that hold are quoted.
    """
    words = _WORDS | ({Verdict.SUPPORTED: QUOTED} if is_verbatim else {})
    counts = Counter(claim.verdict for claim in claims)
    summary = " · ".join(f"{MARKS[verdict]} {counts[verdict]} {words[verdict]}" for verdict in MARKS if counts[verdict])
    objections = [_objection(claim) for claim in claims if claim.verdict is not Verdict.SUPPORTED]
    repairs = [_repair(claim.repair) for claim in (*claims, *withheld) if claim.repair]
    return "\n".join([*([summary] if summary else []), *objections, *repairs])


def _objection(claim: Claim) -> str:
    return f"{MARKS[claim.verdict]} {_shortened(claim.text)}: {sanitize_line(claim.reason) or _WORDS[claim.verdict]}"


def _repair(repair: Repair) -> str:
    return f"→ {_shortened(repair.original)} {REMEDIES[repair.remedy]}: {sanitize_line(repair.reason)}"


def _shortened(text: str) -> str:
    words = sanitize_line(text)
    return f"“{words if len(words) <= 60 else words[:59] + '…'}”"


def name(session: Session) -> str:
    """Return what a session is called, in quotation marks and not too long."""
    called = sanitize_line(session.name)
    return f"“{called if len(called) <= 40 else called[:39] + '…'}”"


def names(found: Sequence[str]) -> str:
    """Return names of files as far as there is room; nothing where there is no choice."""
    if not found:
        return "nothing here begins so"
    rest = [f"and {len(found) - _NAMES:,} more"] if len(found) > _NAMES else []
    return "  ".join([*map(sanitize_line, found[:_NAMES]), *rest]) if len(found) > 1 else ""


def failure(message: str, hint: str) -> str:
    """Return an error as a calm line, and what to do next on another."""
    return "\n".join(line for line in (sanitize_line(message), sanitize_line(hint)) if line)


def trouble(error: BaseException) -> str:
    """Return why something could not be kept, and what to do."""
    if isinstance(error, AssistantError):
        return f"The conversation is not kept. {failure(error.message, error.hint)}"
    return f"The conversation is not kept. {sanitize_line(f'{type(error).__name__}: {error}')}"


def about(paper: Paper) -> str:
    """Return date, authors, organisation, places and what is odd of a paper on one line each kind."""
    number = count(paper.author_count, "author") if paper.author_count and not paper.authors else None
    facts = " · ".join(fact for fact in (paper.date, number, paper.organisation) if fact)
    places = ", ".join(f"{source.file}:{source.line}" for source in paper.sources)
    return "\n".join(sanitize_line(line) for line in (facts, paper.byline, places, suspicion.warning(paper)) if line)


def why_found(hit: Hit | None) -> str:
    """Return the ranks that brought a paper into the answer."""
    if hit is None:
        return ""
    ways = [("by words", hit.lexical_rank), ("by meaning", hit.dense_rank)]
    found = [f"{way}: rank {rank}" for way, rank in ways if rank is not None]
    return " · ".join(["found", *found, f"score {hit.score:.2f}"]) if found else ""
