"""Hash models, and keep beside each what was downloaded: `NAME.gguf.json` names the source, sizes and SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.models.finding import ModelFile

Progress = Callable[[str, int, int], None]
"""Told a stage, how many megabytes are done, and how many there are."""

_PIECE = 1 << 20
_MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class Digest:
    """A file by its name, its bytes and its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a model was downloaded from, and what its files were then."""

    repo: str
    revision: str
    licence: str
    files: tuple[Digest, ...]


def source_path(model: ModelFile) -> Path:
    """Return where the source of a model is written down."""
    return model.path.with_name(model.path.name + ".json")


def read_source(model: ModelFile) -> Source | None:
    """Return where a model came from, if that was written down and can be read."""
    try:
        said = json.loads(source_path(model).read_text(encoding="utf-8"))
        files = tuple(Digest(str(file["name"]), int(file["size"]), str(file["sha256"])) for file in said["files"])
        return Source(str(said["repo"]), str(said["revision"]), str(said["licence"]), files)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_source(model: ModelFile, source: Source) -> None:
    """Write down where a model comes from, all of it or nothing."""
    path = source_path(model)
    staged = path.with_name(path.name + ".partial")
    staged.write_text(json.dumps(asdict(source), indent=2) + "\n", encoding="utf-8")
    staged.replace(path)


def hash_file(path: Path, progress: Progress) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    digest, done, total = hashlib.sha256(), 0, path.stat().st_size
    stage = f"checking {path.name.removesuffix('.partial')} (MB)"
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            done += len(piece)
            progress(stage, done // _MEGA, total // _MEGA)
    return digest.hexdigest()


def find_differences(model: ModelFile, source: Source, progress: Progress) -> list[str]:
    """Return in words what of a model is not as it was downloaded."""
    known = {digest.name: digest for digest in source.files}
    found = []
    for part in model.parts:
        digest = known.get(part.name)
        if digest is None:
            found.append(f"{part.name} was not downloaded with the others")
        elif not part.is_file():
            found.append(f"{part.name} is missing")
        elif part.stat().st_size != digest.size:
            found.append(f"{part.name} has {part.stat().st_size:,} bytes instead of {digest.size:,}")
        elif hash_file(part, progress) != digest.sha256:
            found.append(f"{part.name} has changed: its SHA-256 is not the one that was recorded")
    return found
