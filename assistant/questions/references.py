"""What a follow-up points at: "the second one", "paper [2]", "the latter", "which of these", in the answers before it.

Papers are counted as the person saw them: by their markers, which they keep through the dialogue, or in the order in
which the last answer with several of them names them; where one was talked about after the other, in the order in which
that was done. "Back to the first one" and "the router from before" go back to
what the dialogue was about before, in the order in which it came to them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.language.words import content_words
from assistant.patterns import lazy_re
from assistant.questions.standing_alone import stands_alone
from assistant.records import Turn

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_ORDINAL = rf"(?P<ordinal>{'|'.join(_ORDINALS)}|(?:10|[1-9])(?:st|nd|rd|th)|last)"
_PAPERS = r"(?:papers?|stud(?:y|ies)|works?|articles?|publications?|abstracts?)"

_BY_PLACE = lazy_re(
    rf"\bthe\s+{_ORDINAL}\s+(?:one|{_PAPERS})\b(?:\s+(?:of|among)\s+(?:these|those|them)\b)?"
    rf"|\bthe\s+{_ORDINAL.replace('ordinal', 'of')}\s+of\s+(?:these|those|them)\b"
    rf"|(?:(?<=\babout\s)|(?<=\band\s))the\s+{_ORDINAL.replace('ordinal', 'end')}(?=\W*$)"
    rf"|\bthe\s+{_ORDINAL.replace('ordinal', 'side')}(?=\s+(?:better|worse|more|less|newer|older|faster|slower|larger"
    r"|bigger|smaller|cheaper)\b)",
    re.IGNORECASE,
)
_BY_TWO_PLACES = lazy_re(
    rf"\bthe\s+{_ORDINAL}(?:\s+(?:one|{_PAPERS}))?\s+(?:and|or|with|to)\s+(?:the\s+)?"
    rf"{_ORDINAL.replace('ordinal', 'other')}(?=\s+(?:one|{_PAPERS})|\W*$)",
    re.IGNORECASE,
)
_COMPARED = r"(?:better|worse|newer|older|faster|slower|larger|bigger|smaller|cheaper|similar|different)"
_WITH_IT = lazy_re(
    rf"\b(?:it|this(?:\s+(?:one|{_PAPERS}))?|that(?:\s+(?:one|{_PAPERS}))?)(?:\s+{_COMPARED})?\s+"
    rf"(?:and|or|with|to|against|than|from)\s+the\s+{_ORDINAL}(?=\s+(?:one|{_PAPERS})\b|\W*$)",
    re.IGNORECASE,
)
"""The paper that was talked about last, beside one of a list: "compare it with the first"."""
_THE_OTHER = lazy_re(rf"\bthe\s+other(?:\s+(?:one|{_PAPERS}))?(?=\W*$)|\bthe\s+other\s+one\b", re.IGNORECASE)
_FEW = r"(?:two|three|four|five|[2-5])"
_BY_END = lazy_re(
    rf"\b(?:the\s+)?(?:first|last|top)\s+(?P<count>{_FEW})(?=\s+(?:ones\b|of\s+(?:these|those|them)\b|{_PAPERS}\b))"
    rf"|\bthe\s+(?:first|last)\s+(?P<few>{_FEW})(?=\W*$)|\bthe\s+(?:first|last)\s+(?P<bare>{_FEW})\b",
    re.IGNORECASE,
)
_AND = r"(?:\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|with|vs\.?|versus)\s+)"
_BY_MARKER = lazy_re(
    rf"\b{_PAPERS}\s+(?:(?:no\.|numbers?|#)\s*)?(?P<n>\d{{1,2}}(?:{_AND}\d{{1,2}})*)(?=\W*$|,?\s+[a-z])"
    r"|\[(?P<m>\d{1,2}(?:\s*,\s*\d{1,2})*)\]",
    re.IGNORECASE,
)
_MARKER = r"(?:\[\d{1,2}(?:\s*,\s*\d{1,2})*\])"
_MARKERS = lazy_re(
    rf"(?:\b{_PAPERS}\s+)?(?:{_MARKER}(?:{_AND}{_MARKER})+|\[\d{{1,2}}(?:\s*,\s*\d{{1,2}})+\])", re.IGNORECASE
)
_OF_TWO = lazy_re(rf"\bthe\s+(?P<which>former|latter)\b(?:\s+(?:one|{_PAPERS})\b)?", re.IGNORECASE)
_SEVERAL = lazy_re(
    rf"\b(?:which|any|some|each|none|one|all|both|most|either|neither)(?:\s+one)?\s+of\s+(?:these|those|them)\b"
    rf"|\b(?:these|those)\s+(?:(?:two|three|four|five)\s+)?(?:{_PAPERS}|ones)\b|\bthey\s+all\b"
    r"|\b(?:compare|between|contrast)\s+(?:them\b|(?:these|those)(?:\s+(?:two|three|four|five))?"
    r"(?=\W*$|\s+(?:and|briefly|by|on|please|regarding)\b))"
    r"|\bwhat\s+do\s+(?:they|these|those)\s+(?:all\s+|both\s+)?(?:have\s+in\s+common|share)(?=\W*$)"
    rf"|\bhow\s+(?:do|are|did)\s+they\s+(?:differ(?:ent)?|compare|relate)\b(?=\W*$|\s+(?:from|to|with)\s+(?:each|one)\b)"
    rf"|^\W*(?:and\s+)?what(?:['’]s|\s+is|\s+are)\s+the\s+(?:main\s+|key\s+)?(?:differences?|similarities)(?=\W*$)"
    r"|^\W*(?:and\s+|so\s+|but\s+)?which\s+(?:one|is\s+(?:the\s+)?(?:better|worse|more|less|best|newer|older|faster|slower"
    r"|larger|bigger|smaller|cheaper))\b|\bamong\s+(?:these|those|them)\b",
    re.IGNORECASE,
)
_COUNTED = lazy_re(
    rf"\bboth(?=\s+{_PAPERS}\b|\W*$)|\b(?:do|did|are|were|have|can|they)\s+both\b|\bcompare\s+both\b"
    rf"|\bthe\s+(?P<count>two|three|four|five)(?=\s+{_PAPERS}\b|\W*$)"
    r"|\b(?:do|does|did|are|were|of|between|compare)\s+the\s+(?P<bare>two|three|four|five)\b",
    re.IGNORECASE,
)
_OF_THE_LAST = lazy_re(r"\bthem$|\bthey\b(?! all)|\bthe\b", re.IGNORECASE)
"""What means the papers of the last answer only, not of the last one that had several."""
_NOUN = lazy_re(_PAPERS, re.IGNORECASE)
_RETURNS = lazy_re(
    r"\b(?:back|return(?:ing)?) to\b|\bfrom (?:before|earlier)\b"
    r"|\b(?:we|you|i) (?:talked|spoke|asked|mentioned|said|named)(?: about| of)? (?:before|earlier|first|at first)\b"
    r"|\bthe (?:earlier|previous|original) (?:one|paper|study|topic|question)\b",
    re.IGNORECASE,
)
_EARLIER = lazy_re(rf"\bthe\s+{_ORDINAL}\s+(?:one|topic|question|{_PAPERS})\b", re.IGNORECASE)
MOST_COMPARED = 5
_COMPARING = frozenset(
    "compare compared comparison contrast differ differs different difference differences similar similarity"
    " similarities common share relate related main key biggest".split()
)
_HOW_MANY = frozenset((*_ORDINALS, *_COUNTS, "last", "top", "former", "latter", "please", "other", "another"))
SHARED_LETTERS = 4
"""Least length of a word of a question that tells which of the earlier papers it goes back to."""


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


def are_compared(reference: Reference) -> bool:
    """Whether papers are to be compared with each other, and nothing is said in what: "how do the two differ?"."""
    said = {word for word in content_words(reference.text) if word not in _HOW_MANY}
    return 1 < len(reference.titles) <= MOST_COMPARED and bool(said) and said <= _COMPARING


def resolve(text: str, history: Sequence[Turn]) -> Reference | None:
    """Return the papers of earlier answers that a question points at, None if it points at none."""
    lists = [turn.listed for turn in reversed(history) if turn.listed]
    if not lists:
        return None
    if (found := _RETURNS.search(text)) and (reference := _returned(text, found, history)):
        return reference
    run = _one_after_the_other(lists)
    long = run or next((listed for listed in lists if len(listed) > 1), lists[0])
    if found := _BY_TWO_PLACES.search(text):
        places = [_place(word, len(long)) for word in found.group("ordinal", "other")]
        titles = [long[place][1] for place in places if place < len(long)]
        return Reference(text, tuple(dict.fromkeys(titles)), found[0])
    last = lists[0][0][1] if len(lists[0]) == 1 else ""
    others = [title for _, title in (run[-2:] or long) if title != last]
    if last and (found := _WITH_IT.search(text)):
        place = _place(found["ordinal"], len(long))
        titles = [title for _, title in long[place : place + 1] if title != last]
        return Reference(text, (last, *titles), found[0]) if titles else None
    if last and (found := _THE_OTHER.search(text)) and len(others) == 1:
        return _one(text, found, others)
    found = _BY_END.search(text)
    if found and len(long) > 1 and (not found["bare"] or _is_of_papers(found, is_plural=True)):
        few = found["count"] or found["few"] or found["bare"]
        count = _COUNTS.get(few.lower()) or int(few)
        chosen = long[-count:] if "last" in found[0].lower() else long[:count]
        return Reference(text, tuple(title for _, title in chosen), found[0])
    if found := _BY_PLACE.search(text):
        place = _place(next(word for word in found.group("ordinal", "of", "end", "side") if word), len(long))
        titles = [title for _, title in long]
        if len(titles) == 1 and place > 0 and not _NOUN.search(found[0]):  # a thing that the one paper has
            return Reference(text, tuple(titles), found[0])
        return _one(text, found, titles[place : place + 1] if place >= 0 else [])
    if marked := list(_BY_MARKER.finditer(text)):
        numbered = _numbered(marked, history)
        if len(numbered) < 2:
            return _one(text, marked[0], numbered)
        return Reference(_MARKERS.sub("these papers", text, count=1), numbered, marked[0][0])
    pair = run[-2:] or long
    if (found := _OF_TWO.search(text)) and len(pair) == 2 and _is_of_papers(found, is_plural=False):
        return _one(text, found, [pair[0 if found["which"].lower() == "former" else 1][1]])
    found = _SEVERAL.search(text)
    if found and len(long) > 1 and (run or long is lists[0] or not _OF_THE_LAST.search(found[0])):
        return Reference(text, tuple(title for _, title in long), found[0])
    if (found := _COUNTED.search(text)) and _is_of_papers(found, is_plural=True):
        count = _COUNTS[(found["count"] or found["bare"] or "two").lower()]
        counted = run[-count:] or long
        return Reference(text, tuple(title for _, title in counted), found[0]) if len(counted) == count else None
    return None


def _one_after_the_other(lists: Sequence[Sequence[tuple[int, str]]]) -> tuple[tuple[int, str], ...]:
    """Return the papers of the last answers, if each had one of its own and no answer before them had them all.

    Args:
        lists: the papers of each answer, the last one first.
    """
    singles = list(takewhile(lambda listed: len(listed) == 1, lists))
    run = tuple(dict.fromkeys(listed[0] for listed in reversed(singles)))
    before = lists[len(singles)] if len(singles) < len(lists) else ()
    return run if len(run) > 1 and not set(run) <= set(before) else ()


def _returned(text: str, found: re.Match[str], history: Sequence[Turn]) -> Reference | None:
    """Return the paper that a dialogue was about before the present one and that a question goes back to, if there is.

    It is called by its place in the dialogue, or shares the most words with the question.
    """
    asked: dict[str, str] = {}
    for turn in history:
        for title in turn.titles[:1]:
            asked[title] = f"{asked.get(title, title)} {turn.question}"
    if len(asked) < 2:
        return None
    titles = list(asked)
    if by_place := _EARLIER.search(text):
        place = _place(by_place["ordinal"], len(titles))
        return _one(text, by_place, titles[place : place + 1]) if place < len(titles) else None
    present = next(turn.titles[0] for turn in reversed(history) if turn.titles)
    said = [word for word in content_words(text) if len(word) >= SHARED_LETTERS]
    shared = {title: sum(word in known.lower() for word in said) for title, known in asked.items() if title != present}
    best = max(shared, key=lambda title: shared[title])
    if not shared[best] and not found[0].lower().startswith("the "):
        return None
    return Reference(text, (best if shared[best] else list(shared)[-1],), found[0])


def _is_of_papers(found: re.Match[str], *, is_plural: bool) -> bool:
    """Whether what points at papers says that it does, or stands before nothing else."""
    is_said = _NOUN.search(found[0]) or found[0].endswith("one")
    return bool(is_said) or stands_alone(found.string[found.end() :], is_plural=is_plural)


def _numbered(marked: Sequence[re.Match[str]], history: Sequence[Turn]) -> tuple[str, ...]:
    """Return the titles of the papers that were shown last under some numbers, as far as there are any."""
    shown = {number: title for turn in history for number, title in turn.listed}
    numbers = [int(n) for found in marked for n in re.findall(r"\d+", found["n"] or found["m"])]
    return tuple(dict.fromkeys(shown[n] for n in numbers if n in shown))


def _one(text: str, found: re.Match[str], titles: Sequence[str]) -> Reference:
    title = f"“{titles[0]}”" if titles else found[0]
    return Reference(text[: found.start()] + title + text[found.end() :], tuple(titles), found[0])


def _place(word: str, count: int) -> int:
    """Return the place, from 0, that an ordinal names among `count`."""
    if word.lower() == "last":
        return count - 1
    return _ORDINALS.index(word.lower()) if word.lower() in _ORDINALS else int(re.sub(r"\D", "", word)) - 1
