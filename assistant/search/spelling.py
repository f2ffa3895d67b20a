"""Read a question with the words of the library: correct what no paper holds, find other ways to write the rest.

A word that stands in no paper is, in this order: the half of a joined name ("Skill Weaver"), a joined name itself
("selfplay"), spelt as across the Atlantic, or misspelt: then the word of the library that is one slip away, two from
eight letters on without an ending ("grokking" is no "growing"), is searched in its place, unless the embedding model
knows it as a word of the language, which this library just does not hold, or it is an abbreviation. Such a known word
is not parted into two either. A slip is a letter too many, too few, wrong, or swapped with the next one (Damerau 1964);
the first letter of a short word is right or swapped. Of several words the commonest wins, and a slip more must be worth
it.

Words that stand in papers bring along the other ways to write them, and are read in the commonest one, so that tumour
and tumor, HIF1a and HIF-1α are found alike. Else they are never replaced. A very rare one that looks like a slip of a
common word brings that word along: papers have misprints too. A name, with a capital within a sentence or in a word, is
no slip of an everyday word.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assistant.language.capitals import names_in_capitals
from assistant.language.short_forms import long_form
from assistant.language.symbols import Symbol, Way, guessed, symbols
from assistant.language.words import MAX_QUERY_WORDS, STOP_WORDS, other_spellings, parts, plain, words
from assistant.patterns import lazy_re
from assistant.storage.library import Library

SHORTEST, LONG = 4, 8
"""Letters of the shortest word that is corrected, and of the shortest in which two slips are."""
LONGEST = 40
"""Letters of the longest word that is looked at; longer ones are no words."""
SLIP = 3.0
"""What a slip costs, in factors of e of how common a word is."""
RARE, MISPRINT = 10, 3
"""Papers up to which a word may be a joined name that others write as two words, and may be a misprint."""
COMMONER = 100
"""So many times as common is the word of which another one is a misprint."""
MOST_SYMBOLS, MOST_WAYS = 8, 6
"""Names with figures or Greek letters that are looked up, and ways to write each that are searched."""
ENOUGH = 100
"""Papers that hold a name in one way: so many are not counted further."""
MOST_MEANINGS = 2
"""Of a short form, that are searched."""
JOINED = 50
"""A name of two words that papers join is searched for if one paper in so many that hold the rarer word does."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_THOUSANDS = lazy_re(r"(?<!\d)\d{1,3}(?:(?:,|\{,\})\d{3})+(?!\d)")
_YEAR = lazy_re(r"(?:19|20)\d\d")
_FORMULA = lazy_re(r"(?:[A-Z][a-z]?){2,4}")
"""Of a compound, as "LiCl"; a name such as "LiBERO" has more letters behind one."""
_PREFIX = lazy_re(r"^(?:co|multi|non|over|pre|re|sub|un)")
_ENDING = lazy_re(r"(?:ings?|ed|e?s)$")
"""Of verbs and nouns, which tells nothing of which one is meant."""
_SUFFIX = lazy_re(r"(?:es|s|ed|d|ers|er|ing|ly|ive|al|ity|able|ness)$")

IsWord = Callable[[str], bool]
"""Whether something is a word of the language, whatever the library holds."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was typed, and what was searched in its place or besides it."""

    typed: str
    searched: str

    def __str__(self) -> str:
        """The correction in words."""
        return f"searched also for “{self.searched}” ({self.typed})"


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is searched.

    Attributes:
        text: the question with what was corrected in place of what was typed.
        others: words and phrases to search for besides those of the question, each in small letters.
        same: those of them that are words of the question, otherwise spelt.
    """

    text: str
    others: tuple[str, ...] = ()
    same: frozenset[str] = frozenset()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question, as it was typed and as spellings are kept, and where it stands."""

    typed: str
    plain: str
    start: int
    end: int

    @property
    def says(self) -> bool:
        """Whether it carries meaning."""
        return self.plain not in STOP_WORDS

    @property
    def is_put_together(self) -> bool:
        """Whether capitals, digits or Greek letters part it."""
        return self.plain.isdigit() or parts(self.typed) != [self.plain]


_Run = tuple[_Word, ...]


def read(question: str, library: Library, is_word: IsWord) -> Reading:
    """Return a question as it is searched in a library."""
    if not library.has_spellings:
        return Reading(question)
    asked = [_Word(match[0], plain(match[0]), *match.span()) for match in re.finditer(r"[^\W_]+", question)]
    asked = [word for word in asked if len(word.plain) <= LONGEST][: 2 * MAX_QUERY_WORDS]
    return _Reader(question, asked, library, is_word).read()


