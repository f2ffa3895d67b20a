"""Make any text safe to show: the one way from a corpus, a model, a person or an exception to a terminal.

What remains are printable characters, "\\n" and "\\t". Escape sequences go together with their payload, so that a
hidden clipboard write leaves no debris; a sequence that never ends loses its introducer only, so that it swallows no
text. This module knows nothing of markup: who shows the text switches markup off.
"""

from __future__ import annotations

import json
from typing import Any

from assistant.patterns import lazy_re

__all__ = ["ACTING", "json_text", "sanitize", "sanitize_line", "without_sequences"]

_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_BREAK = "\r\x0b\x0c\x85\u2028\u2029"
_BREAKS = lazy_re(f"\r\n|[{_BREAK}]")
_SINGLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 and C1, and DEL
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls
    "\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a"  # no width
    "\u115f\u1160\u2800\u3164\uffa0"  # letters that are blank
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates, noncharacters
    "\U000e0000-\U000e0fff"  # Tag characters and the variation selectors that carry hidden text
)
ACTING = lazy_re(f"[{_SINGLE}{_BREAK}]")
"""A character that does not stay as it is: a control, a direction, one without ink, a break of lines but a newline."""
_SEQUENCE = lazy_re(
    # OSC, DCS, SOS, PM, APC (7 and 8 bit) with payload, up to BEL or ST; a newline or another sequence ends the search
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f\n]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[\]PX^_]"  # the same without an end
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b[ -/]*[0-~]"  # the short ones: reset, character sets, keypad
)
_OPENING = lazy_re("[\x1b\x90\x98\x9b\x9d-\x9f]")
_DROPPED = lazy_re(rf"{_SEQUENCE.pattern}|[{_SINGLE}]")
_MARK_FLOOD = lazy_re(f"({_MARK}{{4}}){_MARK}+")
_BLANKS = lazy_re(r"\s+")


def sanitize(text: str) -> str:
    """Return `text` with nothing in it that acts on a terminal or hides from the reader.

    Every kind of line break becomes "\\n"; at most four combining marks stay on one letter.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _DROPPED.sub("", _BREAKS.sub("\n", text))
    return _MARK_FLOOD.sub(r"\1", text)


def without_sequences(text: str) -> str:
    """Return `text` without escape sequences; other characters that act stay."""
    return _SEQUENCE.sub("", text) if _OPENING.search(text) else text


def sanitize_line(text: str) -> str:
    """Return `text` sanitised, on one line: each run of white space becomes one space."""
    return _BLANKS.sub(" ", sanitize(text)).strip()


def json_text(value: Any, *, is_line: bool = False) -> str:
    """Return a value as JSON, on one line for JSONL, with what a terminal would act on as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=None if is_line else 2)
    return ACTING.sub(lambda match: json.dumps(match[0])[1:-1], text)
