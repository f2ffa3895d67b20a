"""Put papers into a library: read, merge, embed, bring Chroma up to date.

Every step is kept as soon as it is done: papers a file at a time, vectors a paper at a time. Stopped at any moment,
the same call goes on where it stopped and embeds nothing twice.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant import corpus, vectors
from assistant.embedding import Embedder
from assistant.errors import AssistantError, LibraryError
from assistant.library import Library
from assistant.records import Entry, Gap

EMBEDDING_BATCH = 64
Progress = Callable[[str, int, int], None]
"""Told the stage ("reading", "embedding", "indexing"), how many are done and how many there are."""


@dataclass(slots=True)
class Report:
    """What one call of `index_files` did."""

    files_read: int = 0
    files_unchanged: int = 0
    entries: int = 0
    papers_new: int = 0
    papers_changed: int = 0
    embedded: int = 0
    papers: int = 0
    gaps: list[Gap] = field(default_factory=list)
    failures: list[AssistantError] = field(default_factory=list)


def _silent(stage: str, done: int, total: int) -> None:
    """Ignore the progress."""


def index_files(
    library: Library, paths: Sequence[Path], embedder: Callable[[], Embedder], name: str, progress: Progress = _silent
) -> Report:
    """Read files and folders into the library; a file that cannot be read does not stop the others.

    Args:
        embedder: opens the embedding model; called only if something must be embedded.
        name: of the embedding model.

    Raises:
        LibraryBusy: another process is writing.
        LibraryError: the library was made with another embedding model.
        UsageError: a path does not exist.
    """
    files = corpus.find_files(paths)
    report = Report()
    with library.writing():
        claim_for_model(library, name)
        for done, path in enumerate(files):
            progress("reading", done, len(files))
            try:
                _index_file(library, path, report)
            except AssistantError as error:
                report.failures.append(error)
        progress("reading", len(files), len(files))
        report.embedded = complete(library, embedder, progress)
    report.papers = library.paper_count()
    return report


def rebuild(library: Library, progress: Progress = _silent) -> int:
    """Remake Chroma from the library's vectors and return how many passages it holds; nothing is embedded.

    Raises:
        LibraryBusy: another process is writing.
    """
    with library.writing():
        return _bring_to_chroma(library, progress, remake=True)


def complete(library: Library, embedder: Callable[[], Embedder], progress: Progress = _silent) -> int:
    """Embed the papers that have no vectors yet, bring Chroma up to date, and return how many papers were embedded.

    Call it as the writer, of a library that was claimed for the model.
    """
    embedded = _embed_missing(library, embedder, progress)
    _bring_to_chroma(library, progress)
    return embedded


def claim_for_model(library: Library, name: str) -> None:
    """Note which embedding model makes the vectors of a library; raises as `check_embedding_model` does."""
    check_embedding_model(library, name)
    library.put_meta("embedding_model", name)


def check_embedding_model(library: Library, name: str) -> None:
    """Check that the vectors of a library, if it has any, were made with this embedding model.

    Raises:
        LibraryError: they were made with another one.
    """
    made_with = library.meta("embedding_model")
    has_vectors = library.passage_state() != (0, 0)
    if has_vectors and made_with != name:
        raise LibraryError(
            f"the library {library.folder} was made with the embedding model '{made_with}', not '{name}'",
            f"use --embedding-model {made_with}, or make another library with --library DIR",
        )


def _index_file(library: Library, path: Path, report: Report) -> None:
    digest = _digest(path)
    key = os.path.realpath(path).encode(errors="backslashreplace").decode()  # SQLite takes no bytes that are not UTF-8
    if digest and library.file_digest(key) == digest:
        report.files_unchanged += 1
        return
    reading = corpus.read_file(path)
    report.files_read += 1
    report.entries += len(reading.entries)
    report.gaps += reading.gaps
    with library.transaction():
        library.forget_sources(key)
        for entry in reading.entries:
            _put_entry(library, entry, key, report)
        library.put_file(key, digest, len(reading.entries))


def _digest(path: Path) -> str:
    """Return the sha256 of a file; nothing for what is no file or cannot be read, which reading it then says."""
    try:
        if not path.is_file():  # reading a pipe twice would give nothing the second time
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _put_entry(library: Library, entry: Entry, path: str, report: Report) -> None:
    title_key = corpus.title_key(entry.title)
    namesakes = library.papers_titled(title_key)
    paper = corpus.place(entry, namesakes)
    known = next((namesake for namesake in namesakes if namesake.id == paper.id), None)
    if known and not known.sources:  # it stood in this file only, so the file says what it is now
        paper = replace(
            paper,
            title=entry.title,
            abstract=entry.abstract,
            date=entry.date,
            author_count=entry.author_count,
            organisation=entry.organisation,
        )
    number, is_new = library.put_paper(paper, title_key)
    library.put_source(number, path, entry.line)
    report.papers_new += known is None
    report.papers_changed += is_new and known is not None


def _embed_missing(library: Library, embedder: Callable[[], Embedder], progress: Progress) -> int:
    missing = library.numbers_without_vectors()
    if not missing:
        return 0
    model = embedder()
    progress("embedding", 0, len(missing))
    done = 0
    for first in range(0, len(missing), EMBEDDING_BATCH):
        papers = library.papers(missing[first : first + EMBEDDING_BATCH])
        for number, made in zip(papers, model.embed_papers(papers.values()), strict=True):
            with library.transaction():
                library.put_vectors(number, made)
            done += 1
            progress("embedding", done, len(missing))
    return done


def _bring_to_chroma(library: Library, progress: Progress, *, remake: bool = False) -> int:
    total, _ = library.passage_state()
    done = 0

    def count(added: int) -> None:
        nonlocal done
        done += added
        progress("indexing", done, total)

    return vectors.synchronise(library, count, rebuild=remake)
