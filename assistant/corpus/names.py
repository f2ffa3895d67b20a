"""Names of authors, however a format writes them, as one says them: "Ada Lovelace"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.language.east_asian import is_east_asian, is_family_name
from assistant.language.text import clean
from assistant.patterns import lazy_re

MAX_AUTHORS = 5000
_LONGEST = 200_000
_OTHERS = lazy_re(r"(?:and )?(?:\d+ )?others|et al\.?", re.IGNORECASE)
_SUFFIX = lazy_re(r"(?:jr|sr|[ivx]+|phd|md)\.?", re.IGNORECASE)
_LAST_SUFFIX = lazy_re(r"\s(Jr\.?|Sr\.?|2nd|3rd|II|III|IV)$")
_NUMBER = lazy_re(r"\s*\(\d{1,20}\)$")
"""Of an author in a database, as "Zhang, Yi (57190001234)"."""
_INITIALS = lazy_re(r"(?:[^\W\d_a-z]\.[\s-]?){1,4}|[^\W\d_a-z]{1,2}")
_LIST_STOP = lazy_re(r"((?:[^,.]{1,80} [^\W\d_a-z]{1,3},)+[^,.]{1,80} [^\W\d_a-z]{1,3})\.\s*")
"""A list as "Smith J, Doe AB." with a stop of its own."""
_BREAKS_OFF, _LONGEST_END = lazy_re(r",? et\.? al\.?$", re.IGNORECASE), 10
_LONGEST_PAIR = 200
_TWO_NAMES = lazy_re(r"[^\W\d_][\w.'’-]* [^&,;]+ & [^\W\d_][\w.'’-]* [^&,;]+")
"""Each of two words or more: "Ada Lovelace & Alan Turing"; "Smith & Sons" is one."""
_EAST_ASIAN_MARKS = str.maketrans("；、，", ";;,")
_IN_BRACKETS = lazy_re(r"\([^()]*\)")
_NESTED = 3
_PARTICLES = frozenset(("van", "von", "der", "den", "de", "da", "di", "la", "le", "del", "della", "dos", "ten", "ter"))


def whole(given: str, family: str, suffix: str = "") -> str:
    """Return a name of its parts: given name first, but as one word, family first, in Chinese, Japanese and Korean."""
    if is_family_name(family) and is_east_asian(given):
        return family + given
    return " ".join(part for part in (given, family, suffix) if part)


def spoken(name: str) -> str:
    """Turn "Lovelace, Ada" and "Lovelace, Jr, Ada" round; what has no comma stays."""
    name = _NUMBER.sub("", clean(name))
    if name.startswith("{") and name.endswith("}"):
        return name[1:-1]
    family, *given = (part.strip() for part in name.split(","))
    is_alone = len(given) == 1
    suffixes = [part for part in given if _SUFFIX.fullmatch(part) and not (is_alone and _INITIALS.fullmatch(part))]
    given = [part for part in given if part and part not in suffixes]
    if is_alone and given and (last := _LAST_SUFFIX.search(given[0])):  # "King, Martin Luther Jr"
        given, suffixes = [given[0][: last.start()]], [last[1]]
    return whole("".join(given), family, " ".join(suffixes)) if len(given) <= 1 else name


def kept_whole(name: str) -> str:
    """Return the name of a group so that no comma in it turns it round in a list."""
    return name.replace(",", "\u201a")


def name_list(names: Iterable[str]) -> tuple[str, ...]:
    """Return names that stand apart already, without "et al." and empty ones."""
    said = (spoken(name).replace("\u201a", ",") for name in names)
    return tuple(name for name in said if name and not _OTHERS.fullmatch(name))[:MAX_AUTHORS]


def split_names(text: str) -> tuple[str, ...]:
    """Return the names of a list in one text: apart by ";", "|", "and", line breaks, or by commas alone.

    Between names with commas "&" is an "and".
    """
    text = text[:_LONGEST].translate(_EAST_ASIAN_MARKS).rstrip()
    text = text[:-_LONGEST_END] + _BREAKS_OFF.sub("", text[-_LONGEST_END:])
    if listed := _LIST_STOP.fullmatch(text):
        text = listed[1]
    if is_east_asian(re.sub(r"[, ]", "", text)) and all(len(part.strip()) > 1 for part in text.split(",")):
        text = text.replace(",", ";")
    elif "," in text or (text.count("&") == 1 and _TWO_NAMES.fullmatch(text[:_LONGEST_PAIR])):
        text = text.replace(" & ", " and ")
    for mark in (";", "|"):
        if mark in text:
            return name_list(text.split(mark))
    parts = [part for line in text.split("\n") for part in clean(line).split(" and ") if part]
    if len(parts) == 1 and _is_family_first(text):
        return name_list([text])
    if any(_is_family_first(part) for part in parts[:-1]) and len(parts) > 1:
        return name_list(parts)
    return name_list(name for part in parts for name in _joined(part.split(",")))


def without_places(text: str) -> str:
    """Return a list of names without what stands in brackets behind them, such as where they work."""
    text = text[:_LONGEST]
    for _ in range(_NESTED):
        text = _IN_BRACKETS.sub(" ", text)
    return text


def _joined(parts: list[str]) -> list[str]:
    """Join "Lovelace", "A." again, where a list has many such initials."""
    parts = [part.strip() for part in parts]
    if 3 * sum(_INITIALS.fullmatch(part) is not None for part in parts) < len(parts):
        return parts
    found: list[str] = []
    for part in parts:
        if found and "," not in found[-1] and _INITIALS.fullmatch(part):
            found[-1] += f", {part}"
        else:
            found.append(part)
    return found


def has_others(text: str) -> bool:
    """Whether the list breaks off: "et al.", "and others", "and 212 others"."""
    return re.search(r"\bet al\b|\bothers\W*$", text, re.IGNORECASE) is not None


def _is_family_first(text: str) -> bool:
    """Whether a text with one comma is "Lovelace, Ada" and not two names: a word, or particles and one, before it."""
    before, comma, after = text.partition(",")
    words = before.split()
    if not comma or "," in after or not after.strip():
        return False
    return len(words) == 1 or (len(words) <= 3 and words[0].lower() in _PARTICLES)