@dataclass(frozen=True, slots=True)
class _Change:
    """What stands in the place of some words of the question; that it does so is told or not."""

    searched: str
    run: _Run
    is_told: bool = True


class _Reader:
    """Looks up all that one question may mean, at once."""

    def __init__(self, question: str, asked: Sequence[_Word], library: Library, is_word: IsWord) -> None:
        self._question, self._asked, self._library, self._is_word = question, asked, library, is_word
        self._joined: dict[str, _Run] = {"".join(word.plain for word in run): run for run in _runs(asked)}
        self._ways = {word: [*other_spellings(word.plain), *_split(word)] for word in asked}
        self._symbols = symbols(question)[:MOST_SYMBOLS]
        self._names = _names(question, asked)
        self._in_capitals = names_in_capitals(question)
        pieces = [piece for ways in self._ways.values() for way in ways for piece in way.split()]
        pieces += [piece for symbol in self._symbols for piece in _pieces(symbol)]
        self._known = library.spelt(dict.fromkeys([*(word.plain for word in asked), *self._joined, *pieces]))

    def read(self) -> Reading:
        """Return the reading of the question."""
        same = [re.sub(r"\D", "", number) for number in _THOUSANDS.findall(self._question)]
        others: list[str] = []
        changes: dict[_Word, _Change] = {}
        misprints = []
        for symbol in self._symbols:
            same += self._as_symbol(symbol, changes)
        unknown = {word for word in self._asked if word.says and self._is_unknown(word)}
        for word in self._asked:
            if word.typed.isupper() and word.plain in self._in_capitals and not word.says:
                same += self._spelt_out(word, changes)
        for name, run in self._joined.items():
            if not changes.keys().isdisjoint(run):
                continue
            if name in self._known and unknown.intersection(run):
                changes |= dict.fromkeys(run, _Change(name, run))
            elif self._is_name(name, run):
                others.append(name)
        for word in self._asked:
            if not word.says or word in changes:
                continue
            if word not in unknown:
                others += self._phrases_besides(word)
                same += self._spelt_besides(word, changes)
                if meant := self._misprinted(word):
                    misprints.append(Correction(word.typed, meant))
            elif found := self._instead(word, changes):
                same += found
        return _reading(self._question, changes, misprints, others, same)

    def _as_symbol(self, symbol: Symbol, changes: dict[_Word, _Change]) -> list[str]:
        """Return the other ways in which papers write a name; the commonest one takes its place."""
        run = tuple(word for word in self._asked if symbol.start <= word.start < symbol.end)
        held = self._held(symbol)
        if not held:
            return []
        known = self._held_by(symbol.phrase)
        is_known = known > 0
        if (-self._held_by(held[0].phrase), held[0].phrase) < (-known, symbol.phrase):
            changes |= dict.fromkeys(run, _Change(held[0].shown, run, is_told=not is_known))
        return [way.phrase for way in held]

    def _spelt_out(self, word: _Word, changes: dict[_Word, _Change]) -> list[str]:
        """Return what a short form that is also an everyday word stands for; its commonest meaning stands before it."""
        mark = f"({word.typed})"
        texts = self._library.abstracts_with(mark, word.plain)
        found = [long_form(word.typed, text[: text.find(mark)]) for text in texts]
        counts = Counter(plain(form) for form in found if form)
        forms = [form for form, _ in counts.most_common(MOST_MEANINGS)]
        if forms:
            changes[word] = _Change(f"{forms[0]} {mark}", (word,), is_told=False)
        return [" ".join(words(form)) for form in forms]

    def _held(self, symbol: Symbol) -> list[Way]:
        """Return the ways in which papers write a name, the commonest first."""
        likely = sorted(symbol.ways, key=lambda way: -self._papers(way.phrase))[:MOST_WAYS]
        held = [(self._held_by(way.phrase), way) for way in likely]
        return [way for papers, way in sorted(held, key=lambda pair: (-pair[0], pair[1].phrase)) if papers]

    def _papers(self, phrase: str) -> int:
        """Return in how many papers a phrase stands at most."""
        return min(self._known.get(piece, 0) for piece in phrase.split())

    def _held_by(self, phrase: str) -> int:
        """Return how many papers hold a phrase, as far as it matters."""
        papers = self._papers(phrase)
        return self._library.count_matches(f'"{phrase}"', ENOUGH) if papers and " " in phrase else min(papers, ENOUGH)

    def _is_unknown(self, word: _Word) -> bool:
        """Whether no paper holds a word in any of its forms."""
        return word.plain not in self._known and not self._library.has_match(f'"{word.plain}"')

    def _is_name(self, name: str, run: _Run) -> bool:
        """Whether papers write words that stand in the question side by side as one, and not by mistake."""
        if not all(word.says for word in run):
            return False
        rarest = min(self._known.get(word.plain, 0) for word in run)
        return self._known.get(name, 0) * JOINED >= max(1, rarest)

    def _spelt_besides(self, word: _Word, changes: dict[_Word, _Change]) -> list[str]:
        """Return how else the papers spell a word that stands in some of them; the commonest way takes its place."""
        single = [way for way in self._ways[word] if way in self._known and way not in STOP_WORDS]
        commonest = min((word.plain, *single), key=lambda way: (-self._known.get(way, 0), way))
        if len(commonest) > 1 and commonest != word.plain:
            changes[word] = _Change(commonest, (word,), is_told=False)
        return single

    def _phrases_besides(self, word: _Word) -> list[str]:
        """Return the words that papers write a word as that stands in some of them."""
        is_rare = self._known.get(word.plain, RARE + 1) <= RARE
        return self._phrases(self._ways[word])[:1] if word.is_put_together or is_rare else []

    def _instead(self, word: _Word, changes: dict[_Word, _Change]) -> list[str]:
        """Put what papers hold in the place of a word that none holds, and return the other ways to write that."""
        ways = [way for way in self._ways[word] if " " not in way or not self._is_word(word.plain)]
        single = sorted((way for way in ways if way in self._known), key=self._papers, reverse=True)
        for found in [*single, *self._phrases(ways)]:
            is_number = word.plain.isdigit()
            shown = found.replace(" ", ",") if is_number else found
            changes[word] = _Change(shown, (word,), is_told=not is_number)
            return [*single, *([found] if is_number else [])]
        if symbol := guessed(word.typed):
            self._known |= self._library.spelt(_pieces(symbol))
            if held := self._held(symbol):
                changes[word] = _Change(held[0].shown, (word,))
                return [way.phrase for way in held]
        if meant := self._meant(word):
            changes[word] = _Change(meant, (word,))
        return []

    def _meant(self, word: _Word) -> str | None:
        """Return the word that one that no paper holds is a slip of."""
        is_symbol = word.typed.isupper() or _FORMULA.fullmatch(word.typed)
        if any(sign.isdigit() for sign in word.plain) or is_symbol or self._is_sound(word.plain):
            return None
        meant = self._nearest(word.plain)
        is_name = len(word.plain) < LONG and (word in self._names or word.is_put_together)
        return None if meant in STOP_WORDS or (meant and is_name and self._is_word(meant)) else meant

    def _is_sound(self, word: str) -> bool:
        """Whether something is a word of the language, or one with another ending or beginning."""
        rest = _PREFIX.sub("", word)
        stems = [part for part in (rest, _SUFFIX.sub("", word), _SUFFIX.sub("", rest)) if len(part) >= SHORTEST]
        return any(map(self._is_word, [word, *stems, *(part + end for part in stems for end in ("e", "ion"))]))

    def _misprinted(self, word: _Word) -> str | None:
        """Return the common word that a very rare one looks like a slip of."""
        papers = self._known.get(word.plain, MISPRINT + 1)
        if papers > MISPRINT or len(word.plain) < LONG - 1 or word.is_put_together or self._is_sound(word.plain):
            return None
        meant = self._nearest(word.plain, least=COMMONER * papers)
        if meant is None or self._is_word(meant):
            return meant
        is_one_slip = len(word.plain) > LONG and distances(word.plain, [meant])[0] == 1
        return meant if is_one_slip else None

    def _phrases(self, ways: Iterable[str]) -> list[str]:
        """Return the phrases that papers hold, the likeliest first."""
        phrases = [way for way in ways if " " in way and all(piece in self._known for piece in way.split())]
        phrases.sort(key=lambda phrase: -min(self._known[piece] for piece in phrase.split()))
        return [phrase for phrase in phrases[:3] if self._library.has_match(f'"{phrase}"')]

    def _nearest(self, word: str, least: int = 1) -> str | None:
        """Return the word of at least so many papers that was likeliest meant."""
        if len(word) < SHORTEST:
            return None
        slips = 2 if len(_ENDING.sub("", word)) >= LONG else 1
        alike = self._library.spelt_alike(word[0], len(word) - slips, len(word) + slips, least)
        alike |= self._library.spelt(_first_slips(word))
        known = ((other, papers) for other, papers in alike.items() if len(other) >= SHORTEST and other.isalpha())
        candidates = [other for other, papers in known if papers >= least]
        if not candidates:
            return None
        far = distances(word, candidates)
        worth = np.log([alike[other] for other in candidates]) - SLIP * far
        worth[far > slips] = -math.inf
        best = int(np.argmax(worth))
        return candidates[best] if far[best] <= slips else None


