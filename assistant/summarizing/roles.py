"""Which sentence of an abstract states the problem, which the method, and which the result.

Abstracts say so themselves, in few words that hardly vary ("however", "we propose", "results show"), in this order.
Each sentence is scored for each part by such words, by what it begins with and by where it stands; of all ways to take
three sentences in order, the best is taken. No model; see docs/LOG.md for how often a reader takes the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

_LONG = 40
"""Sentences of an abstract beyond which the rest is not looked at: no abstract is longer."""
_FEW_WORDS = 8
_RESULT_SHARE = 0.6
"""Of a result's worth where a sentence is to stand for a paper: many only say that something is better."""
_SOUGHT, _PLAIN, _FIRST = 2.0, 3.0, 1.0
"""What a sentence scores that says what was sought, and one that plainly states a method; what the first of these
gains, since others only add to it."""

_Cues = tuple[tuple[float, re.Pattern[str]], ...]


def _cues(*weighted: tuple[float, str]) -> _Cues:
    return tuple((weight, re.compile(pattern, re.IGNORECASE)) for weight, pattern in weighted)


_PROBLEM = _cues(
    (1.5, r"^(?:however|yet|unfortunately|nevertheless|nonetheless|but)\b"),
    (1.0, r"^(?:while|although|though|despite)\b|\bhowever\b|, but\b|\byet\b"),
    (
        1.5,
        r"\b(?:challeng\w+|bottlenecks?|limitations?|drawbacks?|obstacles?|impeded?|hinder\w*|scarc\w+|shortage|lacuna)\b",
    ),
    (1.2, r"\blimited (?:stud(?:y|ies)|research|understanding|attention|work)\b|\bambiguous understanding\b"),
    (1.2, r"\b(?:lack(?:s|ing)?|insufficient\w*|limited (?:by|to)|fundamentally limited|suffers?|struggles?|fails?)\b"),
    (1.2, r"\b(?:difficult|costly|expensive|infeasible|impractical|prohibitive\w*|problematic|inefficient|tedious)\b"),
    (1.2, r"\b(?:unclear|unknown|unexplored|under-?explored|overlooked|little is known|poorly understood)\b"),
    (1.2, r"\b(?:open (?:problem|question|challenge)|no attempt|little work|few (?:works?|studies)|remains?)\b"),
    (
        0.8,
        r"\b(?:existing|current|prior|previous|conventional|traditional|most) (?:\w+ ){0,3}"
        r"(?:methods?|approaches|works?|models|studies|systems|techniques|benchmarks|research)\b",
    ),
    (0.6, r"\b(?:key|important|crucial|essential|critical|necessary|need(?:s|ed)?|require[sd]?|demand)\b"),
    (0.6, r"\b(?:problem|question|issue|gap|costs?|cannot|can not|unable|neglect\w*|ignor\w+|risk\w*)\b"),
)
_METHOD = _cues(
    (
        3.0,
        r"\bwe (?:\w+ )?(?:propose|introduce|present|develop|design|devise|formulate|build|construct|create|release"
        r"|describe|formali[sz]e|contribute|collect|curate)\b",
    ),
    (
        3.0,
        r"\b(?:this|the|our) (?:paper|work|article|study|thesis|survey|report) (?:\w+ )?(?:proposes|introduces|presents"
        r"|develops|describes|investigates|examines|explores|studies|analy[sz]es|reviews|surveys|provides|aims|addresses"
        r"|offers|compares|evaluates|advances|is the)\b",
    ),
    (
        2.0,
        r"\bwe (?:\w+ )?(?:investigate|study|examine|explore|analy[sz]e|ask|test|review|survey|compare|conduct"
        r"|revisit|consider|address|define|identify|argue|adapt|apply|train|employ|leverage|use|probe|measure|evaluate)\b",
    ),
    (
        1.0,
        r"\b(?:in this (?:paper|work|study|article|survey)|here,? we|to (?:this|that) end|to address|to (?:tackle"
        r"|overcome|bridge|fill|mitigate|alleviate)|in response)\b",
    ),
    (
        0.6,
        r"\b(?:novel|new|first|framework|approach|method|algorithm|dataset|benchmark|model|pipeline|system|called"
        r"|named|dubbed)\b",
    ),
    (0.5, r"\bby \w+ing\b"),
    (1.5, r"\bby (?:introducing|proposing|presenting|developing)\b"),
)
_RESULT = _cues(
    (
        2.4,
        r"\b(?:results?|experiments?|evaluations?|findings?|analys[ie]s|stud(?:y|ies)) (?:[\w,():%-]+ ){0,12}(?:shows?"
        r"|demonstrates?|reveals?|suggests?|indicates?|confirms?|highlights?|proves?|validates?|verif(?:y|ies)"
        r"|underscores?|yields?)\b",
    ),
    (
        2.2,
        r"\bwe (?:\w+ )?(?:show|find|found|demonstrate|observe|discover|reveal|conclude|prove|report|establish) that\b",
    ),
    (1.6, r"\bwe (?:\w+ )?(?:show|find|demonstrate|observe|identify|validate|achieve)\b"),
    (
        1.6,
        r"\b(?:outperform\w*|surpass\w*|exceed\w*|state[- ]of[- ]the[- ]art (?:result|performance)s?|superior\w*"
        r"|better than|competitive (?:with|performance)|on par with|match(?:es|ing) the (?:performance|accuracy)"
        r"|comparable (?:to|with|performance))\b",
    ),
    (
        1.0,
        r"\b(?:achiev\w+|improv(?:es|ed|ing|ements?)|gains?|reduc(?:es|ed|ing|tions?)|increas(?:es|ed|ing)"
        r"|success rates?|effectiveness|significant\w*|substantial\w*|accuracy|faster)\b",
    ),
    (1.2, r"\d(?:\.\d+)?\s?\\?%|\b\d+(?:\.\d+)?\s?(?:x|×|times|-fold)\b|\bby (?:up to |over |about )?\d"),
    (
        0.8,
        r"\b(?:experiment\w*|empirical\w*|evaluat\w+|results?|findings?|baselines?|consistently|notably|remarkably)\b",
    ),
)
_SETUP = re.compile(r"\bwe (?:\w+ )?(?:evaluate|experiment|assess|conduct|test)\b", re.IGNORECASE)
_WISHED = re.compile(r"\b(?:should|ideal)\b", re.IGNORECASE)
_AVAILABLE = re.compile(
    r"https?://|\b(?:code|models?|data(?:set)?s?|project|website|page|videos?|demo)\b[^.]{0,60}\b(?:available|released"
    r"|open-?sourced?|found at)\b|\bwe (?:\w+ )?(?:release|open-?source)\b|\b(?:project|code) (?:page|website)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(?:we (?:hope|believe)|shed light|paves? the way|future (?:work|research)|opens? (?:up )?new|implications?"
    r"|inspire|limitations remain|unresolved|first attempt|we (?:also )?discuss|in general|overall,|together, these"
    r"|this work opens|our findings will)\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"^(?:it|this|these|that|those|they|such|here|there|specifically|moreover|additionally|further(?:more)?|also"
    r"|we (?:also|further)|finally|then|next|subsequently|second(?:ly)?|third(?:ly)?|first(?:ly)?|as a result"
    r"|for (?:example|instance)|in (?:addition|particular|contrast)|besides|at heart|likewise|similarly|to this end)\b"
    r"(?! (?:paper|work|study|article|survey))",
    re.IGNORECASE,
)
"""Leans on the sentence before, so that it says less when it stands alone."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How much a sentence states each part."""

    problem: float
    method: float
    result: float


def outline(sentences: Sequence[str]) -> tuple[int, ...]:
    """Return the places of the sentences for problem, method and result, in order; of three or fewer, all places.

    An abstract that begins with what was done states no problem; that sentence says what it is about instead.
    """
    count = min(len(sentences), _LONG)
    if count <= 3:
        return tuple(range(count))
    scores = _all_scores(sentences[:count])
    return max(
        combinations(range(count), 3),
        key=lambda one: scores[one[0]].problem + scores[one[1]].method + scores[one[2]].result,
    )


def is_of_availability(sentence: str) -> bool:
    """Whether a sentence says where code, data or models are, or that they are released."""
    return bool(_AVAILABLE.search(sentence))


def methods(sentences: Sequence[str]) -> list[float]:
    """Return how plainly each sentence states what was done; less than 0 if it does not."""
    return [scores.method for scores in _all_scores(sentences)] if sentences else []


def results(sentences: Sequence[str]) -> list[float]:
    """Return how plainly each sentence states a result; less than 0 if it does not."""
    return [scores.result for scores in _all_scores(sentences)] if sentences else []


def weights(sentences: Sequence[str]) -> list[float]:
    """Return how plainly each sentence states what was done, or, for less, what came out; below 0 if neither."""
    return [max(scores.method, _RESULT_SHARE * scores.result) for scores in _all_scores(sentences)] if sentences else []


def _all_scores(sentences: Sequence[str]) -> list[Scores]:
    last = max(1, len(sentences) - 1)
    scores = [_scores(sentence, place / last) for place, sentence in enumerate(sentences)]
    told = [_told(_METHOD[:3], sentence) for sentence in sentences]
    if told[0] >= _SOUGHT:
        scores[0] = replace(scores[0], problem=scores[0].method)
    elif (first := next((place for place, weight in enumerate(told) if weight >= _PLAIN), None)) is not None:
        scores[first] = replace(scores[first], method=scores[first].method + _FIRST)
    return scores


def _scores(sentence: str, depth: float) -> Scores:
    """Return how much a sentence states each part.

    Args:
        depth: where it stands, 0 for the first sentence to 1 for the last.
    """
    problem, method, result = (_told(cues, sentence) for cues in (_PROBLEM, _METHOD, _RESULT))
    common = -3.0 * bool(_AVAILABLE.search(sentence)) - 1.5 * bool(_CLOSING.search(sentence))
    common -= 1.0 * bool(_LEANING.search(sentence)) + 1.0 * (len(sentence.split()) < _FEW_WORDS)
    is_no_result = bool(_SETUP.search(sentence)) + 2 * (bool(_WISHED.search(sentence)) or not result)
    return Scores(
        problem - 0.8 * method - 0.5 * result + 1.5 * (1 - 2 * depth) + common,
        method - 0.4 * result - 0.3 * problem + 1.0 * (1 - abs(2 * depth - 0.7)) + common,
        result - 0.5 * method - 0.3 * problem + 1.5 * (2 * depth - 1) + common - 0.5 * is_no_result,
    )


def _told(cues: _Cues, sentence: str) -> float:
    return sum(weight for weight, pattern in cues if pattern.search(sentence))
