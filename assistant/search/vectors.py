"""Nearest passages to a question: Chroma, or an exact scan of the Library's own vectors; the only import of chromadb.

Chroma is derived. What it holds is compared with the Library each time it is opened, and whatever differs is brought
over again from the stored vectors. It is never opened while another process writes, since two processes on one Chroma
folder wait on each other without limit. Nor is it opened when its files are not as we left them: from a damaged segment
it answers wrongly in silence, or ends the process. Whatever it answers is compared with the Library's own vectors, and
cosines are those of these. What goes wrong inside it is a LibraryError.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from assistant.errors import LibraryError
from assistant.search import chroma_files, chroma_server
from assistant.search.chroma_files import DATABASE
from assistant.storage.library import Library, StoredPassage, Vectors

COLLECTION = "passages"
FOLDER = "chroma"
STATE = "chroma.json"
STAMPS = "chroma_stamps"
"""The fact of a library to which states Chroma was brought, the last one last: stamp, passages and newest of each."""
MOST_STAMPS = 20
TABLES = ("collections", "segments", "embeddings", "embeddings_queue", "max_seq_id")
BATCH = 5000
EXACT_LIMIT = 100_000
"""Up to so many passages reading all vectors is quicker than importing and opening Chroma."""
MOST_NEIGHBOURS = 5000
"""Of Chroma, from which those that pass a filter are picked; for a narrower filter the stored vectors are read."""
MOST_FREE = 0.1
"""Share of the pages of Chroma's database that may be empty."""
TOLERANCE = 0.01
"""Between a cosine that Chroma tells and that of the Library's own vector."""

Allowed = Sequence[int] | None


class VectorIndex(Protocol):
    """What retrieval needs of a vector index."""

    def nearest(self, vector: Vectors, count: int, allowed: Allowed = None) -> list[tuple[int, float]]:
        """Return paper numbers with the cosine of their best passage, best first, at most `count`, of those allowed."""
        ...

    def close(self) -> None:
        """Free what the index holds; calling it twice does no harm."""
        ...


@dataclass(frozen=True, slots=True)
class State:
    """What Chroma was last brought to: which Library, its number of passages, and the highest number of one.

    Attributes:
        stamp: drawn when a place was brought there first, and kept in the Library too: a copy or a backup of the
            Library may have gone on otherwise to as many passages. Nothing in what an older version left.
    """

    library: str
    passages: int
    newest: int
    stamp: str = ""


class ExactIndex:
    """All passage vectors in memory, compared one by one."""

    def __init__(self, library: Library) -> None:
        self._papers, self._vectors = library.passage_matrix()

    def vector(self, place: int) -> Vectors:
        """Return the vector of a passage, counted from 0."""
        found: Vectors = self._vectors[place]
        return found

    def nearest(self, vector: Vectors, count: int, allowed: Allowed = None) -> list[tuple[int, float]]:
        """Return paper numbers with the cosine of their best passage, best first."""
        if not len(self._papers):
            return []
        papers, cosines = self._papers, self._vectors @ vector
        if allowed is not None:
            is_allowed = np.zeros(int(papers.max()) + 1, dtype=bool)
            numbers = np.asarray(allowed, dtype=np.int64)
            is_allowed[numbers[numbers < len(is_allowed)]] = True
            kept = is_allowed[papers]
            papers, cosines = papers[kept], cosines[kept]
        return _best_papers(papers, cosines, count)

    def close(self) -> None:
        """Nothing is held open."""


