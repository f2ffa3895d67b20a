"""The parts of a question that asks for several things: "What is blamed, and what replaces it?".

Read for the whole of it, a paper shows the sentence that has most to do with all that is said, which often is the
setting and not what is asked. What is asked behind it is read for by itself too, see docs/LOG.md.
"""

from __future__ import annotations

import re

from assistant.patterns import lazy_re

LEAST_WORDS, MOST_PARTS = 2, 4
"""Words of a part, and parts of a question; the rest of a longer one is one part."""

_BEFORE = r"(?:and\s+|but\s+|so\s+)?(?:(?:by|in|on|to|for|with|from|at|of)\s+)?"
_ASKS = r"(?:what|which|how|who|whom|whose|why|when|where|was|were|is|are|did|does|do|can|could|has|have)\b"
_BETWEEN = lazy_re(rf"(?:,?\s+(?:and|but)|[,;:.?!]|\s[-–—]+)\s+(?={_BEFORE}{_ASKS})", re.IGNORECASE)


def asked_besides(question: str) -> list[str]:
    """Return the parts of a question behind its first one, which ask by themselves; often there are none."""
    found = [part.strip() for part in _BETWEEN.split(question, maxsplit=MOST_PARTS - 1)[1:]]
    return [part for part in found if len(part.split()) >= LEAST_WORDS]
