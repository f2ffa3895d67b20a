"""A note on what a question says of a time and no filter was read from: "late 2023", "10/2025", "not from 2024"."""

from __future__ import annotations

import re

from assistant.language.said_numbers import NUMBER
from assistant.patterns import lazy_re
from assistant.questions import dated_questions, left_out, typed_filters
from assistant.questions.said_dates import YEAR

_SPAN = r"(?:days?|weeks?|months?|quarters?|years?|decades?|century)"
_FEW = rf"(?:{NUMBER}|an?|(?:a\s+)?few|a\s+couple\s+of|couple\s+of|several|many)"
_FROM = r"(?:\b(?P<from>from|since|before|after|until|till|up\s+to|published|posted|dated)\s+(?:in\s+)?(?:the\s+)?)"
_PART = (
    r"(?:\b(?:late|early|mid|spring|summer|autumn|fall|winter|q[1-4])[\s-]+(?:of\s+)?(?:the\s+)?"
    r"|\b(?:end|beginning|start|middle|half|quarter)\s+of\s+(?:the\s+)?(?:year\s+)?)"
)
_IN_DIGITS = rf"(?<![\w./-])(?:[0-3]?[0-9][/.])?(?P<month>[0-3]?[0-9])[/.](?P<of>{YEAR})(?![\w/-]|\.\d)"
_LEFT = lazy_re(
    rf"{_FROM}?(?:{_PART}{YEAR}s?\b|\b(?P<decade>(?:19|20)[0-9])0s\b|{_IN_DIGITS}|\b{YEAR}[/.][0-9]{{1,2}}(?!\d))"
    rf"|{_FROM.replace('?P<from>', '?:')}{YEAR}(?![\w.-])|\({YEAR}\)"
    rf"|(?<!for )(?<!for the )\b(?:the\s+)?(?:last|past|previous|recent)\s+(?:{_FEW}\s+)?{_SPAN}\b"
    rf"|\b{_FEW}\s+{_SPAN}\s+ago\b"
    rf"|(?:(?<=papers )|(?<=articles )|(?<=studies )|(?<=work )|(?<=anything ))"
    rf"(?:(?:that|which)\s+are\s+)?(?:older|newer|more\s+recent)\s+than\s+{_FEW}\s+{_SPAN}\b",
    re.IGNORECASE,
)
_YEAR = lazy_re(rf"(?<![\w.-]){YEAR}(?![\w.-])")
_MADE_OF = lazy_re(r"\b(?P<from>since|before|after|until|till|up\s+to)\b", re.IGNORECASE)


def note(text: str, *, is_about_papers: bool, is_sentence: bool) -> str:
    """Return a note on a time that a question still holds where a filter would stand, "" if there is none."""
    if is_about_papers:
        for year in _YEAR.finditer(text):
            if (begin := left_out.start_perhaps(text, year.start())) is not None:
                return typed_filters.note(text[begin : year.end()], "year", year[0], is_left_out=True)
        if found := _LEFT.search(text):
            begin = left_out.start(text, found.start())
            start = found.start() if begin is None else begin
            return _noted(text[start : found.end()], _as_filter(found))
    said = dated_questions.perhaps(text, is_sentence=is_sentence)
    at = re.search(YEAR, said or "")
    return _noted(said, f"as a filter it is year:{at[0]}") if said and at else ""


def _noted(said: str, advice: str) -> str:
    return f"“{said.strip()}” is searched as words; {advice}"


def _as_filter(found: re.Match[str]) -> str:
    """Return how a time is typed."""
    if decade := found["decade"]:
        return f"as a filter it is year:{decade}0-{decade}9"
    if tens := re.search(r"([0-9]{3})0s\b", found[0]):
        return f"as a filter it is year:{tens[1]}0-{tens[1]}9"
    year, made_of = re.search(YEAR, found[0]), _MADE_OF.match(found[0])
    if year is None or (found["of"] and not 1 <= int(found["month"]) <= 12):
        return "a date as a filter is year:2025, since:2026-03 or until:2024-12"
    month = f"-{int(found['month']):02d}" if found["of"] else ""
    value = f"{year[0]}{month}"
    word = made_of["from"].lower() if made_of else ""
    if word == "since":
        return f"as a filter it is since:{value}"
    if word == "before" and not month:
        return f"as a filter it is until:{int(value) - 1}"
    if word == "after" and not month:
        return f"as a filter it is since:{int(value) + 1}"
    if word and word not in ("before", "after"):
        return f"as a filter it is until:{value}"
    return f"as a filter it is since:{value} until:{value}" if month else f"as a filter it is year:{value}"
