"""Which paper is meant by what it is about, not by its name: "who wrote the paper about Danish vacancies?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.citations import titled
from assistant.direct_answers.told import Told
from assistant.evidence import holds_all
from assistant.language.words import Stemmer
from assistant.patterns import lazy_re
from assistant.prompting import ABSTENTION
from assistant.records import Paper
from assistant.storage.library import Library

_PAPER_ON = lazy_re(
    r"(?:the|that|this|a) (?:paper|article|study|preprint) (?:that (?:is|was) )?(?:on|about|with|dealing with)"
    r" (?P<topic>.+)",
    re.IGNORECASE,
)
_MOST = 5


def topic_of(words: str) -> str:
    """Return what a paper is about that is meant by that, else nothing."""
    found = _PAPER_ON.fullmatch(words)
    return found["topic"] if found else ""


def on(topic: str, papers: Sequence[Paper], library: Library) -> list[Paper]:
    """Return those of some papers that are titled by all words of a topic, or else those that hold them."""
    stemmer = Stemmer()
    held = [paper for paper in papers if holds_all(topic, paper, library, stemmer)]
    by_title = [paper for paper in held if holds_all(topic, replace(paper, abstract=""), library, stemmer)]
    return by_title or held


def ambiguous(papers: Sequence[Paper]) -> Told:
    """Return that several papers may be meant."""
    names = "; ".join(titled(paper) for paper in papers[:_MOST])
    more = f" and {len(papers) - _MOST} more" if len(papers) > _MOST else ""
    return Told(f"{ABSTENTION} Several papers may be meant: {names}{more}.", is_known=False)
