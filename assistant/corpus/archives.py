"""Archives (zip, tar) as streams, one a member; nothing is ever written where a name in one says.

A zip archive has the list of its members at its end, so one from a pipe is kept in a file first; a tar archive is read
as it comes. What a tar archive holds besides files (links, devices) is passed over.
"""

from __future__ import annotations

import io
import re
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from assistant.corpus.expanding import MAX_DICTIONARY, Budget, Expanded
from assistant.corpus.other_programs import refusal_of_archive
from assistant.corpus.streams import BUFFER, buffered, some
from assistant.corpus.tar_files import FAULTS, TarFiles
from assistant.errors import InputError
from assistant.patterns import lazy_re

MAGIC = tarfile.BLOCKSIZE
"""How many of the first bytes tell an archive."""
ABOUT_FOLDER = lazy_re(r"(?:readme|changelog|licen[cs]e|contributing|copying|authors)(?:\.\w+)?", re.IGNORECASE)
"""Names of files that tell of the others, and hold no papers."""
MAX_MEMBERS = 10_000
MAX_SPOOLED = 4 * 1024**3
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_LENGTHS_AT, _SIZE_AT = 26, 5
_EXPAND = "Expand the archive yourself and index the result."
_AGAIN = "Fetch it again, or expand it yourself."
Member = tuple[str, BinaryIO | InputError]


def members(stream: BinaryIO, start: bytes, name: str, budget: Budget) -> Iterator[Member] | None:
    """Return the files of an archive, each to be read before the next; None if it is no archive.

    Args:
        stream: from its beginning.
        start: its first bytes, MAGIC of them unless there are fewer.
        name: what errors call it, and the names of members begin with.
        budget: of what is made here.

    Returns:
        Their names and streams, and errors in place of streams that cannot be read. Iterating raises an InputError if
        the archive itself is damaged, beyond a limit or without a file to read.
    """
    if start.startswith(_ZIP):
        return _some(_of_zip(stream, name, budget), name)
    return _some(_of_tar(stream, name, budget), name) if is_tar(start) else None


def is_tar(start: bytes) -> bool:
    """Whether a file that begins so is a tar archive: its first block is a header whose sum is right."""
    try:
        return tarfile.TarInfo.frombuf(start[:MAGIC], "utf-8", "surrogateescape").name != ""
    except tarfile.HeaderError:
        return False


def _some(found: Iterator[Member], name: str) -> Iterator[Member]:
    is_empty = True
    for member in found:
        yield member
        is_empty = False
    if is_empty:
        raise InputError(f"{name} holds no file to read", "Name an archive with files of papers in it.")


def _of_zip(stream: BinaryIO, name: str, budget: Budget) -> Iterator[Member]:
    if not stream.seekable():
        with tempfile.TemporaryFile() as file:
            _spool(stream, file, name)
            yield from _of_zip(file, name, budget)
        return
    size = stream.seek(0, io.SEEK_END)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"{name} is a damaged archive: {error}", _AGAIN) from error
    budget.measure(lambda: size)
    with archive:
        if refusal := refusal_of_archive(name, [member.filename for member in archive.infolist()[: MAX_MEMBERS + 1]]):
            raise refusal
        found = [member for member in archive.infolist() if not member.is_dir() and not _is_left_out(member.filename)]
        if len(found) > MAX_MEMBERS:
            raise _too_many(name)
        for member in sorted(found, key=lambda member: member.filename):
            inner = _inner(name, member.filename)
            try:
                yield inner, _open_zipped(stream, archive, member, inner, budget)
            except InputError as error:
                yield inner, error


def _spool(stream: BinaryIO, file: BinaryIO, name: str) -> None:
    while data := some(stream, BUFFER):
        if file.tell() > MAX_SPOOLED:
            raise InputError(f"{name} is larger than {MAX_SPOOLED // 1024**3} GiB", "Save it and index the file.")
        file.write(data)


def _dictionary(stream: BinaryIO, member: zipfile.ZipInfo) -> int:
    """Return how many bytes a member packed with LZMA asks for, which its own header and properties tell."""
    stream.seek(member.header_offset + _LENGTHS_AT)
    lengths = stream.read(4)
    stream.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little") + _SIZE_AT, io.SEEK_CUR)
    return int.from_bytes(stream.read(4), "little")


def _open_zipped(
    stream: BinaryIO, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, budget: Budget
) -> BinaryIO:
    if member.flag_bits & 1:
        raise InputError(f"{name} is encrypted", _EXPAND)
    try:
        if member.compress_type == zipfile.ZIP_LZMA and _dictionary(stream, member) > MAX_DICTIONARY:
            raise InputError(f"{name} needs too much memory to expand", _EXPAND)
        file = cast(zipfile.ZipExtFile, archive.open(member))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise InputError(f"{name} cannot be expanded: {error}", _EXPAND) from error
    return buffered(Expanded(file, name, budget))


def _of_tar(stream: BinaryIO, name: str, budget: Budget) -> Iterator[Member]:
    files = TarFiles(stream)
    budget.measure(lambda: files.taken)  # a file with holes is larger than what is there
    try:
        for count, (member, content) in enumerate(files):
            if count >= MAX_MEMBERS:
                raise _too_many(name)
            if content is not None and not _is_left_out(member):
                inner = _inner(name, member)
                yield inner, buffered(Expanded(content, inner, budget))
    except FAULTS as error:
        raise InputError(f"{name} is a damaged archive: {error}", _AGAIN) from error


def _too_many(name: str) -> InputError:
    return InputError(f"{name} holds more than {MAX_MEMBERS:,} files", "Expand it and index the folder.")


def _is_left_out(name: str) -> bool:
    parts = _parts(name)
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return is_hidden or not parts or bool(ABOUT_FOLDER.fullmatch(parts[-1]))


def _inner(name: str, member: str) -> str:
    plain = "/".join(_parts(member)).replace("!", "_").encode(errors="replace").decode()
    return f"{name}!{plain}"


def _parts(name: str) -> list[str]:
    """Return the path of a member within its archive; one that would lead out of it leads nowhere here."""
    return [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
