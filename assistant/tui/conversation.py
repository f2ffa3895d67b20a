"""The questions and answers, newest at the bottom."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from assistant.tui.exchange_view import ExchangeView
from assistant.tui.line import Line


class Conversation(VerticalScroll):
    """A scroll that follows its end until the reader scrolls away.

    Its content is never shorter than itself, since textual puts an anchored shorter one at the bottom.
    """

    def __init__(self) -> None:
        super().__init__(id="conversation")

    def compose(self) -> ComposeResult:
        """Begin with a welcome."""
        with Vertical(id="exchanges"):
            yield Line(id="welcome")

    def welcome(self, words: str) -> None:
        """Say what can be done here; no words once something was asked."""
        self.query_one("#welcome", Line).show(words)

    async def begin(self, view: ExchangeView) -> None:
        """Show a new exchange at the end, and follow it."""
        await self.query_one("#exchanges").mount(view)
        self.anchor()

    def show_from(self, view: ExchangeView) -> None:
        """Show an exchange from its question on, as far as there is room, and follow no longer."""
        self.anchor(False)
        self.call_after_refresh(self.scroll_to_widget, view, animate=False, top=True)

    async def clear(self) -> None:
        """Remove every exchange."""
        await self.query(ExchangeView).remove()
