"""Names of letters, figures and Greek letters, which are written in many ways: HIF-1α, HIF1a, HIF-1 alpha.

A Greek letter is written as it is, by its name, or by the Latin letter that stands for it if it is joined to something
before or behind it (TNFa, NF-kB); between letters and figures stand a hyphen, a space or nothing. All of that is one
name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product

from assistant.language.words import GREEK, STOP_WORDS
from assistant.patterns import lazy_re

MOST_ATOMS = 6
"""Of a name; each doubles the ways to write it."""
SHORTEST_JOINED = 3
"""Letters up to which a name with a letter that stands for a Greek one may be a word: "era" is no ERα."""
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2212"
_LATIN = dict(zip("abgdezkl", "αβγδεζκλ", strict=True))
"""The letters that stand for Greek ones, which they begin the names of."""
_NAMES = {name: letter for letter, name in GREEK.items()}
_SYMBOLS = "".join(GREEK)
_LONG_NAMES = "|".join(name for name in _NAMES if len(name) > 3)
_YEAR = lazy_re(r"(?:19|20)\d\d")
_TOKEN = lazy_re(r"[^\W_]+")
_PIECE = lazy_re(rf"\d+|[{_SYMBOLS}ßΑ-Ω]|[^\W\d_{_SYMBOLS}ßΑ-Ω]+")
_GREEK_WITHIN = lazy_re(rf"(?P<before>[A-Z]{{2,}}|[a-z]{{2,}})?(?P<greek>{_LONG_NAMES})(?P<behind>[A-Z]{{1,2}}|b)?")
_LATIN_WITHIN = lazy_re(rf"(?P<before>[A-Z]{{2,}})(?P<greek>[{''.join(_LATIN)}])(?P<behind>[A-Z])?")
_BEHIND_HYPHEN = lazy_re(rf"(?P<greek>[{''.join(_LATIN)}])(?P<behind>[A-Z])?")
_AT_END = lazy_re(r"(?P<before>[^\W\d_]{2,})(?P<greek>[abgdk])", re.IGNORECASE)
_BEFORE_B = lazy_re(r"(?P<before>[^\W\d_]{2,})(?P<greek>[k])(?P<behind>b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Atom:
    """A part of a name: letters, a number or a Greek letter.

    Attributes:
        greek: the letter, if it is a Greek one; `typed` may be what stands for it.
    """

    typed: str
    greek: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is written in figures."""
        return self.typed.isdigit()

    @property
    def forms(self) -> tuple[str, ...]:
        """How it is written: a Greek letter as it is, by its name, and last by what stands for it."""
        if not self.greek:
            return (self.typed,)
        latin = next((latin for latin, greek in _LATIN.items() if greek == self.greek), "")
        sharp = ("ß",) if self.greek == "β" else ()
        return (self.greek, GREEK[self.greek], *sharp, *([latin] if latin else ()))

    def is_stand_in(self, form: str) -> bool:
        """Whether a form only stands for the Greek letter that is meant."""
        return bool(self.greek) and form.lower() in _LATIN


@dataclass(frozen=True, slots=True)
class Way:
    """One way to write a name.

    Attributes:
        phrase: its words as an index knows them, in small letters.
        shown: the same as it is read.
    """

    phrase: str
    shown: str


