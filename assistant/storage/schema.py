"""The tables of a Library, and the only place that creates them.

How vectors are stored tells `vector_packing`. `passages` are windows of an abstract that the embedding model can read
at once (nearly always the whole abstract); `sentences` holds the vectors of all sentences of a paper as one matrix,
since they are only ever read together. A passage is never changed, only replaced, and no number is given twice, so that
Chroma can be brought up to date by asking for the passages with higher numbers.

`spellings` are the words of all papers as they are written, where `vocabulary` has their stems: a misspelt word is
looked up there, and how common a word is.

`publications` holds what else is known of a paper: `authors` a line each, `opening` the first words of the abstract.
Of `opening` and `title_key`, by which papers are only looked up, digests are stored (see `text.digest`); what an older
version has left may be the words themselves.

A removal keeps all that it took away until the library is compacted: `taken` the rows of each paper as JSON, a table
each, `taken_passages` and `taken_sentences` its vectors. `kept_out` tells indexing which papers were removed on
purpose; once the library is compacted only a digest of their words is left there. The number of a removed paper is not
given to another one either: `highest_paper` in `meta` remembers it.

Version 2 has added `spellings` and `papers_by_organisation`, version 3 `publications`, version 4 removals,
version 5 the checksum of the words of a paper,
version 6 that of its vectors. Version 7 has packed the vectors and made digests of the keys; `upgrading` does that.
Version 8 has added `facts`, the checksum of what is known of a paper beside its words; where it is NULL, nobody knows
whether that is what was stored. Since version 8 a library always has a seal, if only one that says that it is open.
A page is so large that rows of sentences, of 2 or 3 KB, leave little of it empty.
"""

from __future__ import annotations

import sqlite3

from assistant.language.words import TOKENIZER

APPLICATION = 0x41627341
"""Tells our files from other SQLite files, as https://www.sqlite.org/pragma.html#pragma_application_id means it."""
VERSION = 8
SEALED = 8
"""The first version whose libraries always have a seal."""
PAGE_SIZE = 16384

ADDED_BY_2 = """
CREATE TABLE spellings (word TEXT PRIMARY KEY, papers INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX papers_by_organisation ON papers (organisation) WHERE organisation IS NOT NULL;
"""
ADDED_BY_3 = """
CREATE TABLE publications (
    paper INTEGER PRIMARY KEY REFERENCES papers ON DELETE CASCADE,
    authors TEXT, venue TEXT, doi TEXT, arxiv_id TEXT, url TEXT, key TEXT, opening TEXT
);
CREATE INDEX publications_by_doi ON publications (doi) WHERE doi IS NOT NULL;
CREATE INDEX publications_by_arxiv_id ON publications (arxiv_id) WHERE arxiv_id IS NOT NULL;
CREATE INDEX publications_by_opening ON publications (opening) WHERE opening IS NOT NULL;
"""
ADDED_BY_4 = """
CREATE TABLE removals (number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE taken (
    removal INTEGER NOT NULL REFERENCES removals ON DELETE CASCADE,
    paper INTEGER NOT NULL,
    is_whole INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (removal, paper)
) WITHOUT ROWID;
CREATE TABLE taken_passages (
    removal INTEGER NOT NULL REFERENCES removals ON DELETE CASCADE,
    paper INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    vector BLOB NOT NULL
);
CREATE INDEX taken_passages_by_removal ON taken_passages (removal);
CREATE TABLE taken_sentences (
    removal INTEGER NOT NULL REFERENCES removals ON DELETE CASCADE,
    paper INTEGER NOT NULL,
    spans BLOB NOT NULL,
    vectors BLOB NOT NULL
);
CREATE INDEX taken_sentences_by_removal ON taken_sentences (removal);
CREATE TABLE kept_out (
    paper INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    words TEXT NOT NULL,
    title_key TEXT, title TEXT, abstract TEXT, doi TEXT, arxiv_id TEXT, opening TEXT
);
CREATE INDEX kept_out_by_words ON kept_out (words);
CREATE INDEX kept_out_by_title ON kept_out (title_key) WHERE title_key IS NOT NULL;
CREATE INDEX kept_out_by_doi ON kept_out (doi) WHERE doi IS NOT NULL;
CREATE INDEX kept_out_by_arxiv_id ON kept_out (arxiv_id) WHERE arxiv_id IS NOT NULL;
CREATE INDEX kept_out_by_opening ON kept_out (opening) WHERE opening IS NOT NULL;
"""
ADDED_BY_5 = """
ALTER TABLE papers ADD COLUMN checksum INTEGER;
"""
ADDED_BY_6 = """
CREATE TABLE vector_checksums (
    paper INTEGER PRIMARY KEY REFERENCES papers ON DELETE CASCADE, checksum INTEGER NOT NULL
);
"""
ADDED_BY_8 = """
ALTER TABLE papers ADD COLUMN facts INTEGER;
"""
PAPERS_DELETED = """CREATE TRIGGER papers_deleted AFTER DELETE ON papers BEGIN
    INSERT INTO words (words, rowid, title, abstract) VALUES ('delete', old.rowid, old.title, old.abstract);
END"""
TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('id', lower(hex(randomblob(16))));

