"""Bring the file of an older library to the present version: in one transaction, so that a killed one changes nothing.

Rows whose checksum says that they are damaged stay as they are, so that `doctor` finds them.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any

from assistant.language.text import digest, first_words
from assistant.language.words import spellings
from assistant.storage import schema
from assistant.storage.library_file import FACTS, PUBLICATION, checksum, facts_checksum, vectors_checksum
from assistant.storage.vector_packing import pack_passage, pack_sentences, unpack_passages, unpack_sentences

BATCH = 500
_PASSAGES = 'SELECT paper, rowid, start, "end", vector FROM passages WHERE paper BETWEEN ? AND ? ORDER BY rowid'
_SENTENCES = (
    "SELECT s.paper, s.spans, s.vectors, v.checksum FROM sentences s LEFT JOIN vector_checksums v USING (paper)"
    f" WHERE s.paper > ? ORDER BY s.paper LIMIT {BATCH}"
)
Passage = tuple[int, int, int, bytes]
"""Its number, start, end and vector."""


def upgrade(db: sqlite3.Connection, version: int, *, is_trusted: bool = True) -> None:
    """Bring a database from a version to this one, in a transaction of the caller's.

    Args:
        is_trusted: whether the file is as it was left; else no checksum may say that its facts are.
    """
    schema.upgrade(db, version)
    if version < 7:
        _to_version_7(db, version)
    if is_trusted:
        _sum_facts(db)


def _to_version_7(db: sqlite3.Connection, version: int) -> None:
    if version < 5:
        db.create_function("checksum", 2, checksum, deterministic=True)
        db.execute("UPDATE papers SET checksum = checksum(title, abstract)")
    if version < 3:
        _fill_openings(db, counts=version < 2)
    _digest_keys(db)
    erases = db.execute("PRAGMA secure_delete").fetchone()[0]
    db.execute("PRAGMA secure_delete = OFF")  # zeroing what is freed takes longer than all else
    try:
        _pack_vectors(db)
    finally:
        db.execute(f"PRAGMA secure_delete = {erases}")


def change_pages(db: sqlite3.Connection) -> bool:
    """Write the file anew with pages of the present size, if nobody else has it open; return whether it was.

    Raises:
        sqlite3.Error: somebody has, or the disk is full; the file is as it was.
    """
    if db.execute("PRAGMA page_size").fetchone()[0] == schema.PAGE_SIZE:
        return False
    waits = db.execute("PRAGMA busy_timeout").fetchone()[0]
    db.execute("PRAGMA busy_timeout = 0")
    try:
        db.execute("PRAGMA journal_mode = DELETE")  # with a log beside it the size of pages cannot be changed
        db.execute(f"PRAGMA page_size = {schema.PAGE_SIZE}")
        db.execute("VACUUM")
    finally:
        db.execute(f"PRAGMA busy_timeout = {waits}")
        db.execute("PRAGMA journal_mode = WAL")
    return True


def _sum_facts(db: sqlite3.Connection) -> None:
    """Write down the checksums of what is known of papers."""
    facts = f"p.{', p.'.join(FACTS[:4])}, b.{', b.'.join(PUBLICATION)}"
    query = f"SELECT p.rowid, {facts} FROM papers p LEFT JOIN publications b ON b.paper = p.rowid WHERE p.rowid > ?"
    last = -1
    while rows := db.execute(f"{query} ORDER BY p.rowid LIMIT {BATCH}", (last,)).fetchall():
        sums = [(facts_checksum(row[1:]), row[0]) for row in rows if not any(isinstance(fact, bytes) for fact in row)]
        db.executemany("UPDATE papers SET facts = ? WHERE rowid = ?", sums)
        last = rows[-1][0]


def _fill_openings(db: sqlite3.Connection, *, counts: bool) -> None:
    """Fill in what version 3 has added, and the spellings of version 2."""
    found: Counter[str] = Counter()
    openings = []
    for number, title, abstract in db.execute("SELECT rowid, title, abstract FROM papers"):
        if counts:
            found.update(spellings(f"{title} {abstract}"))
        openings.append((number, first_words(abstract)))
    db.executemany("INSERT INTO spellings VALUES (?, ?)", found.items())
    db.executemany("INSERT INTO publications (paper, opening) VALUES (?, ?)", openings)


def _digest_keys(db: sqlite3.Connection) -> None:
    """Put digests in the place of the keys by which papers are looked up."""
    db.create_function("digest", 1, _digest, deterministic=True)
    db.create_function("digested", 1, _digested, deterministic=True)
    db.execute("UPDATE papers SET title_key = digest(title_key)")
    db.execute("UPDATE publications SET opening = digest(opening) WHERE opening IS NOT NULL")
    db.execute("UPDATE kept_out SET title_key = digest(title_key), opening = digest(opening)")
    db.execute("UPDATE taken SET content = digested(content)")


def _digest(key: Any) -> Any:
    return digest(key) if isinstance(key, str) else key


def _digested(content: Any) -> Any:
    """Return the rows of a paper that was taken away, as JSON, with digests."""
    try:
        tables = json.loads(content)
        for table, column in (("papers", "title_key"), ("publications", "opening")):
            for row in tables.get(table, ()):
                row[column] = _digest(row[column])
    except (ValueError, TypeError, KeyError, AttributeError):
        return content  # damaged
    return json.dumps(tables)


def _pack_vectors(db: sqlite3.Connection) -> None:
    """Pack the vectors of all papers, with other checksums then."""
    last = -1
    while rows := db.execute(_SENTENCES, (last,)).fetchall():
        passages: dict[int, list[Passage]] = {}
        for paper, *passage in db.execute(_PASSAGES, (rows[0][0], rows[-1][0])):
            passages.setdefault(paper, []).append(tuple(passage))
        last = rows[-1][0]
        packed = [found for row in rows if (found := _packed(passages.get(row[0], []), *row))]
        numbered = [(vector, number) for own, _, _ in packed for number, _, _, vector in own]
        db.executemany("UPDATE passages SET vector = ? WHERE rowid = ?", numbered)
        matrices = [(blob, paper) for _, blob, (paper, _) in packed]
        db.executemany("UPDATE sentences SET vectors = ? WHERE paper = ?", matrices)
        db.executemany("INSERT OR REPLACE INTO vector_checksums VALUES (?, ?)", [sums for _, _, sums in packed])


def _packed(
    passages: list[Passage], paper: int, spans: Any, vectors: Any, said: int | None
) -> tuple[list[Passage], bytes, tuple[int, int]] | None:
    """Return passages, sentences and checksum of a paper with packed vectors; None if they are not what was stored."""
    try:
        if not passages or said not in (None, vectors_checksum(_without_numbers(passages), spans, vectors)):
            return None
        matrix = pack_sentences(unpack_sentences(vectors, len(spans) // 8))
        own = [
            (number, start, end, pack_passage(unpack_passages([vector])[0])) for number, start, end, vector in passages
        ]
    except (ValueError, TypeError):
        return None
    return own, matrix, (paper, vectors_checksum(_without_numbers(own), spans, matrix))


def _without_numbers(passages: list[Passage]) -> Iterator[tuple[int, int, bytes]]:
    return ((start, end, vector) for _, start, end, vector in passages)