def _reading(
    question: str,
    changes: Mapping[_Word, _Change],
    misprints: Sequence[Correction],
    others: Sequence[str],
    same: Sequence[str],
) -> Reading:
    """Return the question with the changes made."""
    pieces, corrections, place = [], [], 0
    for word in sorted(changes, key=lambda word: word.start):
        change = changes[word]
        if change.run[0].start >= place:
            if change.is_told:
                corrections.append(Correction(question[change.run[0].start : change.run[-1].end], change.searched))
            pieces += [question[place : change.run[0].start], change.searched]
            place = change.run[-1].end
    corrections += misprints
    kept = dict.fromkeys([*(correction.searched for correction in corrections), *same, *others])
    text = "".join([*pieces, question[place:]])
    return Reading(text, tuple(kept), frozenset(same), tuple(dict.fromkeys(corrections)))


def _names(question: str, asked: Sequence[_Word]) -> set[_Word]:
    """Return the words that begin with a capital within a sentence, unless all do that carry meaning."""
    says = [word for word in asked if word.says and not word.plain.isdigit()]
    if all(word.typed[0].isupper() for word in says) and len(says) > 1:
        return set()
    return {word for word in says if word.typed[0].isupper() and re.search(r"\w\W*$", question[: word.start])}


def _pieces(symbol: Symbol) -> list[str]:
    """Return the words of all ways to write a name."""
    return [piece for phrase in (symbol.phrase, *(way.phrase for way in symbol.ways)) for piece in phrase.split()]


