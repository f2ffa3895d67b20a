"""What short forms stand for, as texts spell them out: "soft actor-critic (SAC)", "SAC (soft actor-critic)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.language.words import STOP_WORDS
from assistant.patterns import lazy_re

LEAST, MOST_MORE = 2, 5
"""Letters of an abbreviation, and words of what it stands for beyond its letters."""
LONGEST = 160
"""Characters of what an abbreviation stands for."""
ALIKE = 4
"""Letters that forms of one word begin with."""
_WORD = lazy_re(r"[^\W_]+")
_KIND = lazy_re(
    r"[ -](?:methods?|frameworks?|approach(?:es)?|models?|systems?|algorithms?|architectures?|benchmarks?|data ?sets?"
    r"|techniques?|layers?|modules?|problems?|tasks?)$",
    re.IGNORECASE,
)
_JOINS = lazy_re(r"(?:and|or|of|with|by|from|than|that|which)\b", re.IGNORECASE)
"""Begins no meaning: "soft and softened matching" is no "and softened matching"."""
_ENDS = lazy_re(r"[.;:()\[\]?!/=\\]|['’]s |, |\s[–—-]+\s")
_REMEMBERED = 4096


def long_form(short: str, before: str) -> str | None:
    """Return the last words of a text if an abbreviation stands for them: they have its letters in order.

    Words whose first letters it has are taken before others that hold its letters.

    Args:
        short: its plural, too.
    """
    letters = _letters(short)
    found = list(_WORD.finditer(before.lower()))
    if len(letters) < LEAST:
        return None
    counts = range(1, min(len(found), len(letters) + MOST_MORE) + 1)
    words = [match[0] for match in found]
    by_initials = (count for count in counts if "".join(word[0] for word in words[-count:]) == letters)
    in_order = (count for count in counts if _holds_in_order(letters, words[-count:]))
    count = next(by_initials, None) or next(in_order, None)
    return before[found[-count].start() :].strip() if count else None


def written(name: str) -> str:
    """Return the pattern of a name in a text, one or several: a word with a capital or more behind its first letter
    stands as it was typed, others in any capitals."""
    words = re.split(r"[\s-]+", re.sub(r"(?<=[A-Z])s$", "", name.strip()))
    forms = [re.escape(word) if re.search(r"[A-Z]", word[1:]) else f"(?i:{re.escape(word)})" for word in words]
    between = r"[\s-]+"
    return rf"(?<!\w){between.join(forms)}(?:s|es)?(?!\w)"


def spelt_out(text: str, short: str) -> Iterator[str]:
    """Yield what a text says for certain that an abbreviation stands for: nearly each word gives a letter."""
    one, small = re.sub(r"(?<=[A-Z])s$", "", short).lower(), text.lower()
    name = written(short)
    for found in re.finditer(rf"\({name}[),;]", text) if f"({one}" in small else ():
        if said := _surely(short, text[max(0, found.start() - LONGEST) : found.start()]):
            yield said
    is_before = f"{one} (" in small or f"{one}s (" in small
    for found in re.finditer(rf"{name} \(([^()]+)\)", text) if is_before else ():
        if said := _surely(short, found[1]):
            yield said


@lru_cache(_REMEMBERED)
def meaning_key(words: str) -> str:
    """Return what the spellings of one meaning have in common: "Generative Adversarial Nets" and "… networks"."""
    return "".join(map(_singular, _content(words)))


def are_alike(first: str, second: str) -> bool:
    """Whether two meanings are forms of one: "low-rank adapters" and "Low-Rank Adaptation of models"."""
    pairs = list(zip(_content(first), _content(second), strict=False))
    return len(pairs) >= LEAST and all(one[:ALIKE] == other[:ALIKE] for one, other in pairs)


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]


def _singular(word: str) -> str:
    one = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    return "network" if one == "net" else one


def _surely(short: str, before: str) -> str | None:
    """Return the last words of a text if an abbreviation has the first letters of all, or of all but one of many."""
    text = _ENDS.split(before.strip())[-1].strip(" “”\"'‘’`,")
    for said in dict.fromkeys((_KIND.sub("", text), text)):
        found = long_form(short, said)
        words = [word for word in _WORD.findall(found or "") if word.lower() not in STOP_WORDS]
        if not found or _JOINS.match(found) or len(words) < LEAST:
            continue
        if meaning_key(short) in map(meaning_key, words):
            continue
        capitals = "".join(letter for letter in found if letter.isupper())
        if capitals == short or _initials_missing(_letters(short), words) <= (len(words) > LEAST):
            return found
    return None


def _initials_missing(letters: str, words: Sequence[str]) -> int:
    """Return of how many words the first letters are not among some letters, in their order."""
    missing, place = 0, 0
    for word in words:
        at = letters.find(word[0].lower(), place)
        missing, place = (missing + 1, place) if at < 0 else (missing, at + 1)
    return missing


def _letters(short: str) -> str:
    return re.sub(r"[^a-z0-9]", "", re.sub(r"s$", "", short).lower())


def _holds_in_order(letters: str, words: Sequence[str]) -> bool:
    """Whether words begin with the first of some letters and hold the others behind it, in order."""
    if not words[0].startswith(letters[:1]):
        return False
    rest = iter("".join(words))
    return all(letter in rest for letter in letters)
