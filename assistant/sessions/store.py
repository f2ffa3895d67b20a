"""The sessions of a library: one SQLite file that any number of chats write to and read from at the same time.

Each call is one short transaction, so that a writer waits for another one for milliseconds at most, and what a call has
written survives the end of the process at whatever moment. It knows nothing of the Library but its folder.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.errors import LibraryBusy, LibraryError, MissingError, UsageError
from assistant.language.words import words
from assistant.sanitizing import sanitize_line
from assistant.sessions import schema
from assistant.sessions.encoding import decode, encode
from assistant.sessions.records import FindPaper, KeptExchange, Match, Session, State
from assistant.storage.sqlite_faults import translated

FILE = "sessions.sqlite"
PATIENCE = 10.0
"""Seconds to wait for another writer."""
UNDO_FOR = timedelta(days=30)
"""So long a deleted session can be brought back, unless the sessions are compacted before."""
MOST_MATCHES = 100
MOST_QUESTIONS = 500
"""Earlier questions that can be called back."""
LONGEST_NAME = 200

_SESSIONS = """
SELECT s.id, coalesce(s.name, (SELECT question FROM exchanges WHERE session = s.id ORDER BY id LIMIT 1), ''),
    s.begun_at, s.changed_at, (SELECT count(*) FROM exchanges WHERE session = s.id)
