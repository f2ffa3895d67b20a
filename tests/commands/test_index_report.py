"""What indexing says of each file, and what becomes of records that are of one paper."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant import indexing
from assistant.commands import index_report
from assistant.corpus import STDIN, parse_mapping
from assistant.embedding import OnnxEmbedder
from assistant.errors import UsageError
from assistant.indexing import FileReport, Report, index_files
from assistant.records import Gap
from assistant.storage.library import Library
from tests.conftest import BREAD, BRIDGES, PENGUINS, Text

MODEL = "all-MiniLM-L6-v2"
Index = Callable[..., Report]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Return an empty library."""
    with Library(tmp_path / "library", create=True) as library:
        yield library


@pytest.fixture
def index(library: Library, embedder: OnnxEmbedder) -> Index:
    """Return a function that indexes paths with the bundled model."""
    return lambda *paths: index_files(library, paths, lambda: embedder, MODEL)


def line(paper: Text, **more: object) -> str:
    """Return a record of JSONL."""
    return json.dumps({"title": paper[0], "abstract": paper[1], **more}) + "\n"


def put(path: Path, text: str) -> Path:
    """Write a file."""
    path.write_text(text, encoding="utf-8")
    return path


def counts(file: FileReport) -> tuple[int, ...]:
    """Return what became of the records: read, new, updated, merged, unchanged, skipped."""
    return file.read, file.new, file.updated, file.merged, file.unchanged, file.skipped


def test_report_is_read_as_it_was_written() -> None:
    """Of anything else nothing is told."""
    report = FileReport("a.jsonl", ["jsonl"], read=2, new=1, skipped=1)
    report.add_gap(Gap("a.jsonl", 2, 2, "not JSON"))
    text = report.to_text()
    assert report == FileReport.from_text(text)
    others = [text[:-2], text.replace('"read"', '"raed"'), text.replace("1", '"1"'), text.replace('"gaps"', '"gbps"')]
    others += [text.replace('"not JSON"', "null"), text.replace('["jsonl"]', "7"), "", "[]", "null", '{"gaps": 3}']
    assert [None] * len(others) == [FileReport.from_text(other) for other in others]


def test_records_are_counted_by_what_became_of_them(index: Index, tmp_path: Path) -> None:
    """First read, read again with a change, and standing elsewhere too."""
    a = put(tmp_path / "a.jsonl", line(PENGUINS) + line(BREAD) + line((BRIDGES[0], "")) + "not JSON\n")
    (first,) = index(a).files
    (again,) = index(put(a, line(PENGUINS, year=2024) + line(BREAD))).files
    (other,) = index(put(tmp_path / "b.jsonl", line(BREAD, venue="Dough"))).files
    assert [(3, 2, 0, 0, 0, 2), (2, 0, 1, 0, 1, 0), (1, 0, 0, 1, 0, 0)] == [*map(counts, (first, again, other))]


def test_paper_of_two_formats_is_one_and_knows_both(index: Index, library: Library, tmp_path: Path) -> None:
    """Facts of the later file are added; nothing is embedded anew."""
    index(put(tmp_path / "a.jsonl", line(PENGUINS, doi="https://doi.org/10.1000/P.1")))
    bib = f"@article{{peng, title={{{PENGUINS[0].upper()}}}, doi={{10.1000/p.1}}, author={{Gentoo, Pia and others}}}}"
    assert 0 == index(put(tmp_path / "b.bib", bib)).embedded
    (paper,) = library.papers().values()
    assert (("Pia Gentoo",), "peng", "10.1000/p.1", 2) == (paper.authors, paper.key, paper.doi, len(paper.sources))


def test_same_title_with_another_abstract_is_another_paper(index: Index, library: Library, tmp_path: Path) -> None:
    """Also in another format."""
    index(put(tmp_path / "a.jsonl", line(PENGUINS) + line((PENGUINS[0], BREAD[1]))))
    assert 2 == library.paper_count()


