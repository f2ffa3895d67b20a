"""Whether the machine has room: disk, memory, GPU; and what the terminal can show."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.doctor.findings import Finding, fault, fine, note
from assistant.models.machine import look_at_machine
from assistant.settings import Settings

LEAST_DISK, SCARCE_DISK = 100_000_000, 1_000_000_000
SCARCE_MEMORY = 700_000_000
"""Bytes that a question over 50,000 papers takes, without a language model."""
NARROW, LOW = 40, 12
"""Columns and lines that the chat needs."""


def check_machine(settings: Settings, progress: Callable[[str, int, int], None]) -> Iterator[Finding]:
    """Yield what is to be said of the machine and of the terminal."""
    for name, folder in (("library", settings.library), ("models", settings.models_dir)):
        yield _check_disk(name, folder)
    machine = look_at_machine()
    words = f"{_gigabytes(machine.free)} of {_gigabytes(machine.memory)} free, {machine.cores} cores"
    if machine.free and machine.free < SCARCE_MEMORY:
        yield note("memory", words, "close other programs; a language model needs more than that")
    else:
        yield fine("memory", words)
    yield from _check_gpu([gpu.name for gpu in machine.gpus])
    yield from _check_terminal()


def _check_disk(name: str, folder: Path) -> Finding:
    place = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(place).free
    check, words = f"disk: {name}", f"{_gigabytes(free)} free in {place}"
    if free < LEAST_DISK:
        return fault(check, words, "make room, or name another folder")
    return note(check, words, "make room before you index much") if free < SCARCE_DISK else fine(check, words)


def _check_gpu(names: list[str]) -> Iterator[Finding]:
    from assistant.generation.llama_library import find_gpus

    usable = find_gpus()
    if usable:
        yield fine("gpu", ", ".join(f"{gpu.name}, {_gigabytes(gpu.free)} free" for gpu in usable))
    elif names:
        remedy = "build llama-cpp-python for it: the README says how"
        yield note("gpu", f"{', '.join(names)} is here, and this llama-cpp-python cannot use it", remedy)
    else:
        yield fine("gpu", "none; the processor does the work")


def _check_terminal() -> Iterator[Finding]:
    if not (sys.stdout.isatty() or sys.stderr.isatty()):
        return
    size = shutil.get_terminal_size()
    colours = "none" if os.environ.get("NO_COLOR") else os.environ.get("COLORTERM") or os.environ.get("TERM", "unknown")
    words = f"{size.columns}×{size.lines}, colours: {colours}"
    encoding = (os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or "").upper()
    if size.columns < NARROW or size.lines < LOW:
        yield note("terminal", words, f"make it {NARROW}×{LOW} or larger for the chat")
    elif os.environ.get("TERM") in (None, "", "dumb"):
        yield note("terminal", f"{words}; TERM says that it can do nothing", "set TERM, such as xterm-256color")
    elif encoding and "UTF-8" not in encoding and "UTF8" not in encoding and encoding not in ("C", "POSIX"):
        yield note("terminal", f"{words}, {encoding}", "a locale with UTF-8 shows all signs: LANG=C.UTF-8")
    else:
        yield fine("terminal", words)


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
