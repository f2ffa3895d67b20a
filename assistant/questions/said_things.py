"""What papers are to say, as a question has it: "BERT or GPT-2", "GANs but not diffusion", "dropout in the title".

Words that join, deny or limit are never counted as words of a thing. What only a reader of the papers could count, "at
least two datasets", is `Uncountable`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from assistant.citations import escape_markers
from assistant.language.forms import Line, Phrase
from assistant.language.negations import is_negator, tokens_of
from assistant.language.said_numbers import NUMBER
from assistant.language.words import content_words, has_content
from assistant.patterns import lazy_re


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a paper."""

    title: Line
    abstract: Line

    @classmethod
    def of(cls, title: str, abstract: str) -> Text:
        """Return the words as forms are sought in them."""
        return cls(Line.of(title), Line.of(abstract))

    @property
    def parts(self) -> tuple[Line, Line]:
        """Both."""
        return self.title, self.abstract


@dataclass(frozen=True)
class Says:
    """A phrase that is said, or some words that all are.

    Attributes:
        place: "title" or "abstract" if it must be said there.
        is_apart: whether the words need not stand side by side.
    """

    phrase: Phrase
    place: str = ""
    is_apart: bool = False

    @property
    def phrases(self) -> list[Phrase]:
        """All that must be found."""
        return [Phrase(word) for word in content_words(self.phrase.typed)] if self.is_apart else [self.phrase]

    def holds(self, text: Text) -> bool:
        """Whether a paper says it."""
        return all(any(phrase.is_in(part) for part in self._parts(text)) for phrase in self.phrases)

    def is_central(self, text: Text) -> bool:
        """Whether a paper that says it is about it: it says so in its title, or more than once."""
        return all(phrase.is_in(text.title) or phrase.is_repeated_in(text.abstract) for phrase in self.phrases)

    @property
    def expression(self) -> str:
        """The FTS5 expression that finds all papers that say it, and others."""
        found = " AND ".join(f"({phrase.expression})" for phrase in self.phrases)
        return f"{{{self.place}}} : ({found})" if self.place else f"({found})"

    def _parts(self, text: Text) -> tuple[Line, ...]:
        return (getattr(text, self.place),) if self.place else text.parts


@dataclass(frozen=True)
class Several:
    """Things of which all, or one, must be said."""

    things: tuple[Thing, ...]
    are_all: bool

    def holds(self, text: Text) -> bool:
        """Whether a paper says them."""
        return (all if self.are_all else any)(thing.holds(text) for thing in self.things)

    def is_central(self, text: Text) -> bool:
        """Whether a paper is about them."""
        return (all if self.are_all else any)(thing.is_central(text) for thing in self.things)

    @property
    def expression(self) -> str:
        """The FTS5 expression that finds all papers that say them, and others; empty if that is every paper."""
        found = [thing.expression for thing in self.things]
        if not self.are_all and not all(found):
            return ""
        return f"({(' AND ' if self.are_all else ' OR ').join(filter(None, found))})" if any(found) else ""


@dataclass(frozen=True)
class Unsaid:
    """A thing that must not be said."""

    thing: Thing

    def holds(self, text: Text) -> bool:
        """Whether a paper does not say it."""
        return not self.thing.holds(text)

    def is_central(self, text: Text) -> bool:
        """Whether a paper does not say it."""
        return not self.thing.holds(text)

    @property
    def expression(self) -> str:
        """Nothing, since every paper may be one."""
        return ""


Thing = Says | Several | Unsaid


@dataclass(frozen=True, slots=True)
class Uncountable:
    """What is not counted by words: the words that only a reader could count."""

    words: str


def read(said: str, *, is_denied: bool = False) -> Thing | Uncountable | None:
    """Return what papers are to say, None if it has no content.

    Args:
        is_denied: papers are to not say it.
    """
    text = said.strip(" ,;\"'“”")
    if limit := _LIMIT.search(text):
        return Uncountable(limit[0].strip())
    thing = _but(text, is_denied=is_denied)
    return thing if thing is None or has_content(text) else None


