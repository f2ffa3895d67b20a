"""Esc and a key that reached the program together, as they do over a slow line, told apart again.

A terminal sends Alt and a key in the same way, but no Alt key has a meaning of its own here. Textual's table means by
Alt and a digit the character that one terminal has there; it goes, so that these are keys like the others.
"""

from __future__ import annotations

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

_ALT = "alt+"

for _digit in "0123456789":
    ANSI_SEQUENCES_KEYS.pop(f"\x1b{_digit}", None)  # type: ignore[attr-defined]


def behind_escape(event: events.Key) -> events.Key | None:
    """Return the key that came with Esc, if this is such a pair."""
    key = event.key.removeprefix(_ALT)
    return events.Key(key, key) if key != event.key and len(key) == 1 else None
