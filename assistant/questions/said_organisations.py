"""Organisations in words: "by ByteDance", "Korea University papers", "what did Korea University do?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.patterns import lazy_re

_PAPER = r"(?:papers?|works?|articles?|publications?|preprints?|stud(?:y|ies)|abstracts?)"
_DID = (
    r"(?:do(?:ne|ing)?|publish(?:ed|ing)?|work(?:ed|ing)?(?:\s+on)?|written?|write|release[ds]?|stud(?:y|ied|ying)"
    r"|propose[ds]?|find|found|present(?:ed)?|contribute[ds]?|(?=\W*$))"
)
_UNKNOWN = lazy_re(
    rf"\b(?i:{_PAPER})\s+(?i:(?:(?:are|is|were|was|comes?|published|written|released|posted)\s+)?by|from)\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w&.-]*(?:\s+(?:of\s+|for\s+|and\s+)?[A-Z][\w&.-]*){0,4})(?=\s+(?:on|about|that|which|with|in|for)\b|\W*$)"
)
_NO_NAME = lazy_re(
    r"(?:GPT|LLM|BERT|LLaMA|Claude|Gemini|AI|RL|I|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)


def take(text: str, known: Sequence[str], is_about_papers: bool, is_open: bool) -> tuple[str, str | None]:
    """Return a question without the organisation that it names as a source of papers, and its name.

    Args:
        known: names of organisations that papers come from.
        is_about_papers: whether the question is about papers, so that case does not matter.
        is_open: whether "from Korea University" can be nothing but a filter.
    """
    for name in known:
        if not name.split() or name.split()[0].lower() not in text.lower():
            continue
        names = "|".join(r"\s+".join(map(re.escape, said.split())) for said in _ways_to_say(name))
        found = re.search(rf"\b(?:did|does|do|has|have|is|are|was)\s+(?:the\s+)?(?:{names})\s+{_DID}", text)
        if not found and is_open:
            found = re.search(
                rf"\b(?:(?:comes?|is|are|was|were)\s+)?(?:by|from|at)\s+(?:the\s+)?(?:{names})(?![\w-])"
                rf"|\b(?:{names})(?:['’]s)?(?=\s+{_PAPER}\b)",
                text,
            )
        if not found and is_about_papers:
            found = re.search(
                rf"\b(?:by|from)\s+(?:the\s+)?(?:{names})(?=\s+(?:on|about|that|which|with|in|for)\b|\W*$)", text, re.I
            )
        if found:
            return f"{text[: found.start()]} {text[found.end() :]}", name
    return text, None


def unknown(text: str) -> str | None:
    """Return the name that a question takes papers to be by; it may be a person's, or no name at all."""
    found = _UNKNOWN.search(text)
    return found["name"] if found and not _NO_NAME.match(found["name"]) else None


def _ways_to_say(name: str) -> list[str]:
    """Return the name, and the first word of it if that is surely a name, as ByteDance is."""
    head = name.split()[0]
    return [name, head] if re.search(r"[a-z][A-Z]|^[A-Z\d]{3,}$", head) else [name]
