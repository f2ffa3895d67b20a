"""The questions and answers, newest at the bottom; only those near what is being read are widgets."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from assistant.tui import wording
from assistant.tui.answer_text import AnswerText
from assistant.tui.exchange import Exchange
from assistant.tui.exchange_view import ExchangeView
from assistant.tui.line import Line

PAGE = 10
"""So many exchanges come at once when the reader asks for earlier or later ones."""
MOST_SHOWN = 3 * PAGE
"""Exchanges that are widgets, of which every one has some ten; all are laid out again when the terminal is resized."""


class Conversation(VerticalScroll):
    """A scroll that follows its end until the reader scrolls away.

    Its content is never shorter than itself, since textual puts an anchored shorter one at the bottom.
    """

    def __init__(self) -> None:
        super().__init__(id="conversation")
        self._earlier: list[Exchange] = []
        self._later: list[Exchange] = []

    def compose(self) -> ComposeResult:
        """Begin with a welcome."""
        with Vertical(id="exchanges"):
            yield Line(id="welcome")
            yield Line(id="earlier", classes="more")
        yield Line(id="later", classes="more")

    @property
    def views(self) -> list[ExchangeView]:
        """The exchanges that are widgets, oldest first."""
        return list(self.query(ExchangeView))

    def welcome(self, words: str) -> None:
        """Say what can be done here; no words once something was asked."""
        self.query_one("#welcome", Line).show(words)

    async def begin(self, view: ExchangeView) -> None:
        """Show a new exchange at the end, and follow it."""
        if self._later:
            await self.redraw(self.exchanges)
        await self._room.mount(view)
        if len(self.views) > MOST_SHOWN:
            await self._drop_earliest(len(self.views) - PAGE)
        self.anchor()

    def show_from(self, view: ExchangeView) -> None:
        """Show an exchange from its question on, and follow no longer; half of the room at least is for its answer."""
        self.anchor(False)
        self.call_after_refresh(self._show_beginning, view)

    def _show_beginning(self, view: ExchangeView) -> None:
        question = view.virtual_region.y
        answer = question + view.query_one(AnswerText).virtual_region.y
        self.scroll_to(y=max(question, answer - self.size.height // 2), animate=False)

    # ------------------------------------------------- earlier and later ones

    @property
    def exchanges(self) -> list[Exchange]:
        """All exchanges, oldest first."""
        return [*self._earlier, *(view.exchange for view in self.views), *self._later]

    async def redraw(self, exchanges: Sequence[Exchange]) -> ExchangeView | None:
        """Show the last of some exchanges that have ended in place of what was shown, and return the last view."""
        with self.app.batch_update():
            await self.query(ExchangeView).remove()
            self._earlier, self._later = list(exchanges[:-PAGE]), []
            await self._mount(exchanges[-PAGE:])
        self.anchor()
        return next(reversed(self.views), None)

    async def show_earlier(self) -> None:
        """Show some earlier exchanges above, without moving what is being read."""
        if not self._earlier:
            return
        first, before = next(iter(self.views), None), self.virtual_size.height
        page, self._earlier = self._earlier[-PAGE:], self._earlier[:-PAGE]
        self.anchor(False)
        await self._mount(page, before=first)
        surplus = self.views[MOST_SHOWN:]
        if surplus and not surplus[-1].exchange.is_running:
            self._later = [*(view.exchange for view in surplus), *self._later]
            before -= sum(view.outer_size.height for view in surplus)
            await self._room.remove_children(surplus)
            self._show_more()
        self.call_after_refresh(self._keep_place, before)

    async def show_later(self) -> None:
        """Show some later exchanges below."""
        page, self._later = self._later[:PAGE], self._later[PAGE:]
        self.anchor(False)
        await self._mount(page)
        if len(self.views) > MOST_SHOWN:
            before = self.virtual_size.height
            await self._drop_earliest(len(self.views) - MOST_SHOWN)
            self.call_after_refresh(self._keep_place, before)

    def _keep_place(self, before: int) -> None:
        """Scroll by what was added above, or taken away there."""
        self.scroll_relative(y=self.virtual_size.height - before, animate=False)

    @property
    def _room(self) -> Vertical:
        return self.query_one("#exchanges", Vertical)

    async def _mount(self, exchanges: Sequence[Exchange], before: ExchangeView | None = None) -> None:
        views = [ExchangeView(exchange) for exchange in exchanges]
        await self._room.mount_all(views, before=before)
        for view in views:
            await view.show(view.exchange, view.exchange.is_verbatim)
        self._show_more()

    async def _drop_earliest(self, count: int) -> None:
        dropped = self.views[:count]
        self._earlier += [view.exchange for view in dropped]
        await self._room.remove_children(dropped)
        self._show_more()

    def _show_more(self) -> None:
        self.query_one("#earlier", Line).show(wording.more("▲", len(self._earlier), "earlier"))
        self.query_one("#later", Line).show(wording.more("▼", len(self._later), "later"))

    @on(events.Click, "#earlier")
    async def click_earlier(self) -> None:
        """Show earlier exchanges."""
        await self.show_earlier()

    @on(events.Click, "#later")
    async def click_later(self) -> None:
        """Show later exchanges."""
        await self.show_later()
