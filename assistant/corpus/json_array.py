"""JSON: a list of objects, a list under a name such as "papers", or objects one behind the other."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.corpus.documents import Document
from assistant.corpus.json_records import entry, records
from assistant.corpus.json_values import is_json, values
from assistant.records import Gap, Item

NAME = "json"
TITLE = "JSON"


def recognises(document: Document) -> bool:
    """Whether the document is JSON that holds objects."""
    return is_json(document)


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each object; what has no title is a gap."""
    for value in values(document):
        if isinstance(value, Gap):
            yield value
            continue
        for record in records(value[1]):
            yield from entry(record, value[0], document)
