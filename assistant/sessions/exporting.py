"""A session as Markdown that stands alone: questions, answers with their marks, references with links.

What a paper, a model or a person wrote can make no HTML, no image and no link in it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from assistant.errors import UsageError
from assistant.marking import MARKER, MARKS, QUOTED, REMEDIES, mark
from assistant.patterns import lazy_re
from assistant.records import Citation, Claim, Repair, Verdict
from assistant.sanitizing import sanitize, sanitize_line
from assistant.sessions.records import KeptExchange, Session, State
from assistant.summary_lines import summary_lines

MEANINGS = {
    Verdict.SUPPORTED: "supported",
    Verdict.PARTIAL: "partly supported",
    Verdict.CONTRADICTED: "contradicted",
    Verdict.UNSUPPORTED: "unsupported",
}
OUTCOMES = {
    State.ASKED: "No answer was kept: the program ended before, or another window is writing it.",
    State.STOPPED: "It was stopped before it was finished.",
    State.FAILED: "It failed",
}
"""What is said of an exchange without a finished answer."""

_ACTIVE = lazy_re(r"([\\`*_\[\]<>&~|])")
_STRUCTURE = lazy_re(r"^(\s*)([#>+=-]|\d+(?=[.)]))", re.MULTILINE)
_HEADING = lazy_re(r"^(\s*)(#|>|```|~~~|[=-]+\s*$)", re.MULTILINE)
_DEFINITION = lazy_re(r"^(\s*\[[^\]\n]*\]):", re.MULTILINE)
_UNSAFE = lazy_re(r"[\s<>\\\"`]")


def as_markdown(session: Session, exchanges: Sequence[KeptExchange]) -> str:
    """Return a session as Markdown."""
    count = "1 question" if len(exchanges) == 1 else f"{len(exchanges):,} questions"
    head = [f"# {_plain(session.name)}", f"{count}, {local_time(session.begun_at)} to {local_time(session.changed_at)}"]
    body = [block for exchange in exchanges for block in _exchange(exchange)]
    used = {(claim.verdict, _meaning(claim, exchange)) for exchange in exchanges for claim in exchange.claims}
    legend = " · ".join(
        f"{_plain(sign)} {' or '.join(sorted(words for other, words in used if other is verdict))}"
        for verdict, sign in MARKS.items()
        if any(other is verdict for other, _ in used)
    )
    foot = ["---", f"Each sentence was checked against the abstracts it cites: {legend}"] if used else []
    return "\n\n".join([*head, *body, *foot]) + "\n"


def local_time(moment: str) -> str:
    """Return a kept time as the person's clock shows it, to the minute; as it is if it is none."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return sanitize_line(moment)


def outcome(exchange: KeptExchange) -> str:
    """Return why an exchange has no finished answer; nothing when it has one."""
    if exchange.state is State.FINISHED:
        return ""
    reason = f": {sanitize_line(exchange.error[0])}" if exchange.error else ""
    return OUTCOMES[exchange.state] + (reason or ("." if exchange.state is State.FAILED else ""))


def free_path(path: Path) -> Path:
    """Return a path, with a number behind its name if there is such a file already."""
    names = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in count(2))
    return next(found for found in chain([path], names) if not os.path.lexists(found))


def write_new(path: Path, text: str) -> None:
    """Write a text into a new file.

    Raises:
        UsageError: the file exists already, or cannot be written.
    """
    is_ours = False
    try:
        with path.open("x", encoding="utf-8") as file:
            is_ours = True
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} exists already", "name another file") from None
    except OSError as error:
        if is_ours:  # half of it looks like the whole
            path.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror}", "name another file") from error


def _exchange(exchange: KeptExchange) -> Iterator[str]:
    yield f"## {_plain(exchange.question)}"
    remarks = [f"searched as: {exchange.standalone}"] if _is_restated(exchange) else []
    for remark in (*remarks, *exchange.notes, *exchange.remarks):
        yield f"*{_plain(remark)}*"
    if exchange.text:
        yield _answer(exchange)
    if words := outcome(exchange):
        yield f"*{_plain(words)}*"
    doubts = [claim for claim in exchange.claims if claim.verdict is not Verdict.SUPPORTED]
    if doubts:
        yield "\n".join(map(_doubt, doubts))
    withheld = exchange.answer.withheld if exchange.answer else ()
    if repairs := [claim.repair for claim in (*exchange.claims, *withheld) if claim.repair]:
        yield "\n".join(map(_repair, repairs))
    if exchange.answer and exchange.answer.citations:
        yield "\n".join(_reference(citation) for citation in exchange.answer.citations)
    if exchange.answer and (lines := list(summary_lines(exchange.answer))):
        yield "\n".join(
            f"  - {_plain(line.strip())}" if line.startswith(" ") else f"- {_plain(line)}" for line in lines
        )


def _meaning(claim: Claim, exchange: KeptExchange) -> str:
    is_quoted = exchange.answer is not None and exchange.answer.generator == "quotes"
    return QUOTED if is_quoted and claim.verdict is Verdict.SUPPORTED else MEANINGS[claim.verdict]


def _doubt(claim: Claim) -> str:
    reason = _plain(claim.reason) or MEANINGS[claim.verdict]
    return f"- {_plain(MARKS[claim.verdict])} “{_plain(claim.text)}”: {reason}"


def _repair(repair: Repair) -> str:
    return f"- → “{_plain(repair.original)}” {REMEDIES[repair.remedy]}: {_plain(repair.reason)}"


def _is_restated(exchange: KeptExchange) -> bool:
    return bool(exchange.standalone) and sanitize_line(exchange.standalone) != sanitize_line(exchange.question)


def _answer(exchange: KeptExchange) -> str:
    """Return the marked text: of a model with its emphasis and lists, of papers with every character as it is."""
    marked = mark(sanitize(exchange.text), exchange.claims, escapes=True)
    if exchange.answer and exchange.answer.generator in ("llama", "openai"):
        safe = re.sub(r"(!?)\[(?!\d)|\](?=\()", r"\\\g<0>", marked).replace("<", "&lt;")
        return _DEFINITION.sub(r"\1\\:", _HEADING.sub(r"\1\\\2", safe))
    pieces = re.split(f"({MARKER.pattern.replace('(', '(?:', 1)})", marked)
    return _DEFINITION.sub(r"\1\\:", "".join(p if MARKER.fullmatch(p) else _escaped(p) for p in pieces))


def _reference(citation: Citation) -> str:
    paper = citation.paper
    authors = ", ".join(paper.authors) if len(paper.authors) <= 10 else f"{paper.authors[0]} et al."
    facts = [_plain(str(fact)) for fact in (paper.title, authors, paper.venue, paper.year) if fact]
    line = f"- \\[{citation.n}\\] {'. '.join(fact.rstrip('.') for fact in facts)}. {_link(paper.address)}".rstrip()
    return "\n".join([line, *(f"  - “{_plain(quote.text)}”" for quote in citation.quotes)])


def _link(address: str | None) -> str:
    if not address:
        return ""
    if not address.lower().startswith(("http://", "https://")):
        return _plain(address)
    return f"<{_UNSAFE.sub(lambda match: f'%{ord(match[0]):02X}', sanitize_line(address))}>"


def _plain(text: str) -> str:
    """Return a text on one line in which nothing is Markdown."""
    return _escaped(sanitize_line(text))


def _escaped(text: str) -> str:
    return _STRUCTURE.sub(r"\1\\\2", _ACTIVE.sub(r"\\\1", text))
