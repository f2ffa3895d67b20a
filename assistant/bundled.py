"""The papers that come with the program: they fill the default library when it is used for the first time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.storage.library import FILE, Library

if TYPE_CHECKING:
    from assistant.indexing import Progress

BUNDLED, UNFINISHED, INDEXED = "bundled_papers", "unfinished", "indexed"
"""What a library remembers of being filled unasked."""


def are_wanted(settings: Settings, narrate: Callable[[str], None] = lambda line: None) -> bool:
    """Whether the library holds no papers yet, or the filling was stopped before its end.

    Args:
        narrate: as `Library` has it.
    """
    if not (settings.library / FILE).exists():
        return True
    with Library(settings.library, narrate=narrate) as library:
        kept = library.meta(BUNDLED)
        return kept == UNFINISHED or (kept is None and not library.paper_count())


def fill(settings: Settings, progress: Progress) -> None:
    """Index the bundled papers; called again, it goes on where it was stopped.

    Raises:
        LibraryBusy: another process is writing.
    """
    from assistant.embedding import open_embedder
    from assistant.indexing import index_files
    from assistant.resources import resource_folder

    with Library(settings.library, create=True) as library:
        with library.writing():
            library.put_meta(BUNDLED, UNFINISHED)
        name, server = settings.embedding_model, settings.chroma
        index_files(library, [resource_folder("seeds")], lambda: open_embedder(name), name, progress, server=server)
        with library.writing():
            library.put_meta(BUNDLED, INDEXED)