class ChromaIndex:
    """The collection of a library; close it, or use it in `contextlib.closing`.

    Args:
        server: address of the Chroma server that holds it; in the library's folder if empty.
        make: make the collection on the server if it is not there.

    Raises:
        LibraryError: Chroma fails, here or in any method.
    """

    def __init__(self, library: Library, server: str = "", *, make: bool = False) -> None:
        self._library, self._server = library, server
        self._client = _client(library, server)
        try:
            with _translated(library, server):
                self._collection = self._opened(make)
        except LibraryError:
            self.close()
            raise

    def _opened(self, make: bool) -> Any:
        """Return the collection, None if it is not on the server."""
        from chromadb.errors import NotFoundError

        space: Any = {"embedding_function": None, "configuration": {"hnsw": {"space": "cosine"}}}
        if not self._server:
            return self._client.get_or_create_collection(COLLECTION, **space)
        owner = self._library.meta("id") or ""
        name, whose = chroma_server.collection_name(owner), chroma_server.metadata(owner, None)
        try:
            collection = self._client.get_collection(name, embedding_function=None)
        except NotFoundError:
            return self._client.create_collection(name, metadata=whose, **space) if make else None
        chroma_server.check_owner(collection, owner, self._server)
        return collection

    def close(self) -> None:
        """Let go of Chroma's files; calling it twice does no harm."""
        with _translated(self._library, self._server):
            if self._server:
                chroma_server.hang_up(self._client)
            else:
                self._client.close()

    def count(self) -> int:
        """Return how many passages Chroma says it holds."""
        with _translated(self._library, self._server):
            return int(self._collection.count())

    def nearest(self, vector: Vectors, count: int, allowed: Allowed = None) -> list[tuple[int, float]]:
        """Return paper numbers with the cosine of their best passage, best first."""
        total = self.count()
        wanted = min(2 * count, total)
        if allowed is not None:
            wanted = min(total, 2 * count * total // max(1, len(allowed)))
            if wanted > MOST_NEIGHBOURS:
                return _nearest_stored(self._library, vector, count, allowed)
        if not wanted:
            return []
        passes = None if allowed is None else set(allowed)
        with _translated(self._library, self._server):
            found = self._collection.query(query_embeddings=[vector.tolist()], n_results=wanted, include=["distances"])
            claimed = {int(name): 1.0 - far for name, far in zip(found["ids"][0], found["distances"][0], strict=True)}
        if len(claimed) != wanted:
            raise failure(self._library, self._server, f"it found {len(claimed)} of {wanted} passages")
        return _best_of_each(self._checked(claimed, vector, passes), count)

    def _checked(
        self, claimed: dict[int, float], vector: Vectors, passes: set[int] | None
    ) -> Iterator[tuple[int, float]]:
        """Yield papers with the cosines of the Library's own vectors, best first; Chroma's must be the same."""
        stored = self._library.passages_numbered(list(claimed))
        if len(stored) != len(claimed):
            raise failure(self._library, self._server, "it found passages that the library does not hold")
        cosines = np.stack([passage.vector for passage in stored]) @ vector
        if np.abs(cosines - [claimed[passage.rowid] for passage in stored]).max() > TOLERANCE:
            raise failure(self._library, self._server, "its vectors are not those of the library")
        for place in np.argsort(-cosines, kind="stable").tolist():
            if passes is None or stored[place].paper in passes:
                yield stored[place].paper, float(cosines[place])

    def add(self, batch: list[StoredPassage]) -> None:
        """Put passages in, in place of those with the same number."""
        size = chroma_server.BATCH if self._server else BATCH
        for part in (batch[first : first + size] for first in range(0, len(batch), size)):
            with _translated(self._library, self._server):
                self._collection.upsert(
                    ids=[str(passage.rowid) for passage in part],
                    embeddings=np.stack([passage.vector for passage in part]),
                )

    def note(self, state: State | None) -> None:
        """Write down on the server what the collection was brought to; None while it changes."""
        owner = self._library.meta("id") or ""
        brought = (state.passages, state.newest, state.stamp) if state else None
        with _translated(self._library, self._server):
            self._collection.modify(metadata=chroma_server.metadata(owner, brought))

    def noted(self) -> State | None:
        """Return what is written down on the server, None if the collection is not whole."""
        with _translated(self._library, self._server):
            found = chroma_server.state_of(self._collection) if self._collection else None
        return State(self._library.meta("id") or "", *found) if found else None

    def forget(self) -> None:
        """Delete the collection, which is this library's, if it is there."""
        with _translated(self._library, self._server):
            if self._collection:
                self._client.delete_collection(self._collection.name)

    def drop_strangers(self) -> None:
        """Remove passages that the Library does not hold any more."""
        known = {str(passage.rowid) for batch in self._library.passages() for passage in batch}
        with _translated(self._library, self._server):
            held = self._collection.get(include=[])["ids"]
            strangers = [identifier for identifier in held if identifier not in known]
            if strangers:
                self._collection.delete(ids=strangers)


def synchronise(
    library: Library,
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    rebuild: bool = False,
    server: str = "",
) -> int:
    """Bring Chroma to what the Library holds, without embedding anything; call it as the writer.

    Args:
        progress: told how many passages Chroma holds by now, and how many it is to hold.
        rebuild: throw Chroma's folder away first, or the library's collection on the server.
        server: address of the Chroma server to bring it to, instead of the library's folder.

    Returns:
        How many passages were put in.

    Raises:
        LibraryError: the Library cannot be read, or Chroma fails even in a new folder.
    """
    held, wanted = None if rebuild else held_state(library, server), wanted_state(library)
    if held == wanted:
        return 0
    if held is not None and _has_passed(library, held):
        with contextlib.suppress(LibraryError):
            return _bring(library, held.newest, progress, server)
    with _translated(library, server):
        _forget(library, server)
    return _bring(library, 0, progress, server)


def _bring(library: Library, since: int, progress: Callable[[int, int], None], server: str) -> int:
    """Put the passages above `since` into Chroma and write down its new state, unless it is not whole then."""
    state = wanted_state(library)
    if not server:
        with _translated(library):
            _state_path(library).unlink(missing_ok=True)
    added = 0
    with contextlib.closing(ChromaIndex(library, server, make=True)) as index:
        if server:
            index.note(None)
        before = index.count() if since else 0
        for batch in library.passages(since=since, batch=BATCH):
            index.add(batch)
            added += len(batch)
            progress(min(before + added, state.passages), state.passages)
        if index.count() != state.passages:
            index.drop_strangers()
        count = index.count()
        if count != state.passages:
            raise failure(library, server, f"it holds {count} of {state.passages} passages")
        state = _stamped(library, state)
        if server:
            index.note(state)
            return added
    with _translated(library):
        _give_back(library.folder / FOLDER / DATABASE)
        _state_path(library).write_text(json.dumps({**asdict(state), "digest": _digest(library)}), encoding="utf-8")
    return added


def _stamped(library: Library, state: State) -> State:
    """Return a state with its stamp, which the library knows from now on."""
    states = _states(library)
    if states and replace(states[-1], stamp="") == replace(state, stamp=""):
        return states[-1]
    state = replace(state, stamp=secrets.token_hex(8))
    known = [f"{one.stamp}:{one.passages}:{one.newest}" for one in (*states, state)]
    library.put_meta(STAMPS, " ".join(known[-MOST_STAMPS:]))
    return state


def _states(library: Library) -> list[State]:
    """Return the last states of a library that Chroma was brought to, as far as they can be read."""
    owner, found = library.meta("id") or "", (word.split(":") for word in (library.meta(STAMPS) or "").split())
    with contextlib.suppress(ValueError):
        return [State(owner, int(passages), int(newest), stamp) for stamp, passages, newest in found]
    return []


def _has_passed(library: Library, held: State) -> bool:
    """Whether a library was in this state, so that only what has come since must be brought to Chroma."""
    if states := _states(library):
        return held in states
    return not held.stamp and held.library == (library.meta("id") or "")


def _give_back(database: Path) -> None:
    """Give the room back that Chroma's database does not use: what it had queued, as large as what it keeps."""
    with contextlib.closing(sqlite3.connect(database, isolation_level=None, timeout=0)) as db:
        free, pages = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
        if free > MOST_FREE * pages:
            with contextlib.suppress(sqlite3.OperationalError):  # somebody reads it, or the disk is full
                db.execute("VACUUM")


def failure(library: Library, server: str, what: str) -> LibraryError:
    """Return an error that says what is wrong with the Chroma index of a library."""
    if server:
        return chroma_server.failure(server, what)
    message = f"the Chroma index in {library.folder} cannot be used: {what}"
    return LibraryError(message, "assistant index --rebuild mends it")


def _client(library: Library, server: str) -> Any:
    """Return a client of Chroma that sends nothing to anybody but the server, if there is one."""
    if server:
        chroma_server.check(server)
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    try:
        with _translated(library, server):
            if not server:
                return chromadb.PersistentClient(str(library.folder / FOLDER), quiet)
            host, port, is_encrypted = chroma_server.address(server)
            client = chromadb.HttpClient(host, port, ssl=is_encrypted, settings=quiet)
            chroma_server.limit_patience(client)
            return client
    except LibraryError:
        SharedSystemClient.clear_system_cache()  # or this process would be given the half-open folder again
        raise


@contextlib.contextmanager
def _translated(library: Library, server: str = "") -> Iterator[None]:
    """Turn whatever Chroma raises into a LibraryError."""
    try:
        yield
    except LibraryError:
        raise
    except Exception as error:  # on a damaged folder Chroma raises its own errors and those of all that it is made of
        raise failure(library, server, str(error) or type(error).__name__) from error


def _forget(library: Library, server: str) -> None:
    if server:
        with contextlib.closing(ChromaIndex(library, server)) as index:
            index.forget()
        return
    chroma_files.make_room(_state_path(library))
    chroma_files.clear(library.folder / FOLDER)


def _state_path(library: Library) -> Path:
    return library.folder / STATE


def wanted_state(library: Library) -> State:
    """Return the state that Chroma should have."""
    passages, newest = library.passage_state()
    stamp = next((state.stamp for state in _states(library)[-1:]), "")
    return State(library.meta("id") or "", passages, newest, stamp)


def held_state(library: Library, server: str = "") -> State | None:
    """Return the state that Chroma has, None if its files are not as we left them.

    Raises:
        LibraryError: the server does not answer, or holds something else.
    """
    if server:
        with contextlib.closing(ChromaIndex(library, server)) as index:
            return index.noted()
    try:
        found = json.loads(_state_path(library).read_text(encoding="utf-8"))
        is_ours = found.pop("digest") == _digest(library) and (library.folder / FOLDER).is_dir()
        return State(**found) if is_ours else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, sqlite3.Error):
        return None


