"""Whether the library is whole: the file, its tables against each other, and the sessions beside it."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import quote

from assistant.doctor.findings import Finding, fault, fine, note
from assistant.doctor.mending import LOST_OF, Faults, find_faults, mend
from assistant.doctor.salvaging import STAGING, salvage
from assistant.errors import LibraryBusy, LibraryError
from assistant.sessions import FILE as SESSIONS
from assistant.settings import Settings
from assistant.storage.library import FILE, LOCK, LOG_ASIDE, OWNER, Library
from assistant.storage.seal import STAGING as NEW_SEAL
from assistant.storage.seal import Seal, free_name

Progress = Callable[[str, int, int], None]
INDEX_AGAIN = "then index the files of the papers again: only what is missing is embedded"
FACTS_CHANGED = "papers with another date, other authors or another venue than were stored"
OWN_FILES = (*(f"{FILE}{end}" for end in ("", "-wal", "-shm", "-journal")), LOCK, OWNER, NEW_SEAL)
NOT_DAMAGED = ("newer than", "is not a library of this program")


def check_library(settings: Settings, progress: Progress) -> Iterator[Finding]:
    """Yield what is to be said of the library and of the sessions beside it."""
    folder = settings.library
    if not (folder / FILE).exists():
        yield note("library", f"there is none in {folder} yet", "make one: assistant index PATH")
        return
    yield from _check_folder(folder)
    if in_the_way := list(_check_names(folder)):
        yield from in_the_way
        return
    try:
        with Library(folder) as library:
            yield from _check_file(library, settings.chroma, progress)
    except LibraryBusy as error:
        yield note("library: file", error.message, error.hint)
    except LibraryError as error:
        is_damaged = not any(words in error.message for words in NOT_DAMAGED)
        yield _damaged(folder, error.message) if is_damaged else fault("library: file", error.message, error.hint)
    yield from _check_sessions(folder / SESSIONS)


def _check_folder(folder: Path) -> Iterator[Finding]:
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077 and os.name == "posix":

        def close() -> str:
            folder.chmod(0o700)
            return f"{folder} is private"

        message = f"{folder} is open to others (mode {mode:o}), with your questions and your papers"
        yield note("library: folder", message, f"chmod 700 {folder}, unless you share it on purpose", close)
    if os.path.lexists(folder / STAGING):
        yield note("library: folder", f"{folder / STAGING} was left over", "delete it")


def _check_names(folder: Path) -> Iterator[Finding]:
    """Yield which names of the library's files are taken by a folder."""
    for name in OWN_FILES:
        path = folder / name
        if path.is_dir():
            message = f"{path} is a folder, where the library has a file of its own"
            remedy = "assistant doctor --fix gives it another name"
            if name == FILE:
                remedy = f"{remedy}; put the library in its place, or {INDEX_AGAIN.removeprefix('then ')}"
            yield fault("library: file", message, remedy, partial(_set_aside, path))


def _set_aside(path: Path) -> str:
    aside = free_name(path)
    path.rename(aside)
    return f"{path.name} is now {aside.name}"


def _damaged(folder: Path, what: str) -> Finding:
    remedy = f"assistant doctor --fix saves what can be read and keeps this file; {INDEX_AGAIN}"
    return fault("library: file", f"the database is damaged: {what}", remedy, partial(salvage, folder))


def _check_file(library: Library, server: str, progress: Progress) -> Iterator[Finding]:
    folder = library.folder
    if library.log_aside:
        yield note("library: file", LOG_ASIDE.format(log=library.log_aside), "delete it if you do not miss any paper")
    if not library.is_writable:
        yield note("library: folder", f"{folder} can be read but not written", "check whose it is if you want to index")
    elif writer := library.writer():
        yield note("library: file", f"{writer} is writing to it now, so it was not read", "wait until it has finished")
        return
    seal = library.seal(read=True)
    faults = find_faults(library, progress)
    if faults.structure:
        yield _damaged(folder, faults.structure[0])
        return
    if seal.is_doubtful:
        remedy = f"assistant doctor --fix makes anew what can be, and forgets which files were read; {INDEX_AGAIN}"
        message = "another program, or the disk, has changed it"
        if seal is Seal.MISSING:
            message = "its seal, library.seal, is gone or damaged, so nobody can tell whether it is as it was left"
        yield fault("library: file", message, remedy, partial(mend, folder, server))
    else:
        yield fine("library: file", f"{library.paper_count():,} papers, the database is sound")
    yield from _check_tables(faults, folder, server)
    if library.paper_count() < (held := library.meta_number(LOST_OF)):
        message = f"{library.paper_count():,} of {held:,} papers are here, since others were lost with a damaged file"
        yield note("library: papers", message, "index the files of the papers again")


def _check_tables(faults: Faults, folder: Path, server: str) -> Iterator[Finding]:
    mending = partial(mend, folder, server)
    found = (
        ("library: texts", len(faults.texts), "papers with other words than were stored", "takes them out"),
        ("library: facts", len(faults.facts), FACTS_CHANGED, "empties these"),
        ("library: words", int(faults.words), "full-text index that does not agree with the papers", "makes it anew"),
        ("library: spellings", faults.spellings, "words counted wrongly", "counts them anew"),
        ("library: vectors", len(faults.vectors), "papers with damaged vectors or offsets", "embeds them again"),
    )
    for check, count, what, cure in found:
        if count:
            after = f"; {INDEX_AGAIN}" if check in ("library: texts", "library: facts") else ""
            yield fault(check, f"{count:,} × {what}", f"assistant doctor --fix {cure}{after}", mending)
        else:
            yield fine(check, "as they should be")
    if faults.missing:
        yield note("library: vectors", f"{faults.missing:,} papers are not embedded yet", "index them again", mending)


def _check_sessions(path: Path) -> Iterator[Finding]:
    if not path.exists():
        return

    def set_aside() -> str:
        aside = free_name(path)
        path.rename(aside)
        return f"{path.name} is now {aside.name}; the chat begins a new one"

    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True, timeout=5)) as sessions:
            said = str(sessions.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        said = str(error)
    if said == "ok":
        yield fine("sessions", "the database is sound")
    else:
        yield fault("sessions", f"{path} is damaged: {said}", "assistant doctor --fix sets it aside", set_aside)
