"""Every command of the chat: its name, its keys, and where it can be given; read by bindings, footer, palette and help.

The keys can be changed in the settings file, by the ids of the commands:

    [keys]
    "answer.stop" = "ctrl+g"
    "question.new_line" = "ctrl+j, alt+enter"
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from assistant.errors import UsageError


class Place(Enum):
    """Where a command can be given; the value is how help calls it."""

    QUESTION = "While you write a question"
    CHAT = "While you read the conversation"
    ABSTRACT = "While you read an abstract"
    SESSIONS = "In the list of sessions"
    RECEIPT = "While you read a receipt"
    WINDOW = "In any window over the conversation"
    EVERYWHERE = "Everywhere"


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do.

    Attributes:
        id: its name in the settings file.
        keys: key names as Textual spells them; none if it is given in the palette only.
        action: what Textual runs, on the place it belongs to.
        title: what it does, for palette and help.
        short: its name in the footer, empty if it does not stand there.
        display: how the footer writes its keys, if not as they are called.
    """

    id: str
    place: Place
    keys: tuple[str, ...]
    action: str
    title: str
    short: str = ""
    display: str = ""


def _of(place: Place, *rows: tuple[str, str, str, str, str]) -> tuple[Command, ...]:
    """Return commands from rows of id, keys, action, title, short."""
    return tuple(
        Command(name, place, tuple(keys.split()), action, title, short) for name, keys, action, title, short in rows
    )


SOURCE = "source.open_"
"""Begins the ids of the commands that open sources, which footer and help show as one."""

COMMANDS: tuple[Command, ...] = (
    *_of(
        Place.QUESTION,
        ("question.send", "enter", "send", "Ask", "Ask"),
        ("question.new_line", "ctrl+j shift+enter", "new_line", "Begin a new line", ""),
        ("question.earlier", "up", "earlier", "Take an earlier question", ""),
        ("question.later", "down", "later", "Take a later question", ""),
        ("question.page_up", "pageup", "screen.scroll_conversation(-1)", "Scroll the conversation up", ""),
        ("question.page_down", "pagedown", "screen.scroll_conversation(1)", "Scroll the conversation down", ""),
    ),
    *_of(
        Place.CHAT,
        ("answer.stop", "escape", "stop", "Stop the answer", "Stop"),
        ("focus.conversation", "escape", "read", "Read the conversation", "Read"),
        ("focus.question", "escape", "write", "Write a question", "Write"),
        ("conversation.new", "ctrl+n", "new_conversation", "Begin a new conversation", ""),
        ("answer.copy", "f5", "copy_answer", "Copy the answer with its references", ""),
        ("answer.receipt", "f8", "show_receipt", "Show the receipt of the answer: all that it was made from", ""),
        ("model.choose", "f2", "app.choose_writer", "Choose who writes the answers", ""),
        ("filters.set", "f3", "app.set_filters", "Set filters for every question", ""),
        ("library.index", "f4", "app.index_path", "Index a file or folder of papers", ""),
        ("library.open", "", "app.open_library", "Open another library", ""),
        ("theme.choose", "", "app.choose_theme", "Choose light, dark or the terminal's own colours", ""),
        ("log.show", "", "app.show_log", "Show the log", ""),
        ("next.clear", "", "clear_choice", "Forget the papers chosen for the next question", ""),
        ("conversation.sessions", "ctrl+o", "sessions", "Look for an earlier conversation", ""),
        ("conversation.earlier", "ctrl+up", "show_earlier", "Show earlier questions of this conversation", ""),
        ("conversation.later", "ctrl+down", "show_later", "Show later questions of this conversation", ""),
    ),
    *(
        Command(
            f"{SOURCE}{n}",
            Place.CHAT,
            (str(n),),
            f"open_source({n})",
            f"Open the abstract of source [{n}]" if n else "Go on with 0 in the number of a source",
        )
        for n in (*range(1, 10), 0)
    ),
    *_of(
        Place.ABSTRACT,
        ("paper.copy", "c", "copy_reference", "Copy the reference of the paper", "Copy"),
        ("paper.similar", "m", "choose('SIMILAR')", "Find more papers like this one", "More like it"),
        ("paper.pin", "p", "choose('PIN')", "Ask the next question of this paper (again: no longer)", "Pin"),
        ("paper.exclude", "x", "choose('EXCLUDE')", "Leave this paper out of the next question", "Exclude"),
        ("paper.summarise", "s", "choose('SUMMARY')", "Summarise this paper", "Summarise"),
        ("paper.open_link", "o", "open_link", "Open the link of the paper in the browser", "Link"),
        ("paper.next", "right n", "step(1)", "Go to the next source", ""),
        ("paper.previous", "left b", "step(-1)", "Go to the source before", ""),
    ),
    *_of(
        Place.SESSIONS,
        ("session.resume", "enter", "resume", "Go on with the session", "Go on"),
        ("session.rename", "f4", "rename", "Give the session another name", "Rename"),
        ("session.delete", "ctrl+x", "delete", "Delete the session", "Delete"),
        ("session.undo", "ctrl+z", "undo", "Bring back what was deleted last", "Undo"),
        ("session.export", "f6", "export", "Write the session to a Markdown file here", "Export"),
        ("session.above", "up", "move(-1)", "Choose the session above", ""),
        ("session.below", "down", "move(1)", "Choose the session below", ""),
        ("session.page_up", "pageup", "move(-10)", "Choose a session far above", ""),
        ("session.page_down", "pagedown", "move(10)", "Choose a session far below", ""),
    ),
    *_of(
        Place.RECEIPT,
        ("receipt.save", "w", "save", "Write the receipt to a file here, for assistant verify", "Write to a file"),
    ),
    *_of(
        Place.WINDOW,
        ("window.close", "escape q", "dismiss", "Go back to the conversation", "Close"),
    ),
    *_of(
        Place.EVERYWHERE,
        ("app.commands", "ctrl+p", "command_palette", "Look for a command by its name", "Menu"),
        ("app.help", "f1", "help", "Show the keys", "Help"),
        (
            "app.copy_or_quit",
            "ctrl+c",
            "copy_or_quit",
            "Copy what is selected; else stop the answer; else clear what is typed; else leave",
            "",
        ),
        ("app.quit", "ctrl+q", "quit", "Leave", "Quit"),
    ),
)

