"""Nearest passages to a question: Chroma, or an exact scan of the Library's own vectors; the only import of chromadb.

Chroma is derived. What it holds is compared with the Library each time it is opened, and whatever differs is brought
over again from the stored vectors. It is never opened while another process writes, since two processes on one Chroma
folder wait on each other without limit.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from assistant.library import Library, StoredPassage, Vectors

COLLECTION = "passages"
FOLDER = "chroma"
STATE = "chroma.json"
BATCH = 5000
EXACT_LIMIT = 20_000
"""Up to so many passages an exact scan (under 5 ms) is quicker than importing Chroma (about 1 s)."""


class VectorIndex(Protocol):
    """What retrieval needs of a vector index."""

    def nearest(self, vector: Vectors, count: int) -> list[tuple[int, float]]:
        """Return paper numbers with the cosine of their best passage, best first, at most `count`."""
        ...

    def close(self) -> None:
        """Free what the index holds; calling it twice does no harm."""
        ...


@dataclass(frozen=True, slots=True)
class _State:
    """What Chroma was last brought to: the Library's number of passages and its newest change."""

    passages: int
    change: int


class ExactIndex:
    """All passage vectors in memory, compared one by one."""

    def __init__(self, library: Library) -> None:
        self._papers, self._vectors = library.passage_matrix()

    def nearest(self, vector: Vectors, count: int) -> list[tuple[int, float]]:
        """Return paper numbers with the cosine of their best passage, best first."""
        if not len(self._papers):
            return []
        cosines = self._vectors @ vector
        return _best_of_each(zip(self._papers[order := np.argsort(-cosines)], cosines[order], strict=True), count)

    def close(self) -> None:
        """Nothing is held open."""


class ChromaIndex:
    """The collection of a library; close it, or use it in `contextlib.closing`."""

    def __init__(self, library: Library) -> None:
        import chromadb
        from chromadb.config import Settings

        self._library = library
        self._folder = library.folder / FOLDER
        self._client: Any = chromadb.PersistentClient(str(self._folder), Settings(anonymized_telemetry=False))
        self._collection: Any = self._client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def close(self) -> None:
        """Let go of Chroma's files; calling it twice does no harm."""
        self._client.close()

    def count(self) -> int:
        """Return how many passages Chroma says it holds."""
        return int(self._collection.count())

    def nearest(self, vector: Vectors, count: int) -> list[tuple[int, float]]:
        """Return paper numbers with the cosine of their best passage, best first."""
        wanted = min(2 * count, self.count())
        if not wanted:
            return []
        found = self._collection.query(
            query_embeddings=[vector.tolist()], n_results=wanted, include=["metadatas", "distances"]
        )
        pairs = zip(found["metadatas"][0], found["distances"][0], strict=True)
        return _best_of_each(((meta["paper"], 1.0 - distance) for meta, distance in pairs), count)

    def add(self, batch: list[StoredPassage]) -> None:
        """Put passages in, in place of those with the same number."""
        self._collection.upsert(
            ids=[str(passage.rowid) for passage in batch],
            embeddings=np.stack([passage.vector for passage in batch]),
            metadatas=[{"paper": passage.paper} for passage in batch],
        )

    def drop_strangers(self) -> None:
        """Remove passages that the Library does not hold any more."""
        known = {str(passage.rowid) for batch in self._library.passages() for passage in batch}
        strangers = [identifier for identifier in self._collection.get(include=[])["ids"] if identifier not in known]
        if strangers:
            self._collection.delete(ids=strangers)


def synchronise(library: Library, progress: Callable[[int], None] = lambda _: None, *, rebuild: bool = False) -> int:
    """Bring Chroma to what the Library holds, without embedding anything; call it as the writer.

    Args:
        progress: told how many passages were put in since the last call.
        rebuild: throw Chroma's folder away first.

    Returns:
        How many passages were put in.
    """
    state = _read_state(library)
    passages, change = library.passage_state()
    folder = library.folder / FOLDER
    if state == _State(passages, change) and folder.exists() and not rebuild:
        return 0
    if rebuild or state is None or not folder.exists():
        _forget(library)
        state = _State(0, 0)
    _state_path(library).unlink(missing_ok=True)
    added = 0
    with contextlib.closing(ChromaIndex(library)) as index:
        for batch in library.passages(since=state.change, batch=BATCH):
            index.add(batch)
            added += len(batch)
            progress(len(batch))
        if index.count() != passages:
            index.drop_strangers()
        is_whole = index.count() == passages
    if not is_whole and not rebuild:
        return synchronise(library, progress, rebuild=True)
    _write_state(library, _State(passages, change))
    return added


def open_index(library: Library, choice: str, narrate: Callable[[str], None]) -> VectorIndex:
    """Return what searches the vectors.

    Args:
        choice: "chroma", "exact", or "auto": exact up to `EXACT_LIMIT` passages, Chroma above.
        narrate: told in one line when Chroma should have been used but cannot be.
    """
    passages, change = library.passage_state()
    if choice == "exact" or (choice == "auto" and passages <= EXACT_LIMIT):
        return ExactIndex(library)
    if _read_state(library) != _State(passages, change) or not (library.folder / FOLDER).exists():
        narrate("Chroma is behind the library: searching the stored vectors (assistant index --rebuild mends it)")
        return ExactIndex(library)
    return ChromaIndex(library)


def _forget(library: Library) -> None:
    _state_path(library).unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(library.folder / FOLDER)


def _state_path(library: Library) -> Path:
    return library.folder / STATE


def _read_state(library: Library) -> _State | None:
    try:
        return _State(**json.loads(_state_path(library).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write_state(library: Library, state: _State) -> None:
    _state_path(library).write_text(json.dumps(asdict(state)), encoding="utf-8")


def _best_of_each(pairs: Iterator[tuple[Any, Any]], count: int) -> list[tuple[int, float]]:
    """Keep the first of each paper of pairs that come best first."""
    best: dict[int, float] = {}
    for paper, cosine in pairs:
        best.setdefault(int(paper), float(cosine))
        if len(best) == count:
            break
    return list(best.items())
