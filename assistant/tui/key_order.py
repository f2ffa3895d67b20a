"""Keys in the order in which they were pressed, however fast they come.

Textual runs the command of a key only when the key has passed the queues of all widgets around the focus. The key
behind it reaches whoever has the focus until then, and a key of the whole program overtakes the letters before it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, TextArea

_PATIENCE = 0.25  # seconds that a key waits at most for a widget that is busy


async def take_turn(app: App[None], event: events.Key) -> bool:
    """Run the command of a key once all that came before it has been taken, and say whether it has one here.

    Letters that are typed into a text wait for nothing, its own keys for those letters alone.
    """
    if _is_typed(app, event):
        return False
    await _caught_up([app.focused or app.screen])
    bound = app.screen.active_bindings.get(event.key)
    if bound is None or _is_typed(app, event):
        return False
    if not isinstance(bound.node, TextArea | Input):
        await _caught_up(_around(app))
    return await app._check_bindings(event.key, priority=True) or await app._check_bindings(event.key)


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
            with suppress(TimeoutError):
                await asyncio.wait_for(taken.wait(), _PATIENCE)
