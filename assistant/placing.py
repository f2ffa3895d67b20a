"""Which paper of a library an entry of a file is of, while files are read that may have changed.

What a file said when it was last read is no word against what it says now. So the places in files that are still to be
read count for nothing, and a paper that is left without a place makes way for the one that stands where it stood.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from assistant import corpus
from assistant.language.text import title_key
from assistant.records import Entry, Paper
from assistant.storage.library import Library

_SHARED = [field.name for field in fields(Entry) if field.name not in ("file", "line")]


class Placing:
    """The places of papers in the files of one call; use it as the writer of the library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._to_read: set[str] = set()
        self._stood_here: set[str] = set()
        self._places: list[tuple[int, str, int]] = []
        self._successors: dict[str, str] = {}

    def expect(self, files: Iterable[str]) -> None:
        """Say which files will be read."""
        self._to_read.update(path for file in files for path in self._library.paths_in(file))

    def begin(self, file: str) -> None:
        """Forget where papers stand in a file, which is read now."""
        paths = self._library.paths_in(file)
        self._stood_here, self._places = self._library.standing_in(paths), self._library.places_in(paths)
        self._library.forget_sources(file)
        self._to_read.difference_update(paths)

    def keep(self, file: str) -> None:
        """Let the papers that were not found again stand where they stood: the file was not read to its end."""
        again = {number for number, *_ in self._library.places_in(self._library.paths_in(file))}
        for number, path, line in self._places:
            if number not in again:
                self._library.put_source(number, path, line)

    def place(self, entry: Entry) -> tuple[Paper, Paper | None]:
        """Return the paper that an entry is of, with the entry merged in, and what is known of it so far."""
        library = self._library
        alike = library.papers_like(title_key(entry.title), entry, self._to_read)
        alike.sort(key=lambda other: other.id not in self._stood_here)
        paper = corpus.place(entry, alike)
        known = next((other for other in alike if other.id == paper.id), None)
        if known is None and library.paper(paper.id):  # of a paper that has got another title since
            identity = corpus.paper_id(entry.title, entry.abstract)
            known = library.paper(identity, self._to_read)
            paper = corpus.merge(known, entry) if known else replace(paper, id=identity)
        for other in alike:
            if other.id != paper.id and not other.sources and corpus.is_of(entry, other):
                self._successors[other.id] = paper.id
        if known and not known.sources:  # it stands nowhere else, so this file says what it is now
            paper = corpus.renew(known, entry)
        return paper, known

    def settle(self) -> int:
        """Put the successor in the place of each paper that stands nowhere any more, call it behind each file.

        Returns:
            How many papers have other words now.
        """
        changed = 0
        for gone, successor in list(self._successors.items()):
            if self._library.stands_nowhere(gone):
                changed += self._succeed(gone, successor)
                del self._successors[gone]
        return changed

    def _succeed(self, gone: str, successor: str) -> bool:
        """Make one paper of two, with what the successor says, under the older id."""
        library = self._library
        old, new = library.paper(gone), library.paper(successor)
        if old is None or new is None or not new.sources:
            return False
        kept, other = (old, new) if library.number(old) < library.number(new) else (new, old)
        said = Entry(file="", line=0, **{name: getattr(new, name) for name in _SHARED})
        paper = replace(corpus.renew(old, said), id=kept.id)
        library.replace_paper(other.id, kept.id)
        library.put_paper(paper, title_key(paper.title))
        return kept is old