@dataclass(frozen=True)
class Symbol:
    """A name as it stands in a text.

    Attributes:
        start, end: where it stands.
        readings: what it may be put together from, the likeliest first.
    """

    typed: str
    start: int
    end: int
    readings: tuple[tuple[Atom, ...], ...]

    @property
    def phrase(self) -> str:
        """Its words as they were typed."""
        return " ".join(_TOKEN.findall(self.typed.lower()))

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """All ways to write it, without the one that was typed."""
        found = {way.phrase: way for atoms in self.readings for way in _ways(atoms, self.phrase.split())}
        found.pop(self.phrase, None)
        return tuple(found.values())

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds the name in a text, in whichever way it is written there."""
        readings = "|".join(f"(?:{_pattern(atoms)})" for atoms in self.readings)
        return re.compile(rf"(?<![^\W_])(?:{readings})(?![^\W_])", re.IGNORECASE)


def symbols(text: str) -> list[Symbol]:
    """Return the names in a text that have figures or Greek letters, in order."""
    tokens = list(_TOKEN.finditer(text))
    found = [_symbol(text, group) for run in _linked(text, tokens) if (group := _trimmed(run))]
    return [symbol for symbol in found if symbol]


def guessed(word: str) -> Symbol | None:
    """Return the name that a word in any case may be, one of its last letters taken for a Greek one: "tnfa", "NFKB"."""
    readings = tuple(_guesses([Atom(word)]))
    return Symbol(word, 0, len(word), readings) if readings else None


def _linked(text: str, tokens: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Yield the tokens of a text in groups that may be one name each."""
    group = list(tokens[:1])
    for before, behind in pairwise(tokens):
        if not _is_link(before[0], text[before.end() : behind.start()], behind[0], is_first=len(group) == 1):
            yield group
            group = []
        group.append(behind)
    if group:
        yield group


def _is_link(before: str, between: str, behind: str, *, is_first: bool) -> bool:
    if len(between) == 1 and between in _HYPHENS:
        return True
    if between != " " or (before.lower() in STOP_WORDS and not before.isupper()) or _YEAR.fullmatch(behind):
        return False
    if _has_sign(before):
        is_end = len(behind) == 1 and behind.isupper() and _is_greek(before)
        return is_end or (not is_first and _is_greek(behind)) or (before[-1].isalpha() and behind.isdigit())
    return before.isalpha() and (_is_greek(behind) or (behind.isdigit() and len(behind) <= 4))


def _is_greek(token: str) -> bool:
    return token.lower() in _NAMES or token.lower() in GREEK


def _has_sign(token: str) -> bool:
    """Whether a token has a figure or a Greek letter."""
    return any(atom.is_number or atom.greek for atom in _atoms(token, is_behind_hyphen=False))


