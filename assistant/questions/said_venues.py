"""Venues in words: "papers from ICML", "NeurIPS 2020 papers on fairness", "at CVPR 2021", "published in ACL"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.patterns import lazy_re
from assistant.questions import left_out, typed_filters
from assistant.questions.said_dates import PLURAL, full_year

_PAPER = r"(?:papers?|works?|articles?|publications?|preprints?|stud(?:y|ies)|abstracts?)"
_DONE = r"(?:published|presented|accepted|appear(?:s|ed|ing)?|released|printed)"
_BE = r"(?:(?:that|which)\s+)?(?:(?:were|was|are|is|have\s+been|has\s+been|did)\s+)?"
_WORDS = r"(?P<name>[^\W_][\w&'’./-]*(?:\s+(?:['’](?=\d\d(?!\d)))?[^\W_][\w&'’./-]*){0,9})"
_BEFORE = tuple(
    lazy_re(pattern + _WORDS, re.IGNORECASE)
    for pattern in (
        rf"\b{_BE}{_DONE}\s+(?:in|at|by|to)\s+(?:the\s+)?",
        rf"(?<=\w)\s+{_BE}(?:(?:comes?|came)\s+)?(?:from|at)\s+(?:the\s+)?",
        rf"(?:(?<=papers)|(?<=paper)|(?<=works)|(?<=articles)|(?<=publications))\s+{_BE}(?:in|of)\s+(?:the\s+)?",
        r"(?:(?<=except )|(?<=excluding )|(?<=other than )|(?<=apart from )|(?<=but not )|(?<=, not ))(?:the\s+)?",
        r"^\W*(?:and\s+)?(?:what\s+about\s+|how\s+about\s+)?(?:from|at|in)\s+(?:the\s+)?",
    )
)
_TWO_DIGITS = lazy_re(r"['’](?P<year>[0-9]{2})(?!\d)")
_NEXT = lazy_re(rf"\s*(?:,|,?\s+(?:or|and|nor))\s+(?:(?:from|at|in)\s+)?(?:the\s+)?{_WORDS}", re.IGNORECASE)
_LAST = lazy_re(r"(?:\s*[,/&]|,?\s+(?:or|and))\s*$", re.IGNORECASE)
_SMALL = r"(?:on|of|in|for|and|or|the|to|an?|at|from|by|with|about|that|which|are|were|all|any)"
_OPEN_END = lazy_re(rf"\b{_SMALL}$", re.IGNORECASE)
_OPEN_BEGIN = lazy_re(rf"{_SMALL}\b", re.IGNORECASE)
_CLOSED = lazy_re(rf"\W*$|\s*[,;:.)!?]|\s+{_SMALL}\b|\s+(?:is|was|were|have|has|do|does|did)\b", re.IGNORECASE)
_PLURAL = lazy_re(PLURAL)
_STUDIES = lazy_re(r"(?:works?|stud(?:y|ies)|abstracts?)\b", re.IGNORECASE)
_UNKNOWN = lazy_re(
    rf"\b(?i:{_DONE})\s+(?:in|at)\s+(?:the\s+)?(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
    r"(?P<name>[A-Z][\w&.-]*(?:\s+(?:of\s+|on\s+|for\s+|and\s+)?[A-Z][\w&.-]*){0,6})"
)


def take(text: str, is_venue: Callable[[str], bool]) -> left_out.Named:
    """Return a question about papers without the venues that it names as sources of them, or leaves out as such.

    Args:
        is_venue: whether a paper is of a venue of this name; other names stay words.
    """
    excluded: list[str] = []
    while left_out.is_in(text) and (found := next(_places(text, is_venue, are_left_out=True), None)):
        text = left_out.cut(text, found.start if found.begin is None else found.begin, found.end)
        excluded.extend(found.names)
    note = ""
    for found in _places(text, is_venue, are_left_out=False):
        if found.begin is not None:
            said = text[found.begin : found.end]
            note = note or typed_filters.note(said, "venue", found.names[0], is_left_out=True)
        elif found.is_topic:
            note = note or typed_filters.note(found.names[0], "venue", found.names[0])
        else:
            rest = f"{text[: found.start]} {text[found.end :]}"
            return left_out.Named(rest, " or ".join(found.names), tuple(excluded))
    return left_out.Named(text, None, tuple(excluded), note)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where venues are named.

    Attributes:
        is_topic: they may be what is asked about.
        begin: where the words begin that leave them out, or may do so.
    """

    start: int
    end: int
    names: tuple[str, ...]
    is_topic: bool
    begin: int | None


