"""The command palette: every command that can be given now, by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol, cast

from textual.actions import parse
from textual.app import ComposeResult
from textual.command import CommandInput, CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import LoadingIndicator

from assistant.tui.binding import Commanded
from assistant.tui.command_table import Command, Place
from assistant.tui.key_order import in_turn
from assistant.tui.keymap import Keymap, spoken
from assistant.tui.marked_list import MarkedCommands

_CALLED_SO = 1000.0  # above what letters here and there in a title score


class _Host(Protocol):
    """The app, as far as the palette knows it."""

    keymap: Keymap


class Palette(CommandPalette):
    """The window of the palette, with a list of our own."""

    def compose(self) -> ComposeResult:
        """Lay out what is typed and what it may mean."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield SearchIcon()
                yield CommandInput(placeholder=self._placeholder, select_on_focus=False)
            with Vertical(id="--results"):
                yield MarkedCommands()
                yield LoadingIndicator()


class Commands(Provider):
    """Offer the commands of the screen that the palette was opened on, and those that can be given everywhere."""

    async def discover(self) -> Hits:
        """Yield all of them."""
        for node, command in self._possible():
            yield DiscoveryHit(_shown(Content(command.title), command), self._runner(node, command), text=command.title)

    async def search(self, query: str) -> Hits:
        """Yield those that the letters typed so far may mean."""
        matcher = self.matcher(query)
        for node, command in self._possible():
            if (score := max(matcher.match(command.title), _named(query, command))) > 0:
                shown = _shown(matcher.highlight(command.title), command)
                yield Hit(score, shown, self._runner(node, command), text=command.title)

    def _runner(self, node: DOMNode, command: Command) -> Callable[[], None]:
        return partial(in_turn, self.app, partial(self.app.run_action, command.action, node))

    def _possible(self) -> Iterator[tuple[DOMNode, Command]]:
        keymap = cast("_Host", self.app).keymap
        screen = self.screen
        if isinstance(screen, Commanded):
            for place in screen.places:
                for command in keymap.of(place):
                    _, name, parameters = parse(command.action)
                    if screen.can(name, parameters):
                        yield screen, command
        for command in keymap.of(Place.EVERYWHERE):
            if command.action != "app.command_palette":
                yield self.app, command


def _named(query: str, command: Command) -> float:
    """Return a high score if a word of how else a command is called begins so: in the footer, or in the settings."""
    names = re.findall(r"[a-z]+", f"{command.id} {command.short} {command.action}".lower())
    return _CALLED_SO if any(name.startswith(query.strip().lower()) for name in names) else 0.0


def _shown(title: Content, command: Command) -> Content:
    """Return a title with the keys behind it."""
    return Content.assemble(title, (f"  {spoken(command.keys)}", "$text-muted")) if command.keys else title
