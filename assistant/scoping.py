"""See that papers say nothing of what a question names or is limited to: "Does AMPK bind STAT1?", "… in children?".

The paper on JAK1, or on the same thing in adults, shares all other words with the question, so that to any model of
meaning it looks like the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.language.countries import names_of
from assistant.language.groups import GROUPS
from assistant.language.negations import YES_OR_NO
from assistant.language.otherwise import respelt
from assistant.language.words import STOP_WORDS, Stemmer, words
from assistant.patterns import lazy_re
from assistant.records import Paper
from assistant.storage.library import Library

MOST_OF_A_LIMIT = 5
"""Words behind the last preposition of a question that may say what it is limited to."""
LEAST_ALIKE, LEAST_SHARE = 5, 0.6
"""Letters, and share of the longer word, that two words begin with in common if one is held for a form of the other."""
LEAST_LETTERS, LEAST_OF_STRANGE = 3, 10
"""Of a name, and of one in small letters that is no word of the language or of the library ("empagliflozin")."""
MOST_LETTERS = 60
"""Of a name that is sought with other marks between its letters."""
LEAST_INITIALS, MOST_INITIALS = 2, 5
"""Words that a short form may stand for."""

_INTO = frozenset("in among amongst for on during after across with at within against".split())
_IDLE = frozenset(
    "general practice total average principle detail details addition case cases way ways order terms time times year"
    " years day days world field area areas domain domains setting settings task tasks model models method methods"
    " approach approaches abstract abstracts experiment experiments test tests result results evaluation evaluations"
    " benchmark benchmarks dataset datasets data set sets number numbers percent percentage comparison system systems"
    " problem problems application applications usage purpose purposes kind kinds type types different various several"
    " multiple real new existing second start part parts group groups level levels context contexts scenario scenarios"
    " situation situations effect effects role literature science researchers research training testing performance"
    " accuracy quality trial trials library long short high low large small single best better others every whole"
    " example examples people words others another style styles outside inside development cells cell disease risk"
    " life make makes made making work works working help helps happen happens lower higher less more".split()
)
"""What a question may be limited to without saying more by it."""
_TOKEN = lazy_re(r"[^\W_]+(?:[-.'’][^\W_]+)*")
_COUNT = lazy_re(r"^(?:\d+-)+")
_SPECIES = lazy_re(r"\b[A-Z]\. ?([a-z]{4,})\b")
_PREFIX = lazy_re(r"^(?:un|re|in|im|non|pre|over|under|mis|dis|multi|inter|sub|super|counter)")
_SUFFIX = lazy_re(r"(?:ings?|ies|ed|es|s|ly|abl[ey]|ibl[ey]|ability|ness|ment|ful|less|er|ers|i[sz]ation|i[sz]e[sd]?)$")
_ENDS = lazy_re(r"s?(?![^\W_])|\d")
_NUMBERED = lazy_re(r"([^\W\d_]{2,})-?(\d{1,3})")
_SHORT = lazy_re(r"[A-Z]{2,5}")
_OF_SUBSTANCES = ("in", "ine", "ase", "gen", "ide", "tor")
"""How words end that bear a number behind them, which others have as a count: "included 6"."""
_MOST_BEFORE = 120
"""Letters before a number in which the words are that a short form is of."""
_ENDINGS = ("", "e", "y", "ed", "er", "ion", "s", "al", "ing")


@dataclass(frozen=True, slots=True)
class Unheld:
    """What papers say nothing of.

    Attributes:
        words: as they stand in the question; empty if a paper holds all that it names and is limited to.
        is_named: whether a name or a group of people or animals is among them, for which there are no other words.
    """

    words: tuple[str, ...] = ()
    is_named: bool = False


def unheld(
    question: str, papers: Sequence[Paper], library: Library, is_word: Callable[[str], bool], stemmer: Stemmer
) -> Unheld:
    """Return what a question names or is limited to and none of some papers holds, those of the one with fewest.

    Args:
        papers: that answer it, the best first.
        is_word: tells the common words of the language.
    """
    named = [*names_in(question), *_groups(question)]
    others = [*_strange(question, library, is_word), *_limits(question)]
    asked = list({word.lower(): word for word in reversed([*named, *others])}.values())[::-1]
    if not asked:
        return Unheld()
    texts = [respelt(f"{paper.title}. {paper.abstract}", question) for paper in papers]
    missing = [[word for word in asked if not holds(text, word, question, stemmer)] for text in texts]
    fewest = min(missing, key=len, default=[])
    return Unheld(tuple(fewest), any(word in named for word in fewest))


def names_in(question: str) -> Iterator[str]:
    """Yield what a question calls by a name: with a digit, or with a capital inside the sentence."""
    yield from (found[1] for found in _SPECIES.finditer(question))
    if question.upper() == question:
        return
    for found in _TOKEN.finditer(question):
        begins = question[: found.start()].rstrip()[-1:] in ("", *".?!:\"“'‘(")
        for part in _cores(found[0].removesuffix("'s").removesuffix("’s")):
            if len(part) < LEAST_LETTERS or part.isdecimal() or part.lower() in STOP_WORDS:
                continue
            is_mixed = any(letter.isupper() or letter.isdigit() for letter in part[1:])
            if is_mixed or (part[0].isupper() and not begins):
                yield part


def _cores(token: str) -> list[str]:
    """Return a token, or, of one with words behind hyphens, what is named: "LLaMA" of "LLaMA-like"; "JAK-2" stays.

    A number before it counts it: "7-DoF".
    """
    token = _COUNT.sub("", token)
    parts = token.split("-")
    is_name = len(parts) == 2 and re.fullmatch(r"\d+\w?|[^\W\d_]", parts[1])
    if len(parts) == 1 or is_name or not any(part.isalpha() and part.islower() for part in parts):
        return [token]
    return [part for part in parts if any(letter.isupper() or letter.isdigit() for letter in part)]


def _strange(question: str, library: Library, is_word: Callable[[str], bool]) -> list[str]:
    """Return the long words in small letters that neither the language nor any paper has, in any form."""
    said = [word for word in words(question) if len(word) >= LEAST_OF_STRANGE and word.isalpha() and not is_word(word)]
    held = library.spelt(said) if said else {}
    return [word for word in said if word not in held and not _is_derived(word, is_word)]


def _is_derived(word: str, is_word: Callable[[str], bool]) -> bool:
    """Whether a word is a common one with something before or behind it: "unmeasured", "generalizable"."""
    bases = {_SUFFIX.sub("", part) for part in (word, _PREFIX.sub("", word))} - {word}
    return any(is_word(base + ending) for base in bases for ending in _ENDINGS)


def _groups(question: str) -> Iterator[str]:
    """Yield the words of a question that say of whom something is asked."""
    for word in _limit(question, _INTO | {"of"}):
        if any(word in asked for asked, _ in GROUPS):
            yield word


def _limits(question: str) -> Iterator[str]:
    """Yield what a yes/no question is limited to."""
    said = words(question)
    if said and said[0] in YES_OR_NO:
        for word in _limit(question, _INTO):
            if word not in STOP_WORDS | _IDLE and len(word) >= LEAST_LETTERS and word.isalpha():
                yield word


def _limit(question: str, prepositions: frozenset[str]) -> list[str]:
    """Return the words behind the last preposition of a question, if they are few and end it."""
    said = words(question)
    place = next((at for at in reversed(range(1, len(said))) if said[at] in prepositions), None)
    behind = said[place + 1 :] if place is not None else []
    is_limit = 0 < len(behind) <= MOST_OF_A_LIMIT and not behind[0].endswith("ing")
    return behind if is_limit else []


def holds(paper: str, word: str, question: str, stemmer: Stemmer) -> bool:
    """Whether a paper says a word of a question, in any form, whole or short, or another one for the same group."""
    said, small = set(words(paper)), word.lower()
    if groups := [asked | told for asked, told in GROUPS if small in asked]:
        return any(said & group for group in groups)
    if (country := names_of(word, question)) and country.search(paper):
        return True
    if small in said or is_written_apart(word, paper) or is_numbered_alike(word, paper):
        return True
    if re.search(r"[\d\W]", word):
        return False
    stems = stemmer.stem_of_each([small, *said])
    if any(stems[small] == stems[other] or _is_form(small, other) for other in said):
        return True
    return is_spelt_out(word, paper) or any(small in part for part in _shortened(question, paper))


def _is_form(word: str, other: str) -> bool:
    """Whether two words begin alike: "diabetes", "diabetic"."""
    pairs = enumerate(zip(word, other, strict=False))
    shared = next((at for at, (one, two) in pairs if one != two), min(len(word), len(other)))
    return shared >= LEAST_ALIKE and shared >= LEAST_SHARE * max(len(word), len(other))


def is_spelt_out(short: str, paper: str) -> bool:
    """Whether a paper has words in a row with the initials of a short form."""
    initials = short.removesuffix("s").lower()
    if not (LEAST_INITIALS <= len(initials) <= MOST_INITIALS and (short[:-1].isupper() or len(initials) < LEAST_ALIKE)):
        return False
    rest = r"[\s-]+(?:(?:of|and|for|the|in)\s)?".join(rf"{re.escape(letter)}\w+" for letter in initials)
    return re.search(rf"\b{rest}", paper.lower()) is not None


def _shortened(question: str, paper: str) -> Iterator[list[str]]:
    """Yield words of a question in a row whose initials a paper has as a short form."""
    said = words(question)
    shorts = {short.lower().rstrip("s") for short in re.findall(r"\b[A-Z][A-Za-z]*[A-Z]s?\b", paper)}
    for first in range(len(said)):
        for last in range(first + LEAST_INITIALS, min(len(said), first + MOST_INITIALS) + 1):
            if "".join(word[0] for word in said[first:last]) in shorts:
                yield said[first:last]


def is_written_apart(word: str, paper: str) -> bool:
    """Whether a paper has the letters and digits of a word from the beginning of one on: "OWL1" of "OWL-1".

    A number goes on with no digit ("OWL-12"), and what is written in other capitals is not the beginning of a word.
    """
    letters = re.sub(r"[\W_]", "", word.lower())
    if len(letters) > MOST_LETTERS:
        return False
    pattern = r"[\W_]*".join(map(re.escape, letters))
    behind = r"(?!\.?\d)" if letters[-1:].isdigit() else ""
    own = re.sub(r"[\W_]", "", word)
    for found in re.finditer(rf"(?<![^\W_]){pattern}{behind}", paper, re.IGNORECASE):
        if behind or re.sub(r"[\W_]", "", found[0]) == own or _ENDS.match(paper, found.end()):
            return True
    return False


def is_numbered_alike(word: str, paper: str) -> bool:
    """Whether a paper spells out the letters before a number, or shortens the word there: "interleukin-6", "IL-6"."""
    named = _NUMBERED.fullmatch(word)
    if not named:
        return False
    letters, number = named.groups()
    for found in re.finditer(rf"[\s-]?(?<!\d){number}(?!\w|\.\d)", paper):
        before = paper[max(0, found.start() - _MOST_BEFORE) : found.start()].split()[-MOST_INITIALS:]
        if letters[0].isupper() and len(letters) <= MOST_INITIALS:
            is_joined = found[0][0] == "-"
            for first in range(len(before)):
                said = [part.lower() for part in before[first:]]
                is_one = len(said) == 1 and not (is_joined or said[0].endswith(_OF_SUBSTANCES))
                if not (is_one and len(letters) > 1) and len(said[0]) > len(letters) and _spells(letters.lower(), said):
                    return True
        elif before and _SHORT.fullmatch(before[-1]) and _spells(before[-1].lower(), [letters.lower()]):
            return True
    return False


def _spells(short: str, said: Sequence[str]) -> bool:
    """Whether each of some words gives its first letter to a short form, and further ones in their order."""
    if not said:
        return not short
    if not short or short[0] != said[0][:1]:
        return False
    word, place = said[0], 1
    for taken in range(1, len(short) + 1):
        if _spells(short[taken:], said[1:]):
            return True
        place = word.find(short[taken], place) + 1 if taken < len(short) else 0
        if not place:
            return False
    return False