def _digest(library: Library) -> str:
    """Return one digest of all that Chroma answers from.

    That are the segments that it keeps in files (small ones it makes anew at every opening) and the rows of its
    database, not the bytes of that: each opening changes them.
    """
    total = hashlib.sha256()
    folder = library.folder / FOLDER
    for metadata in sorted(folder.glob("*/index_metadata.pickle")):
        for path in sorted(metadata.parent.iterdir()):
            with path.open("rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
    uri = f"file:{quote(str(folder / DATABASE))}?mode=ro"
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=5)) as db:
        for table in TABLES:
            cursor = db.execute(f"SELECT * FROM {table} ORDER BY 1")
            while rows := cursor.fetchmany(BATCH):
                total.update(repr(rows).encode())
    return total.hexdigest()


def _nearest_stored(library: Library, vector: Vectors, count: int, allowed: Sequence[int]) -> list[tuple[int, float]]:
    """Return what `nearest` does, from the Library's vectors of the few papers that are allowed."""
    stored = library.passage_vectors(allowed)
    cosines = {number: float(np.max(vectors @ vector)) for number, vectors in stored.items()}
    return sorted(cosines.items(), key=lambda item: -item[1])[:count]


def _best_papers(papers: npt.NDArray[np.int64], cosines: Vectors, count: int) -> list[tuple[int, float]]:
    """Return the papers of the best passages, without sorting all of them unless a paper has very many."""
    for size in (4 * count, len(papers)):
        best = np.argpartition(-cosines, size)[:size] if size < len(papers) else np.arange(len(papers))
        order = best[np.argsort(-cosines[best], kind="stable")]
        found = _best_of_each(zip(papers[order], cosines[order], strict=True), count)
        if len(found) == count or size >= len(papers):
            break
    return found


def _best_of_each(pairs: Iterator[tuple[Any, Any]], count: int) -> list[tuple[int, float]]:
    """Keep the first of each paper of pairs that come best first."""
    best: dict[int, float] = {}
    for paper, cosine in pairs:
        best.setdefault(int(paper), float(cosine))
        if len(best) == count:
            break
    return list(best.items())
