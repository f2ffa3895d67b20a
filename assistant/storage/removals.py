"""Take papers out of a library, so that it can be undone until the library is compacted.

A removal is one transaction: what it takes away is kept beside, vectors too, so that nothing is embedded again when it
is undone. Chroma is brought up to date by whoever removes, as after every other change.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from assistant.language.text import digest, first_words, words_digest
from assistant.records import Entry, Paper, Source
from assistant.storage.lexicon import LISTED, listed
from assistant.storage.standing import files_of

NEXT_NUMBER = (
    "(SELECT max(CAST(value AS INTEGER), coalesce((SELECT max(rowid) FROM papers), 0)) + 1 FROM meta"
    " WHERE key = 'highest_paper')"
)
"""The number of a new paper, given to none before; NULL, which means the next one, where nothing was ever removed."""
REMOVED, PRUNED = "removed", "pruned"
_NOW = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
_WITH_VECTORS = ("passages", "sentences")
_KNOWN_BY = ("title_key", "doi", "arxiv_id", "opening")


@dataclass(frozen=True, slots=True)
class Removal:
    """What one call has taken away.

    Attributes:
        at: when, in UTC, ISO 8601.
        kind: REMOVED by a person, or PRUNED since the files are gone.
        papers: how many are gone.
        kept: how many only stand in fewer files.
    """

    number: int
    at: str
    kind: str
    papers: int
    kept: int


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A paper that was removed on purpose.

    Attributes:
        words: the digest of its title and abstract.
        paper: as it was; None once the library was compacted.
    """

    number: int
    at: str
    words: str
    paper: Paper | None


@dataclass(frozen=True, slots=True)
class KeptAway:
    """Where a paper that was removed on purpose stands in a file.

    Attributes:
        inner: the name within an archive.
    """

    at: str
    title: str
    inner: str
    line: int


