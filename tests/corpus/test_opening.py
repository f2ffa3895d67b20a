"""Files opened and expanded, and what must not be opened."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
import zstandard

from assistant.corpus import archives, expanding, read_file
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


def tarred(members: dict[str, bytes], kind: str = "") -> bytes:
    """Return an archive."""
    data = io.BytesIO()
    modes: dict[str, Literal["w:", "w:gz", "w:bz2", "w:xz"]] = {"": "w:", "gz": "w:gz", "bz2": "w:bz2", "xz": "w:xz"}
    with tarfile.open(fileobj=data, mode=modes[kind]) as archive:
        for name, content in members.items():
            header = tarfile.TarInfo(name)
            header.size = len(content)
            archive.addfile(header, io.BytesIO(content))
    return data.getvalue()


def titles(path: Path) -> list[str]:
    """Return the titles in a file."""
    return [entry.title for entry in read_file(path).entries]


def put(path: Path, data: bytes | bytearray) -> Path:
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


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz"])
@pytest.mark.parametrize("zeros", [4, 8, 4096, 200_000])
def test_zeros_between_two_parts_are_nothing(tmp_path: Path, kind: str, zeros: int) -> None:
    """Programs fill blocks with them."""
    assert 6 == len(titles(put(tmp_path / "two", PACKERS[kind](LINES) + bytes(zeros) + PACKERS[kind](LINES))))


@pytest.mark.parametrize("kind", PACKERS)
def test_damage_behind_the_first_part_is_told(tmp_path: Path, kind: str) -> None:
    """Nothing there is taken for the end."""
    data = PACKERS[kind](LINES)
    with pytest.raises(InputError, match="damaged"):
        read_file(put(tmp_path / "two", data + b"?" + data[1:]))


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


@pytest.mark.parametrize("outer", ["gz", "zip", "tar"])
def test_what_expands_too_far_in_two_layers_is_refused(
    tmp_path: Path, outer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However little each layer does; what the file itself holds is the measure, and all members count."""
    monkeypatch.setattr(expanding, "FREE_BYTES", 2**20)
    part = gzip.compress(b'{"title": "A", "abstract": "' + os.urandom(300).hex().encode() + b" " * 90_000 + b'"}\n')
    packers: dict[str, Callable[[bytes], bytes]] = {
        "gz": gzip.compress,
        "zip": lambda data: zipped(dict.fromkeys("abc", data)),
        "tar": lambda data: gzip.compress(tarred(dict.fromkeys("abc", data))),
    }
    with pytest.raises(InputError, match="bomb expands more than 200-fold"):
        read_file(put(tmp_path / "bomb", packers[outer](part * 60)))


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
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
    with pytest.raises(InputError, match="more than 2 files"):
        read_file(put(tmp_path / "a.zip", zipped(dict.fromkeys("abc", LINES))))


@pytest.mark.parametrize("data", [b"\x1f\x8b\x08garbage", b"BZh9garbage", b"\xfd7zXZ\x00garbage", b"PK\x03\x04garbage"])
def test_damaged_archive_is_an_input_error(tmp_path: Path, data: bytes) -> None:
    """In words, with the name."""
    with pytest.raises(InputError, match=r"bad\.bin"):
        read_file(put(tmp_path / "bad.bin", data + bytes(100)))


@pytest.mark.parametrize(("asked", "is_read"), [(2**23, True), (2**32 - 1, False)])
def test_memory_that_a_zip_archive_asks_for_is_bounded(tmp_path: Path, asked: int, is_read: bool) -> None:
    """As for every other format."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.jsonl", LINES)
    data = file.getvalue()
    at = data.index(b"\x05\0\x5d") + 3
    (found,) = open_documents(put(tmp_path / "a.zip", data[:at] + asked.to_bytes(4, "little") + data[at + 4 :]), USUAL)
    assert is_read != isinstance(found, InputError)


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


@pytest.mark.parametrize("kind", ["", "gz", "bz2", "xz"])
def test_tar_archive_is_read(tmp_path: Path, kind: str) -> None:
    """Its files in their order, by their names within it; what tells of it is left out."""
    members = {"./dumps/b.jsonl": LINES, "README.md": b"About", "._b.jsonl": LINES, "../a.jsonl": LINES[:100]}
    documents = open_documents(put(tmp_path / "dumps.tar", tarred(members, kind)), USUAL)
    names = []
    for document in documents:
        assert not isinstance(document, InputError)
        names.append(document.name)
        assert list(document.lines())
    assert ["dumps.tar!dumps/b.jsonl", "dumps.tar!a.jsonl"] == names


def test_tar_archive_comes_through_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which cannot go back."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(tarred({"a.jsonl.gz": gzip.compress(LINES)}, "gz"))
    with os.fdopen(reading, "r") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert 3 == len(titles(STDIN))


def test_links_in_a_tar_archive_are_not_followed(tmp_path: Path) -> None:
    """Wherever they lead."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            header = tarfile.TarInfo("a.jsonl")
            header.type, header.linkname = kind, str(put(tmp_path / "secret.jsonl", LINES))
            archive.addfile(header)
    with pytest.raises(InputError, match="holds no file to read"):
        list(open_documents(put(tmp_path / "a.tar", data.getvalue()), USUAL))


