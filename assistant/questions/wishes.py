"""A question that wishes for a summary: "summarize web agents", "give me an overview of LIBERO", "sum it up"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.text import title_key
from assistant.patterns import lazy_re
from assistant.questions import references, remarks
from assistant.records import Paper, Turn
from assistant.storage.library import Library

_WISH = lazy_re(
    r"\W*(?:please\s+|(?:can|could|would)\s+you\s+(?:please\s+)?)?(?:briefly\s+)?"
    r"(?:summari[sz]e|sum\s+up|(?:give|write)(?:\s+me)?\s+an?\s+(?:(?:short|brief|quick|concise|\w+-\w+)\s+)?"
    r"(?:summary|overview)\s+(?:of|on))\s+(?P<what>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_UP = lazy_re(r"\W*(?:please\s+)?sum\s+(?P<what>it|this|that|these|those|them)\s+up\W*", re.IGNORECASE)
_IT = lazy_re(r"(?:it|this|that)|(?:this|that|the)\s+(?:paper|study|work|article)", re.IGNORECASE)
_THEM = lazy_re(
    r"(?:(?:all|both|each)\s+(?:of\s+)?)?(?:these|those|them)|(?:all\s+)?(?:the|these|those)\s+(?:papers|studies|works|articles)",
    re.IGNORECASE,
)
_AROUND_IT = " \t\n.,;:!?…\"'“”‘’"
_ASKED = lazy_re(
    r"(?:how|what|why|which|whether|when|where|who)\b|(?:the\s+)?(?:\w+\s+)?(?:differences?|similarities)\s+between\b",
    re.IGNORECASE,
)
"""How what is no topic but a question begins: "summarize the differences between LEGATO and UniSkill"."""
_AROUND = lazy_re(
    r"^(?:all\s+)?(?:the\s+|your\s+)?(?:recent\s+)?(?:papers?|stud(?:y|ies)|works?|research|literature|articles?)"
    r"\s+(?:(?:that\s+(?:is|are)\s+)?(?:about|on|called|titled))\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be summarised: a topic, the paper with a title, or several papers, which the dialogue was about.

    Attributes:
        among: the titles of several papers.
    """

    topic: str = ""
    title: str = ""
    among: tuple[str, ...] = ()

    def paper_in(self, library: Library) -> Paper | None:
        """Return the paper that is to be summarised, if it is one."""
        return next(iter(library.papers_titled(title_key(self.title))), None) if self.title else None


def read(text: str, history: Sequence[Turn] = ()) -> Wish | None:
    """Return the wish for a summary that a text is, None if it is none."""
    found = _WISH.fullmatch(text) or _UP.fullmatch(text)
    what = remarks.without_manner(found["what"].strip(_AROUND_IT)).strip(_AROUND_IT) if found else ""
    if not what or _ASKED.match(what):
        return None
    if _IT.fullmatch(what):
        title = next((turn.titles[0] for turn in reversed(history) if turn.titles), "")
        return Wish(title, title) if title else None
    reference = references.resolve(what, history)
    if reference is None and _THEM.fullmatch(what):
        titles = next((tuple(title for _, title in turn.listed) for turn in reversed(history) if turn.listed), ())
    elif reference is None:
        return Wish(topic=_AROUND.sub("", what))
    else:
        titles = reference.titles
    if len(titles) > 1:
        return Wish(among=titles)
    return Wish(titles[0], titles[0]) if titles else None
