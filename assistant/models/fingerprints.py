"""The SHA-256 of large files, each hashed once: it is kept with the state of the file, and holds as long as that does.

What a download has recorded beside a model is not asked: it says what the file was then, and not which file is there.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs

from assistant.models.digests import Digest, Progress, hash_file
from assistant.models.finding import ModelFile
from assistant.settings import APP

_MOST = 500
"""Files that are remembered; the oldest are forgotten."""


def model_fingerprint(model: ModelFile, progress: Progress) -> tuple[Digest, ...]:
    """Return the digests of all parts of a model."""
    return tuple(file_fingerprint(part, progress) for part in model.parts)


def file_fingerprint(path: Path, progress: Progress) -> Digest:
    """Return the digest of a file, from memory if it has not changed since it was hashed."""
    key, mark = str(path.resolve()), _state(path)
    known = _remembered().get(key)
    if isinstance(known, list) and known[:-1] == mark:
        return Digest(path.name, mark[0], str(known[-1]))
    digest = Digest(path.name, mark[0], hash_file(path, progress))
    if _state(path) == mark:  # it was not written meanwhile
        _remember(key, [*mark, digest.sha256])
    return digest


def remember_digest(path: Path, sha256: str) -> None:
    """Keep the digest of a file that was hashed on its way to its name and is not written any more."""
    _remember(str(path.resolve()), [*_state(path), sha256])


def _state(path: Path) -> list[int]:
    """Return what changes with a file: another put in its place may have its size and its time, but not all of this."""
    state = path.stat()
    return [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino]


def _memory() -> Path:
    return platformdirs.user_state_path(APP) / "digests.json"


def _remembered() -> dict[str, Any]:
    try:
        known = json.loads(_memory().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def _remember(key: str, entry: list[Any]) -> None:
    """Add an entry; where that cannot be kept, the file is hashed again the next time."""
    known = _remembered()
    known.pop(key, None)
    known[key] = entry
    path = _memory()
    staged = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        staged.write_text(json.dumps(dict(list(known.items())[-_MOST:])), encoding="utf-8")
        staged.replace(path)
