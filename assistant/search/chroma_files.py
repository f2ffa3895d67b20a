"""What Chroma keeps in a library's folder, and how it is taken away, whatever lies in its place."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID

from assistant.storage.seal import free_name

DATABASE = "chroma.sqlite3"


def clear(folder: Path) -> None:
    """Take away what Chroma holds; of a folder elsewhere that a link leads to, only what is Chroma's.

    Raises:
        OSError: it may not be taken away.
    """
    paths = [folder]
    if folder.is_symlink() and folder.is_dir():
        paths = [path for path in folder.iterdir() if path.name.startswith(DATABASE) or _is_segment(path.name)]
    for path in paths:
        _remove(path)


def make_room(path: Path) -> None:
    """Take away a file that is written anew; a folder in its place is set aside.

    Raises:
        OSError: it may not be taken away.
    """
    if path.is_dir():
        path.rename(free_name(path))
    else:
        path.unlink(missing_ok=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _is_segment(name: str) -> bool:
    """Whether Chroma names a folder of its own so."""
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
