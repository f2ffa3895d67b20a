"""JSON Lines: one object a line, its fields under their usual names.

{"title": "…", "abstract": "…", "authors": ["Ada Lovelace"], "year": 1843, "doi": "10.1000/1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.corpus import json_array
from assistant.corpus.documents import Document
from assistant.corpus.json_values import is_in_lines, is_json, list_begins
from assistant.records import Item

NAME = "jsonl"
TITLE = "JSON Lines"


def recognises(document: Document) -> bool:
    """Whether the document holds an object a line."""
    return is_json(document) and is_in_lines(document) and not list_begins(document)


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each line; what is no object with a title is a gap."""
    return json_array.read(document)
