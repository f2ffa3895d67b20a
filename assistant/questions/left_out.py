"""What a question leaves out: "not from 2024", "excluding papers by Google". No filter does."""

from __future__ import annotations

import re

from assistant.patterns import lazy_re

_PAPERS = (
    r"(?:those|these|anything|any|all|the|ones?|papers?|works?|articles?|stud(?:y|ies)|publications?|preprints?"
    r"|(?:that|which)|(?:is|are|was|were|be)|published|written|made|by|from|in|people|authors|researchers|someone|somebody)"
)
_NEGATION = (
    r"(?:\b(?:not(?!\s+(?:only|just)\b)|never|nor|except(?:ing)?(?:\s+for)?|excluding|(?:other|rather)\s+than|apart\s+from"
    r"|besides)(?:\s+\w+)?|\bwithout|\b\w{1,9}n['’]t)"
)
_BEFORE = lazy_re(rf"{_NEGATION}(?:\s+{_PAPERS}\b){{0,4}}\s*$", re.IGNORECASE)
_FARTHEST = 100
"""Letters between what is left out and the words that leave it out, so that a long question takes no long time."""


def start(text: str, place: int) -> int | None:
    """Return where the words begin that leave out what stands at a place of a text, None if there are none."""
    found = _BEFORE.search(text, max(0, place - _FARTHEST), place)
    return found.start() if found else None


def note(said: str) -> str:
    """Return a note on words that leave papers out."""
    return f"“{said.strip()}” is searched as words: no filter leaves papers out"
