"""The chat: where questions go to the worker and what comes back goes to the widgets.

The whole state is the exchange in progress, what is known of the engine, and the answers so far. Deliveries that carry
another number than that of the running exchange come too late and are dropped.
"""

from __future__ import annotations

import asyncio
import itertools
from time import monotonic

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer

from assistant.errors import AssistantError
from assistant.tui import wording
from assistant.tui.abstract_screen import AbstractScreen
from assistant.tui.binding import Commanded, bind
from assistant.tui.conversation import Conversation
from assistant.tui.dialogue import Dialogue, exchange_of
from assistant.tui.exchange import Exchange
from assistant.tui.exchange_view import ExchangeView
from assistant.tui.keymap import Keymap, Place
from assistant.tui.line import Line
from assistant.tui.memory import Memory
from assistant.tui.question_box import QuestionBox
from assistant.tui.sources import SourceList, list_sources
from assistant.tui.sources_panel import SourceCard, SourcesPanel
from assistant.tui.troubles import Troubles
from assistant.tui.worker import Arrived, Delivery, Failed, Narrated, Opened, Worker

_TICK = 0.5  # seconds between two looks at the clock while an answer is in the making


class ChatScreen(Commanded, Screen[None]):
    """Question box, conversation, sources and status."""

    AUTO_FOCUS = "#question"
    places = (Place.CHAT,)

    class Wake(Message):
        """The worker has put something into its outbox."""

    def __init__(self, worker: Worker, keymap: Keymap, memory: Memory) -> None:
        super().__init__()
        self.keymap = keymap
        bind(self, keymap, self.places)
        self._worker = worker
        self._memory = memory
        self._troubles = Troubles(self)
        self._dialogue = Dialogue(memory, self._troubles)
        self._numbers = itertools.count(1)
        self._opened: Opened | None = None
        self._notes: list[str] = []
        self._problem = ""
        self._exchange: Exchange | None = None
        self._view: ExchangeView | None = None
        self._painting = asyncio.Lock()
        self._offered: tuple[bool, bool] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the rooms."""
        with Container(id="rooms"):
            yield Conversation()
            yield SourcesPanel()
        yield Line(id="status")
        yield QuestionBox(self.keymap, self._memory.questions)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show an empty conversation and start the clock."""
        self.set_interval(_TICK, self._show_status)
        self._show_status()

    # ------------------------------------------------------------ asking

    @on(QuestionBox.Asked)
    async def ask(self, event: QuestionBox.Asked) -> None:
        """Hand a question to the worker, unless one is being answered."""
        if self._is_running:
            self.query_one(QuestionBox).put_back(event.question)
            self.notify("An answer is being written. Esc stops it.", markup=False, timeout=3)
            return
        self._exchange = Exchange(next(self._numbers), event.question, monotonic())
        self._worker.ask(self._exchange.number, event.question, self._dialogue.answers)
        self._dialogue.asked(self._exchange)
        async with self._painting:
            self._view = ExchangeView(self._exchange)
            await self.query_one(Conversation).begin(self._view)
        await self._show()

    async def action_stop(self) -> None:
        """Stop the running answer; what was written stays."""
        self.stop()
        await self._show()

    def stop(self) -> None:
        """Stop the running answer, if there is one, and keep what was written."""
        self._worker.stop()
        if self._exchange is not None and self._exchange.is_running:
            self._exchange = self._exchange.stopped(monotonic())
            self._dialogue.ended(self._exchange)

    async def action_new_conversation(self) -> None:
        """Begin a new conversation; the one that was held stays among the sessions."""
        await self._turn_to(Dialogue(self._memory, self._troubles), [])

    async def resume(self, session: int) -> None:
        """Go on with a session that was kept."""
        try:
            kept = await asyncio.wrap_future(self._memory.exchanges(session))
        except AssistantError as error:
            self._troubles(error)
            return
        exchanges = [exchange_of(item, next(self._numbers)) for item in kept]
        await self._turn_to(Dialogue(self._memory, self._troubles, session, exchanges), exchanges)

    async def _turn_to(self, dialogue: Dialogue, exchanges: list[Exchange]) -> None:
        """Show another dialogue; its last exchange is the one whose sources are listed."""
        self.stop()
        self._dialogue, self._exchange = dialogue, exchanges[-1] if exchanges else None
        async with self._painting:
            self._view = await self.query_one(Conversation).redraw(exchanges)
        await self._show()
        self.query_one(QuestionBox).focus()

    # ----------------------------------------------- what the worker says

    @on(Wake)
    async def take_deliveries(self) -> None:
        """Take all that lies in the outbox and paint once."""
        for delivery in self._worker.take():
            self._take(delivery)
        await self._show()

    def _take(self, delivery: Delivery) -> None:
        match delivery:
            case Narrated(text):
                self._notes.append(text)
            case Opened():
                self._opened, self._problem = delivery, ""
            case Failed(None, message, hint):
                self._opened, self._problem = None, wording.failure(message, hint)
            case Arrived() | Failed():
                self._advance(delivery)

    def _advance(self, delivery: Arrived | Failed) -> None:
        """Let the running exchange grow, unless the delivery comes too late."""
        exchange = self._exchange
        if exchange is None or not exchange.is_running or delivery.number != exchange.number:
            return
        if isinstance(delivery, Failed):
            exchange = exchange.failed(delivery.message, delivery.hint, monotonic())
        else:
            exchange = exchange.after(delivery.event, monotonic())
        self._exchange = exchange
        if not exchange.is_running:
            self._dialogue.ended(exchange)

    # ------------------------------------------------------------ showing

    @property
    def _is_running(self) -> bool:
        return self._exchange is not None and self._exchange.is_running

    @property
    def _listing(self) -> SourceList:
        return list_sources(self._exchange) if self._exchange else SourceList("")

    async def _show(self) -> None:
        """Bring every widget up to date, one painter at a time: actions run beside the handlers of this screen."""
        self._show_status()
        async with self._painting:
            exchange, view, listing = self._exchange, self._view, self._listing
            self.query_one(Conversation).welcome(self._welcome)
            await self.query_one(SourcesPanel).show(listing)
            if exchange and view and view.is_attached and view.exchange.number == exchange.number:
                await self._show_exchange(exchange, view)
        self._offer((self._is_running, bool(listing.sources)))

    async def _show_exchange(self, exchange: Exchange, view: ExchangeView) -> None:
        is_verbatim = self._opened is not None and self._opened.generator == "quotes"
        await view.show(exchange, is_verbatim)
        if is_verbatim and not exchange.is_running:  # it came at once: nobody has read along to its end
            self.query_one(Conversation).show_from(view)

    def _offer(self, offered: tuple[bool, bool]) -> None:
        """Let the footer follow, when it has to."""
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    @property
    def _welcome(self) -> str:
        return "" if self._exchange else wording.welcome(self._opened, self._notes, self._problem)

    def _show_status(self) -> None:
        narration = "not ready" if self._problem else "".join(self._notes[-1:])
        self.query_one("#status", Line).show(wording.status(self._exchange, self._opened, narration, monotonic()))

    # ------------------------------------------------------------ sources

    @on(SourceCard.Chosen)
    def open_card(self, event: SourceCard.Chosen) -> None:
        """Open the abstract of a card."""
        self.action_open_source(event.n)

    @on(ExchangeView.SourceWanted)
    def open_citation(self, event: ExchangeView.SourceWanted) -> None:
        """Open the abstract behind a citation, of this answer or an earlier one."""
        self._open(list_sources(event.exchange), event.n)

    def action_open_source(self, n: int) -> None:
        """Open the abstract with the number `n` of the last answer."""
        self._open(self._listing, n)

    def _open(self, listing: SourceList, n: int) -> None:
        if (source := listing.find(n)) is not None:
            self.app.push_screen(AbstractScreen(self.keymap, source))

    # -------------------------------------------------------------- focus

    def action_read(self) -> None:
        """Go from the question box to the conversation."""
        self.query_one(Conversation).focus()

    def action_write(self) -> None:
        """Go back to the question box."""
        self.query_one(QuestionBox).focus()

    def action_scroll_conversation(self, pages: int) -> None:
        """Scroll the conversation while the question box keeps the cursor."""
        conversation = self.query_one(Conversation)
        conversation.scroll_relative(y=pages * conversation.size.height, animate=False)

    def catch(self, event: events.Key | events.Paste) -> None:
        """Give the focus to the question box for what is typed without another meaning."""
        if isinstance(event, events.Key) and (not event.is_printable or event.key in self.active_bindings):
            return
        self.set_focus(self.query_one(QuestionBox))

    def can(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Whether an action makes sense now, whatever has the focus."""
        match action, parameters:
            case "stop", _:
                return self._is_running
            case "read" | "write", _:
                return not self._is_running
            case "open_source", (int(n),):
                return self._listing.find(n) is not None
            case _:
                return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key may run an action now."""
        is_writing = isinstance(self.focused, QuestionBox)
        is_elsewhere = {"read": not is_writing, "write": is_writing, "open_source": is_writing}.get(action, False)
        return not is_elsewhere and self.can(action, parameters)
