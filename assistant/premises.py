"""See that a question takes for granted what the paper it is about says it does without.

"How were the reward functions of DIAYN designed?" is asked of a method that learns "without a reward function". The
sentence that denies it shares the words of the question, so that to any model of meaning it looks like the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from assistant.language.negations import YES_OR_NO, is_negator, tokens_of
from assistant.language.words import STOP_WORDS, Stemmer

REACH = 20
"""Words behind a denial among which is what it denies."""

_RELYING = frozenset(
    "rely relying need needing require requiring depend depending use using assume assuming access accessing employ"
    " employing".split()
)
_LIGHT = _RELYING | frozenset("any explicit explicitly additional existing extra further prior human manual".split())
_LINKS = frozenset([",", "or"])
_ENDS = frozenset(
    "while but and by which that to in for with from as at on it we they this when where via through than is are was"
    " were can will must has have be not no without within during after before among between under over against into"
    " per until since because although though unlike if who whose had may might should would could do does did also"
    " exist exists existed occur occurs occurred arose remain remains remained . ; : ( ) [ ] { } ! ?".split()
)
"""Where a thing ends: a preposition but "of", a finite verb, a mark."""
_DETERMINERS = frozenset("a an the its their our his her this these those all each both".split())
"""Before them stands no thing, but a verb."""
_GENERAL = frozenset(
    "loss losses cost costs performance accuracy quality degradation difference differences improvement improvements"
    " gain gains change changes effect effects impact evidence guarantee guarantees need exception doubt efficiency"
    " utility speed time overhead model models method methods information data input solution solutions task tasks"
    " result results approach".split()
)
"""What is lost, gained or left as it is, and words that every abstract has: to deny them says little."""
_WHETHER = frozenset(
    "need needs needed require requires required take takes cost costs necessary call calls demand demands lose lost"
    " sacrifice sacrificed give nobody none nothing instead rather without free lack lacking lacks avoid avoids avoided"
    " avoiding replace replaces replaced replacing replacement substitute substitutes absence absent lieu spare spares"
    " spared sparing obviate obviates circumvent circumvents circumvented dispense dispenses omit omits omitted skip"
    " skips skipped skipping withheld unnecessary unneeded".split()
)
"""Whoever asks with one of these asks whether, or knows that it is so."""
_PLACE_OF = frozenset(pairwise("in place of".split()))
_COUNTING = frozenset([("how", "many"), ("how", "much")])
_SHARES = frozenset("number percentage proportion fraction share".split())
"""Whoever asks with these for a number is answered by none."""
_HAPPENED = frozenset(
    "occur occurs occurred happen happens happened arise arises arose emerge emerged observed seen noted reported"
    " recorded detected encountered there".split()
)
"""Whoever asks with one of these what there was is answered by nothing."""
_POPULATION = frozenset(
    "adults patients people persons individuals participants subjects volunteers women men children infants adolescents"
    " girls boys mothers students workers smokers donors survivors families populations cohorts cases controls those"
    " mice rats animals embryos larvae plants strains cells neurons tumors tumours samples tissues countries regions"
    " hospitals schools households baselines variants counterparts ablations".split()
)
"""What is told apart by what it is without."""
_COMPARED = frozenset("than compared versus vs unlike".split())
"""Near before "without": what is compared with does without it, not what is told of."""


@dataclass(frozen=True, slots=True)
class Denied:
    """What a question takes for granted, in its words, and the sentence that says otherwise."""

    thing: str
    sentence: str


def denied_premise(question: str, title: str, sentences: Sequence[str], stemmer: Stemmer) -> Denied | None:
    """Return what a question takes for granted and a paper does without; None if that is not seen.

    What the paper says elsewhere too, and does not deny there, it may have.
    """
    asked = tokens_of(question)
    if not asked or asked[0] in YES_OR_NO or _knows(asked):
        return None
    is_count = not _COUNTING.isdisjoint(pairwise(asked)) or not _SHARES.isdisjoint(asked)
    is_nothing_told = is_count or not _HAPPENED.isdisjoint(asked)
    parts = [(text, tokens_of(text)) for text in (*sentences, title)]
    stems = stemmer.stem_of_each(token for row in (asked, *(row for _, row in parts)) for token in row)
    general = {stems.get(word, word) for word in _GENERAL}
    denials: dict[str, str] = {}
    had: Counter[str] = Counter()
    for text, row in parts:
        objects = [stems[token] for token in _objects(row, is_nothing_told) if stems[token] not in general]
        had.update(stems[token] for token in row)
        had.subtract(objects)
        denials = dict.fromkeys(objects, text) | denials
    for place, token in enumerate(asked):
        stem = stems[token]
        if token not in STOP_WORDS and stem in denials and had[stem] <= 0:
            there = {stems[word] for word in tokens_of(denials[stem])} - STOP_WORDS
            return Denied(" ".join(_thing(asked[: place + 1], there, stems)), denials[stem])
    return None


def _knows(asked: Sequence[str]) -> bool:
    """Whether a question asks whether something is so, or has in its words that it is not."""
    is_known = any(is_negator(token) or token in _WHETHER for token in asked)
    return is_known or set(pairwise(asked)) >= _PLACE_OF


def _thing(asked: Sequence[str], there: Set[str], stems: Mapping[str, str]) -> list[str]:
    """Return the last of some words with those right before it that the denying sentence has too."""
    first = len(asked) - 1
    while first and asked[first - 1].isalpha() and stems[asked[first - 1]] in there:
        first -= 1
    return list(asked[first:])


def _objects(tokens: Sequence[str], is_relied_on: bool) -> Iterator[str]:
    """Yield what a sentence says is not there: the last word of each thing that it denies, or that "-free" follows.

    Args:
        is_relied_on: yield only what it says is not relied on: that there is none is no denial, but an answer.
    """
    for place, token in enumerate(tokens):
        behind = list(tokens[place + 1 : place + 1 + REACH])
        if token in ("without", "no"):
            is_needed = any(word in _RELYING for word in (*tokens[max(0, place - 1) : place], *behind[:1]))
            is_action = behind[0].endswith("ing") and behind[0] not in _RELYING if behind else True
            is_other = is_action or (token == "without" and _is_told_apart(tokens, place))
            if not is_other and (is_needed or not is_relied_on):
                yield from _last_words(behind)
        elif is_negator(token):
            relying = [word in _RELYING for word in behind[:2]]
            if any(relying):
                object_ = behind[relying.index(True) + 1 :]
                yield from _last_words(object_[object_[:1] in (["on"], ["upon"]) :])
        elif token == "free" and tokens[max(0, place - 1)] == "-" and place > 1 and not is_relied_on:
            yield tokens[place - 2]


def _is_told_apart(tokens: Sequence[str], place: int) -> bool:
    """Whether what stands before "without" is a part of a population, or what others are compared with."""
    before = tokens[:place]
    last = before[-2:-1] if before[-1:] and before[-1].endswith("ed") else before[-1:]
    is_compared = before[-1:] in (["and"], ["or"]) or not _COMPARED.isdisjoint(before[-4:])
    is_subject = tokens[-1] == "." and 0 < place < 3 and before[0].isalpha() and not before[0].endswith("ing")
    return is_compared or is_subject or not _POPULATION.isdisjoint(last)


def _last_words(tokens: Sequence[str]) -> list[str]:
    """Return the last word of the thing that begins here, or of each thing of a list that ends with "or"."""
    found, last, is_list = [], "", False
    for token, following in pairwise([*tokens, "."]):
        if token in _ENDS or (last and (token[0].isdigit() or following in _DETERMINERS or _is_past(token, following))):
            break
        if token in _LINKS:
            found.append(last)
            last, is_list = "", is_list or token == "or"
        elif token.isalpha() and token not in STOP_WORDS and token not in _LIGHT:
            last = token
    things = [word for word in (*found, last) if word]
    return things if is_list else things[:1]


def _is_past(token: str, following: str) -> bool:
    """Whether a word is a verb in the past that nothing follows which it may describe."""
    return token.endswith("ed") and (following in _ENDS or following in STOP_WORDS)
