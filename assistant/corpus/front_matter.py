"""What stands above a Markdown text between two lines "---": fields, as far as papers have them.

    ---
    title: "A title: with a colon"
    authors: [Ada Lovelace, "Babbage, Charles"]
    abstract: >-
      Lines that go on,
      until one is not indented.
    ---

It is a small part of YAML, read so that nothing in it can act or expand: texts, lists of texts, and texts of several
lines. What is nested deeper is passed over.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from assistant.patterns import lazy_re

MAX_LINES = 2000
_FENCE, _ENDS = "---", ("---", "...")
_FIELD = lazy_re(r"(?P<name>[A-Za-z][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(?P<text>.*)|$)")
_TITLE = lazy_re(r"title:[ \t]+\S", re.IGNORECASE)
_ITEM = lazy_re(r"[ \t]*-(?:[ \t]+(?P<text>.*)|$)")
_NAMED_ITEM = lazy_re(r"(?:name|given-name|family|literal|fullname)[ \t]*:[ \t]*(?P<text>.+)")
_BLOCK = lazy_re(r"[|>][+-]?\d?[+-]?[ \t]*$")
_FLOW = lazy_re(r"\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^,\[\]]+)\s*(?:,|$)")


@dataclass(slots=True)
class FrontMatter:
    """The fields, their names in lower case, and the number of lines that they take with the marks.

    Attributes:
        lines: the number of the line of each field.
    """

    fields: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    size: int = 0

    def text(self, *names: str) -> str:
        """Return the text of the first of some fields that is there, the items of a list apart by line breaks."""
        found = next((self.fields[name] for name in names if self.fields.get(name)), [])
        return "\n".join(found)

    def items(self, *names: str) -> list[str]:
        """Return the items of the first of some fields that is there."""
        return next((self.fields[name] for name in names if self.fields.get(name)), [])


def front_matter(lines: list[str]) -> FrontMatter:
    """Return what stands above a text, nothing if no front matter does."""
    found = FrontMatter()
    at, end = _bounds(lines)
    found.size = end + 1 if end else 0
    while at < end:
        if not (head := _FIELD.fullmatch(lines[at].rstrip())):
            at += 1
            continue
        name, first, below = head["name"].strip().lower(), (head["text"] or "").strip(), at + 1
        while below < end and (not lines[below].strip() or lines[below][0] in " \t" or _ITEM.match(lines[below])):
            below += 1
        if items := _items(first, lines[at + 1 : below]):
            found.fields.setdefault(name, items)
            found.lines.setdefault(name, at + 1)
        at = below
    return found


def _bounds(lines: list[str]) -> tuple[int, int]:
    """Return the first line of the fields and the one behind them; no line is behind them if there are none.

    They may also stand without marks, up to a blank line, if they begin with the title and a heading follows.
    """
    if lines and lines[0].rstrip() == _FENCE:
        return 1, next((at for at, line in enumerate(lines[1:MAX_LINES], 1) if line.rstrip() in _ENDS), 0)
    if not lines or not _TITLE.match(lines[0]):
        return 0, 0
    end = next((at for at, line in enumerate(lines[:MAX_LINES]) if not line.strip()), 0)
    behind = next((line for line in lines[end:MAX_LINES] if line.strip()), "")
    return 0, end if behind.startswith("#") else 0


def _items(first: str, below: list[str]) -> list[str]:
    """Return the texts of a field, of what stands behind its name and on the lines below."""
    if _BLOCK.fullmatch(first):
        return ["\n".join(line.strip() for line in below).strip()]
    if first.startswith("["):
        whole = " ".join((first, *(line.strip() for line in below))).strip().removeprefix("[").removesuffix("]")
        return [text for found in _FLOW.finditer(whole) if (text := _unquoted(found[1].strip()))]
    if first:
        return [_unquoted(" ".join((first, *(line.strip() for line in below))).strip())]
    return [text for line in below if (found := _ITEM.match(line)) and (text := _of_item(found["text"] or ""))]


def _of_item(text: str) -> str:
    named = _NAMED_ITEM.match(text.strip())
    return _unquoted((named["text"] if named else text).strip())


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            return str(json.loads(text))
        except ValueError:
            return text[1:-1]
    return text
