"""The exchanges of a session with the papers of the library beside which it is kept."""

from __future__ import annotations

from pathlib import Path

from assistant.sessions.records import KeptExchange
from assistant.sessions.store import Sessions
from assistant.storage.library import FILE, Library


def restore(sessions: Sessions, session: int, folder: Path) -> list[KeptExchange]:
    """Return the exchanges of a session, oldest first; without a library every paper is gone.

    Raises:
        LibraryError: the sessions or the library cannot be used.
    """
    if not (folder / FILE).exists():
        return sessions.exchanges(session, lambda identifier: None)
    with Library(folder) as library:
        return sessions.exchanges(session, library.paper)
