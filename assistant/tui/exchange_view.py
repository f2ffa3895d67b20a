"""One question with its answer on the screen."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from assistant.marking import mark
from assistant.sanitizing import sanitize, sanitize_line
from assistant.summary_lines import summary_lines
from assistant.tui import calm, wording
from assistant.tui.answer_text import AnswerText
from assistant.tui.exchange import Exchange, Stage
from assistant.tui.line import Line


class ExchangeView(Vertical):
    """Show an exchange, at whatever stage it is."""

    class SourceWanted(Message):
        """The abstract behind a citation of this exchange is wanted."""

        def __init__(self, exchange: Exchange, n: int) -> None:
            super().__init__()
            self.exchange = exchange
            self.n = n

    def __init__(self, exchange: Exchange) -> None:
        super().__init__()
        self.exchange = exchange

    def compose(self) -> ComposeResult:
        """Lay out question, answer, papers of a summary, verdicts and notice."""
        question = sanitize(self.exchange.question)
        yield Static(f"You: {question}" if calm.is_calm(self) else question, classes="question", markup=False)
        yield Line(classes="standalone")
        yield Line(classes="speaker")
        yield AnswerText()
        yield Line(classes="papers")
        yield Line(classes="verdicts")
        yield Line(classes="notice")

    async def show(self, exchange: Exchange, is_verbatim: bool) -> None:
        """Show the exchange as it is now.

        Args:
            is_verbatim: the answer consists of sentences of the papers, in which nothing is Markdown.
        """
        self.exchange = exchange
        if calm.is_calm(self):
            if exchange.is_running:
                return
            self._say("speaker", "Assistant:" if exchange.final_text else "")
        self._say("standalone", _restated(exchange))
        text = self.query_one(AnswerText)
        text.read_as(exchange.numbers, is_verbatim)
        self._say("verdicts", wording.verdicts(exchange.claims, exchange.withheld, is_verbatim=is_verbatim))
        self._say("papers", _papers(exchange))
        self._say("notice", _notice(exchange))
        if exchange.is_running:
            await text.write(exchange.text)
        else:
            marks = calm.marks(self, is_verbatim)
            await text.settle(mark(exchange.final_text, exchange.claims, escapes=True, marks=marks))

    @on(AnswerText.CitationChosen)
    def want_source(self, event: AnswerText.CitationChosen) -> None:
        """Add to the number of a citation the exchange in which it holds."""
        event.stop()
        self.post_message(self.SourceWanted(self.exchange, event.n))

    def _say(self, part: str, words: str) -> None:
        self.query_one(f".{part}", Line).show(words)


def _restated(exchange: Exchange) -> str:
    """Return the question as it is searched, when that is not what was typed, and what to know of it."""
    standalone = sanitize_line(exchange.standalone)
    is_changed = standalone and standalone != sanitize_line(exchange.question)
    notes = [sanitize_line(note) for note in exchange.notes]
    return "\n".join([f"searched as: {standalone}", *notes] if is_changed else notes)


def _papers(exchange: Exchange) -> str:
    """Return which papers of a summary are not cited, a line each."""
    lines = summary_lines(exchange.answer) if exchange.answer else ()
    return "\n".join(("  " if line.startswith(" ") else "") + sanitize_line(line.strip()) for line in lines)


def _notice(exchange: Exchange) -> str:
    if exchange.error is not None:
        return wording.failure(*exchange.error)
    return "stopped" if exchange.stage is Stage.STOPPED else ""
