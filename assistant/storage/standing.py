"""Where papers stand: their files, which of them were read, and which paper has come in the place of another."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from assistant.records import Source
from assistant.storage.lexicon import LISTED, listed

_REPORT = "report:"


class Standing(ABC):
    """What of a Library knows the files of papers; see `schema` for the tables."""

    @abstractmethod
    def _do(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run a statement."""

    @abstractmethod
    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""

    @abstractmethod
    def _spell(self, title: str, abstract: str, papers: int) -> None:
        """Count the words of one more paper, or of one less."""

    @abstractmethod
    def _translated(self) -> AbstractContextManager[None]:
        """Turn what goes wrong with the file into a LibraryError."""

    @abstractmethod
    def _remember_numbers(self) -> None:
        """Write down the highest number of a paper, which is given to none again."""

    def put_source(self, number: int, path: str, line: int) -> None:
        """Remember that paper `number` stands in a file."""
        self._do("INSERT OR IGNORE INTO sources VALUES (?, ?, ?)", (number, path, line))

    def forget_sources(self, path: str) -> None:
        """Forget which papers stand in a file, or in an archive, before it is read again; the papers stay."""
        for own in self.paths_in(path):
            self._do("DELETE FROM sources WHERE path = ?", (own,))
        self._do("DELETE FROM files WHERE path = ?", (path,))  # until it is read to its end

    def paths_in(self, path: str) -> list[str]:
        """Return the file itself and those in it, if it is an archive, as far as papers stand in them.

        A file beside it, of which the name goes on with a "!", is none of those.
        """
        query = "SELECT DISTINCT path FROM sources WHERE path = ? OR (path > ? AND path < ?)"
        found = [row[0] for row in self._rows(query, (path, f"{path}!", f'{path}"'))]  # '"' comes next to "!"
        others = self._files_among({own for own in found if own != path})
        return [own for own in found if own not in others]

    def standing_in(self, paths: Iterable[str]) -> set[str]:
        """Return the ids of the papers that stand in these files."""
        query = f"SELECT id FROM papers WHERE rowid IN (SELECT paper FROM sources WHERE path IN {LISTED})"
        return {row[0] for row in self._rows(query, (listed(paths),))}

    def places_in(self, paths: Iterable[str]) -> list[tuple[int, str, int]]:
        """Return the numbers of the papers that stand in these files, with the file and the line of each."""
        rows = self._rows(f"SELECT paper, path, line FROM sources WHERE path IN {LISTED}", (listed(paths),))
        return [(row[0], row[1], row[2]) for row in rows]

    def put_file(self, path: str, sha256: str, entries: int, report: str = "") -> None:
        """Remember that a file was read to its end, and what is to be told of that until `forget_reports`."""
        self._do(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
            (path, sha256, entries),
        )
        if report:
            self._do("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_REPORT + path, report))

    def reports(self) -> dict[str, str]:
        """Return what is still to be told of files that were read, by their paths."""
        rows = self._rows("SELECT key, value FROM meta WHERE key GLOB ?", (f"{_REPORT}*",))
        return {key.removeprefix(_REPORT): value for key, value in rows}

    def forget_reports(self, paths: Iterable[str]) -> None:
        """Note that all was told of these files."""
        self._do(f"DELETE FROM meta WHERE key IN {LISTED}", (listed(_REPORT + path for path in paths),))

    def file_digest(self, path: str) -> str | None:
        """Return the sha256 that a file had when it was read."""
        rows = self._rows("SELECT sha256 FROM files WHERE path = ?", (path,))
        return rows[0][0] if rows else None

    def stands_nowhere(self, identifier: str) -> bool:
        """Whether there is a paper of this id, and no file in which it stands."""
        query = "SELECT 1 FROM papers WHERE id = ? AND rowid NOT IN (SELECT paper FROM sources)"
        return bool(self._rows(query, (identifier,)))

    def replace_paper(self, identifier: str, other: str) -> None:
        """Take away a paper in whose place another one has come, which stands where it stood too."""
        ((number, title, abstract),) = self._rows(
            "SELECT rowid, title, abstract FROM papers WHERE id = ?", (identifier,)
        )
        self._do(
            "INSERT OR IGNORE INTO sources SELECT (SELECT rowid FROM papers WHERE id = ?), path, line FROM sources"
            " WHERE paper = ?",
            (other, number),
        )
        self._remember_numbers()
        self._spell(title, abstract, -1)
        self._do("DELETE FROM papers WHERE rowid = ?", (number,))  # and all that refers to it

    def _files_among(self, paths: Collection[str]) -> set[str]:
        query = f"SELECT path FROM files WHERE path IN {LISTED}"
        return {row[0] for row in self._rows(query, (listed(paths),))} if paths else set()

    def _sources(self, condition: str, but: Collection[str] = ()) -> dict[int, list[Source]]:
        sources: dict[int, list[Source]] = {}
        with self._translated():
            rows = self._rows(f"SELECT paper, path, line FROM sources {condition}")
            files = self._files_among({path for _, path, _ in rows if "!" in path})
            for number, path, line in rows:
                if path not in but:
                    sources.setdefault(number, []).append(Source(_source_name(path, path in files), line))
        return sources


def written(path: str | Path) -> str:
    """Return a path as a library knows it: the file that it leads to; SQLite takes no bytes that are not UTF-8."""
    return os.path.realpath(path).encode(errors="backslashreplace").decode()


def files_of(path: str) -> Iterator[tuple[str, str]]:
    """Yield the file of a place where a paper stands, and the place within it: the path is a file, or in an archive.

    Names of files and folders may hold a "!" as those of members do not.
    """
    yield path, ""
    outer, _, inner = path.rpartition("!")
    if outer and inner and not inner.startswith(os.sep):
        yield outer, inner


def _source_name(path: str, is_file: bool) -> str:
    """Return the name of a file, with the path within it if it is an archive."""
    *_, (outer, inner) = [(path, "")] if is_file else files_of(path)
    return f"{Path(outer).name}!{inner}" if inner else Path(outer).name
