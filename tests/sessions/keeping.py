"""Exchanges to keep, and the papers that they are about."""

from __future__ import annotations

from dataclasses import replace

from assistant.records import Filters, Paper
from assistant.sessions import KeptExchange, Sessions, State
from tests.tui.fakes import ANSWER, EVIDENCE, HITS, SKILL_WEAVER, UNISKILL

ASKED_AT = "2026-03-01T10:00:00.000+00:00"
KEPT = KeptExchange(
    question=ANSWER.question,
    asked_at=ASKED_AT,
    state=State.FINISHED,
    standalone=ANSWER.standalone,
    text=ANSWER.text,
    seconds=4.2,
    tokens=40,
    notes=("searched also for “weaver”",),
    searched=352,
    hits=HITS,
    evidence=EVIDENCE,
    claims=ANSWER.claims,
    answer=replace(
        ANSWER,
        notes=("searched also for “weaver”",),
        evidence=EVIDENCE,
        searched=352,
        filters=Filters(since="2025", among=(SKILL_WEAVER.title,)),
    ),
)


def find_paper(identifier: str) -> Paper | None:
    """Return a paper of the two."""
    return {paper.id: paper for paper in (SKILL_WEAVER, UNISKILL)}.get(identifier)


def keep(store: Sessions, question: str = KEPT.question, session: int | None = None, text: str = KEPT.text) -> int:
    """Keep a finished exchange, and return the number of its session."""
    number, row = store.ask(session, question, ASKED_AT)
    assert KEPT.answer
    answer = replace(KEPT.answer, question=question, text=text)
    store.keep(row, replace(KEPT, question=question, text=text, answer=answer))
    return number
