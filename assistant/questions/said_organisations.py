"""Organisations in words: "by ByteDance", "Korea University papers", "what did Korea University do?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.patterns import lazy_re
from assistant.questions import left_out, typed_filters

_PAPER = r"(?:papers?|works?|articles?|publications?|preprints?|stud(?:y|ies)|abstracts?)"
_DID = (
    r"(?:do(?:ne|ing)?|publish(?:ed|ing)?|work(?:ed|ing)?(?:\s+on)?|written?|write|release[ds]?|stud(?:y|ied|ying)"
    r"|propose[ds]?|find|found|present(?:ed)?|contribute[ds]?|(?=\W*$))"
)
_UNKNOWN = lazy_re(
    rf"\b(?i:{_PAPER})\s+(?i:(?:(?:are|is|were|was|comes?|published|written|released|posted)\s+)?by|from)\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w&.-]*(?:,?\s+(?:of\s+|for\s+|and\s+|or\s+)?[A-Z][\w&.-]*){0,4})(?=\s+(?:on|about|that|which|with|in|for)\b|\W*$)"
)
_BEHIND = r"(?:on|about|that|which|with|in|for|and|or|but)"
_PROPER = r"(?P<name>[A-Z][\w&.-]*(?:\s+(?:(?:of|for)\s+)?[A-Z][\w&.-]*){0,4})"
_OTHER_BEHIND = lazy_re(
    rf"(?:\s*,\s*{_PROPER.replace('?P<name>', '?:')}){{0,9}}\s*,?\s*(?:(?P<or>\bor\b)|\band\b|/|&)\s*"
    rf"(?:(?:by|from|at)\s+)?(?:the\s+)?(?:{_PROPER}|(?(or)\w*|(?!)))"
)
_OTHER_BEFORE = lazy_re(rf"\b{_PROPER}\s*(?:,?\s*\b(?:or|and)\s+|[/&]\s*)(?:the\s+)?$")
_NO_NAME = lazy_re(
    r"(?:GPT|LLM|BERT|LLaMA|Claude|Gemini|AI|RL|I|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)


def take(text: str, known: Sequence[str], is_about_papers: bool, is_open: bool) -> tuple[str, str | None, str]:
    """Return a question without the organisation that it names as a source of papers, its name, and a note.

    What is left out, and what is one of several, stays a word, of which the note tells.

    Args:
        known: names of organisations that papers come from.
        is_about_papers: whether the question is about papers, so that case does not matter.
        is_open: whether "from Korea University" can be nothing but a filter.
    """
    unread, notes = text, ""
    for said, name in _longest_first(known):
        if said.split()[0].lower() not in unread.lower():
            continue
        found = _find(said, unread, is_about_papers, is_open)
        if not found:
            continue
        begin = left_out.start(text, found.start())
        choice = None if begin is not None else _choice(text, found)
        if begin is None and not choice:
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return rest, name, notes or take(rest, known, is_about_papers, is_open)[2]
        if not notes:
            notes = _one_of(choice, name) if choice else left_out.note(text[begin : found.end()])
        if choice:
            break
        unread = f"{unread[: found.start()]}{'_' * len(found[0])}{unread[found.end() :]}"
    return text, None, notes


def _find(said: str, text: str, is_about_papers: bool, is_open: bool) -> re.Match[str] | None:
    """Return where an organisation is named as a source of papers."""
    name = r"\s+".join(map(re.escape, said.split()))
    found = re.search(rf"\b(?:did|does|do|has|have|is|are|was)\s+(?:the\s+)?{name}\s+{_DID}", text)
    if not found and is_open:
        found = re.search(
            rf"\b(?:(?:comes?|is|are|was|were)\s+)?(?:by|from|at)\s+(?:the\s+)?{name}(?![\w-])"
            rf"|\b{name}(?:['’]s)?(?=\s+{_PAPER}\b)",
            text,
        )
    if not found and is_about_papers:
        found = re.search(rf"\b(?:by|from)\s+(?:the\s+)?{name}(?=\s+{_BEHIND}\b|\s*[,/&]|\W*$)", text, re.IGNORECASE)
    return found


def _choice(text: str, found: re.Match[str]) -> str | None:
    """Return the words of a question that name an organisation and another one beside it: "by Google or Meta"."""
    if other := _OTHER_BEHIND.match(text, found.end()):
        is_name = other["or"] or not _NO_NAME.match(other["name"])
        return text[found.start() : other.end()] if is_name else None
    other = _OTHER_BEFORE.search(text, 0, found.start())
    return text[other.start() : found.end()] if other and not _NO_NAME.match(other["name"]) else None


def _one_of(said: str, name: str) -> str:
    return (
        f"“{said.strip()}” is searched as words; a filter takes one of them, as in {typed_filters.written('org', name)}"
    )


def _longest_first(known: Sequence[str]) -> list[tuple[str, str]]:
    """Return the ways in which a question may say organisations, and the name that each is."""
    ways = [(said, name) for name in known if name.split() for said in _ways_to_say(name)]
    return sorted(ways, key=lambda way: (-len(way[0]), way[0] != way[1]))


def unknown(text: str) -> str | None:
    """Return the name that a question takes papers to be by; it may be a person's, or no name at all."""
    found = _UNKNOWN.search(text)
    return found["name"] if found and not _NO_NAME.match(found["name"]) else None


def _ways_to_say(name: str) -> list[str]:
    """Return the name, and the first word of it if that is surely a name, as ByteDance is."""
    head = name.split()[0]
    return [name, head] if re.search(r"[a-z][A-Z]|^[A-Z\d]{3,}$", head) else [name]
