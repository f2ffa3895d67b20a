"""Find the files that a library knows and that are gone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.patterns import lazy_re
from assistant.storage.lexicon import listed
from assistant.storage.library import Library
from assistant.storage.standing import written

_ESCAPED = lazy_re(r"\\udc([89a-f][0-9a-f])")
"""A byte of a file name that is not UTF-8, as indexing writes it down."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Files that are gone.

    Attributes:
        files: their paths, those in archives too.
        papers: the numbers of the papers that stand in none but these.
    """

    files: tuple[str, ...]
    papers: tuple[int, ...]


def find_gone(library: Library, places: Sequence[Path]) -> Gone:
    """Return which of the files at or below some places, from which papers came, do not exist any more.

    A file that cannot be looked at, since its folder may not be entered or its disk does not answer, is not gone.
    """
    roots = [written(place) for place in places]
    files = tuple(path for path in library.source_paths() if _lies_below(path, roots) and is_gone(path))
    return Gone(files, tuple(library.standing_only_in(listed(files))) if files else ())


def _lies_below(path: str, roots: Iterable[str]) -> bool:
    return any(path == root or path.startswith((f"{root.rstrip(os.sep)}{os.sep}", f"{root}!")) for root in roots)


def is_gone(path: str) -> bool:
    """Whether there is neither this file nor an archive that it may lie in."""
    places = [path, *(path[: match.start()] for match in re.finditer("!", path))]
    places += [_ESCAPED.sub(lambda match: chr(0xDC00 + int(match[1], 16)), place) for place in places]
    return all(_is_missing(place) for place in places)


def _is_missing(path: str) -> bool:
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False
