"""The application: it owns the worker and the way out."""

from __future__ import annotations

import contextlib
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import TextArea

from assistant.tui.chat_screen import ChatScreen
from assistant.tui.engine import OpenEngine
from assistant.tui.worker import Worker


class ChatApp(App[None]):
    """A conversation about a library of papers."""

    TITLE = "Abstract assistant"
    CSS_PATH = "chat.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - textual declares no ClassVar
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - textual declares no ClassVar
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", priority=True, id="app.quit"),
        Binding("ctrl+c", "copy_or_quit", "Copy or quit", priority=True, show=False, id="app.copy_or_quit"),
    ]

    def __init__(self, open_engine: OpenEngine) -> None:
        super().__init__()
        self.worker = Worker(open_engine, self._wake)
        self.chat = ChatScreen(self.worker)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the chat."""
        return self.chat

    def on_mount(self) -> None:
        """Begin to open the engine once the question box can be used."""
        self.call_after_refresh(self.worker.start)

    async def action_quit(self) -> None:
        """Leave, whatever runs."""
        self.worker.stop()
        self.exit()

    async def action_copy_or_quit(self) -> None:
        """Copy the selected text; without any, leave."""
        focused = self.focused
        if isinstance(focused, TextArea) and focused.selected_text:
            focused.action_copy()
            focused.selection = type(focused.selection).cursor(focused.cursor_location)
        elif selected := self.screen.get_selected_text():
            self.copy_to_clipboard(selected)
            self.screen.clear_selection()
        else:
            await self.action_quit()

    def _wake(self) -> None:
        """Tell the chat, from the worker's thread, that there is something to take."""
        with contextlib.suppress(RuntimeError):  # the event loop is closed: the person has left
            self.chat.post_message(ChatScreen.Wake())
