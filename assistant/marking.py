"""Write a verdict mark behind each checked sentence of an answer that has ended.

Claims are found again in the text by their letters and digits alone, since markers, emphasis and spaces may stand
between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.patterns import lazy_re
from assistant.records import Claim, Remedy, Verdict
from assistant.sanitizing import sanitize

MARKER = lazy_re(r"\[(\d+(?:\s*,\s*\d+)*)\]")
"""What cites: one number in brackets, or several."""
MARKS = {Verdict.SUPPORTED: "✓", Verdict.PARTIAL: "~", Verdict.CONTRADICTED: "≠", Verdict.UNSUPPORTED: "✗"}
QUOTED = "quoted word for word"
"""What is said, for "supported", of sentences that are taken from the abstracts they cite."""
REMEDIES = {
    Remedy.MOVED: "now cites the paper that says it",
    Remedy.REWRITTEN: "written again",
    Remedy.QUOTED: "a quotation in its place",
    Remedy.WITHHELD: "withheld",
}
"""What is said of a sentence that did not hold, behind the sentence as it was written."""

_SYNTAX = lazy_re(r"[\\`*_#]")
_TAIL = lazy_re(rf"[^\w\s\[]*(?:\s*{MARKER.pattern}[^\w\s\[]*)*")


def mark(text: str, claims: Iterable[Claim], *, escapes: bool = False, marks: Mapping[Verdict, str] = MARKS) -> str:
    """Write the mark of each claim behind its sentence; a claim that is not found in the text leaves no mark.

    Args:
        escapes: whether to write a quotation that stands in the place of a sentence so that nothing in it is Markdown.
        marks: what to write for a verdict.
    """
    letters, places = _letters(text)
    pieces: list[str] = []
    done = start = 0
    for claim in claims:
        wanted, _ = _letters(sanitize(claim.text))
        found = letters.find(wanted, start) if wanted else -1
        if found < 0:
            continue
        start = found + len(wanted)
        last = places[start - 1] + 1
        end = _end_of_sentence(text, last)
        if escapes and claim.repair and claim.repair.remedy is Remedy.QUOTED:
            pieces += [text[done : places[found]], _SYNTAX.sub(r"\\\g<0>", text[places[found] : last])]
            done = last
        pieces += [text[done:end], " ", marks[claim.verdict]]
        done = end
    return "".join(pieces) + text[done:]


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text outside its markers, with their places."""
    hidden = {place for match in MARKER.finditer(text) for place in range(*match.span())}
    places = [place for place, character in enumerate(text) if character.isalnum() and place not in hidden]
    return "".join(text[place] for place in places), places


def _end_of_sentence(text: str, place: int) -> int:
    """Return where the punctuation and the markers end that follow `place`."""
    match = _TAIL.match(text, place)
    return match.end() if match else place
