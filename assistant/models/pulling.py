"""Download a model so that it is there whole and unchanged, or not there.

Each file is staged as `NAME.gguf.partial`, checked for size, SHA-256 and a sound header, and only then renamed; of a
split model the first part last, because that is the one which makes it a model.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import DownloadError, ModelError
from assistant.models.checking import check_parts
from assistant.models.digests import Digest, Progress, Source, hash_file, write_source
from assistant.models.downloading import GO_ON, fetch
from assistant.models.finding import SUFFIX, ModelFile
from assistant.models.fingerprints import remember_digest
from assistant.models.hub import Offer, RemoteFile

PARTIAL = ".partial"
MARGIN = 200_000_000
"""Bytes of the disk that a download leaves free."""
_MEGA = 1_000_000


def is_here(offer: Offer, folder: Path, progress: Progress) -> bool:
    """Whether all that is offered lies in the folder already, with the right digests."""
    return all(
        (folder / file.name).is_file()
        and (folder / file.name).stat().st_size == file.size
        and bool(file.sha256)
        and hash_file(folder / file.name, progress) == file.sha256
        for file in offer.files
    )


def check_space(offer: Offer, folder: Path) -> int:
    """Return the bytes that are still to be downloaded.

    Raises:
        DownloadError: the disk has no room for them.
    """
    missing = offer.size - sum(min(_length(staged(folder, file)), file.size) for file in offer.files)
    existing = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(existing).free
    if missing + MARGIN > free:
        what = f"{folder} has {free / 1e9:.1f} GB free, and {missing / 1e9:.1f} GB are to come"
        raise DownloadError(what, "make room, name another folder with --models-dir, or take a smaller model")
    return missing


def staged(folder: Path, file: RemoteFile) -> Path:
    """Return where a file lies until it is whole."""
    return folder / (file.name + PARTIAL)


def list_unfinished(folder: Path) -> list[Path]:
    """Return the files whose download did not end."""
    return sorted(folder.glob(f"*{SUFFIX}{PARTIAL}")) if folder.is_dir() else []


def pull(offer: Offer, folder: Path, progress: Progress) -> ModelFile:
    """Download what is offered, and return it.

    Raises:
        DownloadError: it cannot be had, or is not what the hub announced; nothing has its final name then.
        ModelError: it is no sound model.
    """
    with _alone(folder):
        check_space(offer, folder)
        digests = tuple(_stage(file, offer.headers, folder, progress) for file in offer.files)
        stages = [staged(folder, file) for file in offer.files]
        try:
            check_parts(stages)
        except ModelError:
            for path in stages:
                path.unlink()
            raise
        model = ModelFile(tuple(folder / file.name for file in offer.files))
        write_source(model, Source(offer.repo, offer.revision, offer.licence, digests))
        for path, part, digest in reversed([*zip(stages, model.parts, digests, strict=True)]):
            path.replace(part)
            remember_digest(part, digest.sha256)
    return model


def _stage(file: RemoteFile, headers: dict[str, str], folder: Path, progress: Progress) -> Digest:
    """Download a file, or what is missing of it, and return its digest, which is the one that the hub tells."""
    path = staged(folder, file)

    def report(done: int) -> None:
        progress(f"downloading {file.name} (MB)", done // _MEGA, file.size // _MEGA)

    for _ in range(2):
        in_pieces = fetch(file, headers, path, report)
        with path.open("rb+") as written:
            os.fsync(written.fileno())
        digest = hash_file(path, progress)
        if digest == file.sha256 or not file.sha256:
            return Digest(file.name, file.size, digest)
        path.unlink()
        if not in_pieces:  # otherwise one of the pieces may have been of another version: once more, as a whole
            break
    what = f"{file.name} is not what the hub announced: its SHA-256 is {digest[:12]}…, not {file.sha256[:12]}…"
    raise DownloadError(what, "nothing of it was kept; try again later")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes from the same files, and say in plain words what the disk refuses."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".pull.lock", timeout=0):
            yield
    except Timeout as error:
        raise DownloadError(f"another process downloads a model into {folder}", "wait for it") from error
    except OSError as error:
        what = error.strerror or str(error)
        raise DownloadError(f"{folder} cannot be written to: {what}", f"make room or check it; {GO_ON}") from error


def _length(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
