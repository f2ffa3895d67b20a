"""Keys in the order in which they were pressed, however fast they come.

Textual runs the command of a key only when the key has passed the queues of all widgets around the focus. The key
behind it reaches whoever has the focus until then, and a key of the whole program overtakes the letters before it.
A command that hangs, as on a disk, holds up the commands behind it, but not what leads out of the program.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any, Protocol, cast

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, TextArea

_PATIENCE = 0.25  # seconds that a key waits at most for a widget or a command that is busy
_LEADS_OUT = {"app.quit", "app.copy_or_quit"}

Work = Callable[[], Awaitable[object]]


class Turns:
    """The commands of an app, one after the other, beside the loop that takes its keys."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._before = asyncio.Event()
        self._before.set()

    def begin(self, work: Work) -> asyncio.Event:
        """Run a command after those that were begun before; return what is set when it has ended."""
        before, done = self._before, asyncio.Event()

        async def run() -> None:
            try:
                await before.wait()
                await work()
            finally:
                done.set()

        self._app.run_worker(run(), group="turns")
        self._before = done
        return done

    async def take(self, event: events.Key) -> bool:
        """Begin the command of a key once all that came before it has been taken, and say whether it has one here.

        Letters that are typed into a text wait for nothing, its own keys for those letters alone.
        """
        app = self._app
        if _is_typed(app, event):
            return False
        await _caught_up([app.focused or app.screen])
        bound = app.screen.active_bindings.get(event.key)
        if bound is None or _is_typed(app, event):
            return False
        if not isinstance(bound.node, TextArea | Input):
            await _caught_up(_around(app))
        is_taken = True

        async def run() -> None:
            nonlocal is_taken
            is_taken = await app._check_bindings(event.key, priority=True) or await app._check_bindings(event.key)

        if bound.binding.action in _LEADS_OUT:
            await run()
        else:
            await _wait_a_while(self.begin(run))
        return is_taken


class _Host(Protocol):
    turns: Turns


def in_turn(app: App[Any], work: Work) -> None:
    """Run something after the commands that were begun before, and the commands that follow after it."""
    cast("_Host", app).turns.begin(work)


def _is_typed(app: App[None], event: events.Key) -> bool:
    return event.is_printable and isinstance(app.focused, TextArea | Input)


def _around(app: App[None]) -> list[MessagePump]:
    """Return what is around the focus, outwards to the screen."""
    ancestors = [] if app.focused is None else app.focused.ancestors
    return [*(node for node in ancestors if not isinstance(node, App | Screen)), app.screen]


async def _caught_up(pumps: Iterable[MessagePump]) -> None:
    """Wait until each has taken what was sent to it; a window is laid out, too, by then."""
    for pump in pumps:
        taken = asyncio.Event()
        later = pump.call_after_refresh if isinstance(pump, ModalScreen) else pump.call_later
        if later(taken.set):
            await _wait_a_while(taken)


async def _wait_a_while(event: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), _PATIENCE)