CREATE TABLE papers (
    rowid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    abstract TEXT NOT NULL,
    title_key TEXT NOT NULL,
    date TEXT,
    author_count INTEGER,
    organisation TEXT
);
CREATE INDEX papers_by_title ON papers (title_key);

CREATE TABLE sources (
    paper INTEGER NOT NULL REFERENCES papers ON DELETE CASCADE,
    path TEXT NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (paper, path, line)
) WITHOUT ROWID;
CREATE INDEX sources_by_path ON sources (path);

CREATE TABLE files (
    path TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    entries INTEGER NOT NULL,
    indexed_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE passages (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT,
    paper INTEGER NOT NULL REFERENCES papers ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    vector BLOB NOT NULL
);
CREATE INDEX passages_by_paper ON passages (paper);

CREATE TABLE sentences (
    paper INTEGER PRIMARY KEY REFERENCES papers ON DELETE CASCADE,
    spans BLOB NOT NULL,
    vectors BLOB NOT NULL
);

CREATE VIRTUAL TABLE words USING fts5 (
    title, abstract, content='papers', content_rowid='rowid', tokenize='{TOKENIZER}'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab ('words', 'row');
CREATE TRIGGER papers_inserted AFTER INSERT ON papers BEGIN
    INSERT INTO words (rowid, title, abstract) VALUES (new.rowid, new.title, new.abstract);
END;
{PAPERS_DELETED};
CREATE TRIGGER papers_updated AFTER UPDATE OF title, abstract ON papers BEGIN
    INSERT INTO words (words, rowid, title, abstract) VALUES ('delete', old.rowid, old.title, old.abstract);
    INSERT INTO words (rowid, title, abstract) VALUES (new.rowid, new.title, new.abstract);
END;
{ADDED_BY_2}{ADDED_BY_3}{ADDED_BY_4}{ADDED_BY_5}{ADDED_BY_6}{ADDED_BY_8}"""


def create(connection: sqlite3.Connection) -> None:
    """Create the tables in an empty database, all of them or none."""
    marks = f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"
    connection.executescript(f"BEGIN IMMEDIATE; {TABLES} {marks} COMMIT;")


def upgrade(connection: sqlite3.Connection, version: int) -> None:
    """Bring a database of an older version to this one, in a transaction of the caller's."""
    added = {2: ADDED_BY_2, 3: ADDED_BY_3, 4: ADDED_BY_4, 5: ADDED_BY_5, 6: ADDED_BY_6, 8: ADDED_BY_8}
    for added_by, statements in added.items():
        for statement in statements.split(";\n") if version < added_by else ():
            connection.execute(statement.strip())
    connection.execute(f"PRAGMA user_version = {VERSION}")
