"""The chat: where questions go to the worker and what comes back goes to the widgets."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.notifications import SeverityLevel

from assistant.sanitizing import sanitize
from assistant.tui import calm, wording
from assistant.tui.binding import bind, bind_sources
from assistant.tui.chat_state import ChatState
from assistant.tui.command_table import Place
from assistant.tui.conversation import Conversation
from assistant.tui.dialogue import Dialogue
from assistant.tui.engine import Request
from assistant.tui.exchange import Exchange
from assistant.tui.exchange_view import ExchangeView
from assistant.tui.indexer import Indexed, Indexing, Report
from assistant.tui.kept_actions import KeptActions
from assistant.tui.key_footer import KeyFooter
from assistant.tui.keymap import Keymap
from assistant.tui.line import Line
from assistant.tui.memory import Memory
from assistant.tui.paper_actions import BUSY
from assistant.tui.question_box import QuestionBox
from assistant.tui.sources_panel import SourcesPanel
from assistant.tui.wanted import EngineChanged, FiltersChanged
from assistant.tui.worker import Failed, Receipted, Worker

_TICK = 0.5  # seconds between two looks at the clock while an answer is in the making


class ChatScreen(KeptActions):
    """Question box, conversation, sources and status."""

    AUTO_FOCUS = "#question"
    places = (Place.CHAT,)

    class Wake(Message):
        """The worker has put something into its outbox."""

    def __init__(self, worker: Worker, keymap: Keymap, memory: Memory) -> None:
        super().__init__(keymap, ChatState(), memory)
        bind(self, keymap.of(Place.CHAT))
        self._worker = worker
        self._view: ExchangeView | None = None
        self._painting = asyncio.Lock()
        self._offered: tuple[bool, frozenset[int], bool] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the rooms."""
        with Container(id="rooms"):
            yield Conversation()
            yield SourcesPanel(self.keymap)
        yield Line(id="status")
        yield Line(id="indexing")
        yield Line(id="next")
        yield QuestionBox(self.keymap, self._memory.questions)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show an empty conversation and start the clock."""
        if not calm.is_calm(self):
            self.set_interval(_TICK, self._show_status)
        self._show_status()

    # ------------------------------------------------------------ asking

    @on(QuestionBox.Asked)
    async def ask(self, event: QuestionBox.Asked) -> None:
        """Hand a question to the worker, unless one is being answered."""
        if self.state.is_running:
            self.query_one(QuestionBox).put_back(event.question)
            self.notify(BUSY, markup=False, timeout=3)
            return
        await self.begin(Request(event.question, within=self.state.next.filters))
        self.choose(self.state.next.asked())

    async def begin(self, request: Request) -> None:
        """Hand a request to the worker and show the exchange that begins with it."""
        exchange = Exchange(next(self._numbers), request.question, monotonic())
        self.state.begin(exchange)
        self._worker.ask(exchange.number, request, self._dialogue.answers)
        self._dialogue.asked(exchange)
        self._show_status()
        async with self._painting:
            self._view = ExchangeView(exchange)
            await self.query_one(Conversation).begin(self._view)
        await self._show()

    async def action_stop(self) -> None:
        """Stop the running answer; what was written stays."""
        self.stop()
        await self._show()

    def stop(self) -> None:
        """Stop the running answer, if there is one, and keep what was written."""
        self._worker.stop()
        if (stopped := self.state.stop(monotonic())) is not None:
            self._dialogue.ended(stopped)

    async def _turn_to(self, dialogue: Dialogue, exchanges: Sequence[Exchange]) -> None:
        """Show another dialogue; its last exchange is the one whose sources are listed."""
        self.stop()
        self._dialogue = dialogue
        self.state.turn_to(exchanges)
        async with self._painting:
            self._view = await self.query_one(Conversation).redraw(exchanges)
        await self._show()
        self.set_focus(self.query_one(QuestionBox))

    # ----------------------------------------------- what the worker says

    @on(Wake)
    async def take_deliveries(self) -> None:
        """Take all that lies in the outbox and paint once."""
        for delivery in self._worker.take():
            if isinstance(delivery, Indexing | Indexed):
                self._follow_indexing(delivery)
            elif isinstance(delivery, Receipted):
                self._dialogue.receipted(delivery.number, delivery.text)
            elif (ended := self.state.take(delivery, monotonic())) is not None:
                self._dialogue.ended(ended)
            elif isinstance(delivery, Failed) and delivery.number is None and self.state.exchange is not None:
                self.notify(self.state.problem, severity="warning", markup=False, timeout=8)  # no welcome says it
        await self._show()

    def _follow_indexing(self, report: Report) -> None:
        """Show how far the indexing is; papers can be searched as soon as they are read."""
        is_quiet = calm.is_calm(self) and isinstance(report, Indexing)
        self.query_one("#indexing", Line).show("indexing papers" if is_quiet else wording.indexing(report))
        if isinstance(report, Indexed) and not report.words:
            self._worker.start()
        elif isinstance(report, Indexed):
            severity: SeverityLevel = "information" if report.is_done else "warning"
            self.notify(sanitize(report.words), severity=severity, markup=False, timeout=8)
            self.state.notes.clear()
            self._worker.reopen()
        elif report.stage != "reading":
            self._worker.start()

    @on(EngineChanged)
    async def await_engine(self) -> None:
        """Wait for another engine."""
        self.state.opened, self.state.notes, self.state.problem = None, [], ""
        await self.action_stop()

    @on(FiltersChanged)
    def change_filters(self, event: FiltersChanged) -> None:
        """Let other filters hold for every question."""
        self.choose(replace(self.state.next, standing=event.filters))

    # ------------------------------------------------------------ showing

    async def _show(self) -> None:
        """Bring every widget up to date, one painter at a time: actions run beside the handlers of this screen."""
        self._show_status()
        async with self._painting:
            exchange, view, listing = self.state.exchange, self._view, self.state.listing
            self.query_one(Conversation).welcome(self.state.welcome(self.keymap))
            if not (calm.is_calm(self) and self.state.is_running):
                await self.query_one(SourcesPanel).show(listing)
            if exchange and view and view.is_attached and view.exchange.number == exchange.number:
                await self._show_exchange(exchange, view)
        self._offer()

    async def _show_exchange(self, exchange: Exchange, view: ExchangeView) -> None:
        await view.show(exchange, self.state.is_verbatim)
        if self.state.is_verbatim and not exchange.is_running:  # it came at once: nobody has read along to its end
            self.query_one(Conversation).show_from(view)

    def _offer(self) -> None:
        """Let the footer follow, when it has to."""
        offered = (self.state.is_running, frozenset(self.state.source_numbers), self.can("choose_source", ()))
        if offered != self._offered:
            self._offered = offered
            bind_sources(self, self.keymap, self.can_open)
            self.refresh_bindings()

    def _show_status(self) -> None:
        is_quiet = self.state.is_running and calm.is_calm(self)
        words = calm.WORKING if is_quiet else self.state.status(monotonic())
        line = self.query_one("#status", Line)
        line.show(wording.fitted(words, line.content_size.width or self.size.width))

    def on_resize(self) -> None:
        """Fit the status to the new width, once it has it."""
        self.call_after_refresh(self._show_status)

    # -------------------------------------------------------------- focus

    def action_read(self) -> None:
        """Go from the question box to the conversation."""
        self.set_focus(self.query_one(Conversation))

    def action_write(self) -> None:
        """Go back to the question box."""
        self.set_focus(self.query_one(QuestionBox))

    def action_scroll_conversation(self, pages: int) -> None:
        """Scroll the conversation while the question box keeps the cursor."""
        conversation = self.query_one(Conversation)
        conversation.scroll_relative(y=pages * conversation.size.height, animate=False)

    async def action_show_earlier(self) -> None:
        """Show more of what was said before."""
        await self.query_one(Conversation).show_earlier()

    async def action_show_later(self) -> None:
        """Show more of what was said after."""
        await self.query_one(Conversation).show_later()

    async def escape(self) -> None:
        """Do at once what Esc does."""
        if self.state.is_running:
            await self.action_stop()
        else:
            self.set_focus(self.query_one(Conversation))

    def catch(self, event: events.Key | events.Paste) -> None:
        """Give the focus to the question box for what is typed without another meaning."""
        if isinstance(event, events.Key) and (not event.is_printable or event.key in self.active_bindings):
            return
        self.set_focus(self.query_one(QuestionBox))

    def can(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Whether an action makes sense now, whatever has the focus."""
        match action, parameters:
            case "stop", _:
                return self.state.is_running
            case "read" | "write", _:
                return not self.state.is_running
            case "copy_answer", _:
                return self.state.exchange is not None and bool(self.state.exchange.final_text)
            case _:
                return super().can(action, parameters)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key may run an action now."""
        is_writing = isinstance(self.focused, QuestionBox)
        if action in ("copy_answer", "show_receipt"):  # say so themselves where there is nothing
            return True
        is_elsewhere = {"read": not is_writing, "write": is_writing, "open_source": is_writing}.get(action, False)
        return not is_elsewhere and self.can(action, parameters)
