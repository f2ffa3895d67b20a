"""The tables of the sessions, and the only place that creates them.

They lie in a file of their own beside the library: SQLite lets one connection write to a file at a time, and whoever
indexes papers holds the library for minutes, while a chat must keep its answers at any moment. `details` is JSON; what
is searched or listed has a column of its own. A session is deleted when it has `deleted_at`, and gone after the next
compaction.
"""

from __future__ import annotations

import sqlite3

from assistant.language.words import TOKENIZER

APPLICATION = 0x41627353
"""Tells our files from other SQLite files, as https://www.sqlite.org/pragma.html#pragma_application_id means it."""
VERSION = 1

TABLES = f"""
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT,
    begun_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    deleted_at TEXT
);

CREATE TABLE exchanges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    asked_at TEXT NOT NULL,
    state TEXT NOT NULL,
    question TEXT NOT NULL,
    standalone TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    generator TEXT,
    model TEXT,
    seconds REAL NOT NULL DEFAULT 0,
    details TEXT NOT NULL DEFAULT '{{}}',
    receipt TEXT
);
CREATE INDEX exchanges_by_session ON exchanges (session, id);

CREATE VIRTUAL TABLE exchange_words USING fts5 (
    question, text, content='exchanges', content_rowid='id', tokenize='{TOKENIZER}'
);
CREATE TRIGGER exchanges_inserted AFTER INSERT ON exchanges BEGIN
    INSERT INTO exchange_words (rowid, question, text) VALUES (new.id, new.question, new.text);
END;
CREATE TRIGGER exchanges_deleted AFTER DELETE ON exchanges BEGIN
    INSERT INTO exchange_words (exchange_words, rowid, question, text)
    VALUES ('delete', old.id, old.question, old.text);
END;
CREATE TRIGGER exchanges_updated AFTER UPDATE OF question, text ON exchanges BEGIN
    INSERT INTO exchange_words (exchange_words, rowid, question, text)
    VALUES ('delete', old.id, old.question, old.text);
    INSERT INTO exchange_words (rowid, question, text) VALUES (new.id, new.question, new.text);
END;
"""


def create(connection: sqlite3.Connection) -> None:
    """Create the tables, unless another process was quicker; all of them or none."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not connection.execute("PRAGMA schema_version").fetchone()[0]:
            for statement in _statements(TABLES):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> list[str]:
    """Return the statements of a script; one ends where a line does and a trigger is whole."""
    found = [""]
    for line in script.splitlines(keepends=True):
        found[-1] += line
        if sqlite3.complete_statement(found[-1]):
            found.append("")
    return [statement for statement in found if statement.strip()]
