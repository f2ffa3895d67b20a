"""What a path that is half typed may become, as in a shell. It knows no widget."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.sanitizing import sanitize_line


@dataclass(frozen=True, slots=True)
class Completion:
    """As much of a path as is certain.

    Attributes:
        names: what it may go on with, folders with a slash, in order; one if it is complete.
    """

    text: str
    names: tuple[str, ...] = ()


def complete(text: str, *, only_folders: bool = False) -> Completion:
    """Return what a text becomes; it waits for the disk, however slow that is.

    Names that cannot be shown as they are are left out; hidden ones are there for who types the dot.
    """
    if text == "~":
        return Completion("~/", ("~/",))
    before, slash, begun = text.rpartition("/")
    names = []
    with suppress(OSError, RuntimeError, ValueError), os.scandir(Path(before + slash).expanduser()) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith(begun) and (begun or not name.startswith(".")) and sanitize_line(name) == name:
                if _is_folder(entry):
                    names.append(f"{name}/")
                elif not only_folders:
                    names.append(name)
    return Completion(before + slash + _shared(names) if names else text, tuple(sorted(names)))


def _shared(names: Sequence[str]) -> str:
    """Return the beginning that all names have."""
    first, last = min(names), max(names)
    place = next((n for n, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[:place]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
