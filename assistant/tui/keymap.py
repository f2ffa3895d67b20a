"""The commands of the chat with the keys in force; read by bindings, footer, palette and help.

The keys can be changed in the settings file, by the ids of the commands:

    [keys]
    "answer.stop" = "ctrl+g"
    "question.new_line" = "ctrl+j, alt+enter"
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.errors import UsageError
from assistant.tui.command_table import COMMANDS, SOURCE, Command, Place

_ZERO = "open_source(0)"
_RUNS = 3  # of keys that open sources, which the footer has room for
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "meta", "super", "hyper"})
_NAMED = frozenset(
    "enter escape tab space backspace delete insert home end pageup pagedown up down left right".split()
) | {f"f{n}" for n in range(1, 25)}
_OVERLAPS = {
    Place.QUESTION: frozenset({Place.QUESTION, Place.CHAT, Place.EVERYWHERE}),
    Place.CHAT: frozenset({Place.QUESTION, Place.CHAT, Place.SOURCES, Place.EVERYWHERE}),
    Place.SOURCES: frozenset({Place.SOURCES, Place.CHAT, Place.EVERYWHERE}),
    Place.ABSTRACT: frozenset({Place.ABSTRACT, Place.WINDOW, Place.EVERYWHERE}),
    Place.SESSIONS: frozenset({Place.SESSIONS, Place.WINDOW, Place.EVERYWHERE}),
    Place.RECEIPT: frozenset({Place.RECEIPT, Place.WINDOW, Place.EVERYWHERE}),
    Place.PATH: frozenset({Place.PATH, Place.WINDOW, Place.EVERYWHERE}),
    Place.WINDOW: frozenset(
        {Place.ABSTRACT, Place.SESSIONS, Place.RECEIPT, Place.PATH, Place.WINDOW, Place.EVERYWHERE}
    ),
    Place.EVERYWHERE: frozenset(Place),
}


class Keymap:
    """The commands with the keys that are in force.

    Args:
        keys: for the ids of some commands, their keys, with commas between them; "" leaves a command without keys.

    Raises:
        UsageError: an id or a key is unknown, a key would have two meanings, or a letter could no longer be typed.
    """

    def __init__(self, keys: Mapping[str, str] | None = None) -> None:
        chosen = {_known(name): tuple(_keys(name, text)) for name, text in (keys or {}).items()}
        self.commands = tuple(
            replace(command, keys=chosen[command.id]) if command.id in chosen else command for command in COMMANDS
        )
        for command in self.commands:
            if command.id in chosen:
                self._check(command)

    def of(self, place: Place, action: str = "") -> tuple[Command, ...]:
        """Return the commands of a place, or those of them whose action begins so."""
        return tuple(
            command for command in self.commands if command.place is place and command.action.startswith(action)
        )

    def keys_of(self, name: str) -> tuple[str, ...]:
        """Return the keys of a command by its id."""
        return next(command.keys for command in self.commands if command.id == name)

    @property
    def source_keys(self) -> str:
        """The keys that open sources, as a person says them; none if they have none."""
        sources = [command for command in self.of(Place.CHAT, "open_source") if command.action != _ZERO]
        return _run([spoken(command.keys[:1]) for command in sources if command.keys])

    def _check(self, command: Command) -> None:
        typed = [key for key in command.keys if _is_typed(key)]
        if typed and command.place in (Place.QUESTION, Place.SESSIONS, Place.PATH, Place.EVERYWHERE):
            raise UsageError(
                f"the key '{typed[0]}' for '{command.id}' in the settings could not be typed into a question any more",
                f"take one such as ctrl+{typed[0]} or f5" if len(typed[0]) == 1 else "take one such as f5",
            )
        usual = _usual(command.id)
        for other in self.commands:
            if other.id == command.id or not _overlap(command, other):
                continue
            shared = (set(command.keys) & set(other.keys)) - (set(usual.keys) & set(_usual(other.id).keys))
            if shared:
                raise UsageError(
                    f"the key '{sorted(shared)[0]}' has two meanings in the settings: '{command.id}' and '{other.id}'",
                    f'give one of them another key under [keys], such as "{other.id}" = "f9"',
                )


def spoken(keys: tuple[str, ...]) -> str:
    """Return keys as a person says them: "Ctrl+J, Shift+Enter"."""
    return ", ".join("+".join(_SAID.get(part, part.capitalize()) for part in key.split("+")) for key in keys)


_SAID = {"escape": "Esc", "pageup": "PgUp", "pagedown": "PgDn", "up": "↑", "down": "↓", "left": "←", "right": "→"}


def _run(keys: list[str]) -> str:
    """Return keys in one: "1…9", "G, 2…9", "F11, F12"; of many that have nothing to do with each other the ends."""
    runs: list[list[str]] = []
    for key in keys:
        if runs and key.isdigit() and runs[-1][-1].isdigit() and int(key) == int(runs[-1][-1]) + 1:
            runs[-1].append(key)
        else:
            runs.append([key])
    words = [run[0] if len(run) == 1 else f"{run[0]}…{run[-1]}" for run in runs]
    return ", ".join(words) if len(words) <= _RUNS else f"{words[0]}…{words[-1]}"


def _overlap(one: Command, other: Command) -> bool:
    """Whether both can be given in some place; sources are opened over an abstract too."""
    if other.place in _OVERLAPS[one.place]:
        return True
    places = {command.place for command in (one, other) if not command.id.startswith(SOURCE)}
    return len(places) == 1 and places <= {Place.ABSTRACT, Place.WINDOW}


def _usual(name: str) -> Command:
    return next(command for command in COMMANDS if command.id == name)


def _known(name: str) -> str:
    names = [command.id for command in COMMANDS]
    if name in names:
        return name
    nearest = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean '{nearest[0]}'?" if nearest else "F1 in the chat lists the commands with their names"
    raise UsageError(f"unknown command '{name}' under [keys] in the settings", hint)


def _keys(name: str, text: str) -> Iterator[str]:
    """Yield the keys in a text, in Textual's spelling."""
    counted = Counter(part for part in re.split(r"\s*,\s*", text.strip()) if part)
    for key in counted:
        *modifiers, last = key.lower().split("+") if len(key) > 1 else [key]  # "A" is another key than "a"
        if set(modifiers) <= _MODIFIERS and (last in _NAMED or (len(last) == 1 and last.isprintable())):
            yield "+".join([*modifiers, last])
        else:
            raise UsageError(
                f"unknown key '{key}' for '{name}' in the settings",
                "keys are written like ctrl+g, shift+enter, alt+x, f5, pageup or x",
            )


def _is_typed(key: str) -> bool:
    """Whether a key writes something into a text."""
    return len(key) == 1 or key == "space" or (key.startswith("shift+") and len(key) == len("shift+x"))
