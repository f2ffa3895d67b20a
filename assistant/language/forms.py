"""In which written forms a text says a word or a phrase; an index of stems holds other words under the same stem.

A text says a phrase if it has its words side by side, with white space or hyphens between them, the last one in the
singular or the plural. A word with two capitals is a name, and written with two: a text that clips says no “CLIP”.
A name with figures or Greek letters, and a great number, may be spelt in any way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from assistant.language.otherwise import names_of, respelt_names, ways_to_write
from assistant.language.words import any_of, other_spellings, unaccented, words
from assistant.patterns import lazy_re

_UNCOUNTED = frozenset(
    """news series species means physics mathematics robotics logistics linguistics genetics economics dynamics
    mechanics electronics acoustics optics ethics politics athletics analytics kinematics semantics
    pragmatics genomics proteomics statistics thermodynamics aerodynamics always perhaps towards its this
    thus is was has does""".split()
)
"""Words on "s" that are no plural of anything."""
_WORD = lazy_re(r"[^\W_]+")
_HYPHENS = "-‐‑‒–"
_BETWEEN = rf"(?:\s?[{_HYPHENS}]\s?|\s+)"
_BEGIN, _END = r"(?<![^\W_])", r"(?![^\W_])"
_NO_BROKEN_WORD = r"(?!-\s(?!(?:and|or|to)\b)[a-z])"
"""What ends a word at the hyphen of a line's end, "gan- glion", is no word."""
_NO_MORE_DIGITS = r"(?!\.\d)"


@dataclass(frozen=True, slots=True)
class Line:
    """A text without accents, and in small letters."""

    written: str
    small: str

    @classmethod
    def of(cls, text: str) -> Line:
        """Return a text as phrases are sought in it."""
        written = unaccented(text)
        return cls(written, written.lower())

    def places(self, head: str) -> Iterator[int]:
        """Yield where some small letters stand, in whatever case."""
        place = self.small.find(head)
        while place >= 0:
            yield place
            place = self.small.find(head, place + 1)


