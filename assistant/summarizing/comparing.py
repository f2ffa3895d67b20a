"""Find where papers seem to agree and where they seem to disagree, and rather name nothing than what is not so.

Two findings are on one point when they are near in meaning and the shorter one has most of its words in the other,
beyond those of the topic and of any abstract. They agree when both say that something works or is there, unless that is
their own method: two methods that each beat others agree on nothing, they compete. Papers
disagree when one finding says the opposite of the other, or objects to it; or when the title of one holds that of the
other, as replies do, and it says itself that it speaks against it. Weaker signs are wrong more often than right, see
docs/LOG.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import Candidate
from assistant.language.words import Stemmer, content_words
from assistant.patterns import lazy_re
from assistant.summarizing import roles
from assistant.summarizing.membership import Member
from assistant.summarizing.plain_words import PLAIN

ALIKE = 0.6
"""Cosine of two findings on one point."""
SHARED, SAME, OPPOSITE = 3, 0.5, 0.6
"""Words that two findings on one point have, and the share of those of the shorter one where they say the same, and
where they say the opposite."""
REPLIED = 0.8
"""Share of a title's words that the title of a reply to it has."""
LEAST_TITLE = 3
"""Words of a title that a reply can be told by."""
FINDINGS, PAIRS = 2, 2
"""Findings that are looked at of each paper, and pairs of each kind that are named."""
LEAST_RESULT = 2.0
"""Of how plainly a sentence states a result."""

_OBJECTION = lazy_re(
    r"\b(?:contrary to (?!(?:\w+ ){0,4}(?:methods?|approaches|works?|models|systems|frameworks?)\b)|contradict\w*"
    r"|counter-?examples?|refut\w+|disput\w+|mirage"
    r"|in contrast (?:to|with) (?:\w+ ){0,2}(?:prior|previous|earlier|recent|common|past)\b"
    r"(?! (?:\w+ ){0,3}(?:methods?|approaches|works?|models|systems|frameworks?|algorithms|techniques)\b)"
    r"|(?:challenge|question)s? (?:the|a|whether) (?:\w+ ){0,3}(?:view|assumptions?|beliefs?|notions?"
    r"|claims?|hypothes[ei]s|idea|conclusions?)|(?:put|called) into question"
    r"|cast(?:s|ing)? doubt"
    r"|(?:do|did|does) not (?:\w+ ){0,2}(?:see|find|support) (?:\w+ ){0,2}evidence|no evidence (?:that|for|of))\b",
    re.IGNORECASE,
)
_AGAINST = lazy_re(
    r"\b(?:not|no (?:evidence|significant|clear)|neither|cannot|fails?|failed|difficulty|struggl\w+"
    r"|(?:remains?|is|are) (?:still )?(?:challenging|difficult|limited)|unpredictab\w+|poor(?:ly)?|hinders?"
    r"|minimal\w*|inconsistent|negligible|shallow|lags?|falls? short|collapses?)\b",
    re.IGNORECASE,
)
_FOR = lazy_re(
    r"\b(?:improv\w+|outperform\w*|surpass\w*|effective\w*|strong\w*|success\w*|robust\w*|achiev\w+|human-?(?:level|like)"
    r"|acquired?|better|boost\w*|enabl\w+|benefi\w+|gains?|capable|superior\w*|reliabl\w+|emergent|sufficient"
    r"|consistently|rapidly|exceed\w*)\b",
    re.IGNORECASE,
)
_PRAISE = lazy_re(
    r"\b(?:outperform\w*|surpass\w*|superior\w*|state[- ]of[- ]the[- ]arts?|sota|competitive\w*|baselines?"
    r"|counterparts?|effectiveness|proposed|better than|compar(?:able|ed|ison)|improvements?|boosts?|achiev\w+|BLEU"
    r"|benchmarks?"
    r"|(?:our|the|this|these|those) (?:[\w-]+ ){0,3}(?:method|approach|algorithm|framework|model|technique|scheme"
    r"|system|architecture|network|attack|defen[cs]e|loss|strateg(?:y|ie)|modification|mechanism)s?)\b",
    re.IGNORECASE,
)
"""What a finding says of a method of its own, set against others."""
_OF_OTHERS = lazy_re(
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
    """A sentence, which way it speaks, 1 for or -1 against or 0, and what it is about.

    Attributes:
        objects: it says itself that it speaks against what others hold.
        praises: it says how good a method of its own is.
        title: the words of the title of its paper.
    """

    sentence: Candidate
    stance: int
    stems: frozenset[str]
    title: frozenset[str]
    objects: bool
    praises: bool


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
            if first.objects:  # what it objects to stands before it
                one, other = other, one
            if one.number == other.number or one.text == other.text:  # the library may hold a paper twice
                continue
            likeness = float(one.vector @ other.vector)
            if _is_reply(first, second) or _is_reply(second, first):
                yield Pair(one, other, agrees=False, likeness=likeness)
            elif likeness >= ALIKE and not (first.praises or second.praises):
                share = _share(first.stems, second.stems)
                if first.stance * second.stance < 0 and share >= OPPOSITE:
                    yield Pair(one, other, agrees=False, likeness=likeness)
                elif first.stance == second.stance == 1 and share >= SAME:
                    yield Pair(one, other, agrees=True, likeness=likeness)


def _is_reply(one: _Finding, other: _Finding) -> bool:
    """Whether one objects, the other does not, and the title of the first holds that of the other."""
    if not one.objects or other.objects or len(other.title) < LEAST_TITLE:
        return False
    return len(one.title & other.title) >= REPLIED * len(other.title)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the words of the shorter of two findings that the other has; 0 if that is too few words."""
    both = len(one & other)
    return both / min(len(one), len(other)) if both >= SHARED else 0.0


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
    sentences = [item for member in members for item in _telling(member)]
    plain = {stem for stems in stemmer.stems([topic, " ".join(PLAIN)]) for stem in stems}
    held = stemmer.stems([" ".join(content_words(item.text)) for item in sentences])
    titles = stemmer.stems([" ".join(content_words(item.paper.title)) for item in sentences])
    findings = []
    for item, stems, title in zip(sentences, held, titles, strict=True):
        objects = bool(_OBJECTION.search(item.text))
        stance = -1 if objects else _stance(item.text)
        told = frozenset(stem for stem in stems if not stem.isdecimal()) - plain
        findings.append(_Finding(item, stance, told, frozenset(title), objects, bool(_PRAISE.search(item.text))))
    return findings


def _telling(member: Member) -> list[Candidate]:
    """Return the sentences that state a paper's results most plainly, and those that object to others, in order."""
    texts = [item.text for item in member.sentences]
    weights = roles.results(texts)
    plain = [place for place, weight in enumerate(weights) if weight >= LEAST_RESULT]
    best = sorted(plain, key=lambda place: (-weights[place], place))[:FINDINGS]
    objections = [place for place, text in enumerate(texts) if _OBJECTION.search(text)]
    return [member.sentences[place] for place in sorted({*best, *objections})]


def _stance(text: str) -> int:
    """Return 1 for a finding that something works or is there, -1 for one that it does not, 0 if neither is plain."""
    own = _OF_OTHERS.sub(" ", text)
    if against := len(_AGAINST.findall(own)):
        return -1 if against >= len(_FOR.findall(own)) else 0
    return 1 if _FOR.search(own) else 0
