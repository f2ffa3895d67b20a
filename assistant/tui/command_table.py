"""Every command of the chat: its name, its usual keys, and where it can be given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Place(Enum):
    """Where a command can be given; the value is how help calls it."""

    QUESTION = "While you write a question"
    CHAT = "While you read the conversation"
    SOURCES = "In the list of sources"
    ABSTRACT = "While you read an abstract"
    SESSIONS = "In the list of sessions"
    RECEIPT = "While you read a receipt"
    PATH = "While you type a path"
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
        ("focus.sources", "f6", "choose_source", "Choose among the sources, whatever their numbers", "Sources"),
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
        ("conversation.rename", "", "rename_session", "Give this conversation another name", ""),
        ("conversation.delete", "", "delete_session", "Delete this conversation", ""),
        ("conversation.undo", "", "undo_delete", "Bring back the conversation deleted last", ""),
        ("conversation.export", "", "export_session", "Write this conversation to a Markdown file here", ""),
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
        Place.SOURCES,
        ("sources.open", "enter", "open", "Open the abstract of the chosen source", "Open"),
        ("sources.above", "up", "step(-1)", "Choose the source above", ""),
        ("sources.below", "down", "step(1)", "Choose the source below", ""),
    ),
    *_of(
        Place.ABSTRACT,
        ("paper.copy", "c", "copy_reference", "Copy the reference of the paper", "Copy"),
        ("paper.similar", "m", "choose('SIMILAR')", "Find more papers like this one", "Similar"),
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
        ("receipt.save", "w", "save", "Write the receipt to a file here, for assistant verify", "Save"),
    ),
    *_of(
        Place.PATH,
        ("path.complete", "tab", "complete", "Complete the path", "Complete"),
    ),
    *_of(
        Place.WINDOW,
        ("window.close", "escape q", "dismiss", "Go back to the conversation", "Close"),
    ),
    *_of(
        Place.EVERYWHERE,
        ("app.commands", "ctrl+p", "app.command_palette", "Look for a command by its name", "Menu"),
        ("app.help", "f1", "app.help", "Show the keys", "Help"),
        (
            "app.copy_or_quit",
            "ctrl+c",
            "app.copy_or_quit",
            "Copy what is selected; else stop the answer; else clear what is typed; else leave",
            "",
        ),
        ("app.quit", "ctrl+q", "app.quit", "Leave", "Quit"),
    ),
)
