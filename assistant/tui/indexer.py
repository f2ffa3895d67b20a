"""Threads that put papers into the library while the chat goes on. They know no widget and no textual."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Indexing:
    """How far it is: `done` of `total` in a stage ("reading", "embedding", "indexing")."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Indexed:
    """It has ended.

    Attributes:
        words: what has become of it, for the person; none if there was nothing to do.
        is_done: whether nothing failed.
    """

    words: str
    is_done: bool = True


Report = Indexing | Indexed
Job = Callable[[Callable[[str, int, int], None]], str]
"""Does the work, tells how far it is, and returns what has become of it."""


class Indexer:
    """Does one job at a time, each in a daemon thread; the library lets no second writer in anyway.

    Args:
        deliver: told how far the job is, in its thread.
    """

    def __init__(self, deliver: Callable[[Report], None]) -> None:
        self._deliver = deliver
        self._thread: threading.Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a job is being done."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, job: Job) -> bool:
        """Begin a job, unless one is being done; say whether it was begun."""
        if self.is_busy:
            return False
        self._thread = threading.Thread(target=self._run, args=(job,), name="indexer", daemon=True)
        self._thread.start()
        return True

    def _run(self, job: Job) -> None:
        try:
            words = job(lambda stage, done, total: self._deliver(Indexing(stage, done, total)))
        except AssistantError as error:
            self._deliver(Indexed(f"{error.message}\n{error.hint}".strip(), is_done=False))
        except Exception as error:  # the outermost edge: an unforeseen error must not end the thread unseen
            _log.error("unforeseen error", exc_info=error)
            self._deliver(Indexed(f"{type(error).__name__}: {error}", is_done=False))
        else:
            self._deliver(Indexed(words))


def bundled(settings: Settings) -> Job:
    """Return the job of filling the library with the papers that come with the program, where they are wanted."""

    def work(progress: Callable[[str, int, int], None]) -> str:
        from assistant import bundled  # numpy need not be there for the first frame

        try:
            if not bundled.are_wanted(settings):
                return ""
        except AssistantError:  # a library that cannot be read: whoever opens it for the questions says so
            return ""
        bundled.fill(settings, progress)
        return "The bundled papers are indexed."

    return work


def files(settings: Settings, path: Path) -> Job:
    """Return the job of indexing a file or folder."""

    def work(progress: Callable[[str, int, int], None]) -> str:
        from assistant.embedding import open_embedder
        from assistant.indexing import index_files
        from assistant.storage.library import Library

        name, server = settings.embedding_model, settings.chroma
        with Library(settings.library, create=True) as library:
            report = index_files(library, [path], lambda: open_embedder(name), name, progress, server=server)
        said = (
            f"{report.papers_new:,} new papers, {report.papers_changed:,} changed; {report.papers:,} in the library."
            f" {report.files_read:,} files read, {report.files_unchanged:,} unchanged."
        )
        failed = [f"{error.message} ({error.hint})" for error in report.failures]
        return "\n".join([said, *failed[:3], *([f"and {len(failed) - 3:,} more failures"] if failed[3:] else [])])

    return work