@pytest.mark.parametrize("packer", [zipped, tarred])
def test_archive_without_a_file_to_read_is_told(tmp_path: Path, packer: Callable[[dict[str, bytes]], bytes]) -> None:
    """As a folder without one is."""
    with pytest.raises(InputError, match="holds no file to read"):
        read_file(put(tmp_path / "a", packer({"README.md": b"About"})))


@pytest.mark.parametrize("kept", [1024, 1536, 1800, 2048])
def test_tar_archive_that_was_cut_is_told(tmp_path: Path, kept: int) -> None:
    """Also where the cut is between two files; what stands before it is read."""
    lines = LINES[:100]
    data = tarred({"a.jsonl": lines, "b.jsonl": lines})
    found: list[str] = []
    with pytest.raises(InputError, match=r"a\.tar.*(damaged|ends before)"):
        for document in open_documents(put(tmp_path / "a.tar", data[:kept]), USUAL):
            found.append(str(document) if isinstance(document, InputError) else document.text())
    assert found


def tar_header(kind: bytes, size: int, *parts: tuple[int, bytes]) -> bytes:
    """Return a header with parts put at their places."""
    info = tarfile.TarInfo("a.jsonl")
    info.type, info.size = kind, size
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    for at, part in (*parts, (148, b" " * 8)):
        header[at : at + len(part)] = part
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def test_tar_archive_is_read_to_its_end(tmp_path: Path) -> None:
    """A damaged header within it, or another archive behind it, is told and not taken for its end."""
    data = bytearray(tarred({"a.jsonl": LINES[:100], "b.jsonl": LINES}))
    data[1024] ^= 1
    put(tmp_path / "damaged.tar", data)
    put(tmp_path / "two.tar", tarred({"a.jsonl": LINES}) + tarred({"b.jsonl": LINES}))
    put(tmp_path / "padded.tar", tarred({"a.jsonl": LINES}) + bytes(10**6))
    with pytest.raises(InputError, match="no header at byte 1,024"):
        read_file(tmp_path / "damaged.tar")
    with pytest.raises(InputError, match="more stands behind its end"):
        read_file(tmp_path / "two.tar")
    assert 3 == len(titles(tmp_path / "padded.tar"))


@pytest.mark.parametrize(
    "data",
    [
        tar_header(tarfile.REGTYPE, 2**62) + LINES,
        tar_header(tarfile.GNUTYPE_SPARSE, 0, (482, b"\1")),
        (tar_header(tarfile.XGLTYPE, 6) + b"6 a=b\n".ljust(512, b"\0")) * 600,
        (tar_header(tarfile.GNUTYPE_LONGNAME, 4) + b"abc\0".ljust(512)) * 600,
    ],
    ids=["size", "holes", "pax", "names"],
)
def test_tar_headers_that_lie_are_told(tmp_path: Path, data: bytes) -> None:
    """Of what is not there, or one behind the other without a file."""
    with pytest.raises(InputError, match=r"end of data|a header of 66,048 bytes|end too early"):
        read_file(put(tmp_path / "a.tar", data))


def test_headers_of_a_tar_archive_are_not_kept(tmp_path: Path) -> None:
    """However much they say."""
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for number in range(200):
            header = tarfile.TarInfo(f"{number}.jsonl")
            header.pax_headers = {"comment": "a" * 60_000}
            archive.addfile(header)
    tracemalloc.start()
    assert 200 == sum(1 for _ in open_documents(tmp_path / "a.tar", USUAL))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 1024**2


def test_holes_in_a_tar_archive_are_no_text(tmp_path: Path) -> None:
    """A file of 512 bytes may say that 8 GiB of nothing stand behind them."""
    holes = (386, b"%011o\0%011o\0" % (0, 512)), (483, b"%011o\0" % (8 * 1024**3 - 1))
    data = tar_header(tarfile.GNUTYPE_SPARSE, 512, *holes) + LINES.ljust(512) + bytes(1024)
    with pytest.raises(InputError, match=r"expands more than 200-fold|longer than"):
        read_file(put(tmp_path / "a.tar", data))


def test_long_name_in_a_tar_archive_is_not_held(tmp_path: Path) -> None:
    """One of gigabytes is none."""
    header = tarfile.TarInfo("a")
    header.type, header.size = tarfile.XHDTYPE, 2**31
    data = header.tobuf(tarfile.GNU_FORMAT) + bytes(4096)
    with pytest.raises(InputError, match="a header of 2,147,484,160 bytes"):
        read_file(put(tmp_path / "a.tar", data))


def test_archive_within_a_tar_archive_is_refused(tmp_path: Path) -> None:
    """The others are read."""
    data = tarred({"a.zip": zipped({"a": LINES}), "b.tar": tarred({"a": LINES}), "c.jsonl": LINES})
    found = list(open_documents(put(tmp_path / "a.tar", data), USUAL))
    assert [isinstance(document, InputError) for document in found] == [True, True, False]


@pytest.mark.parametrize("kind", ["gz", "xz"])
def test_lines_before_an_early_end_of_a_small_file_are_read(tmp_path: Path, kind: str) -> None:
    """However few bytes there are."""
    data = PACKERS[kind](LINES + bytes(range(256)).hex().encode())[:-12]
    with pytest.raises(InputError, match="end too early"):
        for document in open_documents(put(tmp_path / "cut", data), USUAL):
            assert not isinstance(document, InputError)
            lines = []
            for line in document.lines():
                lines.append(line)
                if len(lines) == 3:
                    break
            assert 3 == len(lines)
            list(document.lines())