_ZERO = "open_source(0)"
_RUNS = 3  # of keys that open sources, which the footer has room for
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "meta", "super", "hyper"})
_NAMED = frozenset(
    "enter escape tab space backspace delete insert home end pageup pagedown up down left right".split()
) | {f"f{n}" for n in range(1, 25)}
_OVERLAPS = {
    Place.QUESTION: frozenset({Place.QUESTION, Place.CHAT, Place.EVERYWHERE}),
    Place.CHAT: frozenset({Place.QUESTION, Place.CHAT, Place.EVERYWHERE}),
    Place.ABSTRACT: frozenset({Place.ABSTRACT, Place.WINDOW, Place.EVERYWHERE}),
    Place.SESSIONS: frozenset({Place.SESSIONS, Place.WINDOW, Place.EVERYWHERE}),
    Place.RECEIPT: frozenset({Place.RECEIPT, Place.WINDOW, Place.EVERYWHERE}),
    Place.WINDOW: frozenset({Place.ABSTRACT, Place.SESSIONS, Place.RECEIPT, Place.WINDOW, Place.EVERYWHERE}),
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
        self.commands = _with_sources_as_one(
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
        return next((command.display for command in self.commands if command.display), "")

    def _check(self, command: Command) -> None:
        typed = [key for key in command.keys if _is_typed(key)]
        if typed and command.place in (Place.QUESTION, Place.SESSIONS, Place.EVERYWHERE):
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


def _with_sources_as_one(commands: Iterable[Command]) -> tuple[Command, ...]:
    """Let the first command that opens a source stand for all of them, with the keys that each has."""
    listed = tuple(commands)
    sources = [
        command for command in listed if command.id.startswith(SOURCE) and command.action != _ZERO and command.keys
    ]
    if not sources:
        return listed
    said = _run([spoken(command.keys[:1]) for command in sources])
    return tuple(
        replace(command, short="Abstract", display=said) if command is sources[0] else command for command in listed
    )


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