def _places(text: str, is_venue: Callable[[str], bool], *, are_left_out: bool) -> Iterator[_Place]:
    """Yield where venues are named as sources of papers that are left out, or are not."""
    for place in _all_places(text, is_venue):
        begin = left_out.start(text, place.start)
        if (begin is not None) is are_left_out:
            yield replace(place, begin=left_out.start_perhaps(text, place.start) if begin is None else begin)


def _all_places(text: str, is_venue: Callable[[str], bool]) -> Iterator[_Place]:
    for pattern in _BEFORE:
        for found in pattern.finditer(text):
            name = next((said for said in _beginnings(found["name"]) if is_venue(_plain(said))), None)
            if name is None:
                continue
            end = found.start("name") + len(name)
            is_topic = not _is_closed(text, end, name, is_at_start=pattern is _BEFORE[-1])
            names = [_plain(name)]
            while (more := _NEXT.match(text, end)) and (
                other := next((said for said in _beginnings(more["name"]) if is_venue(_plain(said))), None)
            ):
                names.append(_plain(other))
                end = more.start("name") + len(other)
            yield _Place(found.start(), end, tuple(names), is_topic, None)
    for paper in re.finditer(rf"\s+(?={_PAPER}\b)", text, re.IGNORECASE):
        name = next((said for said in _ends(text[: paper.start()]) if is_venue(_plain(said))), None)
        if name is None:
            continue
        start = paper.start() - len(name)
        is_topic = _may_be_topic(text, start, name, paper.end())
        names = [_plain(name)]
        while (more := _LAST.search(text, 0, start)) and (
            other := next((said for said in _ends(text[: more.start()]) if is_venue(_plain(said))), None)
        ):
            names.insert(0, _plain(other))
            start = more.start() - len(other)
        yield _Place(start, paper.end(), tuple(names), is_topic, None)


def _is_closed(text: str, end: int, name: str, *, is_at_start: bool) -> bool:
    """Whether a name ends where it seems to: "In Cancer patients" is not "in Cancer".

    Args:
        is_at_start: it begins the question, with nothing before it that is published.
    """
    if _CLOSED.match(text, end):
        return True
    is_short = len(name.split()) > 1 or not name.istitle()
    return is_short and not is_at_start and not _PLURAL.match(text, end)


def _may_be_topic(text: str, start: int, name: str, end: int) -> bool:
    """Whether one word before "papers" or "studies" may be what these are about: "AIDS studies", "Cancer papers"."""
    if len(name.split()) > 1 or re.search(r"[a-z][A-Z]|['’\d]", name):
        return False
    return _STUDIES.match(text, end) is not None or (name.istitle() and not re.search(r"\w", text[:start]))


def unknown(text: str) -> str | None:
    """Return the name of what a question takes for the venue of papers."""
    found = _UNKNOWN.search(text)
    return found["name"] if found else None


def _plain(name: str) -> str:
    """Return a name with single spaces, and a year in two digits in full."""
    full = _TWO_DIGITS.sub(lambda found: f" {full_year(found['year'])}", name)
    return " ".join(full.strip(" .,'’/-").split())


def _beginnings(words: str) -> Iterator[str]:
    """Yield the first words of some, the most of them first, but for a year alone."""
    ends = [found.end() for found in re.finditer(r"\S+", words)]
    yield from (words[:end].rstrip(".,") for end in reversed(ends) if not _OPEN_END.search(words[:end]))


def _ends(words: str) -> Iterator[str]:
    """Yield the last words of some, the most of them first."""
    starts = [found.start() for found in re.finditer(r"\S+", words)][-10:]
    yield from (words[start:] for start in starts if not _OPEN_BEGIN.match(words[start:]))
