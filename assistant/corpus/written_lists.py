"""Lists that programs write into one text: `["Ann A", "Bob B"]` of JSON, `['Ann A', 'Bob B']` of Python and NumPy."""

from __future__ import annotations

import json
import re
from typing import Any

from assistant.patterns import lazy_re

_LONGEST = 200_000
_PYTHON = lazy_re(
    r"(?:'((?:[^'\\]|\\.)*)(?:'|\Z)|(\"(?:[^\"\\]|\\.)*(?:\"|\Z))|\b(None|True|False|nan)\b)(\s+(?=['\"]))?", re.DOTALL
)
"""A text, the names of what is no text, and the gap where NumPy leaves out a comma."""
_NAMES = {"None": "null", "True": "true", "False": "false", "nan": "null"}


def parsed(text: str) -> Any:
    """Return the list that a text is, its inside if it can only be that of one, else the text."""
    inner = text.strip()
    if not (inner.startswith("[") and inner.endswith("]")) or len(inner) > _LONGEST:
        return text
    for written in (inner, _PYTHON.sub(_as_json, inner)):
        try:
            return json.loads(written)
        except (ValueError, RecursionError):
            continue
    return inner[1:-1]


def _as_json(found: re.Match[str]) -> str:
    said, quoted, name, gap = found.groups()
    written = json.dumps(said.replace("\\'", "'")) if said is not None else quoted or _NAMES[name]
    return written + ("," if gap else "")
