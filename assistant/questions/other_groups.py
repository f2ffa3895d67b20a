"""A later question that asks the one before of somebody else: "in children?", "and what about adults?".

Alone it names nothing but a group, so that it would be searched for that; with the paper of the answer before, it would
be asked of that one, on other people. Asked with the other group the question before is one of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.language.groups import NAMED
from assistant.language.negations import YES_OR_NO
from assistant.language.words import words
from assistant.patterns import lazy_re

_OF_WHOM = lazy_re(
    r"\W*(?P<leads>(?:(?:and|but|or|so|ok|okay|what|how|is|it|the|same|about|then)\W+)*)"
    r"(?P<limits>(?:in|for|among|amongst|with|on)\s+)?(?:the\s+)?(?P<whom>(?:[^\W\d_]+\s+)?[^\W\d_]+)\W*",
    re.IGNORECASE,
)
_WORD = lazy_re(r"[^\W\d_]+")
_AGES = frozenset(
    "healthy older younger young old adult premature preterm pregnant obese diabetic hospitalised sick".split()
)
"""Words that stand before a group and belong to it."""


def read(text: str) -> tuple[str, bool] | None:
    """Return the group that is all that a later question names, and whether as what something is limited to."""
    found = _OF_WHOM.fullmatch(text)
    if not found or not (found["leads"] or found["limits"]):
        return None
    *before, last = found["whom"].lower().split()
    is_group = last in NAMED and all(word in NAMED | _AGES for word in before)
    return (found["whom"], bool(found["limits"])) if is_group else None


def asked_of(question: str, whom: str, *, is_limit: bool) -> str | None:
    """Return a question asked of another group than its own, None if it has several, or none that could give way.

    Args:
        is_limit: the group is what the question is to be limited to, if it is limited to none ("and in mice?"); whether
            something is so is taken for such a question.
    """
    groups = list(_groups(question))
    is_limited = is_limit or not YES_OR_NO.isdisjoint(words(question)[:1])
    if len(groups) > 1 or not (groups or is_limited):
        return None
    if groups:
        begin, end = groups[0]
        return f"{question[:begin]}{whom}{question[end:]}"
    return f"{question.rstrip(' ?.!')} in {whom}?"


def _groups(question: str) -> Iterator[tuple[int, int]]:
    """Yield where a question names a group, in as many words as it has: "older women"."""
    begin = end = -1
    has_group = False
    for found in _WORD.finditer(question):
        word = found[0].lower()
        if word not in NAMED | _AGES:
            continue
        if end < 0 or question[end : found.start()].strip():
            if has_group:
                yield begin, end
            begin, has_group = found.start(), False
        end = found.end()
        has_group |= word in NAMED
    if has_group:
        yield begin, end
