"""Files of other programs are refused once, by what they are, with what to do instead."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from assistant.corpus import open_documents
from assistant.corpus.fields import USUAL
from assistant.corpus.registry import reader_of
from assistant.errors import InputError
from tests.corpus.reading import document, read_any

OFFICE = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("start", "what", "hint"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF", "BibTeX or RIS"),
        (b"PAR1\x15\x04" + b"\0" * 90, "a Parquet file", "read_parquet"),
        (b"ARROW1\0\0" + b"\0" * 90, "an Arrow file", "read_feather"),
        (b"SQLite format 3\0\x10", "a database", "Export"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Office", "CSV"),
        (b"{\\rtf1\\ansi Hello}", "RTF", "plain text"),
        (b"papers.jsonl".ljust(257, b"\0") + b"ustar\x0000", "an archive (tar) with a damaged", "Fetch"),
        (b"\n<!DOCTYPE html>\n<html><body>A paper</body></html>", "a web page", "plain text"),
    ],
)
def test_file_of_another_program_is_named(start: bytes, what: str, hint: str) -> None:
    """So that a person knows what to export."""
    with pytest.raises(InputError) as caught:
        reader_of(document(start, "x"))
    assert (True, True) == (what in caught.value.message, hint in caught.value.hint)


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ((OFFICE, "xl/workbook.xml", "_rels/.rels"), "a table of Excel"),
        ((OFFICE, "word/document.xml"), "a text of Word"),
        (("mimetype", "content.xml"), "an OpenDocument file"),
        (("mimetype", "META-INF/container.xml", "content.xml"), "an e-book"),
        (("My Library.enl", "My Library.Data/sdb/sdb.eni"), "a library of EndNote"),
    ],
)
def test_archive_of_another_program_is_one_file(tmp_path: Path, members: tuple[str, ...], what: str) -> None:
    """And not many that each cannot be read."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    with pytest.raises(InputError, match=what):
        list(open_documents(tmp_path / "x.zip", USUAL))


def test_archive_of_papers_is_none_of_them(tmp_path: Path) -> None:
    """Whatever its files are called."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("xl/papers.jsonl", '{"title": "T", "abstract": "x"}')
        archive.writestr("content.xml", "<rss/>")
    assert 2 == len(list(open_documents(tmp_path / "x.zip", USUAL)))


def test_text_that_begins_like_another_file_is_read() -> None:
    """What a reader knows comes first."""
    entries, _ = read_any("title,abstract\nPAR1 in Parquet files,It marks them.")
    assert ["PAR1 in Parquet files"] == [entry.title for entry in entries]
