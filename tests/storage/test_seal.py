"""The seal of a library tells any change that did not come from its writer, and no other."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import LibraryError
from assistant.records import Paper
from assistant.storage import held_files, seal
from assistant.storage.library import FILE, Library
from assistant.storage.library_file import WAL
from assistant.storage.seal import Seal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a library with a paper, written and closed."""
    place = tmp_path / "library"
    with Library(place, create=True) as library, library.writing():
        put(library, "One")
    return place


def put(library: Library, title: str) -> None:
    """Put a paper into a library."""
    with library.transaction():
        library.put_paper(Paper(title, title, f"What {title} is about."), title.lower())


def looked_at(folder: Path) -> Seal:
    """Return what the seal of a library says when it is opened."""
    with Library(folder) as library:
        return library.seal()


def test_library_is_sealed_by_its_writer(folder: Path) -> None:
    """Reading it, and writing to it again, changes nothing about that."""
    assert Seal.WHOLE == looked_at(folder)
    with Library(folder) as library, library.writing():
        assert Seal.NONE == library.seal()
        put(library, "Two")
    assert Seal.WHOLE == looked_at(folder)


@pytest.mark.parametrize("place", [-1, -500, 5000, 20_000])
def test_any_turned_bit_is_told(folder: Path, place: int) -> None:
    """Also one that SQLite does not look at."""
    data = bytearray((folder / FILE).read_bytes())
    data[place] ^= 1
    (folder / FILE).write_bytes(data)
    assert Seal.BROKEN == seal.look_at_seal(folder / FILE)


def test_change_by_another_program_is_told_until_it_is_mended(folder: Path) -> None:
    """A writer that comes behind does not hide it."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other:
        other.execute("UPDATE spellings SET papers = 9")
    with Library(folder) as library, library.writing():
        put(library, "Two")
    assert Seal.BROKEN == looked_at(folder)
    with Library(folder) as library, library.writing(mends=True):
        put(library, "Three")
    assert Seal.WHOLE == looked_at(folder)


STOPPED = """
import os, sys
from pathlib import Path
from assistant.records import Paper
from assistant.storage.library import Library
library = Library(Path(sys.argv[1]), create=True)
with library.writing():
    library.put_paper(Paper("Two", "Two", "What Two is about."), "two")
    os._exit(9)
"""


def kill_a_writer(folder: Path) -> None:
    """Let another process be killed while it writes to a library, which it makes if there is none."""
    assert 9 == subprocess.run([sys.executable, "-c", STOPPED, str(folder)], check=False).returncode


def test_writer_that_is_killed_leaves_no_seal(folder: Path) -> None:
    """What it has written is not told as damage."""
    kill_a_writer(folder)
    assert Seal.NONE == looked_at(folder)


@pytest.mark.parametrize("error", [KeyboardInterrupt, LibraryError, sqlite3.OperationalError])
@pytest.mark.parametrize("writes", [False, True])
def test_writer_that_fails_seals_what_is_whole(folder: Path, error: type[BaseException], writes: bool) -> None:
    """So that damage which comes after it is told, and not sealed by the next one."""
    with pytest.raises(error), Library(folder) as library, library.writing():
        if writes:
            put(library, "Two")
        with library.transaction():
            library.put_meta("begun", "and given up")
            raise error("no")
    assert Seal.WHOLE == looked_at(folder)
    with Library(folder) as library:
        assert (1 + writes, None) == (library.paper_count(), library.meta("begun"))


def test_writer_that_meets_damage_does_not_seal(folder: Path) -> None:
    """Nobody knows then whether what is in the file was left there."""
    with pytest.raises(LibraryError), Library(folder) as library, library.writing():
        put(library, "Two")
        library._db.execute("UPDATE papers SET abstract = x'ff' WHERE id = 'One'")
        library.papers()
    assert Seal.NONE == looked_at(folder)


def test_stopped_mending_hides_no_damage(folder: Path) -> None:
    """The seal that tells of it stays until all is mended."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other:
        other.execute("UPDATE spellings SET papers = 9")
    with pytest.raises(KeyboardInterrupt), Library(folder) as library, library.writing(mends=True):
        put(library, "Two")
        raise KeyboardInterrupt
    assert Seal.BROKEN == looked_at(folder)


def test_library_that_was_never_made_to_its_end_is_made(tmp_path: Path) -> None:
    """As when the disk was full, or the process was killed, more than once."""
    (tmp_path / FILE).touch()
    (tmp_path / seal.NAME).write_text('{"open": true, "size": 16384, "papers": null}')
    with Library(tmp_path, create=True) as library, library.writing():
        put(library, "One")
    assert Seal.WHOLE == looked_at(tmp_path)


def test_library_with_a_reader_is_sealed(folder: Path) -> None:
    """A chat may be open beside."""
    with Library(folder) as reader:
        assert 1 == reader.paper_count()
        with Library(folder) as library, library.writing():
            put(library, "Two")
        assert (Seal.WHOLE, 2) == (looked_at(folder), reader.paper_count())


OTHER = (
    "import sys; from pathlib import Path; from assistant.storage.library import Library; "
    "Library(Path(sys.argv[1])).close()"
)


