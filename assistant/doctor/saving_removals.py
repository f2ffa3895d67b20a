"""Copy from a damaged library what its removals took away, so that they can still be undone."""

from __future__ import annotations

import json
import sqlite3

from assistant.doctor.stored_rows import Stored, all_rows, are_sound_vectors, is_sound_paper, rows_of
from assistant.storage.library import Library
from assistant.storage.removals import PRUNED, REMOVED

_VECTORS = ("taken_passages", "taken_sentences")


def copy_removals(source: sqlite3.Connection, library: Library) -> set[int]:
    """Copy what can be read of removals, and is not there yet, into a library that has the papers already.

    Vectors that are not as they were stored are left out: their papers are embedded again once they are back.

    Returns:
        The numbers of the papers that are named as removed, and could be brought back before.
    """
    named = {row["paper"] for row in all_rows(source, "kept_out") if row["title"] is not None}
    library.load_rows("removals", filter(_is_sound_removal, all_rows(source, "removals")))
    there = {row[0] for row in library.raw_papers()}
    there |= {number for _, number in library.taken_papers()}
    for removal in library.removals():
        passages, sentences = (_by_paper(rows_of(source, table, "removal", removal.number)) for table in _VECTORS)
        for row in rows_of(source, "taken", "removal", removal.number):
            number, content = row["paper"], _content_of(row)
            if row["is_whole"]:
                named.add(number)
            if not content or (row["is_whole"] and number in there):
                continue
            library.load_rows("taken", [row])
            if not row["is_whole"]:
                continue
            there.add(number)
            own = passages.get(number, []), sentences.get(number, [])
            if are_sound_vectors(*own, content.get("vector_checksums", [])):
                for table, vectors in zip(_VECTORS, own, strict=True):
                    library.load_rows(table, vectors)
        named.update(sentences)
    return named


def _is_sound_removal(row: Stored) -> bool:
    return row["kind"] in (REMOVED, PRUNED) and isinstance(row["at"], str)


def _by_paper(rows: list[Stored]) -> dict[int, list[Stored]]:
    """Return the rows of each paper, each once: a page that nothing uses any more may hold them too."""
    found: dict[int, list[Stored]] = {}
    for row in rows:
        own = found.setdefault(row["paper"], [])
        if row not in own:
            own.append(row)
    return found


def _content_of(row: Stored) -> dict[str, list[Stored]]:
    """Return what was taken of a paper, by tables; nothing if it is not as it was stored."""
    try:
        content: dict[str, list[Stored]] = json.loads(row["content"])
        rows = [own for table in content.values() for own in table]
        is_sound = is_sound_paper(content["papers"][0]) if row["is_whole"] else "papers" not in content
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return {}
    return content if is_sound and all(isinstance(own, dict) for own in rows) else {}
