"""What can be typed behind `assistant sessions`."""

from __future__ import annotations

import argparse
from pathlib import Path

Parser = argparse.ArgumentParser
_WHICH = "number, name or start of the name of a session, or 'last'"


def add_sessions(commands: argparse._SubParsersAction[Parser], shared: Parser) -> None:
    """Add `sessions` and the commands below it; `shared` has the options of the library."""
    form = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    form.add_argument("--json", action="store_true", help="print JSON")
    sessions = commands.add_parser(
        "sessions", parents=[shared, form], help="list, show, search, export, rename and delete the chat's sessions"
    )
    actions = sessions.add_subparsers(dest="action", metavar="COMMAND")

    def add(name: str, help: str) -> Parser:
        return actions.add_parser(name, parents=[shared, form], help=help)

    add("list", "the sessions, the latest first (default)")
    add("show", "the questions and answers of one").add_argument("session", metavar="SESSION", help=_WHICH)
    search = add("search", "find words in all questions and answers")
    search.add_argument("words", nargs="+", metavar="WORDS", help="all of them must occur; the last may be a beginning")
    rename = add("rename", "give one another name")
    rename.add_argument("session", metavar="SESSION", help=_WHICH)
    rename.add_argument("name", nargs="*", metavar="NAME", help="the name; without it, the first question")
    delete = add("delete", "delete some; asks before")
    delete.add_argument("sessions", nargs="+", metavar="SESSION", help=_WHICH)
    delete.add_argument("--yes", action="store_true", help="do not ask")
    add("undo", "bring back what was deleted last")
    compact = add("compact", "remove for good what was deleted; asks before")
    compact.add_argument("--yes", action="store_true", help="do not ask")
    receipts = add("receipts", "write the receipts of the answers of one, for 'assistant verify'")
    receipts.add_argument("session", metavar="SESSION", help=_WHICH)
    receipts.add_argument("folder", type=Path, metavar="FOLDER", help="each becomes a file of its own in it")
    export = add("export", "one as Markdown with references")
    export.add_argument("session", metavar="SESSION", help=_WHICH)
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file; it must not exist yet")