def verbatim(said: str) -> Says:
    """Return the thing that is said in just these words."""
    return Says(Phrase(said.strip(" ,;\"'“”")))


def apart(thing: Says) -> Says | None:
    """Return a phrase as words that all are said, None if it has one only, or words that deny."""
    words = content_words(thing.phrase.typed)
    is_loose = len(words) > 1 and not any(map(is_negator, tokens_of(thing.phrase.typed)))
    return Says(thing.phrase, thing.place, is_apart=True) if is_loose else None


def is_joined(said: str) -> bool:
    """Whether the words of several things may be those of one: "search and rescue", "learning without forgetting"."""
    return bool(_AND.search(said) or _WITHOUT.search(said)) and not (_BUT_NOT.search(said) or _BOTH.match(said))


def _but(text: str, *, is_denied: bool) -> Thing | None:
    """Read what is said and what is not."""
    if found := _NEITHER.match(text):
        return _unless(_either(_NOR.sub(" or ", text[found.end() :])), is_denied=True)
    for pattern, is_left_out in ((_BUT_NOT, True), (_WITHOUT, True), (_BUT, False)):
        if found := pattern.search(text):
            first = _unless(_either(text[: found.start()]), is_denied=is_denied)
            second = _unless(_either(text[found.end() :]), is_denied=is_left_out)
            return Several((first, second), are_all=True) if first and second else None
    return _unless(_either(text), is_denied=is_denied)


def _unless(thing: Thing | None, *, is_denied: bool) -> Thing | None:
    return Unsaid(thing) if thing and is_denied else thing


def _either(text: str) -> Thing | None:
    """Read one or several things, in the place that stands behind the last."""
    place = ""
    if found := _SCOPE.search(text):
        text, place = text[: found.start()], "" if found["both"] else (found["place"] or "").lower()
        place = "title" if place in ("title", "heading", "headline", "name") else place
    leaf = partial(_leaf, place=place)
    plain = re.sub(r"^either ", "", text, flags=re.IGNORECASE)
    return _list(plain, _OR, partial(_all, leaf=leaf), are_all=False)


def _all(text: str, leaf: Callable[[str], Thing | None]) -> Thing | None:
    return _list(_BOTH.sub("", text), _AND, leaf, are_all=True)


def _list(
    text: str, between: re.Pattern[str], read_one: Callable[[str], Thing | None], *, are_all: bool
) -> Thing | None:
    """Read things with a word between the last two and commas between the others."""
    if not between.search(text):
        return read_one(text)
    parts = [part for said in between.split(text) for part in (said.split(", ") if ", " in text else [said])]
    things = [thing for part in parts if (thing := read_one(part))]
    return Several(tuple(things), are_all) if len(things) > 1 else things[0] if things else None


def _leaf(text: str, place: str) -> Thing | None:
    typed = _ONES.sub("", _ARTICLE.sub("", text.strip(" ,;\"'“”")))
    return Says(Phrase(typed), place) if has_content(typed) else None


def words_of(thing: Thing, forms: Callable[[Phrase], list[str]]) -> str:
    """Return a thing in words.

    Args:
        forms: gives what is told of a phrase besides what was typed, each a form that papers have.
    """
    if isinstance(thing, Unsaid):
        return f"not {_bracketed(thing.thing, forms)}"
    if isinstance(thing, Several):
        if not thing.are_all:
            return " or ".join(words_of(one, forms) for one in thing.things)
        said = [_bracketed(one, forms) for one in thing.things if not isinstance(one, Unsaid)]
        unsaid = [words_of(one, forms) for one in thing.things if isinstance(one, Unsaid)]
        return ", but ".join(filter(None, (" and ".join(said), " and ".join(unsaid))))
    others = [] if thing.is_apart else forms(thing.phrase)
    rest = f" (or {' or '.join(map(quoted, others))})" if others else ""
    return f"{quoted(thing.phrase.typed)}{rest}{f' in the {thing.place}' if thing.place else ''}"


