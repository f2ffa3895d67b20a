"""The same words in another spelling: figures with separators, Greek letters by name, British and American words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.language.symbols import Symbol, guessed, symbols
from assistant.language.words import content_words, other_spellings, plain, words
from assistant.patterns import lazy_re

MOST_WAYS = 24
"""Ways to write a text that are told."""
_SEPARATOR = r"(?:\{,\}|, ?| )?"
_NUMBER = lazy_re(r"(?<![\d.,])\d{1,3}(?:(?:\{,\}|, ?| )\d{3})+(?![\d,]*\d)|(?<![\d.,])\d{4,}(?![.,]?\d)")
_YEAR = lazy_re(r"(?:19|20)\d\d")
_LEAST = 4
"""Letters of a word that is looked for in another spelling."""


def ways_to_write(text: str) -> list[str]:
    """Return the ways in which papers may write a text, in words as an index has them, as it was typed first."""
    return list(dict.fromkeys(_ways(text)))[:MOST_WAYS]


def _ways(text: str) -> Iterator[str]:
    said = words(text)
    yield " ".join(said)
    for symbol in symbols(text):
        for way in symbol.ways:
            yield " ".join([*words(text[: symbol.start]), way.phrase, *words(text[symbol.end :])])
    for place, word in enumerate(said):
        for other in other_spellings(plain(word)):
            yield " ".join([*said[:place], other, *said[place + 1 :]])
    for number in _numbers(text):
        digits = re.sub(r"\D", "", number)
        before, behind = text.split(number, 1)
        for form in (digits, f"{int(digits):,}"):
            yield " ".join(words(f"{before} {form} {behind}"))


def respelt(text: str, question: str) -> str:
    """Return a text that spells the words of a question as the question does; all others stay as they are."""
    return _replaced(text, [*_guessed_names(question), *_words_of(question)])


def respelt_names(text: str, typed: str) -> str:
    """Return a text that spells the names and numbers in what was typed just so; all others stay as they are."""
    return _replaced(text, names_of(typed))


def _replaced(text: str, spellings: Sequence[tuple[str, re.Pattern[str]]]) -> str:
    for typed, pattern in spellings:
        text = pattern.sub(lambda found, typed=typed: _as_typed(found, typed), text)  # type: ignore[misc]
    return text


def _as_typed(found: re.Match[str], typed: str) -> str:
    ending = found.groupdict().get("ending") or ""
    return found[0] if words(found[0]) == words(typed) else f"{typed}{ending}"


@lru_cache(64)
def names_of(text: str) -> Sequence[tuple[str, re.Pattern[str]]]:
    """Return the names with figures or Greek letters in a text, and its great numbers, and what finds each."""
    return _with_numbers(text, symbols(text))


@lru_cache(64)
def _guessed_names(text: str) -> Sequence[tuple[str, re.Pattern[str]]]:
    return _with_numbers(text, _symbols(text))


def _with_numbers(text: str, found: Sequence[Symbol]) -> Sequence[tuple[str, re.Pattern[str]]]:
    numbers = [(number, re.compile(_separated(number))) for number in _numbers(text)]
    return (*((symbol.typed, symbol.pattern) for symbol in found), *numbers)


@lru_cache(64)
def _words_of(text: str) -> Sequence[tuple[str, re.Pattern[str]]]:
    """Return the words of a text that British and American spell differently, and what finds each."""
    found = []
    for word in content_words(text):
        if len(word) >= _LEAST and (ways := other_spellings(plain(word))):
            pattern = rf"(?<![^\W_])(?:{'|'.join(map(re.escape, ways))})(?P<ending>s?)(?![^\W_])"
            found.append((word, re.compile(pattern, re.IGNORECASE)))
    return tuple(found)


def _symbols(question: str) -> list[Symbol]:
    """Return the names in a question, also those that a word in any case may be."""
    found = symbols(question)
    covered = {word for symbol in found for word in words(symbol.typed)}
    single = [word for word in re.findall(r"[^\W\d_]+", question) if word.lower() not in covered]
    return [*found, *(symbol for word in single if not word.istitle() and (symbol := guessed(word)))]


def _numbers(text: str) -> list[str]:
    """Return the numbers above a thousand in a text, as they are written there; years are none."""
    return [number for number in _NUMBER.findall(text) if not _YEAR.fullmatch(number)]


def _separated(number: str) -> str:
    """Return a pattern that finds a number with any separators of thousands."""
    digits = re.sub(r"\D", "", number)
    head = len(digits) % 3
    groups = [digits[:head]] * bool(head) + [digits[place : place + 3] for place in range(head, len(digits), 3)]
    return rf"(?<!\d){_SEPARATOR.join(groups)}(?!\d)"
