"""The application: it owns the worker, the clipboard and the way out.

Args of `ChatApp`: `fill` is the job that brings the first papers into the library, `log` where libraries write to.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingsMap
from textual.command import CommandPalette, Provider
from textual.filter import LineFilter, NoColor
from textual.screen import Screen
from textual.widgets import Input, TextArea

from assistant.sanitizing import sanitize_line
from assistant.settings import Settings
from assistant.tui import browsers, calm, clipboard
from assistant.tui.aside import aside
from assistant.tui.binding import Commanded, bind
from assistant.tui.chat_screen import ChatScreen
from assistant.tui.command_table import Place
from assistant.tui.equipping import EquippedApp, OpenWith
from assistant.tui.escape_keys import behind_escape
from assistant.tui.help_screen import HelpScreen
from assistant.tui.indexer import Job
from assistant.tui.key_order import Turns, in_turn
from assistant.tui.keymap import Keymap, spoken
from assistant.tui.memory import Memory
from assistant.tui.palette import Commands, Palette
from assistant.tui.question_box import QuestionBox
from assistant.tui.wanted import CopyWanted, LinkWanted
from assistant.tui.worker import Opened, Worker

_PLAIN = NoColor()  # leaves bold, dim, underline and reverse


class ChatApp(EquippedApp, inherit_bindings=False):
    """A conversation about a library of papers."""

    TITLE = "Abstract assistant"
    CSS_PATH = "chat.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - textual declares no ClassVar
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - textual declares no ClassVar
    COMMANDS: ClassVar[set[type[Provider]]] = {Commands}  # type: ignore[assignment]

    def __init__(
        self,
        open_engine: OpenWith,
        keymap: Keymap | None = None,
        memory: Memory | None = None,
        session: int | None = None,
        *,
        settings: Settings | None = None,
        fill: Job | None = None,
        log: Path | None = None,
    ) -> None:
        super().__init__(open_engine, settings or Settings(), log)
        self._fill = fill
        self.keymap = keymap or Keymap()
        self._bindings = BindingsMap()
        bind(self, self.keymap.of(Place.EVERYWHERE))
        self.worker = Worker(partial(open_engine, self.settings), self._wake)
        self.memory = memory or Memory()
        self.chat = ChatScreen(self.worker, self.keymap, self.memory)
        self._session = session
        self.turns = Turns(self)

    def get_key_display(self, binding: Binding) -> str:
        """Return how the footer writes a key."""
        keys = spoken((binding.key,))
        return binding.key_display or keys if calm.is_calm(self) else super().get_key_display(binding)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the chat."""
        return self.chat

    def on_mount(self) -> None:
        """Begin to open the engine once the question box can be used."""
        self._heed_signals()
        self.call_after_refresh(self._begin)
        if self._session is not None:
            self.call_after_refresh(in_turn, self, partial(self.chat.resume, self._session))

    def _begin(self) -> None:
        """Open the engine; over an empty library, once there are papers in it."""
        if self._fill is None:
            self.worker.start()
        else:
            self.indexer.start(self._fill)

    async def on_event(self, event: events.Event) -> None:
        """Let keys act in their order, and what is typed or pasted while something else has the focus be a question.

        Here, before events part into the queues of the widgets.
        """
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded and self._has_own_screen:
            if isinstance(event, events.Key):
                self.chat.digits.key_at = event.time
                event = await self._untangled(event)
                if await self.turns.take(event):
                    return
            if self.screen is self.chat:
                self.chat.catch(event)
        await super().on_event(event)

    @property
    def _has_own_screen(self) -> bool:
        """Whether the open screen is none of Textual's."""
        return isinstance(self.screen, Commanded)

    async def _untangled(self, event: events.Key) -> events.Key:
        """Do what Esc does where it came with another key, and return that key."""
        if self.screen is self.chat and not self._is_bound(event.key) and (typed := behind_escape(event)):
            await self.chat.escape()
            return typed
        return event

    def _is_bound(self, key: str) -> bool:
        return key in self.chat.active_bindings

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let no colour through where none is wanted; Textual itself would send greys."""
        return [_PLAIN] if self.no_color else super().get_line_filters()

    def action_command_palette(self) -> None:
        """Open the menu."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(id="--command-palette"))

    def action_help(self) -> None:
        """Show the keys."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.keymap))

    @property
    def writing(self) -> Opened | None:
        """The engine that is open; None while none is."""
        return self.chat.state.opened

    async def action_quit(self) -> None:
        """Leave, whatever runs."""
        self.chat.stop()
        self.exit()

    def _heed_signals(self) -> None:
        """Leave, and give the terminal back, when the program is told to end or its terminal is gone."""

        def leave(number: int) -> None:
            self.chat.stop()
            self.exit(return_code=128 + number)

        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError):  # there are none here
                number = getattr(signal, name)
                loop.add_signal_handler(number, leave, number)

    async def action_copy_or_quit(self) -> None:
        """Copy the selected text; without any, stop the answer; without one, clear what is typed; else leave."""
        field = self._field
        chosen = field.selected_text if field.has_focus else ""
        if chosen or (chosen := self.screen.get_selected_text() or ""):
            self.post_message(CopyWanted(chosen, "the selected text"))
            self._deselect()
        elif self.chat.state.is_running:
            await self.chat.action_stop()
        elif field.text if isinstance(field, TextArea) else field.value:
            field.clear()
            keys = spoken(self.keymap.keys_of("app.copy_or_quit")[:1]) or "The same"
            back = "Ctrl+Z brings it back. " if isinstance(field, TextArea) else ""
            self.clear_notifications()
            self.notify(f"Cleared. {back}{keys} again leaves.", markup=False, timeout=3)
        else:
            await self.action_quit()

    @property
    def _field(self) -> TextArea | Input:
        """What the person types into: that of the open window, or the question box, be it that they look elsewhere."""
        focused = self.focused
        return focused if isinstance(focused, TextArea | Input) else self.chat.query_one(QuestionBox)

    def _deselect(self) -> None:
        if isinstance(focused := self.focused, TextArea):
            focused.selection = type(focused.selection).cursor(focused.cursor_location)
        elif isinstance(focused, Input):
            focused.selection = type(focused.selection).cursor(focused.cursor_position)
        self.screen.clear_selection()

    @on(CopyWanted)
    def copy(self, event: CopyWanted) -> None:
        """Put a text on the clipboard; keys are taken meanwhile."""
        self.run_worker(self._copy(event.text, event.what), group="clipboard")

    async def _copy(self, text: str, what: str) -> None:
        """Do it, and say how that went."""
        self._clipboard = text  # for pasting inside the app
        is_done, words = await aside(lambda: clipboard.copy(text, what, self._send))
        self.clear_notifications()
        self.notify(words, severity="information" if is_done else "warning", markup=False)

    @on(LinkWanted)
    def open_link(self, event: LinkWanted) -> None:
        """Open a web address; where no browser is at hand, copy it. Keys are taken meanwhile."""
        self.run_worker(self._open_link(event.address), group="links")

    async def _open_link(self, address: str) -> None:
        if await aside(partial(browsers.open_page, address)):
            self.notify(f"Opened {sanitize_line(address)}", markup=False)
        else:
            await self._copy(address, "the link, since no browser opens here,")

    def _send(self, sequence: str) -> None:
        """Write an escape sequence to the terminal, from whatever thread."""
        if self._driver is not None:
            self._driver.write(sequence)

    def _wake(self) -> None:
        """Tell the chat, from the worker's thread, that there is something to take."""
        with contextlib.suppress(RuntimeError):  # the event loop is closed: the person has left
            self.chat.post_message(ChatScreen.Wake())
