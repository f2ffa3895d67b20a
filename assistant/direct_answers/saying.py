"""Which papers say a thing: found by the stems of the index, then read for the words themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from assistant.language.forms import Phrase
from assistant.questions.said_things import (
    Says,
    Several,
    Text,
    Thing,
    Unsaid,
    apart,
    is_joined,
    leaves,
    quoted,
    read,
    verbatim,
    words_of,
)
from assistant.questions.said_things import Uncountable as Uncountable
from assistant.records import Filters
from assistant.storage.library import Library

_WEIGHTS = (1.0, 1.0)
_MOST_OTHERS = 3
"""Other ways to write a thing that are told."""
_IS_ONE = 0.25
"""Share of the papers that say two things which say them in one phrase, from which on the phrase is what is meant."""


@dataclass(frozen=True, slots=True)
class Said:
    """The papers that say a thing.

    Attributes:
        numbers: of the papers, best first.
        central: of those that are about it: in the title, or more than once in the abstract.
        forms: in which phrases were found besides what was typed.
        otherwise: how the thing is written by papers that are not counted, and by how many.
        besides: the same words understood otherwise, if some papers say these.
        is_respelt: whether some spell a name in it otherwise.
    """

    thing: Thing
    numbers: tuple[int, ...]
    central: frozenset[int]
    forms: dict[str, list[str]] = field(default_factory=dict)
    otherwise: Counter[str] = field(default_factory=Counter)
    besides: Said | None = None
    is_respelt: bool = False

    def words(self, *, is_one: bool) -> str:
        """Return what the papers do, in words.

        Args:
            is_one: the verb belongs to one paper.
        """
        thing = self.thing
        place = "" if any(leaf.place for leaf in _phrases(thing)) else " in title or abstract"
        place = f", however it is spelt,{place}" if self.is_respelt else place
        if isinstance(thing, Says) and thing.is_apart:
            return f"{'has' if is_one else 'have'} all words of {self.name}{place}"
        if isinstance(thing, Unsaid):
            return f"{'does' if is_one else 'do'} not say {words_of(thing.thing, self._told)}{place}"
        return f"{'says' if is_one else 'say'} {self.name}{place}"

    @property
    def has_centre(self) -> bool:
        """Whether a paper may be about the thing: about what it does not say it is not."""
        return isinstance(self.thing, Says) and not self.thing.is_apart and not self.thing.place

    @property
    def name(self) -> str:
        """The thing in words, with the forms of it that papers have."""
        return words_of(self.thing, self._told)

    @property
    def others(self) -> str:
        """A sentence on papers that are not counted, since they write it otherwise; nothing if there are none."""
        if not self.otherwise:
            return ""
        count = self.otherwise.total()
        ways = " or ".join(quoted(form) for form, _ in self.otherwise.most_common(_MOST_OTHERS))
        more = "such as " if len(self.otherwise) > _MOST_OTHERS else ""
        papers, verb = ("paper", "writes") if count == 1 else ("papers", "write")
        return f"Not counted: {count:,} {papers} that only {verb} {more}{ways}."

    def _told(self, phrase: Phrase) -> list[str]:
        return self.forms.get(phrase.typed, [])


def saying(said: str, filters: Filters, library: Library, *, is_denied: bool = False) -> Said | Uncountable | None:
    """Return the papers that say a thing; if none says a phrase, those that have all of its words.

    Args:
        is_denied: return those that do not say it.
    """
    thing = read(said, is_denied=is_denied)
    if thing is None or isinstance(thing, Uncountable):
        return thing
    found = evaluate(thing, filters, library)
    if isinstance(thing, Says) and not found.numbers and (loose := apart(thing)):
        return evaluate(loose, filters, library)
    if is_denied or not is_joined(said):
        return found
    phrase = evaluate(verbatim(said), filters, library)
    is_one = bool(phrase.numbers) and (_leaves_out(thing) or len(phrase.numbers) >= _IS_ONE * len(found.numbers))
    if not is_one:
        return found
    is_more = len(found.numbers) > len(phrase.numbers)
    return Said(phrase.thing, phrase.numbers, phrase.central, phrase.forms, besides=found if is_more else None)


def evaluate(thing: Thing, filters: Filters, library: Library) -> Said:
    """Return the papers that say a thing and pass the filters."""
    allowed = library.numbers_matching(filters) if filters else None
    if isinstance(thing, Unsaid):
        inner = evaluate(thing.thing, filters, library)
        said = frozenset(inner.numbers)
        rest = tuple(number for number in library.numbers_matching(filters) if number not in said)
        return Said(thing, rest, frozenset(rest), inner.forms)
    if expression := thing.expression:
        found = [number for number, _ in library.match_words(expression, _WEIGHTS, library.paper_count(), allowed)]
    else:
        found = library.numbers_matching(filters)
    heads = {head for leaf in _phrases(thing) for phrase in leaf.phrases for head in phrase.heads} if expression else ()
    texts = {number: Text.of(*words) for number, *words in library.texts(found) if _may_hold(heads, *words)}
    numbers = tuple(number for number in found if number in texts and thing.holds(texts[number]))
    held = {number: texts[number] for number in numbers}
    central = frozenset(number for number, text in held.items() if thing.is_central(text))
    lines = [line for text in held.values() for line in text.parts]
    forms = {leaf.phrase.typed: leaf.phrase.forms_in(lines) for leaf in _phrases(thing) if not leaf.is_apart}
    unheld = [text for number, text in texts.items() if number not in held]
    return Said(thing, numbers, central, forms, _otherwise(thing, unheld), is_respelt=_is_respelt(thing, held.values()))


def _is_respelt(thing: Thing, texts: Iterable[Text]) -> bool:
    """Whether one of some texts that say a thing spells a name in it in another way than was typed."""
    phrases = [leaf.phrase for leaf in _phrases(thing) if leaf.phrase.is_spelt_in_many_ways and not leaf.is_apart]
    if not isinstance(thing, Says) or not phrases:
        return False
    return not all(any(map(phrases[0].is_spelt_so_in, text.parts)) for text in texts)


def _may_hold(heads: Collection[str], title: str, abstract: str) -> bool:
    """Whether a paper may say something that begins so, seen at once; what has an accent may."""
    small = f"{title}\n{abstract}".lower()
    return not heads or any(head in small for head in heads) or not small.isascii()


def _phrases(thing: Thing) -> list[Says]:
    """Return all phrases of a thing, said or unsaid."""
    if isinstance(thing, Several):
        return [leaf for one in thing.things for leaf in _phrases(one)]
    return leaves(thing.thing) if isinstance(thing, Unsaid) else [thing]


def _leaves_out(thing: Thing) -> bool:
    return isinstance(thing, Several) and any(isinstance(one, Unsaid) for one in thing.things)


def _otherwise(thing: Thing, texts: Sequence[Text]) -> Counter[str]:
    """Return how texts that do not say a phrase write it, and how many do."""
    if not isinstance(thing, Says) or thing.is_apart or thing.place:
        return Counter()
    ways = (next(filter(None, map(thing.phrase.otherwise_in, text.parts)), None) for text in texts)
    return Counter(" ".join(way.split()) for way in ways if way)
