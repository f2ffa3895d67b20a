"""Files of papers, found in folders. What no paper can stand in is left out: hidden files, pipes, the kernel's own."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from assistant.corpus.archives import ABOUT_FOLDER
from assistant.corpus.fields import USUAL, FieldNames
from assistant.corpus.opening import STDIN, open_documents
from assistant.corpus.registry import read_document
from assistant.errors import InputError, UsageError
from assistant.records import Entry, Gap, Item, Reading

MAX_FILES = 100_000
_KERNEL = frozenset(
    "proc sysfs devtmpfs devpts cgroup cgroup2 debugfs tracefs securityfs bpf pstore configfs efivarfs mqueue"
    " binfmt_misc fusectl autofs nsfs rpc_pipefs hugetlbfs selinuxfs".split()
)


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files named and those in the folders named, each once, a folder's own in the order of their names.

    What is hidden in a folder is left out, and so is what is neither file nor folder, what the kernel shows as files,
    and what tells of the folder itself, such as a README. "-" is standard input.

    Raises:
        UsageError: a path does not exist, or a folder holds too many files.
        InputError: a folder cannot be listed.
    """
    found: dict[Path, Path] = {}
    kernel = _kernel_devices()
    for path in paths:
        if path == STDIN:
            found.setdefault(path, path)
            continue
        if not os.path.lexists(path):
            raise UsageError(f"{path} does not exist", "Name a file of papers, or a folder that holds some.")
        if _device_of(path) in kernel:
            raise UsageError(f"{path} belongs to the kernel and holds no papers", "Name a folder of files.")
        for file in sorted(_files_below(path, kernel)) if stat.S_ISDIR(_mode_of(path)) else [path]:
            real = Path(os.path.realpath(file))
            found.setdefault(real, real if file == STDIN else file)  # a folder may hold a file of this name
        if len(found) > MAX_FILES:
            raise UsageError(f"{path} holds more than {MAX_FILES:,} files", "Name a smaller folder.")
    return list(found.values())


def empty_folders(paths: Sequence[Path]) -> list[Path]:
    """Return those of the paths that are folders without a file to read."""
    kernel = _kernel_devices()
    folders = [path for path in paths if path != STDIN and stat.S_ISDIR(_mode_of(path))]
    return [folder for folder in folders if next(_files_below(folder, kernel), None) is None]


def read_file(path: Path, fields: FieldNames = USUAL) -> Reading:
    """Read a file of papers, in whichever format it is, at once.

    Raises:
        InputError: it cannot be opened, is empty, too large or not text, or no reader knows its format.
    """
    items: list[Item] = []
    for document in open_documents(path, fields):
        if isinstance(document, InputError):
            raise document
        items += read_document(document)
    entries = tuple(item for item in items if isinstance(item, Entry))
    return Reading(entries, tuple(item for item in items if isinstance(item, Gap)))


def _files_below(folder: Path, kernel: frozenset[int]) -> Iterator[Path]:
    seen: set[str] = set()
    for here, folders, files in os.walk(folder, onerror=_refuse_folder, followlinks=True):
        # A link may lead back to a folder above it.
        if (real := os.path.realpath(here)) in seen or _device_of(Path(here)) in kernel:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [name for name in folders if not name.startswith(".")]
        names = (name for name in files if not name.startswith(".") and not ABOUT_FOLDER.fullmatch(name))
        yield from (path for name in names if _can_hold_papers(path := Path(here, name)))


def _can_hold_papers(path: Path) -> bool:
    """Leave out pipes, sockets and devices, but keep what cannot be looked at, so that reading it says so."""
    mode = _mode_of(path)
    return stat.S_ISREG(mode) or mode == 0


def _mode_of(path: Path) -> int:
    """Return what the path leads to, 0 when that cannot be seen: a link to nowhere or to itself, no permission."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _device_of(path: Path) -> int:
    """Return the file system that a folder lies in, -1 for what is no folder or cannot be seen."""
    try:
        found = path.stat()
    except OSError:
        return -1
    return found.st_dev if stat.S_ISDIR(found.st_mode) else -1


def _refuse_folder(error: OSError) -> None:
    raise InputError(f"{error.filename} cannot be listed: {error.strerror}", "Check its permissions.") from error


def _kernel_devices() -> frozenset[int]:
    """Return the devices of the file systems through which a kernel shows itself; none where there is no /proc."""
    devices = set()
    try:
        lines = Path("/proc/self/mounts").read_text(errors="replace").splitlines()
    except OSError:
        return frozenset()
    for line in lines:
        place, kind = (*line.split(" "), "", "")[1:3]
        if kind in _KERNEL:
            with suppress(OSError):
                devices.add(Path(place).stat().st_dev)
    return frozenset(devices)
