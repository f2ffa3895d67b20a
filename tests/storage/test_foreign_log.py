"""A log that is not that of the file beside it is set aside, and any other is read."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.records import Paper
from assistant.storage import library_file, seal
from assistant.storage.foreign_log import is_foreign
from assistant.storage.library import FILE, LOG_ASIDE, Library
from assistant.storage.library_file import WAL

LOG = f"{FILE}{WAL}"
KILLED = """
import os, sys
from pathlib import Path
from assistant.records import Paper
from assistant.storage.library import Library
library = Library(Path(sys.argv[1]))
for name in sys.argv[2:]:
    with library.writing(), library.transaction():
        library.put_paper(Paper(name, name, f"What {name} is about."), name)
with library.writing():
    library.put_paper(Paper("last", "last", "What is written last."), "last")
    os._exit(9)
"""
OPEN = """
import sys
from pathlib import Path
from assistant.storage.library import Library
with Library(Path(sys.argv[1])) as library:
    library.paper_count()
    print("open", flush=True)
    sys.stdin.readline()
"""


def make(folder: Path, name: str) -> None:
    """Make a library with a paper, written and closed."""
    with Library(folder, create=True) as library, library.writing(), library.transaction():
        library.put_paper(Paper(name, name, f"What {name} is about."), name)


def kill_a_writer(folder: Path, *names: str) -> None:
    """Let a process write some papers, be killed while it writes one more, and leave its log."""
    assert 9 == subprocess.run([sys.executable, "-c", KILLED, str(folder), *names], check=False).returncode
    assert (folder / LOG).stat().st_size


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a library that was put back as it was before its last writer, whose log is still there."""
    place, backup = tmp_path / "library", tmp_path / "backup"
    make(place, "one")
    shutil.copytree(place, backup)
    kill_a_writer(place, "two")
    for name in (FILE, seal.NAME):
        shutil.copyfile(backup / name, place / name)
    return place


def titles(folder: Path, told: Callable[[str], None] = lambda line: None) -> list[str]:
    """Return the titles of the papers of a library."""
    with Library(folder, narrate=told) as library:
        return [paper.title for paper in library.papers().values()]


def test_log_of_what_came_after_a_backup_is_set_aside(folder: Path) -> None:
    """Nothing of it is read or written into the file, and it is told once."""
    before, log, told = (folder / FILE).read_bytes(), (folder / LOG).read_bytes(), list[str]()
    aside = folder / f"{LOG}.damaged"
    assert ["one"] == titles(folder, told.append) == titles(folder, told.append)
    assert ([LOG_ASIDE.format(log=aside)], before, log) == (told, (folder / FILE).read_bytes(), aside.read_bytes())
    with Library(folder) as library:
        assert seal.Seal.WHOLE == library.seal()


def test_log_of_another_copy_is_set_aside(tmp_path: Path) -> None:
    """Though it holds what the file held before."""
    make(tmp_path / "library", "one")
    shutil.copytree(tmp_path / "library", tmp_path / "copy")
    kill_a_writer(tmp_path / "copy")
    with Library(tmp_path / "library") as library, library.writing():
        library.put_paper(Paper("two", "two", "What two is about."), "two")
    shutil.copyfile(tmp_path / "copy" / LOG, tmp_path / "library" / LOG)
    assert ["one", "two"] == titles(tmp_path / "library")


def test_log_of_a_killed_writer_is_read(tmp_path: Path) -> None:
    """Its seal is open."""
    make(tmp_path, "one")
    kill_a_writer(tmp_path, "two")
    assert ["one", "two", "last"] == titles(tmp_path)
    assert not (tmp_path / f"{LOG}.damaged").exists()


def test_log_of_which_all_is_in_the_file_stays(tmp_path: Path) -> None:
    """Whoever had the library open was killed after its writer had sealed it."""
    make(tmp_path, "one")
    with Library(tmp_path) as library:
        with library.writing():
            library.put_paper(Paper("two", "two", "What two is about."), "two")
        assert (tmp_path / LOG).stat().st_size
        copy = shutil.copytree(tmp_path, tmp_path / "copy")
    assert not is_foreign(copy / FILE, copy / LOG)
    assert ["one", "two"] == titles(copy)
    assert not (copy / f"{LOG}.damaged").exists()


@pytest.mark.parametrize("kept", [0, 31, 40, 10_000])
def test_log_that_says_nothing_stays(folder: Path, kept: int) -> None:
    """SQLite reads nothing of it either."""
    os.truncate(folder / LOG, kept)
    assert ["one"] == titles(folder)
    assert not (folder / f"{LOG}.damaged").exists()


@pytest.fixture
def reader(folder: Path) -> Iterator[None]:
    """Have another process open the library."""
    command = [sys.executable, "-c", OPEN, str(folder)]
    (folder / LOG).rename(folder / "log")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        shutil.copyfile(folder / "log", folder / LOG)
        yield


@pytest.mark.skipif(os.name != "posix", reason="a file that is open cannot be renamed there")
@pytest.mark.usefixtures("reader")
def test_log_that_somebody_uses_stays(folder: Path) -> None:
    """Whatever it says: another process would go on writing to it."""
    assert library_file.log_set_aside(folder / FILE) is None
    assert (folder / LOG).exists()


def test_log_that_this_process_uses_stays(folder: Path) -> None:
    """Looking for others does not take its locks off the file."""
    with closing(sqlite3.connect(folder / FILE)), Library(folder) as library:
        with library.writing():
            library.put_paper(Paper("two", "two", "What two is about."), "two")
        assert library_file.log_set_aside(folder / FILE) is None
        subprocess.run([sys.executable, "-c", OPEN, str(folder)], input="", check=True, text=True)
        assert (folder / LOG).exists()


def test_library_that_may_only_be_read_is_read_without_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log stays where it is."""
    monkeypatch.setattr(library_file, "may_write", lambda path: False)
    assert ["one"] == titles(folder)
    assert (folder / LOG).exists()