def _trimmed(group: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Return of tokens the name alone: "TNF-α" of "anti-TNF-α-induced"."""
    signs = [place for place, token in enumerate(group) if _has_sign(token[0]) or _is_end(group, place)]
    if not signs:
        return []
    first, last = signs[0], signs[0]
    while last + 1 in signs:
        last += 1
    if first and not (group[first - 1][0].lower() in STOP_WORDS and not group[first - 1][0].isupper()):
        first -= 1
    behind = group[last + 1][0] if last + 1 < len(group) else ""
    if behind.isalpha() and _is_greek(group[last][0]) and (first == last or len(behind) <= 2):
        last += 1
    return list(group[first : last + 1])


def _is_end(group: Sequence[re.Match[str]], place: int) -> bool:
    """Whether a token behind a hyphen is a letter that stands for a Greek one: "TNF-a", "NF-kB"."""
    return place > 0 and len(group[place - 1][0]) > 1 and bool(_BEHIND_HYPHEN.fullmatch(group[place][0]))


def _symbol(text: str, group: Sequence[re.Match[str]]) -> Symbol | None:
    atoms: list[Atom] = []
    for place, token in enumerate(group):
        atoms += _atoms(token[0], is_behind_hyphen=place > 0 and len(group[place - 1][0]) > 1)
    readings = [tuple(atoms), *(_guesses(atoms) if any(atom.is_number for atom in atoms) else ())]
    readings = [
        reading
        for reading in readings
        if 1 < len(reading) <= MOST_ATOMS
        and any(atom.greek or atom.is_number for atom in reading)
        and not all(atom.is_number for atom in reading)
    ]
    if not readings:
        return None
    start, end = group[0].start(), group[-1].end()
    return Symbol(text[start:end], start, end, tuple(readings))


def _atoms(token: str, *, is_behind_hyphen: bool) -> list[Atom]:
    pieces = _PIECE.findall(token)
    atoms: list[Atom] = []
    for place, piece in enumerate(pieces):
        is_last = place == len(pieces) - 1
        lower = "β" if piece == "ß" else piece.lower()
        stands = _LATIN.get(lower, "") if atoms and atoms[-1].is_number and is_last else ""
        if lower in GREEK or lower in _NAMES:
            atoms.append(Atom(piece, _NAMES.get(lower, lower)))
        elif stands and not any(letters.isalpha() and len(letters) == 1 for letters in pieces[:place]):
            atoms.append(Atom(piece, stands))
        elif within := _within(piece, is_behind_hyphen=is_behind_hyphen and not place):
            atoms += _parted(within)
        else:
            atoms.append(Atom(piece))
    return atoms


def _within(piece: str, *, is_behind_hyphen: bool) -> re.Match[str] | None:
    """Return where letters hold a Greek one, by its name or by what stands for it."""
    behind = _BEHIND_HYPHEN.fullmatch(piece) if is_behind_hyphen else None
    return _GREEK_WITHIN.fullmatch(piece) or _LATIN_WITHIN.fullmatch(piece) or behind


def _parted(within: re.Match[str]) -> list[Atom]:
    """Return the letters before a Greek one, that one, and those behind it."""
    parts = within.groupdict()
    greek = parts["greek"].lower()
    before, behind = parts.get("before") or "", parts.get("behind") or ""
    return [
        *([Atom(before)] if before else ()),
        Atom(parts["greek"], _NAMES.get(greek) or _LATIN[greek]),
        *([Atom(behind)] if behind else ()),
    ]


def _guesses(atoms: Sequence[Atom]) -> list[tuple[Atom, ...]]:
    """Return the same with one of the last of some letters taken for a Greek one: "TGFB1", "nfkb"."""
    letters = "" if any(atom.greek for atom in atoms) else atoms[0].typed
    before_b = [_parted(match)] if (match := _BEFORE_B.fullmatch(letters)) else []
    last = [_parted(match)] if (match := _AT_END.fullmatch(letters)) else []
    return [(*parts, *atoms[1:]) for parts in (*before_b, *last)]


def _ways(atoms: Sequence[Atom], typed: Sequence[str]) -> Iterator[Way]:
    """Yield the ways to write a name, apart from those in which a letter alone could be anything."""
    for forms in product(*(atom.forms for atom in atoms)):
        for spaces in product((False, True), repeat=len(atoms) - 1):
            pieces: list[list[int]] = [[0]]
            for place, is_apart in enumerate(spaces, 1):
                if is_apart:
                    pieces.append([place])
                else:
                    pieces[-1].append(place)
            if all(_is_piece(piece, place, pieces, atoms, forms, typed) for place, piece in enumerate(pieces)):
                shown = ["".join(forms[atom] for atom in piece) for piece in pieces]
                yield Way(" ".join(shown).lower(), "-".join(shown))


def _is_piece(
    piece: Sequence[int],
    place: int,
    pieces: Sequence[Sequence[int]],
    atoms: Sequence[Atom],
    forms: Sequence[str],
    typed: Sequence[str],
) -> bool:
    """Whether a part of a name may stand between spaces or hyphens."""
    if any(atoms[one].is_number and atoms[other].is_number for one, other in pairwise(piece)):
        return False
    text = "".join(forms[atom] for atom in piece).lower()
    stand_ins = [at for at, atom in enumerate(piece) if atoms[atom].is_stand_in(forms[atom])]
    if stand_ins and text not in typed and (stand_ins[0] == 0 or (text.isalpha() and len(text) <= SHORTEST_JOINED)):
        return len(piece) > 1 and place > 0
    if len(piece) > 1 or atoms[piece[0]].is_number:
        return True
    if stand_ins or (text in STOP_WORDS and text not in typed):
        return False
    is_behind_greek = place > 0 and bool(atoms[pieces[place - 1][-1]].greek)
    return len(text) > 1 or text in GREEK or text == "ß" or text in typed or is_behind_greek


def _pattern(atoms: Sequence[Atom]) -> str:
    found = ""
    for place, atom in enumerate(atoms):
        if place:
            both_numbers = atom.is_number and atoms[place - 1].is_number
            found += rf"[{_HYPHENS}\s]" if both_numbers else rf"[{_HYPHENS}\s]?"
        forms = [rf"(?<!\s){form}" if place and atom.is_stand_in(form) else re.escape(form) for form in atom.forms]
        found += f"(?:{'|'.join(forms)})"
    return found