def test_looking_at_the_seal_keeps_the_locks(folder: Path) -> None:
    """Another process that ends does not take itself for the last one and delete the log of this one."""
    log = folder / f"{FILE}{WAL}"
    with Library(folder) as library:
        with library.writing():
            put(library, "Two")
        with Library(folder) as second:  # of this process; it ends first
            assert Seal.WHOLE == second.seal()
        number = log.stat().st_ino
        subprocess.run([sys.executable, "-c", OTHER, str(folder)], check=True)
        assert number == log.stat().st_ino
        with library.writing():
            put(library, "Three")
    with Library(folder) as library:
        assert (3, Seal.WHOLE) == (library.paper_count(), library.seal())


def test_no_descriptor_outlives_the_last_user(folder: Path) -> None:
    """What was kept open for the locks is closed with the library, also if its file was replaced meanwhile."""
    before = dict(held_files._users), dict(held_files._descriptors)  # of libraries that are open for other tests
    assert Seal.WHOLE == seal.look_at_seal(folder / FILE)
    assert before == (dict(held_files._users), held_files._descriptors)
    with Library(folder) as library:
        assert Seal.WHOLE == library.seal()
        assert len(before[1]) + 1 == len(held_files._descriptors)
        shutil.copyfile(folder / FILE, folder / "new")
        (folder / "new").replace(folder / FILE)
        library.seal()
    assert before == (dict(held_files._users), held_files._descriptors)


def test_copy_of_a_library_is_whole(folder: Path, tmp_path: Path) -> None:
    """Though its files have other times."""
    copy = shutil.copytree(folder, tmp_path / "copy", copy_function=shutil.copyfile)
    assert Seal.WHOLE == looked_at(copy)


def test_large_file_is_read_only_if_its_time_has_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a library of a gigabyte does not read it; the doctor does."""
    monkeypatch.setattr(seal, "READ_ALWAYS", 10)
    found = (folder / FILE).stat()
    data = bytearray((folder / FILE).read_bytes())
    data[-1] ^= 1
    (folder / FILE).write_bytes(data)
    assert Seal.BROKEN == seal.look_at_seal(folder / FILE)
    os.utime(folder / FILE, ns=(found.st_atime_ns, found.st_mtime_ns))
    seals = seal.look_at_seal(folder / FILE), seal.look_at_seal(folder / FILE, read=True)
    assert (Seal.WHOLE, Seal.BROKEN) == seals


@pytest.mark.parametrize("words", ["", "{}", "nonsense", '{"size": 1, "time": "x"}'])
def test_damaged_seal_is_told(folder: Path, words: str) -> None:
    """The library is read all the same, and a writer does not hide it."""
    (folder / seal.NAME).write_text(words)
    with Library(folder) as library, library.writing():
        put(library, "Two")
    assert looked_at(folder).is_doubtful


def _take_away(path: Path) -> None:
    path.unlink()


def _put_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [_take_away, _put_a_folder])
def test_missing_seal_is_told_until_it_is_mended(folder: Path, damage: Callable[[Path], None]) -> None:
    """A library of this version always has one."""
    damage(folder / seal.NAME)
    with Library(folder) as library, library.writing():
        put(library, "Two")
    assert Seal.MISSING == looked_at(folder)
    with Library(folder) as library, library.writing(mends=True):
        put(library, "Three")
    assert Seal.WHOLE == looked_at(folder)


def test_writer_killed_before_the_first_seal_is_no_damage(tmp_path: Path) -> None:
    """An open seal is there before anything is written."""
    kill_a_writer(tmp_path / "new")
    assert (Seal.NONE, 0) == (looked_at(tmp_path / "new"), (tmp_path / "new" / FILE).stat().st_size % 4096)


def test_library_of_an_older_version_without_a_seal_is_no_damage(folder: Path) -> None:
    """It may never have had one; brought up to date, it has."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        db.executescript("ALTER TABLE papers DROP COLUMN facts; PRAGMA user_version = 7")
    (folder / seal.NAME).unlink()
    assert Seal.WHOLE == looked_at(folder)


@pytest.mark.parametrize("is_stopped", [False, True])
def test_emptied_file_is_damage(folder: Path, is_stopped: bool) -> None:
    """The seal says that it held something, also the open one of a writer that was stopped."""
    if is_stopped:
        seal.break_seal(folder / FILE)
    (folder / FILE).write_bytes(b"")
    for create in (False, True):
        with pytest.raises(LibraryError, match="is empty"):
            Library(folder, create=create)
    assert (folder / FILE).stat().st_size == 0


def test_file_that_was_never_filled_is_made(tmp_path: Path) -> None:
    """Whoever made it was killed at once."""
    (tmp_path / FILE).write_bytes(b"")
    with Library(tmp_path) as library:
        assert 0 == library.paper_count()


def test_new_library_in_the_place_of_a_deleted_one(folder: Path) -> None:
    """The seal of the old one does not tell of it."""
    (folder / FILE).unlink()
    with Library(folder, create=True) as library, library.writing():
        put(library, "Two")
    assert Seal.WHOLE == looked_at(folder)


def test_writer_that_writes_nothing_does_not_read_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seal is put back as it was: indexing a large library again takes no longer."""
    monkeypatch.setattr(seal, "READ_ALWAYS", 10)
    monkeypatch.setattr(seal, "_checksum", lambda file: pytest.fail("it was read"))
    with Library(folder) as library, library.writing():
        assert Seal.NONE == library.seal()
    assert Seal.WHOLE == looked_at(folder)
