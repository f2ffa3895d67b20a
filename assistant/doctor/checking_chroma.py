"""Whether Chroma holds what the library holds and finds it again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from assistant.doctor.findings import Finding, fault, fine, note
from assistant.doctor.mending import rebuild_chroma
from assistant.errors import LibraryError
from assistant.search.vector_search import uses_chroma
from assistant.search.vectors import held_state, wanted_state
from assistant.settings import Settings
from assistant.storage.library import FILE, Library

PATIENCE = 120.0
"""Seconds for Chroma to answer some questions."""
LEAST_SHARE = 0.8
"""Of the nearest passages that an approximate index finds: Chroma finds nearly all."""
CHECK = "chroma"
PACKAGES = Path(__file__).parents[2]
PROBE = "import sys; sys.path.append(sys.argv.pop(1)); from assistant.search import chroma_probe; chroma_probe.run()"
"""Imports nothing from the folder that the person is in, which may hold a file of any name."""


def check_chroma(settings: Settings, progress: Callable[[str, int, int], None]) -> Iterator[Finding]:
    """Yield what is to be said of Chroma."""
    folder, server = settings.library, settings.chroma
    if not (folder / FILE).exists():
        return
    try:
        with Library(folder) as library:
            if library.writer():
                return
            wanted, is_writable = wanted_state(library), library.is_writable
            is_used = uses_chroma(settings.vector_index, wanted.passages, server)
            fix = partial(rebuild_chroma, folder, server) if is_writable else None
            try:
                is_held = held_state(library, server) == wanted
            except LibraryError as error:  # only of a server
                yield fault(CHECK, f"{error.message}; the search goes over the stored vectors", error.hint)
                return
    except LibraryError:
        return  # the library itself is the finding
    use = "" if is_used else "; in a library of this size every vector is compared, so no answer is wrong"
    if not wanted.passages:
        return
    message = "it is not what the library holds, or not as it was left"
    if is_held:
        message = probe(folder, wanted.passages, server=server)
    elif server:
        message = f"the server {server} does not have what the library holds"
    if message and is_writable:
        yield fault(CHECK, message + use, "assistant doctor --fix makes it anew from the stored vectors", fix)
    elif message:
        yield note(CHECK, message + use, "the search goes over the stored vectors")
    else:
        yield fine(CHECK, f"{wanted.passages:,} passages, and it finds them{f', on {server}' if server else ''}")


def probe(folder: Path, passages: int, patience: float = PATIENCE, server: str = "") -> str:
    """Return what is wrong with Chroma when it is asked, in a process of its own; nothing if nothing is."""
    command = [sys.executable, "-P", "-c", PROBE, str(PACKAGES), str(folder), server]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=patience)
    except subprocess.TimeoutExpired:
        return f"it has not answered within {patience:g} seconds"
    if done.returncode < 0:
        return f"it ends the process that asks it ({signal.Signals(-done.returncode).name})"
    try:
        said = json.loads(done.stdout.splitlines()[-1])
        count, share = int(said["count"]), float(said["share"])
    except (ValueError, IndexError, KeyError, TypeError):
        return f"it cannot be asked: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}"
    if count != passages:
        return f"it counts {count:,} of {passages:,} passages"
    return "" if share >= LEAST_SHARE else f"it finds {share:.0%} of the nearest passages"