def test_paper_with_a_new_title_leaves_its_old_one_free(index: Index, library: Library, tmp_path: Path) -> None:
    """Another paper of the old title does not take its place."""
    file = tmp_path / "a.jsonl"
    index(put(file, line(PENGUINS, doi="10.1000/p")))
    index(put(file, line(("New Name", PENGUINS[1]), doi="10.1000/p") + line((PENGUINS[0], BREAD[1]))))
    assert sorted(["New Name", PENGUINS[0]]) == sorted(paper.title for paper in library.papers().values())


def test_file_that_breaks_off_keeps_what_stands_before(index: Index, library: Library, tmp_path: Path) -> None:
    """It is read again the next time, as its end was not seen."""
    file = tmp_path / "cut.jsonl.gz"
    noise = "".join(f"{n * n * 7919 % 10007:x} " for n in range(400))
    data = gzip.compress((line(PENGUINS) + line(BREAD) + line(("Noise", noise))).encode())
    file.write_bytes(data[:-60])
    report = index(file)
    assert (2, 1) == (library.paper_count(), len(report.failures))
    assert 2 == index(file).files[0].unchanged


def test_large_file_is_kept_in_parts(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And counted as one."""
    monkeypatch.setattr(indexing, "ENTRIES_AT_ONCE", 2)
    (file,) = index(put(tmp_path / "a.jsonl", line(PENGUINS) + line(BREAD) + line(BRIDGES))).files
    assert (3, 3, 0, 0, 0, 0) == counts(file)


def test_standard_input_is_read(index: Index, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its papers know where they came from."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line(PENGUINS).encode())))
    index(STDIN)
    (paper,) = library.papers().values()
    assert ["standard input"] == [source.file for source in paper.sources]


def test_archive_that_is_read_again_has_each_source_once(index: Index, library: Library, tmp_path: Path) -> None:
    """What stood in it before is forgotten with it."""
    for names in (("a.jsonl", "b.jsonl"), ("a.jsonl", "c.jsonl")):
        with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
            for name in names:
                archive.writestr(name, line(PENGUINS))
        index(tmp_path / "p.zip")
    (paper,) = library.papers().values()
    assert {"p.zip!a.jsonl", "p.zip!c.jsonl"} == {source.file for source in paper.sources}


def test_mapping_and_format_are_heeded_though_the_file_was_read(
    library: Library, embedder: OnnxEmbedder, index: Index, tmp_path: Path
) -> None:
    """A person who maps fields wants the file read anew."""
    file = put(tmp_path / "a.jsonl", json.dumps({"heading": PENGUINS[0], "abstract": PENGUINS[1]}))
    assert 0 == index(file).papers
    reading = indexing.Reading("jsonl", parse_mapping(["title=heading"]))
    assert 1 == index_files(library, [file], lambda: embedder, MODEL, reading=reading).papers


def test_lines_of_a_report_tell_file_line_and_reason(index: Index, tmp_path: Path) -> None:
    """Of very many gaps the first ones, and how many more there are."""
    report = index(put(tmp_path / "a.jsonl", line(PENGUINS) + "x\n" * 30))
    lines = list(index_report.as_lines(report))
    assert "(jsonl): 1 read: 1 new, 30 skipped" in lines[0]
    assert "  a.jsonl, line 2: not JSON" == lines[1]
    assert "… and 20 more" in lines[-1]


def test_report_is_written_as_json(index: Index, tmp_path: Path) -> None:
    """With each gap and each error."""
    report = index(put(tmp_path / "a.jsonl", line(PENGUINS) + "x\n"), put(tmp_path / "b.jsonl", ""))
    index_report.write_report(report, tmp_path / "report.json")
    a, b = json.loads((tmp_path / "report.json").read_text(encoding="ascii"))["files"]
    assert {"file": "a.jsonl", "first_line": 2, "last_line": 2, "reason": "not JSON", "kept": False} == a["gaps"][0]
    assert ["InputError"] == [error["kind"] for error in b["errors"]]


def test_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """In words."""
    with pytest.raises(UsageError, match="cannot be written"):
        index_report.write_report(Report(), tmp_path / "no" / "report.json")
