"""JSON: a list of objects, a list under a name such as "papers", or objects one behind the other."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.corpus.documents import Document
from assistant.corpus.json_records import each, entry
from assistant.corpus.json_values import is_json
from assistant.records import Item

NAME = "json"
TITLE = "JSON"


def recognises(document: Document) -> bool:
    """Whether the document is JSON that holds objects."""
    return is_json(document)


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each object; what has no title is a gap."""
    return each(document, entry)
