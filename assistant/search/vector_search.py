"""Choose what searches the vectors of a library, and go on when that fails.

Chroma is used for as long as it is what we left and says what the stored vectors say. From its first failure on every
vector is compared, and Chroma is made anew beside, from the stored vectors, unless the library is too large to do that
unasked.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

from assistant.errors import LibraryError
from assistant.search.vectors import (
    EXACT_LIMIT,
    Allowed,
    ChromaIndex,
    ExactIndex,
    VectorIndex,
    failure,
    held_state,
    synchronise,
    wanted_state,
)
from assistant.storage.library import Library, Vectors

MENDED_UNASKED = 10_000
"""Passages that Chroma takes in some seconds."""

Narrate = Callable[[str], None]


class LibraryIndex:
    """What searches the vectors of a library as they are now; another process may change them between two questions.

    Args:
        choice: "chroma", "exact", or "auto": exact up to `EXACT_LIMIT` passages, Chroma above, or if it is on a server.
        server: address of a Chroma server; the library's folder is it if empty.
        narrate: told in one line when Chroma should have been used but cannot be, now or at a later question.
    """

    def __init__(self, library: Library, choice: str, narrate: Narrate, server: str = "") -> None:
        self._library, self._choice, self._narrate, self._server = library, choice, narrate, server
        self._mending: threading.Thread | None = None
        self._seen = library.changes()
        self._state = wanted_state(library)
        self._index = self._open()

    @property
    def is_exact(self) -> bool:
        """Whether every vector is compared."""
        return isinstance(self._index, ExactIndex)

    def nearest(self, vector: Vectors, count: int, allowed: Allowed = None) -> list[tuple[int, float]]:
        """Return paper numbers with the cosine of their best passage, best first."""
        self._follow()
        try:
            return self._index.nearest(vector, count, allowed)
        except LibraryError as error:
            if self.is_exact:
                raise
            self._let_go()
            self._index = self._instead(error)
            return self._index.nearest(vector, count, allowed)

    def close(self) -> None:
        """Free what the index holds, once Chroma is made anew, if it must be; calling it twice does no harm."""
        self._let_go()
        if self._mending:
            self._mending.join()

    def _let_go(self) -> None:
        with contextlib.suppress(LibraryError):
            self._index.close()

    def _follow(self) -> None:
        """Open the index anew if the vectors have changed since."""
        seen = self._library.changes()
        if seen == self._seen:
            return
        self._seen = seen
        if (state := wanted_state(self._library)) != self._state:
            self._state = state
            self._let_go()
            self._index = self._open()

    def _open(self) -> VectorIndex:
        passages = self._state.passages
        if not uses_chroma(self._choice, passages, self._server):
            return ExactIndex(self._library)
        try:
            if held_state(self._library, self._server) != self._state:
                raise failure(self._library, self._server, "it is not what the library holds")
            with contextlib.ExitStack() as opened:
                index = opened.enter_context(contextlib.closing(ChromaIndex(self._library, self._server)))
                if (count := index.count()) != passages:
                    raise failure(self._library, self._server, f"it has {count} of {passages} passages")
                opened.pop_all()
        except LibraryError as error:
            return self._instead(error)
        return index

    def _instead(self, error: LibraryError) -> ExactIndex:
        """Return the exact index, and begin to make Chroma anew; a server is not written to unasked."""
        writer = self._library.writer()
        is_small = self._state.passages <= MENDED_UNASKED
        is_mended = is_small and not writer and self._mending is None and not self._server
        what = f"{writer} is writing" if writer else "it is made anew from them" if is_mended else error.hint
        self._narrate(f"{error.message}; searching the stored vectors instead ({what})")
        if is_mended:
            self._mending = threading.Thread(target=_mend, args=(self._library.folder,), daemon=True)
            self._mending.start()
        return ExactIndex(self._library)


def uses_chroma(choice: str, passages: int, server: str = "") -> bool:
    """Whether a library of so many passages is searched with Chroma; see `LibraryIndex`."""
    return choice == "chroma" or (choice == "auto" and (passages > EXACT_LIMIT or bool(server)))


def open_index(library: Library, choice: str, narrate: Narrate, server: str = "") -> LibraryIndex:
    """Return what searches the vectors; see `LibraryIndex`."""
    return LibraryIndex(library, choice, narrate, server)


def _mend(folder: Path) -> None:
    """Make Chroma anew; if another process writes, or nobody may, it stays as it is."""
    with contextlib.suppress(LibraryError), Library(folder) as library, library.writing():
        synchronise(library, rebuild=True)
