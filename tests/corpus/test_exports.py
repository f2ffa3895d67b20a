"""Files as libraries, publishers and reference managers export them: all that they say of a paper arrives.

`exports/expected.json` was read by a person against the files. Write it anew with `python -m tests.corpus.test_exports`
and read what has changed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.corpus import FieldNames, open_documents, read_document
from assistant.errors import InputError
from assistant.records import Entry, Gap

FOLDER = Path(__file__).parent / "exports"
EXPECTED_FILE = FOLDER / "expected.json"
EXPECTED: dict[str, Any] = json.loads(EXPECTED_FILE.read_text(encoding="utf-8")) if EXPECTED_FILE.exists() else {}
FILES = sorted(path.name for path in FOLDER.iterdir() if path != EXPECTED_FILE)
FACTS = ("title", "authors", "date", "venue", "doi", "arxiv_id", "url", "key", "author_count", "abstract", "line")


def found_in(name: str) -> dict[str, Any]:
    """Return what is read of a file: entries with all facts that they have, lines that are told, errors."""
    entries: list[dict[str, Any]] = []
    gaps: list[str] = []
    for document in open_documents(FOLDER / name, FieldNames()):
        assert not isinstance(document, InputError)
        try:
            for item in read_document(document):
                if isinstance(item, Gap):
                    gaps.append(f"{item.first_line}: {item.reason}")
                else:
                    entries.append(_facts(item))
        except InputError as error:
            gaps.append(error.message)
    return {"entries": entries, "gaps": gaps}


def _facts(entry: Entry) -> dict[str, Any]:
    facts = {name: getattr(entry, name) for name in FACTS}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items() if value}


@pytest.mark.parametrize("name", FILES)
def test_all_that_an_export_says_arrives(name: str) -> None:
    """Words, authors, date, venue and what names the paper; what cannot be read is told with its line."""
    assert EXPECTED[name] == found_in(name)


if __name__ == "__main__":
    found = {name: found_in(name) for name in FILES}
    EXPECTED_FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
