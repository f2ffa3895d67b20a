"""Save what can be read of a damaged library into a new file, and keep the damaged one beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

import filelock

from assistant.doctor.mending import LOST_OF, mend
from assistant.doctor.recovering import recover
from assistant.doctor.saving_removals import copy_removals
from assistant.doctor.stored_rows import all_rows, are_sound_vectors, is_sound_paper, rows_of
from assistant.errors import LibraryBusy, LibraryError
from assistant.storage import schema
from assistant.storage.library import FILE, LOCK, Library
from assistant.storage.seal import break_seal, free_name, said_of

STAGING = "salvage"
_OTHERS = ("kept_out", "meta")
_VECTORS = ("passages", "sentences", "vector_checksums")
_NOT_KEPT = ("id", "ordered", LOST_OF)
"""Facts of the library that a new one has of its own."""
_BLIND = 5000
"""So many numbers behind the highest one that was found are tried."""
_SMALLEST = 20
"""Bytes of the smallest paper."""


def salvage(folder: Path) -> str:
    """Put a new file with all papers that can be read in the place of a damaged one, and say what was done.

    Words, spellings, and vectors that were damaged are made anew; removals can still be undone; which files were read
    is forgotten, so that indexing them again brings back the papers that were lost. What SQLite cannot read is read
    from the pages that are whole.

    Raises:
        LibraryError: the file is sound, and stays; or nothing of it could be saved, and it was set aside.
    """
    staging, damaged = folder / STAGING, folder / FILE
    if is_whole(damaged):
        raise LibraryError(
            f"{damaged} is sound and stays where it is: what keeps it from being opened lies beside it",
            "look for files and folders beside it that are not yours to write, and move them away",
        )
    aside = free_name(damaged)
    try:
        with filelock.FileLock(folder / LOCK, timeout=0):
            _clear(staging)
            held = said_of(damaged).papers
            with Library(staging, create=True) as library:
                found, named, gone = _save(damaged, staging, library)
                total = max(held or 0, named, found)
                if found < total:
                    library.put_meta(LOST_OF, str(total))
                library.give_room_back()
            for end in ("-wal", "-shm"):  # the new file must not be read with the log of the old one
                with suppress(FileNotFoundError):
                    damaged.with_name(FILE + end).rename(aside.with_name(aside.name + end))
            try:
                os.link(damaged, aside)
            except OSError:  # not every disk has links
                shutil.copy2(damaged, aside)
            break_seal(damaged)
            (staging / FILE).replace(damaged)
            _clear(staging)
    except filelock.Timeout:
        raise LibraryBusy(f"another process is writing to the library {folder}", "wait until it has finished") from None
    said = f"{f'{found:,} of {total:,}' if total else '0'} papers were saved, the damaged file is now {aside}"
    again = "index the files of the papers again, which brings back those that were lost"
    if not found:
        raise LibraryError(f"{said}: {again}, or put a copy of the library in its place", again)
    lost = f"{total - found:,} are lost: {again}; " if found < total else ""
    lost += f"{gone:,} removed papers cannot be brought back any more; " if gone else ""
    return f"{said}; {lost}{mend(folder)}"


def is_whole(file: Path) -> bool:
    """Whether a database is sound by itself, whatever lies beside it: read without its log and without locks."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(":memory:")) as new:
        schema.create(new)
        with closing(sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1", uri=True)) as db:
            query = "SELECT name, sql FROM sqlite_master"
            is_present = db.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION
            is_ours = db.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION
            if not is_ours or (is_present and set(db.execute(query)) != set(new.execute(query))):
                return False
            found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
            return bool(found == "ok" and not db.execute("PRAGMA foreign_key_check").fetchone())
    return False


def _save(damaged: Path, staging: Path, library: Library) -> tuple[int, int, int]:
    """Copy what can be read of a file.

    Returns:
        How many papers that are, how many are named in it, and how many removed ones cannot be brought back any more.
    """
    most = damaged.stat().st_size // _SMALLEST
    removed: set[int] = set()
    with suppress(sqlite3.Error), closing(sqlite3.connect(damaged)) as source:
        removed |= _copy(source, library, most)
    with closing(sqlite3.connect(staging / "pages.sqlite")) as scratch:
        named = recover(damaged, scratch)
        removed |= _copy(scratch, library, 0)
    library.forget_empty_removals()
    removed -= {number for _, number in library.taken_papers()} | {row[0] for row in library.raw_papers()}
    return library.paper_count(), named, len(removed)


def _clear(folder: Path) -> None:
    if os.path.lexists(folder):
        shutil.rmtree(folder)


def _copy(source: sqlite3.Connection, library: Library, most: int) -> set[int]:
    """Copy what can be read, and is not there yet, into a library; return what `copy_removals` does."""
    source.text_factory = lambda data: data.decode("utf-8", "replace")
    with library.transaction():
        for table in _OTHERS:
            library.load_rows(table, [row for row in all_rows(source, table) if row.get("key") not in _NOT_KEPT])
        there = {row[0] for row in library.raw_papers()} | library.kept_out_numbers()
        there.update(number for _, number in library.taken_papers())
        for number in _numbers(source, most):
            paper = next((row for row in rows_of(source, "papers", "rowid", number) if is_sound_paper(row)), None)
            if number in there or paper is None:
                continue
            library.load_rows("papers", [paper])
            for table in ("publications", "sources"):
                library.load_rows(table, rows_of(source, table, "paper", number))
            passages, sentences, sums = (rows_of(source, table, "paper", number) for table in _VECTORS)
            if are_sound_vectors(passages, sentences, sums):  # else it is embedded again
                own = [{name: row[name] for name in row if name != "rowid"} for row in passages]
                for table, rows in zip(_VECTORS, (own, sentences, sums), strict=True):
                    library.load_rows(table, rows)
        return copy_removals(source, library)


def _numbers(source: sqlite3.Connection, most: int) -> Iterator[int]:
    """Yield the numbers of papers, as far as they can be found: first from both ends, then by trying.

    Args:
        most: the highest one there can be, since a damaged page may name any.
    """
    seen: set[int] = set()
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error):
            for (number,) in source.execute(f"SELECT rowid FROM papers NOT INDEXED ORDER BY rowid {order}"):
                if number not in seen:
                    seen.add(number)
                    yield number
                elif order == "DESC":
                    break
    for number in range(1, min(max(seen, default=0) + _BLIND, most) + 1):
        if number not in seen:
            yield number
