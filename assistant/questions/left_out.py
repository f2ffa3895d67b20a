"""What a question leaves out: "not from 2024", "excluding papers by Google", "neither Meta nor Google papers"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.patterns import lazy_re

_PAPERS = (
    r"(?:those|these|anything|any|all|the|ones?|papers?|works?|articles?|stud(?:y|ies)|publications?|preprints?"
    r"|(?:that|which)|(?:is|are|was|were|be|been|being)|(?:comes?|coming)|published|written|made|by|from|in|people|authors"
    r"|researchers|someone|somebody)"
)
_BARE = r"except(?:ing)?(?:\s+for)?|excluding|(?:other|rather)\s+than|apart\s+from|(?:but|and)\s+not|(?<=,)\s*not"
_NEGATION = (
    rf"(?:(?:\b|(?<=,))(?:not(?!\s+(?:only|just)\b)|never|neither|nor|{_BARE}|besides|without|leaving\s+out|no(?=\s+papers\b))"
    r"|\b\w{1,9}n['’]t)"
)
_AND = r"(?:(?:,\s*)?\b(?:and|but)\s+|,\s*)?"
_SURELY = lazy_re(rf"{_AND}{_NEGATION}(?:\s+{_PAPERS}\b){{0,4}}\s*$", re.IGNORECASE)
_BESIDE = lazy_re(rf"{_AND}(?:\b|(?<=,))(?:{_BARE}|without|leaving\s+out)(?:\s+{_PAPERS}\b){{0,4}}\s*$", re.IGNORECASE)
_ANY = lazy_re(_NEGATION, re.IGNORECASE)
_PERHAPS = lazy_re(rf"{_NEGATION}\s+\w+(?:\s+{_PAPERS}\b){{0,4}}\s*$", re.IGNORECASE)
_ELSE = lazy_re(r"\A\s*,?\s*n?or\s+(?=by\b|from\b|in\b|at\b|with\b|published\b|written\b)", re.IGNORECASE)
BEHIND = lazy_re(r"\b(by|from|in|at|published|presented|written)\s+(neither|not)\b", re.IGNORECASE)
"""What says that papers are meant, before what leaves them out: "by neither Meta nor Google"."""
_FARTHEST = 100
"""Letters between what is left out and the words that leave it out, so that a long question takes no long time."""


@dataclass(frozen=True, slots=True)
class Named:
    """A question without the names whose papers it asks for or leaves out.

    Attributes:
        name: whose papers are asked for, several with "or" between them.
        excluded: whose papers are left out.
        note: what looks like a name of this kind and stays words; "" if nothing does.
    """

    text: str
    name: str | None = None
    excluded: tuple[str, ...] = ()
    note: str = ""


def is_in(text: str) -> bool:
    """Whether a text may leave anything out, which is cheaper to see than what."""
    return _ANY.search(text) is not None


def start(text: str, place: int, *, is_bare: bool = False) -> int | None:
    """Return where the words begin that leave out the papers which stand at a place of a text, None if none do.

    Args:
        is_bare: nothing says yet that papers stand there, as "by" would: "excluding Google", not "is not Google".
    """
    found = (_BESIDE if is_bare else _SURELY).search(text, max(0, place - _FARTHEST), place)
    return found.start() if found else None


def cut(text: str, begin: int, end: int) -> str:
    """Return a text without the words that leave papers out; what has "or" before it is left out, too."""
    rest = _ELSE.sub(" not ", text[end:], count=1)
    return f"{text[:begin]} {rest}"


def start_perhaps(text: str, place: int) -> int | None:
    """Return where the words begin that deny something of what stands at a place: "not funded by Google"."""
    found = _PERHAPS.search(text, max(0, place - _FARTHEST), place)
    return found.start() if found else None
