"""Questions for a study's design or figures: "what was the sample size?", "was it blinded?", "how many patients?".

Asked later in a dialogue they lean on the study that was talked about, though a paper on methods holds all of their
words; "what is a hazard ratio?" and "how is a sample size calculated?" ask for the thing itself and lean on nothing.
With more words ("what was the p-value for the effect of dexamethasone on bleeding?") it is the rest that must be found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.words import STOP_WORDS, words
from assistant.patterns import lazy_re
from assistant.questions.study_facts import ANYBODY, PEOPLE, SIZE, Fact, asked_in, counts

MOST_WORDS = 40
"""Of a question that is taken apart; the patterns would take long over more."""

_FRAME = frozenset(
    """90 95 99 achieve achieved actual actually adjusted administered against allocated analysed analysis analyzed
    approximately assess assessed assigned authors based best better between big both carried chosen clinical
    collected compare compared conducted data difference differences dose effect effective effects employed
    enrolled exact exactly examined experiment experimental experiments final find finding findings found given
    group groups high highest included investigated involve involved kind large last lasted long longest lowest
    main mean measure measured measures median most number numbers observed obtain obtained ok okay original
    outcome overall part percent performed period pooled primary rate ratio really recruited remaining report
    reported research result results right rough roughly run scientists secondary selected side so statistical
    statistically studied subject summary take taken test tested tests they time took total treated trial trials
    type used value values vs was were work worked""".split()
)
"""Words around what is asked of a study, besides stop words, that name nothing by themselves."""
_GENERAL = lazy_re(
    r"^\W*(?:and |so |but |ok(?:ay)?,? )?(?:(?:what|who)(?:['’]s| is| are| do| does)"
    r"(?! (?:the|its|their|this|that|these|those|his|her|your)\b)"
    r"|how (?:is|are|do|does|can|could|should|would|to)\b|(?:what|which) (?:\w+ ){0,3}(?:is|are) there\b"
    r"|(?:is|are) there (?:any |an? |other |more )?(?:\w+ )?"
    r"(?:data ?sets?|benchmarks?|corpora|baselines?|trials?|studies)\b"
    r"|can|could|should|would|why|when|define|explain|list|find|show|compare)\b"
    r"|\bmean(?:s|ing)? (?:of|by)\b|\b(?:what (?:does|do) .* mean|definition|in general|usually|typically|exist)\b",
    re.IGNORECASE,
)
"""Asks for the thing itself, or for other papers."""
_OF = lazy_re(r"^\W*(?:(?:for|of|in|on|from|about|that|which|by|with|at|to|between|study|trial)\b\s*)+", re.IGNORECASE)
_COUNT = lazy_re(
    r"^\W*(?:and )?(?:(?:in|of|from|for|with|at|on|to|across|over) )?how many (?P<things>(?:[\w-]+ ){1,3}?)"
    r"(?P<rest>(?:was|were|is|are|did|does|do|has|have|had|can|could|took|take|there|in|of|with|from|on)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_HAD = lazy_re(
    rf"(?:{PEOPLE.pattern}) (?:(?:were|was|are|is)(?: there)?(?: enrol?led| included| recruited| studied)? (?:in|of) "
    r"(?P<of>.+)"
    r"|(?:did|does|do) (?P<by>.+?) (?:have|include|enrol|enroll|recruit|study|use|involve))",
    re.IGNORECASE | re.DOTALL,
)
_WHAT_IS = lazy_re(
    r"(?:and |so |but |ok(?:ay)?,? )?(?:what(?:['’]s| is| are)|define|explain|what does) (?:an? )?"
    r"(?P<thing>(?!the\b|its\b|their\b|this\b)\S.*?)(?: mean| in general)?",
    re.IGNORECASE | re.DOTALL,
)
_AROUND = " ?.!"
_SAME = lazy_re(
    r"^\W*(?:and |but )?(?:do|does|did|is|are|was|were|can|could|will|would|has|have|had) (?P<thing>\S.*?) "
    r"(?:(?:do|done|doing|show|have|work|act|behave)? ?the same(?: (?:thing|way|effects?|role|function))?"
    r"|do (?:so|this|that|it)|too|as well|also)\W*$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class StudyQuestion:
    """What is asked of a study.

    Attributes:
        fact: the kind of thing.
        said: the words that ask for it.
        rest: what else is said, for which a paper is sought; empty if nothing is.
    """

    fact: Fact
    said: str
    rest: str = ""

    @property
    def name(self) -> str:
        """What is asked for, as a refusal names it."""
        return self.fact.name or f"“{self.said}”"


def read(text: str) -> StudyQuestion | None:
    """Return what a question asks of a study; None if it asks for no such fact, or for the thing itself."""
    if len(words(text)) > MOST_WORDS or _GENERAL.search(text):
        return None
    asked = asked_in(text)
    if asked and _is_frame(_without([found[0] for _, matches in asked for found in matches], text)):
        found = asked[0][1][0]
        return StudyQuestion(_narrowed(asked[0][0], found), found[0])
    if counted := _COUNT.match(text):
        thing = words(counted["things"])[-1]
        fact = _narrowed(SIZE, counted) if PEOPLE.fullmatch(thing) else counts(thing)
        rest = f"{counted['things']}{counted['rest']}".strip(_AROUND)
        had = _HAD.fullmatch(rest)
        return StudyQuestion(fact, thing, had["of"] or had["by"] if had else rest)
    if not asked or not asked[0][0].name:
        return None
    fact, (found, *_) = asked[0]
    before, behind = text[: found.start()], text[found.end() :]
    if not _is_frame(before):
        return None
    rest = _OF.sub("", behind).strip(_AROUND)
    return StudyQuestion(fact, found[0], rest) if rest and rest != behind.strip(_AROUND) else None


def asks_the_study(text: str) -> bool:
    """Whether a question asks for nothing but facts of a study that must have been talked about."""
    found = read(text)
    return found is not None and not found.rest


def asks_in_general(text: str) -> bool:
    """Whether a question asks what such a fact is, of no study: "what is a hazard ratio?"."""
    found = _WHAT_IS.fullmatch(text.strip(_AROUND))
    if not found:
        return False
    asked = asked_in(found["thing"])
    return bool(asked) and not _without([one[0] for _, matches in asked for one in matches], found["thing"]).strip(
        " -s"
    )


def same_of(text: str) -> str:
    """Return of what it is asked whether it does what was just told of another: "does metformin do the same?"."""
    found = _SAME.match(text)
    return found["thing"] if found and set(words(found["thing"])) - STOP_WORDS - _FRAME else ""


def _without(parts: list[str], text: str) -> str:
    for part in parts:
        text = text.replace(part, " ", 1)
    return text


def _is_frame(text: str) -> bool:
    return not set(words(text)) - STOP_WORDS - _FRAME - {"s", "t", "didn", "wasn", "weren", "isn"}


def _narrowed(fact: Fact, found: re.Match[str]) -> Fact:
    """Return the size of a study as the number of those who are asked for, if they are of one kind."""
    if fact is not SIZE:
        return fact
    said = PEOPLE.search(found[0])
    if not said or ANYBODY.fullmatch(said[0]):
        return SIZE
    exact = counts(said[0])
    return Fact(exact.name, SIZE.asked, exact.stated, SIZE.stated)
