"""Files opened and expanded, and what must not be opened."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from assistant.corpus import expanding, opening, read_file
from assistant.corpus.fields import USUAL
from assistant.corpus.files import find_files
from assistant.corpus.opening import STDIN, open_documents
from assistant.errors import InputError, UsageError

LINES = b"".join(b'{"title": "Paper %d", "abstract": "It has the number %d."}\n' % (n, n) for n in range(3))
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


def zipped(members: dict[str, bytes]) -> bytes:
    """Return an archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def titles(path: Path) -> list[str]:
    """Return the titles in a file."""
    return [entry.title for entry in read_file(path).entries]


def put(path: Path, data: bytes) -> Path:
    """Write a file."""
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("suffix", ["right", "none"])
def test_compressed_file_is_read(tmp_path: Path, kind: str, suffix: str) -> None:
    """Whatever its name says."""
    name = f"papers.jsonl.{kind}" if suffix == "right" else "papers"
    assert ["Paper 0", "Paper 1", "Paper 2"] == titles(put(tmp_path / name, PACKERS[kind](LINES)))


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz"])
def test_stream_of_two_parts_is_read_whole(tmp_path: Path, kind: str) -> None:
    """As `cat a.gz b.gz` makes them."""
    assert 6 == len(titles(put(tmp_path / "two", PACKERS[kind](LINES) * 2)))


def test_name_of_a_compressed_file_proves_nothing(tmp_path: Path) -> None:
    """Plain text under such a name is read as it is."""
    assert 3 == len(titles(put(tmp_path / "papers.jsonl.gz", LINES)))


def test_archive_gives_each_of_its_files(tmp_path: Path) -> None:
    """Under the names of both; what is hidden or tells of the others is left out, a compressed one is expanded."""
    left_out = {"__MACOSX/a.jsonl": b"?", ".x": b"?", "b/README.md": b"# The export\n\nIt holds papers."}
    archive = zipped({"b/b.jsonl.gz": gzip.compress(LINES), "a.jsonl": LINES} | left_out)
    entries = read_file(put(tmp_path / "papers.zip", archive)).entries
    assert ["papers.zip!a.jsonl"] * 3 + ["papers.zip!b/b.jsonl.gz"] * 3 == [entry.file for entry in entries]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/evil.jsonl", "etc/evil.jsonl"),
        ("/etc/evil.jsonl", "etc/evil.jsonl"),
        ("..\\..\\evil.jsonl", "evil.jsonl"),
        ("a!b/c.jsonl", "a_b/c.jsonl"),
    ],
)
def test_path_out_of_an_archive_leads_nowhere(tmp_path: Path, name: str, shown: str) -> None:
    """Nothing is written, and the name that is shown is one within the archive."""
    (first, *_) = read_file(put(tmp_path / "papers.zip", zipped({name: LINES}))).entries
    assert (f"papers.zip!{shown}", ["papers.zip"]) == (first.file, [path.name for path in tmp_path.iterdir()])


@pytest.mark.parametrize("packer", [zipped, lambda members: gzip.compress(next(iter(members.values())))])
def test_standard_input_may_be_compressed(monkeypatch: pytest.MonkeyPatch, packer: Callable[..., bytes]) -> None:
    """Though nobody can go back in it."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(packer({"a.jsonl": LINES}))
    with os.fdopen(reading, "r") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert 3 == len(titles(STDIN))


@pytest.mark.parametrize("kind", PACKERS)
def test_lines_before_an_early_end_are_read(tmp_path: Path, kind: str) -> None:
    """And the end is told; half a record is none."""
    noise = "".join(f"{n * n * 7919 % 10007:x}" for n in range(200))
    lines = b"".join(b'{"title": "%d %s", "abstract": "Text."}\n' % (n, noise[n % 90 :].encode()) for n in range(2000))
    data = PACKERS[kind](lines)
    count = 0
    with pytest.raises(InputError, match="end too early"):
        for document in open_documents(put(tmp_path / "cut", data[: len(data) * 6 // 10]), USUAL):
            assert not isinstance(document, InputError)
            for _ in document.lines():
                count += 1
    assert count > 200 or kind in ("bz2", "zst")  # which come in large blocks


@pytest.mark.parametrize("kind", [*PACKERS, "zip"])
def test_what_expands_too_far_is_refused(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it has filled the memory."""
    monkeypatch.setattr(expanding, "FREE_BYTES", 2**20)
    lines = b'{"title": "A", "abstract": "' + b"a" * 1000 + b'"}\n'
    data = zipped({"a": lines * 8000, "b": lines * 8000}) if kind == "zip" else PACKERS[kind](lines * 16000)
    with pytest.raises(InputError, match="expands more than 200-fold"):
        read_file(put(tmp_path / "bomb", data))


def test_archives_within_archives_are_refused(tmp_path: Path) -> None:
    """One may hold itself."""
    with pytest.raises(InputError, match="an archive within"):
        read_file(put(tmp_path / "a.zip", zipped({"b.zip": zipped({"c.jsonl": LINES})})))


def test_compressing_again_and_again_is_refused(tmp_path: Path) -> None:
    """Nobody does that in earnest."""
    data = LINES
    for _ in range(5):
        data = gzip.compress(data)
    with pytest.raises(InputError, match="compressed too many times"):
        read_file(put(tmp_path / "a", data))


def test_archive_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is named."""
    monkeypatch.setattr(opening, "MAX_MEMBERS", 2)
    with pytest.raises(InputError, match="more than 2 files"):
        read_file(put(tmp_path / "a.zip", zipped(dict.fromkeys("abc", LINES))))


@pytest.mark.parametrize("data", [b"\x1f\x8b\x08garbage", b"BZh9garbage", b"\xfd7zXZ\x00garbage", b"PK\x03\x04garbage"])
def test_damaged_archive_is_an_input_error(tmp_path: Path, data: bytes) -> None:
    """In words, with the name."""
    with pytest.raises(InputError, match=r"bad\.bin"):
        read_file(put(tmp_path / "bad.bin", data + bytes(100)))


def test_encrypted_member_does_not_stop_the_others(tmp_path: Path) -> None:
    """It is told."""
    data = bytearray(zipped({"a.jsonl": LINES, "b.jsonl": LINES}))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag of the first member in the directory
    found = list(open_documents(put(tmp_path / "a.zip", bytes(data)), USUAL))
    assert [isinstance(document, InputError) for document in found] == [True, False]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """Waiting for a writer would be for ever; the hint says how to pipe."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is a pipe") as caught:
        read_file(tmp_path / "pipe")
    assert "assistant index -" in caught.value.hint


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null"])
def test_device_is_refused(path: str) -> None:
    """One never ends."""
    with pytest.raises(InputError, match="is a device"):
        read_file(Path(path))


@pytest.mark.skipif(not Path("/proc/self/mounts").exists(), reason="the kernel shows nothing as files here")
def test_files_of_the_kernel_are_not_walked(tmp_path: Path) -> None:
    """Named it is refused, and a link into it from a folder is not followed."""
    with pytest.raises(UsageError, match="belongs to the kernel"):
        find_files([Path("/proc")])
    (tmp_path / "link").symlink_to("/proc", target_is_directory=True)
    assert [] == find_files([tmp_path])


def test_what_tells_of_a_folder_is_left_out(tmp_path: Path) -> None:
    """Unless it is named."""
    readme = put(tmp_path / "README.md", b"# About")
    put(tmp_path / "LICENSE", b"Free")
    assert ([], [readme]) == (find_files([tmp_path]), find_files([readme]))