@dataclass(frozen=True)
class Phrase:
    """A word or some words in a row as somebody typed them."""

    typed: str

    @cached_property
    def _tokens(self) -> list[re.Match[str]]:
        return list(_WORD.finditer(unaccented(self.typed)))

    @cached_property
    def _forms(self) -> list[str]:
        """Return the last word as typed, in the plural and the singular, and across the Atlantic."""
        forms = _forms_of(self._tokens[-1][0])
        is_settled = is_name(forms[0]) or self.is_spelt_in_many_ways
        others = [] if is_settled else [other for form in forms for other in other_spellings(form)]
        return list(dict.fromkeys(forms + others))

    @cached_property
    def forms(self) -> list[str]:
        """Return all that a text may have to say it, as typed first."""
        start = self._tokens[-1].start()
        text = unaccented(self.typed)
        tail = text[self._tokens[-1].end() :]
        return [self.typed, *(f"{text[:start]}{form}{tail}" for form in self._forms[1:])]

    @cached_property
    def expression(self) -> str:
        """Return the FTS5 expression that finds every paper that says it, and others."""
        spelt = [
            " ".join(words(form)) for form in self.forms if form == self.typed or not _is_stem_shared(self.typed, form)
        ]
        ways = ways_to_write(self.typed) if self.is_spelt_in_many_ways else []
        return any_of(list(dict.fromkeys([*spelt, "".join(spelt[0].split()), *ways])))

    @cached_property
    def is_spelt_in_many_ways(self) -> bool:
        """Whether it has a name with figures or Greek letters, or a great number."""
        return bool(names_of(self.typed))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Return a pattern that matches it where it begins in a text without accents."""
        return re.compile(f"(?i:{self._spelt([re.escape(form) for form in self._forms])}){self._edge}")

    @cached_property
    def _loose_heads(self) -> list[str]:
        """Return what a text in small letters holds that writes it otherwise."""
        first = "".join(token[0].lower() for token in self._tokens[:-1])
        heads = [self._head] if any(is_name(token[0]) for token in self._tokens) else []
        return [*heads, *([first + self._forms[0].lower()] if first else [])]

    @cached_property
    def _loose(self) -> re.Pattern[str]:
        """Return the same for how else it may be written: in other letters, as one word."""
        last = [re.escape(form) for form in self._forms]
        apart, joined = self._spelt(last), "".join(re.escape(token[0]) for token in self._tokens[:-1])
        joined += f"(?:{'|'.join(last)})"
        return re.compile(f"(?i:{apart}|{_BEGIN}{joined}{_END})")

    @property
    def _edge(self) -> str:
        last = self._tokens[-1][0]
        return (_NO_MORE_DIGITS if last[-1].isdigit() else "") + ("" if is_name(last) else _NO_BROKEN_WORD)

    def _spelt(self, last: list[str]) -> str:
        """Return the pattern of its words, the last of them one of several."""
        text = unaccented(self.typed)
        pattern = _BEGIN
        for token, after in zip(self._tokens, self._tokens[1:], strict=False):
            gap = text[token.end() : after.start()]
            is_open = all(letter.isspace() or letter in _HYPHENS for letter in gap)
            pattern += re.escape(token[0]) + (_BETWEEN if is_open else rf"\s?{re.escape(gap.strip())}\s?")
        signs = re.match(r"[+#]*", text[self._tokens[-1].end() :])
        tail = re.escape(signs[0]) if signs else ""
        return f"{pattern}(?:{'|'.join(sorted(last, key=len, reverse=True))}){tail}{_END}"

    @cached_property
    def _head(self) -> str:
        """Return the small letters with which every form begins."""
        if len(self._tokens) > 1:
            return self._tokens[0][0].lower()
        letters = zip(*(form.lower() for form in self._forms), strict=False)
        return "".join(column[0] for column in takewhile(lambda column: len(set(column)) == 1, letters))

    @property
    def heads(self) -> list[str]:
        """Return small letters of which every text has some that says it or writes it otherwise."""
        return [""] if self.is_spelt_in_many_ways else list(dict.fromkeys([self._head, *self._loose_heads]))

    def found_in(self, text: Line) -> Iterator[str]:
        """Yield each form in which a text says it, in whatever way it is spelt."""
        if self.is_spelt_in_many_ways:
            text = Line.of(respelt_names(text.written, self.typed))
        yield from self._found_in(text)

    def is_spelt_so_in(self, text: Line) -> bool:
        """Whether a text says it in the spelling that was typed."""
        return next(self._found_in(text), None) is not None

    def _found_in(self, text: Line) -> Iterator[str]:
        for place in text.places(self._head):
            if (found := self._pattern.match(text.written, place)) and self._has_its_capitals(found[0]):
                yield found[0]

    def _has_its_capitals(self, found: str) -> bool:
        """Whether the names in it are written as names."""
        pairs = [(token[0], word) for token, word in zip(self._tokens, _WORD.findall(found), strict=False)]
        return all(is_name(word) and word[len(said) :] != "S" for said, word in pairs if is_name(said))

    def is_in(self, text: Line) -> bool:
        """Whether a text says it."""
        return next(self.found_in(text), None) is not None

    def is_repeated_in(self, text: Line) -> bool:
        """Whether a text says it more than once."""
        found = self.found_in(text)
        return next(found, None) is not None and next(found, None) is not None

    def otherwise_in(self, text: Line) -> str | None:
        """Return how else a text writes it, None if it does not."""
        is_near = any(head in text.small for head in self._loose_heads)
        return found[0] if is_near and (found := self._loose.search(text.written)) else None

    def forms_in(self, texts: Iterable[Line]) -> list[str]:
        """Return the forms that some texts have, besides the one that was typed."""
        missing = {form: words(form)[-1] for form in self.forms[1:]}
        for text in texts:
            if any(last in text.small for last in missing.values()):
                for found in self.found_in(text):
                    last = words(found)[-1]
                    missing = {form: word for form, word in missing.items() if word != last}
        return [form for form in self.forms[1:] if form not in missing]


def is_name(word: str) -> bool:
    """Whether a word is written like no other: "CLIP", "LoRA", "GPT"."""
    return sum(letter.isupper() for letter in word) > 1


def _is_stem_shared(phrase: str, other: str) -> bool:
    """Whether two forms are surely found together, as a word and its plural on "s" are."""
    short, long = sorted((phrase, other), key=len)
    return (long == f"{short}s" and short[-1:] not in ("s", "S")) or (long == f"{short[:-1]}ies" and short[-1:] == "y")


def _forms_of(word: str) -> list[str]:
    """Return a word, its plural if it may be a singular, and what it may be the plural of."""
    if word.isdigit() or len(word) < 2:
        return [word]
    if is_name(word):
        return [word, word[:-1]] if word.endswith("s") and len(word) > 2 else [word, f"{word}s"]
    return list(dict.fromkeys([word, *(_singulars(word) or _plurals(word))]))


def _plurals(word: str) -> list[str]:
    if re.search(r"[^aeiou]y$", word, re.IGNORECASE):
        return [f"{word[:-1]}ies"]
    if word.lower().endswith(("ix", "ex")):
        return [f"{word}es", f"{word[:-2]}ices"]
    if word.lower().endswith("sis"):
        return [f"{word[:-2]}es"]
    return [f"{word}es"] if word.lower().endswith(("s", "x", "z", "ch", "sh")) else [f"{word}s"]


def _singulars(word: str) -> list[str]:
    small = word.lower()
    if small in _UNCOUNTED or len(word) < 4 or not small.endswith("s") or small.endswith(("ss", "us", "is")):
        return []
    found = [word[:-1]]
    if small.endswith("ies"):
        found.append(f"{word[:-3]}y")
    elif small.endswith("ices"):
        found += [f"{word[:-4]}ix", f"{word[:-4]}ex"]
    elif small.endswith(("yses", "heses", "neses", "crises")):
        found.append(f"{word[:-2]}is")
    elif re.search(r"(?:ss|x|z|ch|sh|us|.i[ao]s|ns)es$", small):
        found.append(word[:-2])
    return found
