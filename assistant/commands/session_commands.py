"""What `assistant sessions …` does with what the chat has kept: list, show, search, rename, delete, export."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import diagnostics, output
from assistant.errors import ExitCode, UsageError
from assistant.marking import mark
from assistant.output import JSON
from assistant.records import Answer, Timings
from assistant.sanitizing import sanitize, sanitize_line
from assistant.sessions import KeptExchange, Session, Sessions
from assistant.sessions.exporting import as_markdown, local_time, outcome, write_new
from assistant.sessions.restoring import restore

Arguments = argparse.Namespace
Narrate = Callable[[str], None]
_NAME = 72  # characters of a name that a list shows


def run(arguments: Arguments, folder: Path, narrate: Narrate) -> int:
    """Run one of the commands on the sessions of the library in `folder`, and return its exit code."""
    action = {
        "list": _list,
        "show": _show,
        "search": _search,
        "rename": _rename,
        "delete": _delete,
        "undo": _undo,
        "compact": _compact,
        "export": _export,
        "receipts": _receipts,
    }[arguments.action or "list"]
    with Sessions(folder) as sessions:
        return action(sessions, arguments, folder, narrate)


def _list(sessions: Sessions, arguments: Arguments, folder: Path, narrate: Narrate) -> int:
    every = sessions.sessions()
    if _is_json(arguments):
        output.print_json([session_as_json(session) for session in every])
    else:
        output.print_lines(_line(session) for session in every)
        if not every:
            narrate(f"no sessions are kept in {folder} yet: the chat begins one with your first question")
    return ExitCode.ANSWERED


def _show(sessions: Sessions, arguments: Arguments, folder: Path, narrate: Narrate) -> int:
    session = sessions.find(arguments.session)
    exchanges = restore(sessions, session.id, folder)
    if _is_json(arguments):
        output.print_json(_whole_as_json(session, exchanges))
        return ExitCode.ANSWERED
    output.print_lines([_line(session)])
    for exchange in exchanges:
        _print_exchange(exchange)
    return ExitCode.ANSWERED


def _search(sessions: Sessions, arguments: Arguments, folder: Path, narrate: Narrate) -> int:
    matches = sessions.search(" ".join(arguments.words))
    if _is_json(arguments):
        output.print_json(
            [
                {
                    "session": match.session.id,
                    "name": match.session.name,
                    "question": match.question,
                    "asked_at": match.asked_at,
                    "excerpt": match.excerpt,
                }
                for match in matches
            ]
        )
        return ExitCode.ANSWERED
    for match in matches:
        head = f"{match.session.id:>4} {local_time(match.asked_at)} {_shortened(match.question)}"
        output.print_lines([head, *([f"     {sanitize_line(match.excerpt)}"] if match.excerpt else [])])
    if not matches:
        narrate("no question and no answer holds all of these words")
    return ExitCode.ANSWERED


def _rename(sessions: Sessions, arguments: Arguments, folder: Path, narrate: Narrate) -> int:
    session = sessions.rename(sessions.find(arguments.session).id, " ".join(arguments.name))
    return _told([session], f"session {session.id} is now called “{_shortened(session.name)}”", arguments, narrate)


def _delete(sessions: Sessions, arguments: Arguments, folder: Path, narrate: Narrate) -> int:
    chosen = list({found.id: found for found in map(sessions.find, arguments.sessions)}.values())
    names = ", ".join(f"{session.id} “{_shortened(session.name)}”" for session in chosen)
    if not arguments.yes and not diagnostics.confirm(f"delete {names}?"):
        narrate("nothing was deleted")
        return ExitCode.FAILED
    sessions.delete([session.id for session in chosen])
    return _told(chosen, f"deleted: {names}; 'assistant sessions undo' brings that back", arguments, narrate)


def _undo(sessions: Sessions, arguments: Arguments, folder: Path, narrate: Narrate) -> int:
    back = sessions.undo()
    names = ", ".join(f"{session.id} “{_shortened(session.name)}”" for session in back)
    words = f"back again: {names}" if back else "nothing was deleted since the last compaction"
    return _told(back, words, arguments, narrate)


def _compact(sessions: Sessions, arguments: Arguments, folder: Path, narrate: Narrate) -> int:
    if not arguments.yes and not diagnostics.confirm("remove for good what was deleted?"):
        narrate("nothing was removed")
        return ExitCode.FAILED
    count = sessions.compact()
    if _is_json(arguments):
        output.print_json({"removed": count})
    narrate(f"removed for good: {count:,} deleted {'session' if count == 1 else 'sessions'}")
    return ExitCode.ANSWERED


def _export(sessions: Sessions, arguments: Arguments, folder: Path, narrate: Narrate) -> int:
    session = sessions.find(arguments.session)
    exchanges = restore(sessions, session.id, folder)
    if arguments.output is None:
        if _is_json(arguments):
            output.print_json(_whole_as_json(session, exchanges))
        else:
            print(as_markdown(session, exchanges), end="")
        return ExitCode.ANSWERED
    whole = _whole_as_json(session, exchanges) if _is_json(arguments) else None
    write_new(arguments.output, json.dumps(whole, indent=2) + "\n" if whole else as_markdown(session, exchanges))
    narrate(f"session {session.id} is written to {arguments.output}")
    return ExitCode.ANSWERED


def _receipts(sessions: Sessions, arguments: Arguments, folder: Path, narrate: Narrate) -> int:
    from assistant.checking.receipt_files import save

    session = sessions.find(arguments.session)
    if not arguments.folder.is_dir():
        raise UsageError(f"{arguments.folder} is no folder", "make it, or name another")
    texts = [sessions.receipt(exchange.row) for exchange in sessions.exchanges(session.id, lambda identifier: None)]
    paths = [save(json.loads(text), arguments.folder) for text in texts if text]
    if _is_json(arguments):
        output.print_json({"files": [str(path) for path in paths]})
    else:
        output.print_lines(str(path) for path in paths)
    count, missing = len(paths), len(texts) - len(paths)
    none = f"; {missing:,} {'exchange has' if missing == 1 else 'exchanges have'} none" if missing else ""
    narrate(f"{count:,} {'receipt' if count == 1 else 'receipts'} written{none}")
    return ExitCode.ANSWERED


def session_as_json(session: Session) -> JSON:
    """Return a session in its stable JSON form."""
    return {
        "id": session.id,
        "name": session.name,
        "begun_at": session.begun_at,
        "changed_at": session.changed_at,
        "exchanges": session.exchanges,
    }


def _whole_as_json(session: Session, exchanges: Sequence[KeptExchange]) -> JSON:
    return session_as_json(session) | {"exchanges": [_exchange_as_json(exchange) for exchange in exchanges]}


def _exchange_as_json(exchange: KeptExchange) -> JSON:
    answer = output.answer_as_json(_answer_of(exchange))
    del answer["id"]
    error = {"message": exchange.error[0], "hint": exchange.error[1]} if exchange.error else None
    return {
        "asked_at": exchange.asked_at,
        "state": exchange.state.value,
        "seconds": round(exchange.seconds, 3),
        **answer,
        "remarks": list(exchange.remarks),
        "error": error,
    }


def _answer_of(exchange: KeptExchange) -> Answer:
    """Return the answer, or what there is of one."""
    return exchange.answer or Answer(
        exchange.question,
        exchange.standalone,
        exchange.text,
        abstained=False,
        claims=exchange.claims,
        citations=(),
        retrieved=exchange.hits,
        generator="",
        model=None,
        timings=Timings(),
        notes=exchange.notes,
    )


def _print_exchange(exchange: KeptExchange) -> None:
    print()
    output.print_lines([f"> {sanitize_line(exchange.question)}", *map(sanitize_line, exchange.notes)])
    if exchange.text:
        stream = output.Stream()
        stream.write(mark(sanitize(exchange.text), exchange.claims))
        stream.end()
    output.print_lines([line for line in (outcome(exchange), *map(sanitize_line, exchange.remarks)) if line])
    output.print_sources(_answer_of(exchange))


def _line(session: Session) -> str:
    count = f"{session.exchanges:,} {'question' if session.exchanges == 1 else 'questions'}"
    return f"{session.id:>4} {local_time(session.changed_at)} {_shortened(session.name)} ({count})"


def _told(sessions: Sequence[Session], words: str, arguments: Arguments, narrate: Narrate) -> int:
    """Say what was done, and give the sessions that it was done to when JSON is wanted."""
    if _is_json(arguments):
        output.print_json([session_as_json(session) for session in sessions])
    narrate(words)
    return ExitCode.ANSWERED


def _shortened(words: str) -> str:
    clean = sanitize_line(words)
    return clean if len(clean) <= _NAME else clean[: _NAME - 1] + "…"


def _is_json(arguments: Arguments) -> bool:
    return getattr(arguments, "json", False)
