"""What was found comes before what was to be found out: a sentence that states an aim repeats the question.

"We examined whether statins prevent fractures" has all the words of "Do statins prevent fractures?" and no answer. The
sentence that has it stands behind, in the same abstract, often in other words. So a question that an aim cannot answer
is given the finding first, with the score of the aim: that one shows that the paper asks what the user asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import NEAR, Scored
from assistant.language.headings import Section
from assistant.patterns import lazy_re

_RESEARCH = (
    r"(?:aim|seek|ask|assess|evaluat|examin|investigat|explor|stud(?=y|ie)|test|measur|compar|determin|analy[sz]|review"
    r"|identif|characteri[sz]|clarif|elucidat|quantif|estimat|address|describ|discuss|consider|verif|understand"
    r"|establish)"
)
_WHAT = (
    r"(?:(?:the|an?|its|their|possible|potential|putative|relative|long-term|prognostic) ){0,4}"
    r"(?:whether|if|how|why|which|what|to what extent|effects?|impacts?|influences?|roles?|associations?|relation\w*"
    r"|links?|correlations?|contributions?|functions?|efficacy|effectiveness|safety|incidence|prevalence|risks?"
    r"|mechanisms?|hypothes[ei]s|question|problem|extent|feasibility|ability|possibility|differences?|consequences?"
    r"|causes?)\b"
)
_AUTHORS = (
    r"\b(?:we|(?:this|the present|the current|our|the) (?:study|paper|work|article|review|trial|report|analysis))"
)
_SOUGHT = (
    r"(?:aim(?:s|ed)?|sought|seeks?|set out|intend(?:s|ed)?|wish(?:ed)?|wanted|attempt(?:s|ed)?|(?:was|were) designed)"
)
_AIM = lazy_re(
    rf"^(?:(?:in order|here|therefore|thus|hence),? )?to (?:\w+ly )?{_RESEARCH}\w*\b"
    r"|\b(?:aims?|objectives?|purposes?|goals?|hypothes[ei]s)\b[^.;]{0,60}\b(?:is|are|was|were)"
    r" (?:\w+ly )?(?:to|that|whether)\b"
    rf"|{_AUTHORS} (?:(?:\w+ly|have|has|had|also|here|then|therefore|next|first) ){{0,2}}"
    rf"(?:{_SOUGHT} to\b|hypothesi[sz]ed?\b|(?:re-?)?{_RESEARCH}\w* (?:and \w+ )?{_WHAT})"
    rf"|\bto (?:\w+ly )?{_RESEARCH}\w* (?:whether|if|how)\b"
    r"|\b(?:unclear|unknown|uncertain|controversial|debated|elusive|(?:not|poorly|little|incompletely) (?:well )?"
    r"(?:known|understood|clear|established|defined|studied))\b"
    r"|\b(?:end ?-?points?|outcomes?(?: measures?)?) (?:was|were|is|are|included?)\b",
    re.IGNORECASE,
)
_FOUND = lazy_re(
    r"(?<!to )\b(?:found|find|finds|show(?:s|ed|n)?|demonstrat\w+|reveal\w*|observ\w+|conclud\w+|indicat\w+"
    r"|suggest(?:s|ed)?|reduc(?:es|ed)|increas(?:es|ed)|improv(?:es|ed)|decreas(?:es|ed)|outperform\w*"
    r"|achiev\w+|significant(?:ly)?|propos\w+|present(?:s|ed)?|introduc(?:es?|ed)|develop(?:s|ed)?)\b",
    re.IGNORECASE,
)
_YES_NO = lazy_re(
    r"\W*(?:and |but |so |then )?(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|may|might)\b",
    re.IGNORECASE,
)
_HOW_MUCH = lazy_re(
    r"\b(?:how (?:many|much|often|long|large|big|high|likely|common|well|far|fast)|what (?:\w+ ){0,2}(?:percent\w*"
    r"|proportion|share|fraction|number|rate|risk|incidence|prevalence|odds|ratio|doses?))\b",
    re.IGNORECASE,
)
_EFFECT = lazy_re(
    r"\b(?:what|which) (?:\w+ ){0,3}?(?:effects?|impacts?|influences?|roles?|associations?|relation\w*|links?"
    r"|functions?|benefits?|consequences?|differences?|causes?|risks?)\b|\bwhy\b"
    r"|\bhow (?:do|does|did|is|are|was|were)\b|\bwhat (?:does|do|did|happens?|happened)\b",
    re.IGNORECASE,
)
_OF_THE_STUDY = lazy_re(
    rf"(?<!the )(?<!this )(?<!a )\b(?:{_RESEARCH}(?:e[sd]?|s|ed|ing|y|ies|ied|y?[sz]e[sd]?)?|aimed|sought|asked)\b"
    r"|\b(?:aims?|goals?|objectives?|purposes?|hypothes[ei]s|problems?|questions?|end ?-?points?|outcome measures?"
    r"|designs?|known|unknown|unclear|open|motivat\w+|about|approach|abstract|paper|authors?)\b",
    re.IGNORECASE,
)
_NUMBER = lazy_re(r"(?<![\w-])\d")


def are_asked_for(question: str) -> bool:
    """Whether a question is one that only findings answer: not what was studied, meant, or measured."""
    asks = _YES_NO.match(question) or _HOW_MUCH.search(question) or _EFFECT.search(question)
    return bool(asks) and not _OF_THE_STUDY.search(question)


def states_aim(text: str, section: Section | None) -> bool:
    """Whether a sentence says what was to be found out, or measured, and not what was found or made."""
    if section in (Section.AIM, Section.MEASURES):
        return True
    return section is not Section.RESULTS and bool(_AIM.search(text)) and not _FOUND.search(text)


def before_aims(ranked: Sequence[Scored], question: str) -> list[Scored]:
    """Return a ranking in which an aim gives its place to the best finding that stands behind it in the same abstract.

    One that is far less likely to answer than the aim does not take its place, and none does if `question` asks for
    something else than findings.
    """
    if not are_asked_for(question):
        return list(ranked)
    counts = bool(_HOW_MUCH.search(question))
    papers: dict[int, list[Scored]] = {}
    for item in ranked:
        papers.setdefault(item.candidate.number, []).append(item)
    ordered = [item for own in papers.values() for item in _exchanged(own, counts=counts)]
    return sorted(ordered, key=lambda item: -item.score)


def _exchanged(ranked: list[Scored], *, counts: bool) -> list[Scored]:
    """Return the sentences of one paper with their scores, the first finding before the aims.

    Args:
        counts: whether the question is for a number, which an aim may tell ("in 161 patients") and a method too.
    """
    first = ranked[0]
    if not _is_aim(first, counts=counts):
        return ranked
    near = [item for item in ranked if item.score >= first.score - NEAR and not _is_aim(item, counts=counts)]
    behind = [item for item in near if item.candidate.place > first.candidate.place]
    of_results = [item for item in behind if item.candidate.section is Section.RESULTS]
    found = next(iter(behind if counts else of_results or behind), None)
    if found is None:
        return ranked
    return [
        replace(item, score=first.score)
        if item is found
        else replace(item, score=min(item.score, found.score))
        if _is_aim(item, counts=counts)
        else item
        for item in ranked
    ]


def _is_aim(item: Scored, *, counts: bool) -> bool:
    text = item.candidate.text
    return states_aim(text, item.candidate.section) and not (counts and _NUMBER.search(text))
