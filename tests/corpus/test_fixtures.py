"""Small valid files of every format, as far as they lie here, give what a good reader gets from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.corpus import read_file
from assistant.records import Entry

FOLDER = Path(__file__).parent / "formats"
EXPECTED: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))["files"]
FILES = [file for file in EXPECTED if (FOLDER / file).exists()]
CASES = [(file, number) for file in FILES for number in range(len(EXPECTED[file]))]
READ: dict[str, list[Entry]] = {}


def entries(file: str) -> list[Entry]:
    """Return the entries of a file, read once."""
    if file not in READ:
        READ[file] = list(read_file(FOLDER / file).entries)
    return READ[file]


@pytest.mark.parametrize("file", FILES)
def test_each_record_is_an_entry(file: str) -> None:
    """None is lost and none is made up."""
    assert len(EXPECTED[file]) == len(entries(file))


@pytest.mark.parametrize(("file", "number"), CASES)
def test_words_of_a_record(file: str, number: int) -> None:
    """Title and abstract are as one reads them."""
    entry, expected = entries(file)[number], EXPECTED[file][number]
    phrase = expected["abstract_has"]
    assert entry.title in (expected["title"], *expected.get("also_ok", ()))
    assert phrase in entry.abstract if phrase else entry.abstract == ""
    assert [mark for mark in expected.get("abstract_has_not", ()) if mark in entry.abstract] == []


@pytest.mark.parametrize(("file", "number"), CASES)
def test_facts_of_a_record(file: str, number: int) -> None:
    """Year, DOI and the first author are kept; plain text may know less."""
    entry, expected = entries(file)[number], EXPECTED[file][number]
    year = int(entry.date[:4]) if entry.date else None
    author = entry.authors[0] if entry.authors else ""
    may_miss = "null is fine" in expected.get("note", "")
    assert (year, entry.doi) == (expected["year"], expected["doi"]) or (may_miss and (year, entry.doi) == (None, None))
    assert (expected["first_author"] or "") in author or (may_miss and not author)
    names = (entry.key, entry.arxiv_id, entry.url or "")
    assert "id" not in expected or any(expected["id"] in (name or "") for name in names)
