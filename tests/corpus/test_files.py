"""Files found and read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.corpus import documents
from assistant.corpus.files import find_files, read_file
from assistant.errors import InputError, UsageError
from assistant.records import Gap

ABSTRACT = "We present a naïve framework in which agents discover skills. " * 12
DUMP = f"Get trending papers in your email inbox!\nSubscribeA Paper\n{ABSTRACT}"


def write(path: Path, data: bytes | str = "") -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_folder_gives_its_files_in_order(tmp_path: Path) -> None:
    """Folders are searched to the bottom; hidden files and folders are left out."""
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", ".hidden", ".git/config"):
        write(tmp_path / name)

    assert ["a/b/c.txt", "a/z.txt", "b.txt"] == [str(path.relative_to(tmp_path)) for path in find_files([tmp_path])]


def test_file_in_a_folder_is_never_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its name is."""
    monkeypatch.chdir(tmp_path)
    path = write(tmp_path / "-")
    assert [path] == find_files([Path()])


def test_files_named_come_as_given_and_once(tmp_path: Path) -> None:
    """A file that is named and also lies in a folder that is named comes once, where it came first."""
    a, b, hidden = (write(tmp_path / name) for name in ("a.txt", "b.txt", ".c"))

    assert [b, hidden, a] == find_files([b, hidden, tmp_path])


def test_links_that_lead_back_are_followed_once(tmp_path: Path) -> None:
    """A folder that holds itself does not end in an endless walk."""
    file = write(tmp_path / "papers" / "a.txt")
    (tmp_path / "papers" / "again").symlink_to(tmp_path, target_is_directory=True)

    assert [file.resolve()] == [path.resolve() for path in find_files([tmp_path])]


def test_link_to_nowhere_is_found_and_cannot_be_read(tmp_path: Path) -> None:
    """A file that should be there is reported, not passed over."""
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")

    with pytest.raises(InputError, match="cannot be read"):
        read_file(find_files([tmp_path])[0])


def test_pipe_in_a_folder_is_left_out(tmp_path: Path) -> None:
    """Opening a pipe would wait for ever."""
    os.mkfifo(tmp_path / "pipe")

    assert [] == find_files([tmp_path])


def test_path_that_does_not_exist(tmp_path: Path) -> None:
    """The error says which path and what to do."""
    with pytest.raises(UsageError, match=r"no\.txt does not exist") as caught:
        find_files([tmp_path / "no.txt"])

    assert caught.value.hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_text(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with or without its mark and UTF-16 with one are read alike, under the file's own name."""
    entry = read_file(write(tmp_path / "deep" / "dump.txt", DUMP.encode(encoding))).entries[0]

    assert ("A Paper", ABSTRACT.strip(), "dump.txt", 2) == (entry.title, entry.abstract, entry.file, entry.line)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\n", "is empty"),
        (b"one\ntwo\xe2\x82 three", r"byte 7 \(line 2\)"),
        (b"one\n\x00two", r"byte 4 \(line 2\)"),
        (b"\xef\xbb\xbfone\xff!", r"byte 6 \(line 1\)"),
        ("one\0".encode("utf-16-le").join((b"\xff\xfe", b"")), r"byte 8 \(line 1\)"),
        (b"%PDF-1.7 text\n", "is a PDF, which is not read"),
    ],
)
def test_file_that_cannot_be_read_as_papers(tmp_path: Path, data: bytes, message: str) -> None:
    """The error says which file, where, and what to do."""
    with pytest.raises(InputError, match=rf"bad\.txt.* ?{message}") as caught:
        read_file(write(tmp_path / "bad.txt", data))

    assert caught.value.hint


def test_table_with_other_columns_is_told_how_to_name_them(tmp_path: Path) -> None:
    """Its format is plain; which columns are meant is not."""
    with pytest.raises(InputError) as caught:
        read_file(write(tmp_path / "table.csv", b"head,words\na,b\n"))

    assert "--map title=NAME --map abstract=NAME" in caught.value.hint


def test_folder_cannot_be_read_as_a_file(tmp_path: Path) -> None:
    """What the system refuses is an InputError too."""
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        read_file(tmp_path)


def test_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is named and nothing is read half."""
    monkeypatch.setattr(documents, "MAX_TEXT", 2 * 1024**2)

    with pytest.raises(InputError, match="larger than 2 MiB"):
        read_file(write(tmp_path / "large.txt", DUMP + " " * 2 * 1024**2))


def test_character_cut_off_at_the_end_is_a_gap(tmp_path: Path) -> None:
    """A file that breaks off within a character loses that character only, and says so."""
    reading = read_file(write(tmp_path / "cut.txt", f"{DUMP}na\u00ef".encode()[:-1]))

    assert ([f"{ABSTRACT}na"], (Gap("cut.txt", 3, 3, "the file ends in the middle of a character"),)) == (
        [entry.abstract for entry in reading.entries],
        reading.gaps,
    )


def test_name_that_is_not_utf8_can_be_stored(tmp_path: Path) -> None:
    """The name of an entry's file has no lone surrogates."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))

    assert "?.txt" == read_file(write(path, DUMP)).entries[0].file
