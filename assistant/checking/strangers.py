"""Numbers and names of a claim that the papers it cites do not have: they are made up."""

from __future__ import annotations

import re

from assistant.language.quantities import Numbers, quantities
from assistant.language.words import GREEK, words
from assistant.patterns import lazy_re
from assistant.scoping import is_numbered_alike, is_spelt_out, is_written_apart

MOST_SOUGHT = 40
"""Names of a claim that are sought in other spellings."""

_NAME = lazy_re(r"\b(?:[A-Z][\w]*[A-Z\d][\w]*|[a-z]+[A-Z]\w*|[A-Za-z]+-?\d(?:[\w.]*\w)?|[A-Z]{2,}s?)(?:-[A-Z\d]\w*)*\b")
_PART = lazy_re(r"-(?=[A-Za-z]{2})")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_LETTER = lazy_re("[αβγδεζθκλσω]")


def stranger(claim: str, source: str) -> str:
    """Return which numbers or names of a claim its papers do not have, in words; nothing if they have all."""
    known, plain = set(words(source)), _plain(source)
    numbers = Numbers(source.translate(_LOWERED))
    missing = dict.fromkeys(filter(None, map(numbers.missing, quantities(claim))))
    if missing:
        return f"the cited abstract does not say {', '.join(missing)}"
    names = dict.fromkeys(_NAME.findall(claim))
    unknown = [name for name in names if not _is_known(name, known)]
    strangers = [name for at, name in enumerate(unknown) if at >= MOST_SOUGHT or not _is_named(name, plain)]
    return f"the cited abstract does not name {', '.join(strangers)}" if strangers else ""


def _is_known(name: str, known: set[str]) -> bool:
    """Whether a name without a number in it is one or several words of a source, in either number."""
    parts = words(name)
    is_numbered = len(parts) > 1 and any(part.isdecimal() or len(part) == 1 for part in parts)
    return not is_numbered and all(known & {part, part.removesuffix("s"), part + "s"} for part in parts)


def _is_named(name: str, source: str) -> bool:
    """Whether a source has a name, or all that hyphens join in it, in any spelling: "IL6", "interleukin-6", "RL"."""
    plain = _plain(name)
    return any(all(_is_written(part, source) for part in parts) for parts in ([plain], _PART.split(plain)))


def _is_written(name: str, source: str) -> bool:
    one = re.sub(r"(?<=[A-Z\d])s$", "", name)
    return is_written_apart(one, source) or is_numbered_alike(one, source) or is_spelt_out(one, source)


def _plain(text: str) -> str:
    """Return a text with its Greek letters spelt out, and its lowered figures like others."""
    return _LETTER.sub(lambda letter: GREEK[letter[0]], text.translate(_LOWERED))