def _runs(asked: Sequence[_Word]) -> list[_Run]:
    """Return two and three words that follow each other and may be one name."""
    runs: list[_Run] = [*pairwise(asked), *zip(asked, asked[1:], asked[2:], strict=False)]
    return [
        run
        for run in runs
        if any(word.says for word in run)
        and all(len(word.plain) > 1 or word.plain.isdigit() for word in run)
        and not all(word.plain.isdigit() for word in run)
    ]


def _split(word: _Word) -> list[str]:
    """Return the phrases that a written word may be: as its capitals part it, or anywhere."""
    if word.plain.isdigit():
        is_large = len(word.plain) > 3 and not _YEAR.fullmatch(word.plain)
        return [f"{word.plain[:-3]} {word.plain[-3:]}"] if is_large else []
    if word.is_put_together:
        pieces = parts(word.typed)
        is_name = pieces and all((len(piece) > 1 or piece.isdigit()) and piece not in STOP_WORDS for piece in pieces)
        return [" ".join(pieces)] if is_name else []
    return [f"{word.plain[:cut]} {word.plain[cut:]}" for cut in range(3, len(word.plain) - 2)]


def _first_slips(word: str) -> list[str]:
    """Return the words from which one slip at the first letter leads to this one; a short one has only been swapped."""
    if len(word) < LONG:
        return [word[1] + word[0] + word[2:]]
    changed = [letter + rest for letter in _LETTERS for rest in (word, word[1:])]
    return [*changed, word[1:], word[1] + word[0] + word[2:]]


def distances(word: str, others: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return how many slips lie between a word and each of others, shape (others,).

    The rows of the usual table, for all others at once; restricted to swaps of what was not changed otherwise.
    """
    width = max(map(len, others))
    letters = np.array(others, dtype=f"U{width}").view(np.uint32).reshape(len(others), width)
    steps = np.arange(width + 1)
    above, row = None, np.broadcast_to(steps, (len(others), width + 1))
    for place, letter in enumerate(word):
        new = np.empty_like(row)
        new[:, 0] = place + 1
        new[:, 1:] = np.minimum(row[:, 1:] + 1, row[:, :-1] + (letters != ord(letter)))
        if above is not None:
            is_swap = (letters[:, 1:] == ord(word[place - 1])) & (letters[:, :-1] == ord(letter))
            new[:, 2:] = np.where(is_swap, np.minimum(new[:, 2:], above[:, :-2] + 1), new[:, 2:])
        new = np.minimum.accumulate(new - steps, axis=1) + steps  # letters too many in the other
        above, row = row, new
    ends: npt.NDArray[np.int64] = row[np.arange(len(others)), [len(other) for other in others]]
    return ends