FROM sessions s WHERE
"""
_MATCHES = f"""
SELECT e.session, e.question, e.asked_at, snippet(exchange_words, 1, '', '', '…', 24)
FROM exchange_words JOIN exchanges e ON e.id = exchange_words.rowid JOIN sessions s ON s.id = e.session
WHERE exchange_words MATCH ? AND s.deleted_at IS NULL ORDER BY exchange_words.rowid DESC LIMIT {MOST_MATCHES}
"""
"""The newest, since to rank ten thousand takes a hundred times as long."""
_QUESTIONS = f"""
SELECT question FROM exchanges JOIN sessions s ON s.id = session WHERE s.deleted_at IS NULL
ORDER BY exchanges.id DESC LIMIT {4 * MOST_QUESTIONS}
"""


def now() -> str:
    """Return the time as it is kept: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Sessions:
    """An open file of sessions, which belongs to the thread that opened it; close it, or use it in a `with`.

    Args:
        folder: of the library; None keeps the sessions in memory.
        create: make the file if there is none; without it there are no sessions then.

    Raises:
        LibraryError: the file cannot be used: it is damaged, foreign, of a newer version, or not ours to read.
    """

    def __init__(self, folder: Path | None, *, create: bool = False) -> None:
        self._what = f"the file {folder / FILE}" if folder else "the memory of the sessions"
        path = folder / FILE if folder and (create or (folder / FILE).exists()) else None
        try:
            if path and create:
                _make_private(path)
            self._db = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=PATIENCE)
        except (OSError, ValueError, sqlite3.Error) as error:
            raise LibraryError(f"{self._what} cannot be opened: {error}", "check the folder's permissions") from error
        try:
            self._prepare()
            if create:
                with suppress(LibraryBusy):  # another time, then
                    self.compact(UNDO_FOR)
        except BaseException:
            self._db.close()
            raise

    def _prepare(self) -> None:
        with self._translated():
            if not self._number("PRAGMA schema_version"):
                schema.create(self._db)
            if self._number("PRAGMA application_id") != schema.APPLICATION:
                raise LibraryError(f"{self._what} holds no sessions of this program", "move it away")
            version = self._number("PRAGMA user_version")
            if version > schema.VERSION:
                raise LibraryError(
                    f"{self._what} has version {version}, newer than {schema.VERSION}", "update the assistant"
                )
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA secure_delete = ON")
            if self._rows("PRAGMA journal_mode")[0][0] == "delete":
                with suppress(sqlite3.OperationalError):  # another process has the file open, and does the same
                    self._db.execute("PRAGMA journal_mode = WAL")

    def _translated(self) -> AbstractContextManager[None]:
        return translated(self._what, "move it away to begin with a new one; the papers are not in it")

    def __enter__(self) -> Sessions:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; calling it twice does no harm."""
        self._db.close()

    # ------------------------------------------------------------- keeping

    def ask(self, session: int | None, question: str, asked_at: str) -> tuple[int, int]:
        """Keep a question before it is answered.

        Args:
            session: that it is asked in; a new one begins without it, or when it was deleted meanwhile.

        Returns:
            The numbers of the session and of the exchange.
        """
        with self._writing():
            row = self._rows("SELECT id FROM sessions WHERE id = ? AND deleted_at IS NULL", (session,))
            if row:
                self._db.execute("UPDATE sessions SET changed_at = ? WHERE id = ?", (asked_at, session))
            number = row[0][0] if row else self._insert("sessions", begun_at=asked_at, changed_at=asked_at)
            values = {"asked_at": asked_at, "state": State.ASKED.value, "question": _storable(question)}
            return number, self._insert("exchanges", session=number, **values)

    def keep(self, number: int, exchange: KeptExchange) -> None:
        """Keep how the exchange with this number has ended."""
        answer = exchange.answer
        values = {
            "state": exchange.state.value,
            "standalone": _storable(exchange.standalone),
            "text": _storable(answer.text if answer else exchange.text),
            "generator": answer.generator if answer else None,
            "model": answer.model and _storable(answer.model) if answer else None,
            "seconds": exchange.seconds,
            "details": encode(exchange),
        }
        assignments = ", ".join(f"{name} = ?" for name in values)
        with self._writing():
            self._db.execute(f"UPDATE exchanges SET {assignments} WHERE id = ?", (*values.values(), number))

    def keep_receipt(self, number: int, receipt: str) -> None:
        """Keep the receipt of the exchange with this number, as JSON."""
        with self._writing():
            self._db.execute("UPDATE exchanges SET receipt = ? WHERE id = ?", (_storable(receipt), number))

    def rename(self, session: int, name: str) -> Session:
        """Give a session a name; without one it is called by its first question again.

        Raises:
            MissingError: there is no such session.
        """
        clean = _storable(sanitize_line(name))[:LONGEST_NAME]
        with self._writing():
            self._db.execute("UPDATE sessions SET name = ? WHERE id = ?", (clean or None, session))
        return self.find(str(session))

    def delete(self, sessions: Sequence[int]) -> None:
        """Delete some sessions at once; `undo` brings them back at once."""
        moment = datetime.now(UTC).isoformat()
        with self._writing():
            self._db.executemany(
                "UPDATE sessions SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
                [(moment, session) for session in sessions],
            )

    def undo(self) -> list[Session]:
        """Bring back what was deleted last, and return it; nothing if nothing was deleted since the compaction."""
        with self._writing():
            rows = self._rows("SELECT id FROM sessions WHERE deleted_at = (SELECT max(deleted_at) FROM sessions)")
            self._db.executemany("UPDATE sessions SET deleted_at = NULL WHERE id = ?", rows)
        return [self.find(str(row[0])) for row in rows]

    def compact(self, age: timedelta = timedelta()) -> int:
        """Remove for good what was deleted so long ago, and return how many sessions that were."""
        before = (datetime.now(UTC) - age).isoformat()
        with self._translated():
            if not self._rows("SELECT 1 FROM sessions WHERE deleted_at <= ?", (before,)):
                return 0
        with self._writing():
            count = self._db.execute("DELETE FROM sessions WHERE deleted_at <= ?", (before,)).rowcount
            self._db.execute("INSERT INTO exchange_words (exchange_words) VALUES ('rebuild')")
        with self._translated():
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return count

    # ------------------------------------------------------------- reading

    def sessions(self) -> list[Session]:
        """Return the sessions, the one that was asked in last first."""
        return [
            Session(*row) for row in self._read(f"{_SESSIONS} deleted_at IS NULL ORDER BY changed_at DESC, id DESC")
        ]

    def find(self, name: str) -> Session:
        """Return the session with a number, a name or the beginning of one; "last" is the one asked in last.

        A number that none has may be a whole name, and not the beginning of one: that would be another session's.

        Raises:
            MissingError: there is none.
            UsageError: there are several.
        """
        found: list[Session] = []
        if name.isdecimal() and len(name) < 19:
            found = [Session(*row) for row in self._read(f"{_SESSIONS} s.id = ? AND deleted_at IS NULL", (int(name),))]
        if not found:
            key, every = sanitize_line(name).casefold(), self.sessions()
            names = [(session, sanitize_line(session.name).casefold()) for session in every]
            found = every[:1] if key in ("last", "") else [session for session, known in names if known == key]
            if not found and not name.isdecimal():
                found = [session for session, known in names if known.startswith(key)]
        if not found:
            raise MissingError(f"there is no session '{name}'", "'assistant sessions' lists them")
        if len(found) > 1:
            numbers = ", ".join(str(session.id) for session in found[:5])
            raise UsageError(f"{len(found)} sessions begin with '{name}': {numbers}", "give the number of one")
        return found[0]

    def exchanges(self, session: int, find_paper: FindPaper) -> list[KeptExchange]:
        """Return the exchanges of a session, oldest first, with the papers as the library holds them today."""
        rows = self._read(
            "SELECT question, asked_at, state, standalone, text, seconds, id, details, generator, model FROM exchanges"
            " WHERE session = ? ORDER BY id",
            (session,),
        )
        found = []
        with self._translated():
            for question, asked_at, state, standalone, text, seconds, row, *rest in rows:
                exchange = KeptExchange(question, asked_at, State(state), standalone, text, seconds, row=row)
                found.append(decode(exchange, rest[0], rest[1] or "", rest[2], find_paper))
        return found

    def receipt(self, number: int) -> str:
        """Return the receipt of an exchange as JSON; nothing if none is kept."""
        rows = self._read("SELECT receipt FROM exchanges WHERE id = ?", (number,))
        return (rows[0][0] or "") if rows else ""

    def search(self, text: str) -> list[Match]:
        """Return the exchanges whose questions or answers hold all of some words, the newest first."""
        terms = " ".join(f'"{word}"' for word in words(text)) + "*"
        if terms == "*":
            return []
        rows = self._read(_MATCHES, (terms,))
        sessions = {session.id: session for session in self.sessions()}
        return [Match(sessions[number], *rest) for number, *rest in rows if number in sessions]

    def questions(self) -> list[str]:
        """Return the questions that were asked last, in whatever session, each once, the newest last."""
        newest_first = dict.fromkeys(row[0] for row in self._read(_QUESTIONS))
        return list(newest_first)[:MOST_QUESTIONS][::-1]

    # ------------------------------------------------------------- SQLite

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep all that the block writes, or nothing of it."""
        with self._translated():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _insert(self, table: str, **values: Any) -> int:
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        return (
            self._db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values())).lastrowid or 0
        )

    def _read(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._translated():
            return self._rows(query, values)

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._db.execute(query, values).fetchall()

    def _number(self, query: str) -> int:
        return int(self._rows(query)[0][0])


def _make_private(path: Path) -> None:
    """Make the folder and the file for nobody's eyes but the person's; SQLite gives its other files the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _storable(text: str) -> str:
    """Return a text without lone surrogates, which SQLite does not take."""
    return text.encode("utf-8", "replace").decode("utf-8")
