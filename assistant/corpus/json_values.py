"""Values of JSON, one after the other: of lines, or of an array or objects that are spread over many lines.

Only one value at a time is in memory. A value that is damaged costs itself: in lines always, elsewhere up to the next
line that begins an object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from assistant.corpus.documents import MAX_LINE, Document, TextLine
from assistant.errors import InputError
from assistant.patterns import lazy_re
from assistant.records import Gap

_LINES_OF_ONE = 200
_PORTION = 1024**2
MAX_VALUE = 64 * 1024**2
_NEAR_END = 64
_OBJECT = lazy_re(r"\n[ \t]*\{")
_PAGE = "\n{"
"""With which another object begins behind one that is spread over lines, as pages of an answer do."""
_SEPARATOR = lazy_re(r"[\s,\[\]]*")
_TEXT = r'"(?:[^"\\]|\\.)*"'
_SMALL = rf"(?:{_TEXT}|-?[\d.eE+-]+|true|false|null|\{{[^{{}}]*\}}|\[\s*\])"
_LIST = lazy_re(
    rf"\s*\{{(?:\s*{_TEXT}\s*:\s*(?:{_SMALL}\s*,|\{{))*\s*"
    r'"(?:papers|items|data|results|records|entries|articles|documents|works|docs)"\s*:\s*\['
    r"(?=\s*(?:null\s*,\s*)*[\[{])"
)
_OF_A_PAPER = lazy_re(r'(?:title|abstract\w*)"\s*:', re.IGNORECASE)
_LONGEST_BEGINNING = 10_000
_DECODER = json.JSONDecoder(strict=False, parse_int=lambda digits: int(digits) if len(digits) < 20 else digits)

Numbered = tuple[int, Any]
"""The line on which a value begins, and the value."""


def is_json(document: Document) -> bool:
    """Whether a document looks like JSON that holds objects."""
    return re.match(r"\s*(?:\[\s*(?:null\s*,\s*)*)*\{\s*[\"}]", document.head) is not None


def is_in_lines(document: Document) -> bool:
    """Whether each line of a JSON document is a value for itself."""
    lines = [line.strip() for line in document.head.split("\n")]
    filled = [line for line in lines if line]
    if not filled or not filled[0].startswith("{"):
        return False
    if len(filled) == 1:  # one long line, of which the head may not show the end
        return True
    return filled[0].endswith("}") or filled[1].startswith('{"')


def values(document: Document) -> Iterator[Numbered | Gap]:
    """Yield the values of a document with the lines on which they begin."""
    begins = list_begins(document)
    return _of_lines(document) if is_in_lines(document) and not begins else _of_stream(document, begins)


def list_begins(document: Document) -> int:
    """Return where the list of an object begins that holds it under a name such as "papers"; 0 if it is none."""
    head = document.head[:_LONGEST_BEGINNING]
    found = _LIST.match(head)
    if not found or _is_object_a_line(document.head) or _OF_A_PAPER.search(head, 0, found.end()):
        return 0
    mapped = (f'"{name.rpartition(".")[2]}"'.lower() for field, name in document.fields.mapped if field == "title")
    return 0 if any(name in head[: found.end()].lower() for name in mapped) else found.end()


def _is_object_a_line(head: str) -> bool:
    first, second = [*filter(None, map(str.strip, head.split("\n"))), "", ""][:2]
    return first.endswith("}") and second.startswith("{")


def _of_lines(document: Document) -> Iterator[Numbered | Gap]:
    waiting: list[TextLine] = []
    size = 0
    for line in document.lines():
        if not line.text.strip():
            continue
        if waiting and not line.text.startswith("{") and len(waiting) < _LINES_OF_ONE and size < MAX_LINE:
            waiting.append(line)
            size += len(line.text)
            value, reason, is_open = _parse("\n".join(each.text for each in waiting))
        else:
            if waiting:
                yield _gap(document, waiting[0], "a line that ends within a text")
            waiting, size = [line], len(line.text)
            value, reason, is_open = _parse(line.text)
        if line.fault:
            value, reason, is_open = None, line.fault, False
        if is_open:
            continue
        yield _gap(document, waiting[0], reason) if reason else (waiting[0].number, value)
        waiting = []
    if waiting:
        yield _gap(document, waiting[0], "the file ends within a text")


def _parse(text: str) -> tuple[Any, str, bool]:
    """Return a value, or why there is none, and whether a text in it is open at its end."""
    try:
        return _DECODER.decode(text), "", False
    except RecursionError:
        return None, "nested too deep", False
    except json.JSONDecodeError as error:
        if not text.lstrip().startswith(("{", "[", '"')):
            return None, "not JSON", False
        is_open = error.msg.startswith("Unterminated string")
        return None, f"not JSON: {error.msg} (character {error.pos + 1})", is_open
    except ValueError as error:
        return None, f"not JSON: {error}", False


def _gap(document: Document, line: TextLine, reason: str) -> Gap:
    return Gap(document.name, line.number, line.number, reason)


def _of_stream(document: Document, begins: int = 0) -> Iterator[Numbered | Gap]:
    """Yield the values of an array, or of values one behind the other.

    Args:
        begins: where a list begins that is looked at alone, up to its end, and then that of the next page.
    """
    portions = document.portions(_PORTION)
    text, at, number, is_last = "", 0, 1, False
    if begins:
        text = next(portions, "")
        number, at = 1 + text.count("\n", 0, begins), begins
    while True:
        start = _skipped(text, at)
        if begins and "]" in text[at:start]:
            while (page := text.find(_PAGE, at)) < 0 or (len(text) - page < _LONGEST_BEGINNING and not is_last):
                if is_last:
                    return
                kept = page if page >= 0 else len(text) - 1
                number += text.count("\n", at, kept)
                rest = next(portions, "")
                is_last = not rest
                text, at = text[kept:] + rest, 0
            found_list = _LIST.match(text, page + 1, page + _LONGEST_BEGINNING)
            start, begins = (found_list.end(), begins) if found_list else (page + 1, 0)
        number += text.count("\n", at, start)
        at = start
        fault: ValueError | None = None
        if at < len(text):
            try:
                value, end = _DECODER.raw_decode(text, at)
            except RecursionError:
                raise InputError(
                    f"{document.name}, line {number}: nested too deep", "Is it a list of papers?"
                ) from None
            except ValueError as error:
                fault = error
            else:
                if end < len(text) or is_last:
                    yield number, value
                    number += text.count("\n", at, end)
                    at = end
                    continue
        elif is_last:
            return
        if fault and (is_last or _is_damage(fault, len(text))):
            if not (found := _OBJECT.search(text, max(at + 1, getattr(fault, "pos", at)))):
                raise _damaged(document, number, fault)
            lines = text.count("\n", at, found.start())
            yield Gap(document.name, number, number + lines, f"not JSON: {fault}")
            number, at = number + lines, found.start()
            continue
        if len(text) - at > MAX_VALUE:
            hint = "Write one object per line instead (JSONL)."
            raise InputError(f"{document.name}, line {number}: a value larger than {MAX_VALUE // 1024**2} MiB", hint)
        more: list[str] = []
        while not is_last and sum(len(portion) for portion in more) < max(_PORTION, len(text) - at):
            more.append(next(portions, ""))
            is_last = not more[-1]
        text, at = text[at:] + "".join(more), 0


def _skipped(text: str, at: int) -> int:
    found = _SEPARATOR.match(text, at)
    return found.end() if found else at


def _is_damage(fault: ValueError, length: int) -> bool:
    """Whether more text would not mend a fault."""
    if not isinstance(fault, json.JSONDecodeError):
        return True
    return fault.pos + _NEAR_END < length and not fault.msg.startswith("Unterminated")


def _damaged(document: Document, number: int, error: ValueError) -> InputError:
    line = number + (error.lineno - 1 if isinstance(error, json.JSONDecodeError) else 0)
    what = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
    return InputError(f"{document.name}, line {line}: not JSON: {what}", "Mend that place; what stands before is read.")
