"""From the commands of the keymap to Textual's bindings, and to what can be done on a screen now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.screen import ModalScreen, ScreenResultType

from assistant.tui.command_table import SOURCE, Command, Place
from assistant.tui.keymap import Keymap


class Commanded:
    """A node that commands of the keymap run on."""

    places: ClassVar[tuple[Place, ...]]

    def can(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Whether an action makes sense now, whatever has the focus."""
        return True


class Window(Commanded, ModalScreen[ScreenResultType]):
    """A screen over the conversation that is closed with a key."""

    places: ClassVar[tuple[Place, ...]] = (Place.WINDOW,)

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self.keymap = keymap
        for place in (*self.places, Place.EVERYWHERE):  # a modal screen hides what the application binds
            bind(self, keymap.of(place))

    @on(events.Mount)
    def fit(self) -> None:
        """Know the size of the terminal before the first frame, which is laid out for a large one otherwise."""
        size, app = self.app.size, self.app
        for extent, points in ((size.width, app.HORIZONTAL_BREAKPOINTS), (size.height, app.VERTICAL_BREAKPOINTS)):
            self.add_class(*self._get_breakpoint_classes(extent, points or []))

    def on_key(self, event: events.Key) -> None:
        """Say where letters go that have no meaning here, or none now."""
        if event.is_printable and event.key not in self.active_bindings:
            bound = self._bindings.key_to_bindings.get(event.key)
            words = f"Not possible here: {bound[0].tooltip}" if bound else "Close this window to write a question"
            self.app.clear_notifications()
            self.notify(f"{words}.", markup=False, timeout=3)

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the window."""
        if event.widget is self:
            self.dismiss()


def bind(node: DOMNode, commands: Iterable[Command]) -> None:
    """Give a node the keys of some commands, over those that its class has of itself.

    Textual's own `set_keymap` drops every other command that shares the old key, and ours share Esc.
    """
    ours = BindingsMap(_bindings(commands))
    node._bindings = BindingsMap.from_keys(node._bindings.key_to_bindings | ours.key_to_bindings)


def leave_keys(node: DOMNode, commands: Iterable[Command]) -> None:
    """Take from a node the keys of commands that run elsewhere, which its class would swallow."""
    taken = {key for command in commands for key in command.keys}
    kept = {key: bound for key, bound in node._bindings.key_to_bindings.items() if key not in taken}
    node._bindings = BindingsMap.from_keys(kept)


def bind_sources(node: DOMNode, keymap: Keymap, can_open: Callable[[int], bool]) -> None:
    """Give a node the keys that open sources; in the footer the first that can be pressed now stands for all.

    Args:
        can_open: whether there is a source whose number begins with a digit.
    """
    commands = [command for command in keymap.of(Place.CHAT, "open_source") if command.keys]
    shown = next((command for command in commands if can_open(int(command.id.removeprefix(SOURCE)))), None)
    bind(
        node,
        (
            replace(command, short="Abstract", display=keymap.source_keys) if command is shown else command
            for command in commands
        ),
    )


def _bindings(commands: Iterable[Command]) -> Iterator[Binding]:
    for command in commands:
        for key in command.keys:
            yield Binding(
                key,
                command.action,
                command.short or command.title,
                show=bool(command.short) and key == command.keys[0],
                key_display=command.display or None,
                priority=command.place is Place.EVERYWHERE,
                tooltip=command.title,
                id=command.id,
            )
