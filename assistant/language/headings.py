"""The headings of structured abstracts: "OBJECTIVE To determine whether …", "Methods: We …", "RESULTS"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from assistant.patterns import lazy_re


class Section(Enum):
    """What the part of an abstract under a heading tells."""

    BACKGROUND = auto()
    AIM = auto()
    METHODS = auto()
    MEASURES = auto()
    RESULTS = auto()


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading that a sentence begins with.

    Attributes:
        end: where the sentence goes on behind it.
    """

    section: Section
    end: int


_WORDS = {
    Section.RESULTS: "results? result(s) findings? conclusions? conclusion(s) interpretation discussion implications?"
    " relevance significance limitations",
    Section.BACKGROUND: "background context introduction importance rationale motivation unlabell?ed abstract summary",
    Section.MEASURES: "measures? measure(s) measured outcomes? measurements? endpoints?",
    Section.AIM: "aims? objectives? purpose goals? hypothes[ei]s questions?",
    Section.METHODS: "methods? methodology materials? designs? settings? participants? patients? patient(s) subjects?"
    " population interventions? intervention(s) exposures? sources extraction synthesis selection criteria strategy"
    " collection analys[ei]s procedures? duration registration funding availability implementation",
}
"""By the first of these that has a word in it a heading is known: "METHODS AND RESULTS" has results."""
_BESIDES = (
    "and of the this main primary principal secondary key points? trial clinical study studies data search research"
    " experimental review recent general statistical statement lay major author'?s? authors' size"
)


def _alternatives(words: str) -> str:
    return "|".join(word.replace("(s)", r"\(s\)") for word in words.split())


_RUN = rf"(?:(?:{_alternatives(' '.join((*_WORDS.values(), _BESIDES)))})(?![\w-])(?:\s*[,/&-]\s*|\s+|(?=[:.]|$)))+"
_IN_CAPITALS = lazy_re(re.sub(r"(?<!\\)[a-z]", lambda letter: letter[0].upper(), _RUN))
_IN_ANY = lazy_re(_RUN, re.IGNORECASE)
_SECTIONS = {
    section: lazy_re(rf"(?<!\w)(?:{_alternatives(words)})(?!\w)", re.IGNORECASE) for section, words in _WORDS.items()
}
_BROKEN_OFF = lazy_re(r"(?:\b(?:AND|OF|THE)|[,/&])\s*$")
_SENTENCE = lazy_re(r"(?!(?:FROM|TO|OF|AND|FOR|IN|WITH|USED)\b)[^\W_a-z]|[\"“(\[]")
_ARTICLE = lazy_re(r"\b(?:of|the)\b", re.IGNORECASE)
_MOST = 80


def heading_of(sentence: str) -> Heading | None:
    """Return the heading that a sentence begins with: in capitals, before a colon, or the sentence alone.

    What stands in capitals before a small letter is the subject of the sentence, as "DATA are" has it.
    """
    for pattern in (_IN_CAPITALS, _IN_ANY):
        found = pattern.match(sentence[:_MOST])
        if found and (end := _end_of(found[0], sentence)):
            section = next((section for section, words in _SECTIONS.items() if words.search(found[0])), None)
            return Heading(section, end) if section else None
    return None


def _end_of(words: str, sentence: str) -> int:
    """Return where a sentence goes on behind words that may be its heading; 0 if they are none."""
    rest = sentence[len(words) :]
    if not rest.strip(" .:"):
        return len(sentence)
    if rest[0] == ":":
        behind = rest[1:].lstrip()
        is_phrase = behind[0].islower() and _ARTICLE.search(words)  # "Analysis of the data: it rose"
        return 0 if is_phrase else len(sentence) - len(behind)
    is_whole = words == words.upper() and not _BROKEN_OFF.search(words)
    return len(words) if is_whole and _SENTENCE.match(rest) else 0
