"""What a follow-up points at: "the second one", "paper [2]", "the latter", "which of these", in the answers before it.

Papers are counted as the person saw them: by their markers, which they keep through the dialogue, or in the order in
which the last answer with several of them names them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Turn

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_ORDINAL = rf"(?P<ordinal>{'|'.join(_ORDINALS)}|(?:10|[1-9])(?:st|nd|rd|th)|last)"
_PAPERS = r"(?:papers?|stud(?:y|ies)|works?|articles?|publications?|abstracts?)"

_BY_PLACE = re.compile(
    rf"\bthe\s+{_ORDINAL}\s+(?:one|{_PAPERS})\b(?:\s+(?:of|among)\s+(?:these|those|them)\b)?"
    rf"|\bthe\s+{_ORDINAL.replace('ordinal', 'of')}\s+of\s+(?:these|those|them)\b"
    rf"|(?:(?<=\babout\s)|(?<=\band\s))the\s+{_ORDINAL.replace('ordinal', 'end')}(?=\W*$)",
    re.IGNORECASE,
)
_BY_TWO_PLACES = re.compile(
    rf"\bthe\s+{_ORDINAL}(?:\s+(?:one|{_PAPERS}))?\s+(?:and|or|with|to)\s+(?:the\s+)?"
    rf"{_ORDINAL.replace('ordinal', 'other')}(?=\s+(?:one|{_PAPERS})|\W*$)",
    re.IGNORECASE,
)
_BY_MARKER = re.compile(
    rf"\b{_PAPERS}\s+(?:(?:no\.|number|#)\s*)?(?P<n>\d{{1,2}})(?=\W*$|\s+[a-z])|\[(?P<m>\d{{1,2}})\]", re.IGNORECASE
)
_OF_TWO = re.compile(r"\bthe\s+(?P<which>former|latter)\b(?:\s+(?:one|paper))?", re.IGNORECASE)
_SEVERAL = re.compile(
    rf"\b(?:which|any|some|each|none|one|all|both|most|either|neither)(?:\s+one)?\s+of\s+(?:these|those|them)\b"
    rf"|\b(?:these|those)\s+(?:(?:two|three|four|five)\s+)?(?:{_PAPERS}|ones)\b|\bthey\s+all\b"
    rf"|\b(?:compare|between|contrast)\s+(?:them|these|those)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"\bboth(?=\s+{_PAPERS}\b|\W*$)|\b(?:do|did|are|were|have|can|they)\s+both\b|\bcompare\s+both\b"
    rf"|\bthe\s+(?P<count>two|three|four|five)(?=\s+{_PAPERS}\b|\W*$)"
    r"|\b(?:do|does|did|are|were|of|between|compare)\s+the\s+(?P<bare>two|three|four|five)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """The papers that a follow-up is about.

    Attributes:
        text: the follow-up with the title in place of what points at it, if that is one paper.
        titles: none if the answers before hold no such paper.
        words: what points at them.
    """

    text: str
    titles: tuple[str, ...]
    words: str


def resolve(text: str, history: Sequence[Turn]) -> Reference | None:
    """Return the papers of earlier answers that a question points at, None if it points at none."""
    lists = [turn.listed for turn in reversed(history) if turn.listed]
    if not lists:
        return None
    long = next((listed for listed in lists if len(listed) > 1), lists[0])
    if found := _BY_TWO_PLACES.search(text):
        places = [_place(word, len(long)) for word in found.group("ordinal", "other")]
        titles = [long[place][1] for place in places if place < len(long)]
        return Reference(text, tuple(dict.fromkeys(titles)), found[0])
    if found := _BY_PLACE.search(text):
        place = _place(next(word for word in found.group("ordinal", "of", "end") if word), len(long))
        return _one(text, found, [title for _, title in long][place : place + 1] if place >= 0 else [])
    if found := _BY_MARKER.search(text):
        return _one(text, found, _numbered(found, history))
    if (found := _OF_TWO.search(text)) and len(long) == 2:
        return _one(text, found, [long[0 if found["which"].lower() == "former" else 1][1]])
    if len(long) > 1 and (found := _SEVERAL.search(text)):
        return Reference(text, tuple(title for _, title in long), found[0])
    if (found := _COUNTED.search(text)) and len(long) == _COUNTS[(found["count"] or found["bare"] or "two").lower()]:
        return Reference(text, tuple(title for _, title in long), found[0])
    return None


def _numbered(found: re.Match[str], history: Sequence[Turn]) -> list[str]:
    """Return the title of the paper with a number, if there is one.

    The nearest papers of an abstention have no markers: they are meant only if they were told last, by "paper 2".
    """
    n, is_marker = int(found["n"] or found["m"]), bool(found["m"])
    latest = list(reversed(history))
    latest.sort(key=lambda turn: not turn.numbers and (is_marker or turn is not history[-1]))
    return [title for turn in latest for number, title in turn.listed if number == n][:1]


def _one(text: str, found: re.Match[str], titles: Sequence[str]) -> Reference:
    title = f"“{titles[0]}”" if titles else found[0]
    return Reference(text[: found.start()] + title + text[found.end() :], tuple(titles), found[0])


def _place(word: str, count: int) -> int:
    """Return the place, from 0, that an ordinal names among `count`."""
    if word.lower() == "last":
        return count - 1
    return _ORDINALS.index(word.lower()) if word.lower() in _ORDINALS else int(re.sub(r"\D", "", word)) - 1
