"""Find where papers seem to agree and where they seem to disagree.

Two findings agree when they are near in meaning, share words beyond those of the topic and of any abstract, and both
say that something works or is there, or both that it does not. Papers disagree when a sentence of one says itself that
it speaks against what others hold and a finding of another is near to it, or when two findings say opposite things of a
point. They *seem* to, no more: the model that checks claims does not see disagreement, see docs/LOG.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import Candidate
from assistant.summarizing import roles
from assistant.summarizing.membership import Member
from assistant.summarizing.plain_words import PLAIN
from assistant.words import Stemmer, content_words

ALIKE, OPPOSED, OBJECTED = 0.64, 0.58, 0.6
"""Cosines of two findings that agree, of two that say the opposite, and of an objection and what it speaks against."""
SHARED = 2
"""Words that two findings have, beyond the topic's and plain ones; an objection may lean on what it names before."""
FINDINGS, PAIRS = 2, 2
"""Findings that are looked at of each paper, and pairs of each kind that are named."""
LEAST_RESULT = 2.0
"""Of how plainly a sentence states a result."""

_OBJECTION = re.compile(
    r"\b(?:contrary to|contradict\w*|counter-?examples?|refut\w+|disput\w+|mirage"
    r"|in contrast (?:to|with) (?:\w+ ){0,2}(?:prior|previous|earlier|recent|common|past)"
    r"|(?:challenge|question)s? (?:the|a|whether) (?:\w+ ){0,3}(?:view|assumptions?|beliefs?|notions?"
    r"|claims?|hypothes[ei]s|idea|conclusions?)|(?:put|called) into question"
    r"|cast(?:s|ing)? doubt"
    r"|(?:do|did|does) not (?:\w+ ){0,2}(?:see|find|support) (?:\w+ ){0,2}evidence|no evidence (?:that|for|of))\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:not|no (?:evidence|significant|clear)|neither|cannot|fails?|failed|difficulty|struggl\w+"
    r"|(?:remains?|is|are) (?:still )?(?:challenging|difficult|limited)|unpredictab\w+|poor(?:ly)?|hinders?"
    r"|minimal\w*|inconsistent|negligible|shallow|lags?|falls? short|collapses?)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:improv\w+|outperform\w*|surpass\w*|effective\w*|strong\w*|success\w*|robust\w*|achiev\w+|human-?(?:level|like)"
    r"|acquired?|better|boost\w*|enabl\w+|benefi\w+|gains?|capable|superior\w*|reliabl\w+|emergent|sufficient"
    r"|consistently|rapidly|exceed\w*)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:than|unlike|whereas|while|compared (?:to|with)|where (?:the )?related|contrary to|despite|without|not only"
    r"|rather)\b[^,;:.]*",
    re.IGNORECASE,
)
"""What a finding says of other work, or sets itself off from."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences of two papers on the same point."""

    one: Candidate
    other: Candidate
    agrees: bool
    likeness: float


@dataclass(frozen=True, slots=True)
class _Finding:
    """A sentence, which way it speaks, 1 for or -1 against or 0, and what it is about."""

    sentence: Candidate
    stance: int
    stems: frozenset[str]
    objects: bool
    is_result: bool


def compare(members: Sequence[Member], topic: str, stemmer: Stemmer) -> list[Pair]:
    """Return the pairs that seem to agree, then those that seem to disagree, each from the likest on."""
    findings = _findings(members, topic, stemmer)
    pairs = sorted(_pairs(findings), key=lambda pair: -pair.likeness)
    against = _first([pair for pair in pairs if not pair.agrees], set())
    seen = {item.number for pair in against for item in (pair.one, pair.other)}
    return [*_first([pair for pair in pairs if pair.agrees], seen), *against]


def _pairs(findings: Sequence[_Finding]) -> Iterator[Pair]:
    for place, second in enumerate(findings):
        for first in findings[:place]:
            one, other = first.sentence, second.sentence
            if one.number == other.number:
                continue
            likeness = float(one.vector @ other.vector)
            shared = len(first.stems & second.stems)
            is_objection = (first.objects and second.is_result) or (second.objects and first.is_result)
            if is_objection and likeness >= OBJECTED:
                yield Pair(one, other, agrees=False, likeness=likeness)
            elif first.stance * second.stance > 0 and likeness >= ALIKE and shared >= SHARED:
                yield Pair(one, other, agrees=True, likeness=likeness)
            elif first.stance * second.stance < 0 and likeness >= OPPOSED and shared >= SHARED:
                yield Pair(one, other, agrees=False, likeness=likeness)


def _first(pairs: Sequence[Pair], seen: set[int]) -> list[Pair]:
    """Return the first pairs in which no paper comes twice, nor one that was seen."""
    chosen: list[Pair] = []
    taken = set(seen)
    for pair in pairs:
        numbers = {pair.one.number, pair.other.number}
        if not numbers & taken and len(chosen) < PAIRS:
            chosen.append(pair)
            taken |= numbers
    return chosen


def _findings(members: Sequence[Member], topic: str, stemmer: Stemmer) -> list[_Finding]:
    told = [pair for member in members for pair in _telling(member)]
    sentences = [item for item, _ in told]
    plain = {stem for stems in stemmer.stems([topic, " ".join(PLAIN)]) for stem in stems}
    held = stemmer.stems([" ".join(content_words(item.text)) for item in sentences])
    return [
        _Finding(item, _stance(item.text), frozenset(stems) - plain, bool(_OBJECTION.search(item.text)), is_result)
        for (item, is_result), stems in zip(told, held, strict=True)
    ]


def _telling(member: Member) -> list[tuple[Candidate, bool]]:
    """Return the sentences of a paper that state its results most plainly, and those that object to others, in order.

    Each comes with whether it states a result.
    """
    texts = [item.text for item in member.sentences]
    weights = roles.results(texts)
    plain = [place for place, weight in enumerate(weights) if weight >= LEAST_RESULT]
    best = sorted(plain, key=lambda place: (-weights[place], place))[:FINDINGS]
    objections = [place for place, text in enumerate(texts) if _OBJECTION.search(text)]
    return [(member.sentences[place], place in best) for place in sorted({*best, *objections})]


def _stance(text: str) -> int:
    """Return 1 for a finding that something works or is there, -1 for one that it does not, 0 if neither is plain."""
    own = _OF_OTHERS.sub(" ", text)
    if against := len(_AGAINST.findall(own)):
        return -1 if against >= len(_FOR.findall(own)) else 0
    return 1 if _FOR.search(own) else 0
