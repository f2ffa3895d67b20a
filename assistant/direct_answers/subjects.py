"""Of what a question asks, if that has a name: "what FID does DDPM reach?", "the GLUE score of BERT"."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.direct_answers import origins
from assistant.patterns import lazy_re
from assistant.records import Hit
from assistant.search.retrieval import Found
from assistant.storage.library import Library

_NAME = r"(?P<name>[\w+.-]*[A-Z][\w+.-]*(?: [A-Z][\w+-]*){0,2})"
_SUBJECT = (
    lazy_re(rf"\b(?i:does|do|did|can|could|was|were|is|are|has|have) (?:the )?{_NAME}(?= [a-z])"),
    lazy_re(rf"\b(?:of|by|with) (?:the )?{_NAME}(?=\W*$| (?:on|in|at|for|when|with)\b)"),
    lazy_re(rf"(?:^|\s){_NAME}['’]s\b"),
)
_COMPARED = lazy_re(r"\bthan (?:the )?[\w+.-]*[A-Z]")
_REACHED = lazy_re(
    r"(?:what|which|how much) (?P<what>\S.*?) (?:does|do|did) (?P<who>\S.*?)"
    r" (?:reach|get|obtain|achieve|attain|have|report|score)(?P<rest> (?:on|in|at|for|with|when|of) .*?)?[ ?.]*",
    re.IGNORECASE,
)
"""Asks for what a paper reaches; the verb is not what it has to say."""


def lead(found: Found, library: Library, origin_of: origins.Find) -> tuple[Found, frozenset[int]]:
    """Return what was found with the paper before all others that the name in its question is of, and its number.

    What that paper reaches is asked in the plain form "What is the FID of DDPM?", in which it is read best.
    """
    question = found.question
    for pattern in _SUBJECT if not _COMPARED.search(question) else ():
        for said in pattern.finditer(question):
            papers = origin_of(said["name"]).papers
            if len(papers) == 1:
                number = library.number(papers[0])
                best = max((hit.score for hit in found.hits), default=1.0)
                led = found.led_by(Found((Hit(papers[0], best),), (number,)), {papers[0].id})
                first = replace(led.hits[0], score=best)
                led = replace(led, hits=(first, *led.hits[1:]), question=_plainly(question))
                return led, frozenset([number])
    return found, frozenset()


def _plainly(question: str) -> str:
    said = _REACHED.fullmatch(question.strip())
    return f"What is the {said['what']} of {said['who']}{said['rest'] or ''}?" if said else question