class Removals(ABC):
    """What of a Library takes papers away and brings them back; see `schema` for the tables."""

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
    def transaction(self) -> AbstractContextManager[None]:
        """Keep all that the block writes, or nothing of it."""

    @abstractmethod
    def give_room_back(self) -> None:
        """Write the file anew, without room that nothing fills; call it as the writer."""

    def remove_papers(self, numbers: Sequence[int]) -> Removal:
        """Take papers away with all that is known of them; indexing does not bring them back unless it is told to."""
        with self.transaction():
            removal = self._begin_removal(REMOVED)
            self._take_away(removal, numbers)
            for number, content in self._rows("SELECT paper, content FROM taken WHERE removal = ?", (removal,)):
                self._keep_out(number, json.loads(content))
        return self._removal(removal)

    def remove_sources(self, paths: Iterable[str]) -> Removal:
        """Forget that papers stand in these files, and take away those that stand in no other."""
        names = listed(paths)
        with self.transaction():
            removal = self._begin_removal(PRUNED)
            alone = self.standing_only_in(names)
            kept = self._rows(
                f"SELECT DISTINCT paper FROM sources WHERE path IN {LISTED} AND paper NOT IN {LISTED}",
                (names, listed(alone)),
            )
            for (number,) in kept:
                rows = self._dump("sources", "paper", number, f"AND path IN {LISTED}", (names,))
                content = {"sources": rows, "files": self._files_of(rows)}
                self._do("INSERT INTO taken VALUES (?, ?, 0, ?)", (removal, number, json.dumps(content)))
            self._take_away(removal, alone)
            self._do(f"DELETE FROM sources WHERE path IN {LISTED}", (names,))
            self._do(f"DELETE FROM files WHERE path IN {LISTED}", (names,))
        return self._removal(removal)

    def source_paths(self) -> list[str]:
        """Return the paths of all files that papers stand in, or that were read; those in archives as `path!inner`."""
        return [row[0] for row in self._rows("SELECT path FROM sources UNION SELECT path FROM files")]

    def standing_only_in(self, names: str) -> list[int]:
        """Return the numbers of the papers that stand in no file but these, which are `listed`."""
        query = (
            f"SELECT DISTINCT paper FROM sources WHERE path IN {LISTED}"
            f" EXCEPT SELECT paper FROM sources WHERE path NOT IN {LISTED}"
        )
        return [row[0] for row in self._rows(query, (names, names))]

    def removals(self) -> list[Removal]:
        """Return the removals that can be undone, the last one first."""
        rows = self._rows("SELECT number FROM removals ORDER BY number DESC")
        return [self._removal(row[0]) for row in rows]

    def undo_removal(self) -> Removal | None:
        """Bring back what the last removal took away, with its vectors; None if there is none to undo."""
        if not (last := next(iter(self.removals()), None)):
            return None
        with self.transaction():
            for number, is_whole, content in self._rows(
                "SELECT paper, is_whole, content FROM taken WHERE removal = ?", (last.number,)
            ):
                self._bring_back(last, number, bool(is_whole), json.loads(content))
            self._do("DELETE FROM removals WHERE number = ?", (last.number,))
        return last

    def taken_papers(self) -> set[tuple[int, int]]:
        """Return the numbers of the removals that can be undone, each with that of a paper that it took away."""
        return {(row[0], row[1]) for row in self._rows("SELECT removal, paper FROM taken WHERE is_whole")}

    def forget_empty_removals(self) -> None:
        """Forget the removals of which nothing is left to bring back."""
        self._do("DELETE FROM removals WHERE number NOT IN (SELECT removal FROM taken)")

    def removed_titles(self, removal: Removal) -> list[str]:
        """Return the titles of the papers that a removal took away."""
        return [title for _, title in self.removed_names(removal)]

    def removed_names(self, removal: Removal) -> list[tuple[str, str]]:
        """Return the ids and titles of the papers that a removal took away."""
        names = "json_extract(content, '$.papers[0].id'), json_extract(content, '$.papers[0].title')"
        query = f"SELECT {names} FROM taken WHERE removal = ? AND is_whole ORDER BY paper"
        return [(row[0], row[1]) for row in self._rows(query, (removal.number,))]

    def kept_out_by_file(self) -> dict[str, list[KeptAway]]:
        """Return the papers removed on purpose by the files that they stood in, as far as that is still known."""
        rows = self._rows(
            "SELECT json_extract(s.value, '$.path'), json_extract(s.value, '$.line'), k.at, k.title"
            " FROM kept_out k JOIN taken t ON t.paper = k.paper AND t.is_whole, json_each(t.content, '$.sources') s"
            " WHERE k.title IS NOT NULL ORDER BY 1, 2"
        )
        found: dict[str, list[KeptAway]] = {}
        for path, line, at, title in rows:
            for file, inner in files_of(path):
                found.setdefault(file, []).append(KeptAway(at, title, inner, line))
        return found

    def kept_out_like(self, title_key: str, entry: Entry) -> list[KeptOut]:
        """Return the papers, removed on purpose, that an entry may be of."""
        values = {"title_key": title_key, "doi": entry.doi, "arxiv_id": entry.arxiv_id}
        values |= {"opening": first_words(entry.abstract), "words": words_digest(entry.title, entry.abstract)}
        if not self._rows("SELECT 1 FROM kept_out LIMIT 1"):
            return []
        known = {name: value for name, value in values.items() if value}
        union = " UNION ".join(f"SELECT paper FROM kept_out WHERE {name} IN (?, ?)" for name in known)
        rows = self._rows(
            f"SELECT paper, at, words, title, abstract, doi, arxiv_id FROM kept_out WHERE paper IN ({union})",
            [form for value in known.values() for form in (value, digest(value))],
        )
        return [KeptOut(number, at, words, _as_paper(*row)) for number, at, words, *row in rows]

    def kept_out_numbers(self) -> set[int]:
        """Return the numbers of the papers that were removed on purpose."""
        return {row[0] for row in self._rows("SELECT paper FROM kept_out")}

    def let_in(self, number: int) -> None:
        """Let indexing bring a removed paper back."""
        self._do("DELETE FROM kept_out WHERE paper = ?", (number,))

    def compact(self) -> None:
        """Forget for good what was removed, and give the room back; what was removed on purpose is still kept out.

        Call it as the writer. Each step is whole by itself, so it may be stopped at any moment.
        """
        with self.transaction():
            self._do("DELETE FROM removals")
            nothing = ", ".join(f"{name} = NULL" for name in (*_KNOWN_BY, "title", "abstract"))
            self._do(f"UPDATE kept_out SET {nothing}")
            self._do("DELETE FROM spellings WHERE papers <= 0")
        self.give_room_back()

    # ------------------------------------------------------------------

    def _remember_numbers(self) -> None:
        """Write down the highest number of a paper, which is given to none again."""
        self._do(
            "INSERT OR REPLACE INTO meta SELECT 'highest_paper', max(coalesce((SELECT max(rowid) FROM papers), 0),"
            " coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'highest_paper'), 0))"
        )

    def _begin_removal(self, kind: str) -> int:
        self._remember_numbers()
        return self._do(f"INSERT INTO removals (at, kind) VALUES ({_NOW}, ?)", (kind,))

    def _removal(self, number: int) -> Removal:
        row = self._rows(
            "SELECT at, kind, (SELECT count(*) FROM taken WHERE removal = number AND is_whole),"
            " (SELECT count(*) FROM taken WHERE removal = number AND NOT is_whole) FROM removals WHERE number = ?",
            (number,),
        )[0]
        return Removal(number, *row)

    def _take_away(self, removal: int, numbers: Sequence[int]) -> None:
        tables = self._tables_of_papers()
        for number in numbers:
            papers = self._dump("papers", "rowid", number)
            if not papers:
                continue
            content = {"papers": papers} | {table: self._dump(table, column, number) for table, column in tables}
            content["files"] = self._files_of(content["sources"])
            self._do("INSERT INTO taken VALUES (?, ?, 1, ?)", (removal, number, json.dumps(content)))
            self._do(
                'INSERT INTO taken_passages SELECT ?, paper, start, "end", vector FROM passages WHERE paper = ?'
                " ORDER BY rowid",
                (removal, number),
            )
            self._do(
                "INSERT INTO taken_sentences SELECT ?, paper, spans, vectors FROM sentences WHERE paper = ?",
                (removal, number),
            )
            self._spell(papers[0]["title"], papers[0]["abstract"], -1)
            self._do("DELETE FROM papers WHERE rowid = ?", (number,))  # and all that refers to it

    def _keep_out(self, number: int, content: dict[str, Any]) -> None:
        paper = content["papers"][0] | next(iter(content["publications"]), {})
        title, abstract = paper["title"], paper["abstract"]
        opening = first_words(abstract)
        known = (
            paper["title_key"],
            title,
            abstract,
            paper.get("doi"),
            paper.get("arxiv_id"),
            opening and digest(opening),
        )
        self._do(
            f"INSERT OR REPLACE INTO kept_out VALUES (?, {_NOW}, ?, ?, ?, ?, ?, ?, ?)",
            (number, words_digest(title, abstract), *known),
        )

    def _bring_back(self, removal: Removal, number: int, is_whole: bool, content: dict[str, Any]) -> None:
        before = content.pop("files", [])
        again = [row["path"] for row in self._files_of(content.get("sources", ())) if row not in before]
        if is_whole:
            paper = content["papers"][0]
            known = self._rows("SELECT rowid FROM papers WHERE id = ?", (paper["id"],))
            if known:  # it has come back meanwhile, from another file
                content = {"sources": [row | {"paper": known[0][0]} for row in content.get("sources", ())]}
            else:
                self._spell(paper["title"], paper["abstract"], 1)
                self.load_rows("papers", content.pop("papers"))
                self._do(
                    'INSERT INTO passages (paper, start, "end", vector) SELECT paper, start, "end", vector'
                    " FROM taken_passages WHERE removal = ? AND paper = ? ORDER BY rowid",
                    (removal.number, number),
                )
                self._do(
                    "INSERT INTO sentences SELECT paper, spans, vectors FROM taken_sentences"
                    " WHERE removal = ? AND paper = ?",
                    (removal.number, number),
                )
            self.let_in(number)
        elif not self._rows("SELECT 1 FROM papers WHERE rowid = ?", (number,)):
            return  # it was removed since, whole
        for table, rows in content.items():
            self.load_rows(table, rows)
        # a file that has changed since must be read once more, for it may not hold the paper where it did
        self._do(f"DELETE FROM files WHERE path IN {LISTED}", (listed(again),))

    def _files_of(self, sources: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the files that papers stand in, each with its digest as it was last read."""
        paths = {file for row in sources for file, _ in files_of(row["path"])}
        rows = self._rows(f"SELECT path, sha256 FROM files WHERE path IN {LISTED}", (listed(paths),))
        return [{"path": path, "sha256": sha256} for path, sha256 in rows]

    def _tables_of_papers(self) -> list[tuple[str, str]]:
        """Return the tables whose rows belong to a paper, but for the vectors, and the columns that say to which."""
        return [
            (table, column)
            for table, column in self._rows(
                'SELECT m.name, f."from" FROM sqlite_master m, pragma_foreign_key_list(m.name) f'
                " WHERE m.type = 'table' AND f.\"table\" = 'papers'"
            )
            if table not in _WITH_VECTORS
        ]

    def _dump(
        self, table: str, column: str, number: int, condition: str = "", values: Sequence[Any] = ()
    ) -> list[dict[str, Any]]:
        names = self._columns(table)
        query = f"SELECT {_quoted(names)} FROM {table} WHERE {column} = ? {condition}"
        return [dict(zip(names, row, strict=True)) for row in self._rows(query, (number, *values))]

    def load_rows(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Put rows into a table, those that are not there already, without columns that it does not have."""
        for row in rows:
            names = [name for name in self._columns(table) if name in row]
            marks = ", ".join("?" * len(names))
            values = [row[name] for name in names]
            self._do(f"INSERT OR IGNORE INTO {table} ({_quoted(names)}) VALUES ({marks})", values)

    def _columns(self, table: str) -> list[str]:
        return [row[0] for row in self._rows("SELECT name FROM pragma_table_info(?)", (table,))]


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _as_paper(title: str | None, abstract: str | None, doi: str | None, arxiv_id: str | None) -> Paper | None:
    """Return a removed paper as far as another one is compared with it."""
    if title is None or abstract is None:
        return None
    return Paper("", title, abstract, sources=(Source("", 0),), doi=doi, arxiv_id=arxiv_id)
