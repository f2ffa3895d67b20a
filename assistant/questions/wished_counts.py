"""How many papers a wish is for: "name two papers about dance", "top 3 papers on pruning".

The number is taken out of what is searched. It stays where it points at papers ("the first two papers") or belongs to
another question ("the three newest papers").
"""

from __future__ import annotations

import re

from assistant.language.said_numbers import NUMBER, number
from assistant.patterns import lazy_re
from assistant.questions import superlative_questions

MOST = 100
"""Papers; a higher number is none of papers that somebody wishes for."""

_PAPERS = r"(?:papers?|works|articles?|publications?|preprints?|studies|study|abstracts?)"
_WISH = lazy_re(
    r"^(?P<before>\W*(?:please\s+)?(?:(?:can|could|would|will)\s+you\s+(?:please\s+)?)?"
    r"(?:(?:name|list|give|show|find|tell|recommend|suggest|cite|get|i\s+(?:want|need|would\s+like)|i['’]d\s+like)"
    r"(?:\s+(?:me|us))?\s+(?:(?:the\s+)?(?:top|best)\s+)?|(?:the\s+)?top\s+))"
    rf"(?P<count>{NUMBER})\s+(?P<kind>(?:[\w-]+\s+){{0,2}}?)(?={_PAPERS}\b(?P<tail>\s+(?:on|about|that|which|with|in|for"
    r"|by|where|from|using|dealing|concerning|regarding|related|covering|discussing)\b)?)",
    re.IGNORECASE,
)
_TOP = lazy_re(r"(?:the\s+)?(?:top|best)\s+$", re.IGNORECASE)
_POINTS = lazy_re(r"\b(?:other|more|further|additional|of|these|those|first|last)\b", re.IGNORECASE)


def take(text: str, *, is_filtered: bool = False) -> tuple[str, int | None]:
    """Return a wish for papers without the number of them, and the number.

    Args:
        is_filtered: filters, too, say which papers are wished for.
    """
    found = _WISH.match(text)
    if not found or not (found["kind"] or found["tail"] or is_filtered) or _POINTS.search(found["kind"]):
        return text, None
    count = number(found["count"])
    if not 0 < count <= MOST or superlative_questions.read(text):
        return text, None
    begin = _TOP.sub("", found["before"])
    return f"{begin}{'a ' if count == 1 else ''}{text[found.start('kind') :]}", count