def quoted(text: str) -> str:
    """Return words as an answer shows them."""
    return f"“{escape_markers(text)}”"


def _bracketed(thing: Thing, forms: Callable[[Phrase], list[str]]) -> str:
    text = words_of(thing, forms)
    return f"({text})" if isinstance(thing, Several) and " or " in text else text


def leaves(thing: Thing) -> list[Says]:
    """Return all phrases that must be said, not those that must not."""
    if isinstance(thing, Says):
        return [thing]
    return [] if isinstance(thing, Unsaid) else [leaf for one in thing.things for leaf in leaves(one)]


_AND = lazy_re(r",? (?:and(?: also)?|but also|as well as|together with|along with) (?:also )?", re.IGNORECASE)
_OR = lazy_re(r",? or (?:else |rather )?", re.IGNORECASE)
_BOTH = lazy_re(r"^both (?:of )?", re.IGNORECASE)
_NEITHER = lazy_re(r"^neither (?:of )?", re.IGNORECASE)
_NOR = lazy_re(r",? nor (?:(?:do|does|did) (?:they )?)?", re.IGNORECASE)
_ARTICLE = lazy_re(
    r"^(?:(?:those|ones) )?(?:the|an?|any|some|of|on|about|nor|for|from|with|in(?! (?:vivo|vitro|silico|situ|utero)\b))"
    r"(?: of)? (?=\S)",
    re.IGNORECASE,
)
_ONES = lazy_re(r"(?<=\S) ones$", re.IGNORECASE)
_SAY = r"(?:us(?:e|ing)|mention(?:ing)?|say(?:ing)?|nam(?:e|ing)|discuss(?:ing)?|study(?:ing)?|consider(?:ing)?)"
_DOES_NOT = r"(?:(?:do|does|did|are|is|were|was)(?: not|n['’]t)|never)"
_NO_KIND = "".join(
    rf"(?<!{kind})"
    for kind in "languages domains countries fields tasks datasets benchmarks methods models games species".split()
)
"""Behind "languages" it is no thing that is left out: "in languages other than English"."""
_BUT_NOT = lazy_re(
    rf"{_NO_KIND},? other than "
    rf"|,? (?:but|yet|and|while|though|although) (?:(?:they|which|that) )?(?:not|never|no|without|{_DOES_NOT})"
    rf"(?: also)?(?: (?:{_SAY}|about|on|any|the word))* |,? (?:except(?: for)?|excluding|rather than"
    rf"|instead of|without (?:{_SAY}|any|the word)|(?:which|that) {_DOES_NOT} {_SAY}) (?:{_SAY} )?|, not ",
    re.IGNORECASE,
)
_WITHOUT = lazy_re(r",? without ", re.IGNORECASE)
_BUT = lazy_re(rf",? (?:but|and) (?:(?:they|do|also|still) )*{_SAY} (?:also )?", re.IGNORECASE)
_SCOPE = lazy_re(
    r" (?:(?:with)?in|as part of) (?:(?:the|their|its|an?|both)(?: own)? )?"
    r"(?:(?P<both>titles? (?:or|and)(?: the| in the)? abstracts?|abstracts? (?:or|and)(?: the| in the)? titles?)"
    r"|(?P<place>title|heading|headline|name|abstract)s?)(?: alone| only)?$",
    re.IGNORECASE,
)
_LIMIT = lazy_re(
    rf"\b(?:at (?:least|most)|(?:more|less|fewer) than|no (?:more|fewer|less) than|exactly|a (?:minimum|maximum) of)"
    rf" (?:{NUMBER}|once|half|a)\b|^(?:only|just|mainly|mostly|primarily|exclusively) "
    rf"| (?:once|twice|(?:{NUMBER}|several|many) times|(?:more|most) often|(?:only|mainly|mostly|exclusively))$"
    rf"|\b(?:{NUMBER}) or (?:more|fewer|less)\b|^(?:most|half|all|none) of ",
    re.IGNORECASE,
)
