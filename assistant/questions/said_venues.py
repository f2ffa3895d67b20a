"""Venues in words: "papers from ICML", "NeurIPS 2020 papers on fairness", "at CVPR 2021", "published in ACL"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.patterns import lazy_re
from assistant.questions import left_out

_PAPER = r"(?:papers?|works?|articles?|publications?|preprints?|stud(?:y|ies)|abstracts?)"
_DONE = r"(?:published|presented|accepted|appear(?:s|ed|ing)?|released|printed)"
_BE = r"(?:(?:that|which)\s+)?(?:(?:were|was|are|is|have\s+been|has\s+been|did)\s+)?"
_WORDS = r"(?P<name>[^\W_][\w&'’./-]*(?:\s+[^\W_][\w&'’./-]*){0,9})"
_BEFORE = tuple(
    lazy_re(pattern + _WORDS, re.IGNORECASE)
    for pattern in (
        rf"\b{_BE}{_DONE}\s+(?:in|at|by|to)\s+(?:the\s+)?",
        rf"(?<=\w)\s+{_BE}(?:(?:comes?|came)\s+)?(?:from|at)\s+(?:the\s+)?",
        rf"(?:(?<=papers)|(?<=paper)|(?<=works)|(?<=articles)|(?<=publications))\s+{_BE}(?:in|of)\s+(?:the\s+)?",
        r"^\W*(?:and\s+)?(?:what\s+about\s+|how\s+about\s+)?(?:from|at|in)\s+(?:the\s+)?",
    )
)
_TWO_DIGITS = lazy_re(r"['’](?P<year>[0-9]{2})(?!\d)")
_NEXT = lazy_re(rf"\s*(?:,|,?\s+(?:or|and))\s+(?:(?:from|at|in)\s+)?(?:the\s+)?{_WORDS}", re.IGNORECASE)
_SMALL = r"(?:on|of|in|for|and|or|the|to|an?|at|from|by|with|about|that|which|are|were|all|any)"
_OPEN_END = lazy_re(rf"\b{_SMALL}$", re.IGNORECASE)
_OPEN_BEGIN = lazy_re(rf"{_SMALL}\b", re.IGNORECASE)
_UNKNOWN = lazy_re(
    rf"\b(?i:{_DONE})\s+(?:in|at)\s+(?:the\s+)?(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
    r"(?P<name>[A-Z][\w&.-]*(?:\s+(?:of\s+|on\s+|for\s+|and\s+)?[A-Z][\w&.-]*){0,6})"
)


def take(text: str, is_venue: Callable[[str], bool]) -> tuple[str, str | None]:
    """Return a question about papers without the venue that it names as a source of them, and its name.

    Args:
        is_venue: whether a paper is of a venue of this name; other names stay words.
    """
    for pattern in _BEFORE:
        for found in pattern.finditer(text):
            if left_out.start(text, found.start()) is not None:
                continue
            if name := next((said for said in _beginnings(found["name"]) if is_venue(_plain(said))), None):
                names, end = [_plain(name)], found.start("name") + len(name)
                while (more := _NEXT.match(text, end)) and (
                    other := next((said for said in _beginnings(more["name"]) if is_venue(_plain(said))), None)
                ):
                    names.append(_plain(other))
                    end = more.start("name") + len(other)
                return f"{text[: found.start()]} {text[end:]}", " or ".join(names)
    for paper in re.finditer(rf"\s+(?={_PAPER}\b)", text, re.IGNORECASE):
        if name := next((said for said in _ends(text[: paper.start()]) if is_venue(_plain(said))), None):
            start = paper.start() - len(name)
            if left_out.start(text, start) is None:
                return f"{text[:start]} {text[paper.end() :]}", _plain(name)
    return text, None


def unknown(text: str) -> str | None:
    """Return the name of what a question takes for the venue of papers."""
    found = _UNKNOWN.search(text)
    return found["name"] if found else None


def _plain(name: str) -> str:
    """Return a name with single spaces, and a year in two digits in full."""
    full = _TWO_DIGITS.sub(lambda found: f" {'19' if found['year'] >= '50' else '20'}{found['year']}", name)
    return " ".join(full.strip(" .,'’/-").split())


def _beginnings(words: str) -> Iterator[str]:
    """Yield the first words of some, the most of them first, but for a year alone."""
    ends = [found.end() for found in re.finditer(r"\S+", words)]
    yield from (words[:end].rstrip(".,") for end in reversed(ends) if not _OPEN_END.search(words[:end]))


def _ends(words: str) -> Iterator[str]:
    """Yield the last words of some, the most of them first."""
    starts = [found.start() for found in re.finditer(r"\S+", words)][-10:]
    yield from (words[start:] for start in starts if not _OPEN_BEGIN.match(words[start:]))
