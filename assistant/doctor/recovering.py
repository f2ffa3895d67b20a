"""Put the rows of a library that stand on whole pages of a damaged file into tables of a scratch database.

A row tells by its columns which table it is of; that a paper is as it was stored tells its checksum.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from assistant.doctor.loose_pages import Row, read_rows
from assistant.storage.library_file import checksum
from assistant.storage.removals import PRUNED, REMOVED
from assistant.storage.schema import PAGE_SIZE

SIZES = (PAGE_SIZE, 4096)
"""Of pages, as this version and older ones have written them."""
_PAPER = "rowid, id, title, abstract, title_key, date, author_count, organisation, checksum, facts"
_COLUMNS = {
    "papers": _PAPER,
    "publications": "paper, authors, venue, doi, arxiv_id, url, key, opening",
    "sources": "paper, path, line",
    "passages": 'rowid, paper, start, "end", vector',
    "sentences": "paper, spans, vectors",
    "vector_checksums": "paper, checksum",
    "kept_out": "paper, at, words, title_key, title, abstract, doi, arxiv_id, opening",
    "meta": "key, value",
    "removals": "number, at, kind",
    "taken": "removal, paper, is_whole, content",
    "taken_passages": 'removal, paper, start, "end", vector',
    "taken_sentences": "removal, paper, spans, vectors",
}
_BY_KINDS = {
    "-iiib": "passages",
    "-bb": "sentences",
    "-i": "vector_checksums",
    "iiiib": "taken_passages",
    "iibb": "taken_sentences",
}
"""Tables with numbers, by the kinds of what stands in their columns."""


def recover(file: Path, scratch: sqlite3.Connection) -> int:
    """Fill a new database with the rows that can be read of a damaged file, and return how many papers they name."""
    for table, columns in _COLUMNS.items():
        scratch.execute(f"CREATE TABLE {table} ({columns})")
        scratch.execute(f"CREATE INDEX {table}_by_first ON {table} ({columns.partition(',')[0]})")
    scratch.execute("CREATE INDEX passages_by_paper ON passages (paper)")
    for size in SIZES:
        for row in read_rows(file, size):
            if table := _table_of(row):
                number, values = row
                values = (number, *values[1:]) if values[0] is None else values
                values += (None,) * (_COLUMNS[table].count(",") + 1 - len(values))
                scratch.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
        if scratch.execute("SELECT 1 FROM papers LIMIT 1").fetchone():
            break
    scratch.commit()
    named = "SELECT paper FROM sources UNION SELECT paper FROM publications UNION SELECT paper FROM sentences"
    return int(scratch.execute(f"SELECT count(*) FROM ({named} UNION SELECT rowid FROM papers)").fetchone()[0])


def _table_of(row: Row) -> str:
    """Return the table that a row is of; nothing if it is of none that is saved."""
    number, values = row
    kinds = "".join("-" if value is None else type(value).__name__[0] for value in values)  # s, i, b
    if number is None:
        return {"isi": "sources", "ss": "meta", "iiis": "taken"}.get(kinds, "")
    if kinds[:5] == "-ssss" and len(kinds) in (9, 10) and values[8] == checksum(str(values[2]), str(values[3])):
        return "papers"
    if len(kinds) == 9 and kinds[:3] == "-ss" and set(kinds[3:]) <= {"s", "-"}:
        return "kept_out"
    if len(kinds) == 8 and kinds[0] == "-" and set(kinds) <= {"s", "-"}:
        return "publications"
    if kinds == "-ss":
        return "removals" if values[2] in (REMOVED, PRUNED) else ""
    return _BY_KINDS.get(kinds, "")
