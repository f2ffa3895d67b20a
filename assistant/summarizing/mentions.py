"""Where papers say a topic: its words side by side, not one here and one there, whatever the abbreviations.

"Open-world … models" does not say "world models". A topic of several parts, "statins and fractures", is said by a
sentence that says each of them. A short form that one of the papers explains stands for its words: "offline RL (…)".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.language.words import STOP_WORDS, Stemmer, words
from assistant.patterns import lazy_re

SLACK = 2
"""Words that may stand among those of a part."""
_BORDER = lazy_re(r"\b(?:and|in|for|with|of|from|on|to|by|among|between|under|during|after)\b|[,;:/&]", re.IGNORECASE)
"""What stands between the parts of a topic; papers say them in any order."""
_WORD = lazy_re(r"[^\W_]+")
_COMPOUND = lazy_re(r"[^\W_]+(?:-[^\W_]+)+")
_SHORT_FORM = lazy_re(r"\(([A-Z][A-Za-z-]{1,8}?)s?\)")
_LETTERS_A_WORD = 20
"""Letters of the longest word that a letter of a short form stands for, as far as is looked back."""
_SHARED = 2
"""Words of a topic that the long form has of a short one which matters for it."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """How papers say a topic.

    Attributes:
        times: how often each paper says all of it.
        shares: of the words of each paper's part of which it has least.
    """

    times: tuple[int, ...]
    shares: tuple[float, ...]


def count(topic: str, papers: Sequence[Sequence[str]], stemmer: Stemmer) -> tuple[Mentions, list[list[list[str]]]]:
    """Return how papers say a topic, and the stems of their texts, in which short forms are written out.

    Args:
        papers: the texts of each, its title and its sentences.
    """
    said = _written_out(topic, papers, stemmer)
    parts = [set(stems) for stems in stemmer.stems([" ".join(part) for part in _parts(said(topic))])]
    held = [stemmer.stems([said(text) for text in texts]) for texts in papers]
    times = [sum(min((_times(stems, part) for part in parts), default=0) for stems in texts) for texts in held]
    every = [{stem for stems in texts for stem in stems} for texts in held]
    shares = [min((len(part & own) / len(part) for part in parts if part), default=0.0) for own in every]
    return Mentions(tuple(times), tuple(shares)), held


def expression(topic: str) -> str:
    """Return the FTS5 expression for the papers that say a topic; empty if it has several parts, or none."""
    parts = _parts(topic)
    return f'"{" ".join(parts[0])}"' if len(parts) == 1 else ""


def _parts(topic: str) -> list[list[str]]:
    """Return the words of each part of a topic; a small word belongs to it within a compound: "few-shot"."""
    parts = []
    for part in _BORDER.split(topic):
        joined = {word.lower() for compound in _COMPOUND.findall(part) for word in _WORD.findall(compound)}
        parts.append([word for word in dict.fromkeys(words(part)) if word in joined or word not in STOP_WORDS])
    return [part for part in parts if part]


def _times(stems: Sequence[str], part: set[str]) -> int:
    """Return how often a text has all words of a part so near to each other that they say it."""
    room, found, behind = len(part) + SLACK, 0, 0
    for place, stem in enumerate(stems):
        if place >= behind and stem in part and part <= set(stems[place : place + room]):
            found, behind = found + 1, place + room
    return found


def _written_out(topic: str, papers: Sequence[Sequence[str]], stemmer: Stemmer) -> Spelling:
    """Return what writes out the short forms that matter for a topic, as most of the papers explain them."""
    explained = Counter(pair for texts in papers for pair in {pair for text in texts for pair in _explained(text)})
    if not explained:
        return Spelling({})
    asked, *longs = (set(stems) for stems in stemmer.stems([topic, *(long for _, long in explained)]))
    typed = set(_WORD.findall(topic))
    forms: dict[str, str] = {}
    matters = {pair for pair, stems in zip(explained, longs, strict=True) if len(stems & asked) >= _SHARED}
    for (short, long), _ in explained.most_common():
        if short in typed or (short, long) in matters:
            forms.setdefault(short, long)
    return Spelling(forms)


def _explained(text: str) -> Iterator[tuple[str, str]]:
    """Yield the short forms that a text explains, each with the words before it that begin with its letters."""
    for match in _SHORT_FORM.finditer(text):
        letters = [sign for sign in match[1] if sign.isalpha()]
        before = _WORD.findall(text[max(0, match.start() - _LETTERS_A_WORD * len(letters)) : match.start()])
        long = before[-len(letters) :]
        is_short = sum(sign.isupper() for sign in letters) > 1
        if is_short and [word[0].lower() for word in long] == [sign.lower() for sign in letters]:
            yield match[1], " ".join(long).lower()


class Spelling:
    """Writes short forms out, but where they are explained, behind their words in brackets."""

    def __init__(self, forms: dict[str, str]) -> None:
        self._forms = forms
        any_form = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
        self._pattern = re.compile(rf"(?<![\w(])({any_form})s?(?!\w)") if forms else None

    def __call__(self, text: str) -> str:
        """Return a text with them written out."""
        return self._pattern.sub(lambda match: self._forms[match[1]], text) if self._pattern else text
