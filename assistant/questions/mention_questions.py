"""How people ask for the papers that use a thing, or do not: "which papers use CLIP?", "papers without dropout"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.words import has_content
from assistant.patterns import lazy_re
from assistant.questions import said_things
from assistant.questions.said_things import Says, Several, Uncountable, Unsaid

_ON = r"(?:evaluated?|test(?:ed)?|train(?:ed)?|validated?|bas(?:ed)?|buil[dt]|rel(?:y|ies|ied)) (?:on|upon)"
_USE = rf"(?:us(?:es?|ed|ing)|mention(?:s|ed|ing)?|work(?:s|ed)? with|employ(?:s|ed)?|{_ON})"
_NOT = r"(?P<not>(?:do|does|did|are|is|were|was)(?: not|n['’]t)|never|not) "
_VERBS = rf"(?:{_NOT}|(?:is |are |was |were |do |does |did )?){_USE}"
_LIST = r"(?:can you )?(?:list|find|show|give)(?: me)?(?: all)?(?: of)?(?: the)? "
_PAPERS = r"(?:papers?|works?|studies|abstracts?|articles?)"
_SAYING = r"(?:about|on|with|having|(?:(?:that|which) )?(?:are about|have|contain|discuss|deal with))"
_USES = tuple(
    lazy_re(rf"(?:and |so )?{pattern} (?P<thing>\S.*?)", re.IGNORECASE)
    for pattern in (
        rf"(?:which|what)(?: other)? {_PAPERS} {_VERBS}",
        rf"(?:{_LIST})?{_PAPERS} (?:(?:that|which) )?{_VERBS}",
        r"who (?:else )?(?:uses|used)",
    )
)
_SAYS = tuple(
    lazy_re(rf"(?:and |so )?{pattern} (?P<thing>\S.*?)", re.IGNORECASE)
    for pattern in (
        rf"(?:which|what)(?: other)? {_PAPERS} (?:are )?{_SAYING}",
        rf"(?:{_LIST})?{_PAPERS} {_SAYING}",
        rf"(?:{_LIST})?{_PAPERS} (?P<not>without|not (?:about|on))",
    )
)
_NOT_BUT = lazy_re(
    rf"^(?P<papers>.*\b{_PAPERS})(?: (?:that|which))?(?: are)? not (?:about|on) (?P<unsaid>.+?)"
    r",? but (?:rather )?(?:about|on) (?P<said>.+)$",
    re.IGNORECASE,
)
"""Turned round it is one of the forms above: "papers about X but not Y"."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What papers are asked for.

    Attributes:
        is_plain: whether they are those that say a thing, no more; others are found by no ranking.
    """

    thing: str
    is_denied: bool
    is_plain: bool


def read(text: str) -> Wish | None:
    """Return what papers that use a thing, or do not, a question asks for; None if it asks for none."""
    said = _NOT_BUT.sub(r"\g<papers> about \g<said> but not \g<unsaid>", " ".join(text.strip(" ?.!").split()))
    for form in (*_USES, *_SAYS):
        found = form.fullmatch(said)
        if not found or not has_content(found["thing"]):
            continue
        is_denied = bool(found.groupdict().get("not"))
        thing = said_things.read(found["thing"], is_denied=is_denied)
        is_plain = not (is_denied or _limits(thing))
        if form in _SAYS and (is_plain or isinstance(thing, Uncountable) or said_things.is_joined(found["thing"])):
            return None
        return Wish(found["thing"], is_denied, is_plain)
    return None


def _limits(thing: said_things.Thing | Uncountable | None) -> bool:
    """Whether a thing says more than what is said: what is not, or where."""
    if isinstance(thing, Several):
        return any(map(_limits, thing.things))
    return isinstance(thing, Unsaid) or (isinstance(thing, Says) and bool(thing.place))
