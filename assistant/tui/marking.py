"""Turn an answer that has ended into Markdown: a link for each `[n]`, a verdict mark after each checked sentence.

Claims are found again in the text by their letters and digits alone, since markers, emphasis and spaces may stand
between them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from assistant.records import Claim, Verdict
from assistant.sanitizing import sanitize
from assistant.tui.exchange import Exchange

MARKS = {Verdict.SUPPORTED: "✓", Verdict.PARTIAL: "~", Verdict.UNSUPPORTED: "✗"}
LINK = "cite:"

_MARKER = re.compile(r"\[(\d+(?:\s*,\s*\d+)*)\]")
_TAIL = re.compile(r"[^\w\s\[]*(?:\s*\[\d+(?:\s*,\s*\d+)*\][^\w\s\[]*)*")


def mark(exchange: Exchange) -> str:
    """Return what was written, to the end or until it was stopped, as Markdown with links and marks."""
    if exchange.answer is None:
        text, numbers = exchange.text, {item.n for item in exchange.evidence}
    else:
        text, numbers = sanitize(exchange.answer.text), {item.n for item in exchange.answer.citations}
    return link_markers(mark_claims(text, exchange.claims), numbers)


def link_markers(text: str, numbers: Collection[int]) -> str:
    """Make a link of each marker that names one of `numbers`; several in one pair of brackets become several links."""

    def link(match: re.Match[str]) -> str:
        named = [int(number) for number in match[1].split(",")]
        if not all(number in numbers for number in named):
            return match[0]
        return "".join(f"[[{number}]]({LINK}{number})" for number in named)

    return _MARKER.sub(link, text)


def mark_claims(text: str, claims: Iterable[Claim]) -> str:
    """Write the mark of each claim behind its sentence; a claim that is not found in the text leaves no mark."""
    letters, places = _letters(text)
    pieces: list[str] = []
    done = start = 0
    for claim in claims:
        wanted, _ = _letters(sanitize(claim.text))
        found = letters.find(wanted, start) if wanted else -1
        if found < 0:
            continue
        start = found + len(wanted)
        end = _end_of_sentence(text, places[start - 1] + 1)
        pieces += [text[done:end], " ", MARKS[claim.verdict]]
        done = end
    return "".join(pieces) + text[done:]


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text outside its markers, with their places."""
    hidden = {place for match in _MARKER.finditer(text) for place in range(*match.span())}
    places = [place for place, character in enumerate(text) if character.isalnum() and place not in hidden]
    return "".join(text[place] for place in places), places


def _end_of_sentence(text: str, place: int) -> int:
    """Return where the punctuation and the markers end that follow `place`."""
    match = _TAIL.match(text, place)
    return match.end() if match else place
