"""One conversation of the chat on its way into the memory: each question as it is asked, each answer as it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from assistant.citations import cite
from assistant.records import Answer, Citation, Timings
from assistant.sessions import KeptExchange, Sessions, State
from assistant.sessions.exporting import OUTCOMES
from assistant.sessions.store import now
from assistant.tui.exchange import Exchange, Stage
from assistant.tui.memory import Memory

_STATES = {Stage.FINISHED: State.FINISHED, Stage.STOPPED: State.STOPPED, Stage.FAILED: State.FAILED}
_STAGES = {state: stage for stage, state in _STATES.items()} | {State.ASKED: Stage.FAILED}


class Dialogue:
    """A session, which begins with its first question.

    Args:
        on_trouble: told, from another thread, what could not be kept.
        session: that goes on, if one does, with its exchanges.

    Attributes:
        answers: for the questions that follow.
    """

    def __init__(
        self,
        memory: Memory,
        on_trouble: Callable[[BaseException], None],
        session: int | None = None,
        exchanges: Sequence[Exchange] = (),
    ) -> None:
        self._memory = memory
        self._on_trouble = on_trouble
        self._session = session
        self.answers: list[Answer] = [said for item in exchanges if (said := _said(item))]

    @property
    def session(self) -> int | None:
        """The number of the session; None before its first question is kept."""
        return self._session

    def asked(self, exchange: Exchange) -> None:
        """Keep a question."""
        moment = now()

        def work(sessions: Sessions) -> None:
            self._session, self._memory.rows[exchange.number] = sessions.ask(self._session, exchange.question, moment)

        self._watch(self._memory.run(work))

    def ended(self, exchange: Exchange) -> None:
        """Keep what has become of a question that was asked here."""
        if said := _said(exchange):
            self.answers.append(said)

        def work(sessions: Sessions) -> None:
            if (row := self._memory.rows.get(exchange.number)) is not None:
                sessions.keep(row, kept_of(exchange))

        self._watch(self._memory.run(work))

    def receipted(self, number: int, receipt: str) -> None:
        """Keep the receipt of an exchange of this chat, be it of another conversation by now."""

        def work(sessions: Sessions) -> None:
            if (row := self._memory.rows.get(number)) is not None:
                sessions.keep_receipt(row, receipt)

        self._watch(self._memory.run(work))

    def _watch(self, future: Future[None]) -> None:
        def look(done: Future[None]) -> None:
            if error := done.exception():
                self._on_trouble(error)

        future.add_done_callback(look)


def _said(exchange: Exchange) -> Answer | None:
    """Return what the questions that follow go on with: the answer, or, where none came, the sentences that were found.

    Half of what a model was about to write would mislead; the papers on the screen are what "the second one" means.
    """
    if exchange.answer is not None or not exchange.evidence:
        return exchange.answer
    text = " ".join(cite(item.text, item.n) for item in exchange.evidence)
    papers = {item.n: item.paper for item in exchange.evidence}
    citations = tuple(Citation(n, paper, ()) for n, paper in sorted(papers.items()))
    standalone = exchange.standalone or exchange.question
    return Answer(exchange.question, standalone, text, False, (), citations, exchange.hits, "quotes", None, Timings())


def kept_of(exchange: Exchange) -> KeptExchange:
    """Return an exchange that has ended as it is kept."""
    return KeptExchange(
        question=exchange.question,
        asked_at="",  # is known since it was asked
        state=_STATES[exchange.stage],
        standalone=exchange.standalone,
        text=exchange.text if exchange.answer is None else exchange.answer.text,
        seconds=exchange.seconds(exchange.asked_at),
        tokens=exchange.tokens,
        notes=exchange.notes,
        searched=exchange.searched,
        hits=exchange.hits,
        evidence=exchange.evidence,
        claims=exchange.claims,
        answer=exchange.answer,
        error=exchange.error,
    )


def exchange_of(kept: KeptExchange, number: int) -> Exchange:
    """Return a kept exchange as the chat shows it, with what has become of its papers among the notes."""
    return Exchange(
        number,
        kept.question,
        asked_at=0.0,
        ended_at=kept.seconds,
        stage=_STAGES[kept.state],
        standalone=kept.standalone,
        notes=(*kept.notes, *kept.remarks),
        searched=kept.searched,
        hits=kept.hits,
        evidence=kept.evidence,
        text=kept.text,
        tokens=kept.tokens,
        claims=kept.claims,
        answer=kept.answer,
        error=(OUTCOMES[State.ASKED], "") if kept.state is State.ASKED else kept.error,
    )
