"""In which encoding a text is written: told by its mark, by its zeros, by what it says, or by what its bytes can be.

Texts are UTF-8 or UTF-16. Older programs write Windows-1252 (Latin 1) and do not say so; what is plausible as that is
read as that, and told. Damaged UTF-8 is not: a byte that opens a character and one that continues it stand together.
"""

from __future__ import annotations

import codecs
import re

from assistant.patterns import lazy_re

UTF8, WESTERN = "utf-8", "cp1252"
_MARKED = ((UTF8, codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE))
_SAYS = lazy_re(rb"^[%#/ \t*-]*.{0,20}?(?:en)?coding[:=] ?[\"']?([\w.-]{3,20})", re.IGNORECASE)
_FIRST_LINES = 5
_HIGH = lazy_re(rb"[\x80-\xff]+")
_BEGUN = lazy_re(rb"[\xc0-\xf7][\x80-\xbf]")
_LETTER = lazy_re(rb"[A-Za-z]")
_NEVER = lazy_re(rb"[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\xff]")
"""Bytes without a meaning in Windows-1252, and the one letter that nobody writes."""
_LONGEST_RUN = 4
_MOST_HIGH = 0.3
"""Bytes above ASCII for each letter of ASCII, in a Western language."""
_LEAST_ZEROS, _FEWEST_ZEROS = 0.1, 4
"""Of a text in UTF-16, in every second byte."""


def encoding_of(start: bytes) -> tuple[str, bytes]:
    """Return the encoding of a text that begins with these bytes, and the mark at its beginning."""
    if found := next(((name, mark) for name, mark in _MARKED if start.startswith(mark)), None):
        return found
    if b"\0" in start and (name := _by_zeros(start)):
        return name, b""
    return eight_bits(start) or UTF8, b""


def eight_bits(data: bytes) -> str:
    """Return the encoding of bytes that are not UTF-8; nothing if they are, or are of none that can be told."""
    try:
        codecs.getincrementaldecoder(UTF8)().decode(data)  # which may end within a character
    except UnicodeDecodeError:
        return _said(data) or (WESTERN if _is_western(data) else "")
    return ""


def first_beyond_ascii(data: bytes) -> int:
    """Return where the first byte that is not ASCII stands."""
    found = _HIGH.search(data)
    return found.start() if found else len(data)


def _said(data: bytes) -> str:
    """Return the encoding that a text names on one of its first lines, as "% Encoding: ISO8859_2"."""
    for line in data[:2000].splitlines()[:_FIRST_LINES]:
        if found := _SAYS.match(line):
            try:
                name = codecs.lookup(found[1].decode()).name
                data.decode(name)
            except (LookupError, UnicodeDecodeError, ValueError):
                continue
            return name if not name.startswith(("utf", "ascii")) else ""
    return ""


def _is_western(data: bytes) -> bool:
    runs = _HIGH.findall(data)
    if not runs or _NEVER.search(data) or max(map(len, runs)) > _LONGEST_RUN:
        return False
    high = sum(map(len, runs))
    return 3 * len(_BEGUN.findall(data)) <= len(runs) and high <= _MOST_HIGH * len(_LETTER.findall(data))


def _by_zeros(start: bytes) -> str:
    """Return the UTF-16 that a text without a mark is in: its ASCII has a zero in every second byte."""
    half = len(start) // 2
    even, odd = start[: 2 * half : 2].count(0), start[1 : 2 * half : 2].count(0)
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros >= max(_FEWEST_ZEROS, _LEAST_ZEROS * half) and not others:
            return name
    return ""
