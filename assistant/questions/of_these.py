"""What asks of the papers of the answer before which is the newest or of a date, where `references` reads nothing.

"And the oldest of them?", "which one is the newest?", "how many of them are from 2025?"; and "which of these is the
newest?" where the answer before named one paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.patterns import lazy_re
from assistant.questions import superlative_questions
from assistant.questions.references import Reference
from assistant.records import Filters, Turn

_OF_DATE = lazy_re(
    r"\W*(?:and\s+)?(?:(?:is|are|was|were)\s+)?(?:which|any|some|all|none|how\s+many)(?:\s+(?:ones?|papers?))?"
    r"(?:\s+of\s+(?:these|those|them)(?:\s+papers)?)?(?:\s+(?:is|are|was|were|has|have|been))*\W*",
    re.IGNORECASE,
)
_THESE = lazy_re(r"\b(?:these|those|them|ones?)\b", re.IGNORECASE)


def asks_for_date(text: str, filters: Filters) -> bool:
    """Whether a question without its filters asks no more than which of some papers are of a date."""
    is_dated = any((filters.since, filters.until, filters.after, filters.before))
    return is_dated and bool(_OF_DATE.fullmatch(text))


def resolve(text: str, filters: Filters, history: Sequence[Turn]) -> Reference | None:
    """Return the papers of the last answer that has some, if it is asked which are of a date or the newest."""
    listed = next((turn.listed for turn in reversed(history) if turn.listed), ())
    is_asked = superlative_questions.is_of_these(text) or (asks_for_date(text, filters) and _THESE.search(text))
    return Reference(text, tuple(title for _, title in listed), text) if listed and is_asked else None
