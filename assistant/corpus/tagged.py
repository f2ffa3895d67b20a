"""Records of lines with tags, as RIS and PubMed write them: "AB  - text", longer texts go on on the next lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from assistant.corpus.documents import Document
from assistant.records import Gap, Item

MAX_LINES = 20_000
"""Of one record; what is longer has lost its end."""


@dataclass(slots=True)
class Record:
    """What stands under each tag of a record, in order, and the line on which the record begins."""

    line: int
    fields: dict[str, list[str]] = field(default_factory=dict)

    def first(self, *tags: str) -> str:
        """Return the first text under the first of some tags that has one."""
        return next((text for tag in tags for text in self.fields.get(tag, ()) if text.strip()), "")

    def all(self, *tags: str) -> list[str]:
        """Return the texts under the first of some tags that has any."""
        return next((self.fields[tag] for tag in tags if self.fields.get(tag)), [])


def read_each(
    document: Document,
    tag: re.Pattern[str],
    begins: str,
    ends: str | None,
    read: Callable[[str, Record], Iterator[Item]],
    lists: Collection[str] = (),
    around: Collection[str] = (),
) -> Iterator[Item]:
    """Yield what is made of each record, and the lines outside of any, but for what a database says above the first.

    Args:
        tag: matches a line with a tag, as the groups "tag" and "text".
        begins: the tag that a record begins with.
        ends: the tag that it ends with, None if it ends where the next one begins.
        read: makes something of a record, told the name of the document.
        lists: tags under which each further line is a text of its own.
        around: tags of lines outside of the records, of which nothing needs to be told.
    """
    for record in _records(document, tag, begins, ends, lists, around):
        if isinstance(record, Gap):
            yield record
        else:
            yield from read(document.name, record)


def _records(
    document: Document,
    tag: re.Pattern[str],
    begins: str,
    ends: str | None,
    lists: Collection[str],
    around: Collection[str],
) -> Iterator[Record | Gap]:
    record: Record | None = None
    last: list[str] = []
    is_list = False
    count, is_begun = 0, False
    for line in document.lines():
        count += 1
        if line.fault:
            yield Gap(document.name, line.number, line.number, line.fault, is_kept=True)
        found = tag.match(line.text)
        if record and (count > MAX_LINES or (found and found["tag"] == begins)):
            if ends is not None:
                reason = f"a record without its end ({ends}), read all the same"
                yield Gap(document.name, record.line, line.number - 1, reason, is_kept=True)
            yield record
            record = None
        if found and found["tag"] == begins:
            record, count, is_begun = Record(line.number), 0, True
        if record is None:
            if line.text.strip() and (is_begun or found) and not (found and found["tag"] in around):
                reason = f"a line outside of the records, which begin with {begins}"
                yield Gap(document.name, line.number, line.number, reason)
        elif found and found["tag"] == ends:
            yield record
            record = None
        elif found:
            last, is_list = record.fields.setdefault(found["tag"], []), found["tag"] in lists
            last.append(found["text"] or "")
        elif line.text.strip() and is_list:
            last.append(line.text.strip())
        elif line.text.strip() and last:
            last[-1] += f" {line.text.strip()}"
    if record:
        if ends is not None:
            reason = "the file ends within this record, read all the same"
            yield Gap(document.name, record.line, record.line, reason, is_kept=True)
        yield record
