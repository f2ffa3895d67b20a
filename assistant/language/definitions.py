"""What says what a name is: "we propose PSEC", "a dataset called LION", "skill boundary detection (SBD)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum

from assistant.language.short_forms import long_form
from assistant.language.words import STOP_WORDS
from assistant.patterns import lazy_re

MOST_BETWEEN = 160
"""Characters between what says that something is made and its name."""
MADE = (
    r"\b(?:propos(?:es?|ed|ing)|introduc(?:es?|ed|ing)|present(?:s|ed|ing)?|develop(?:s|ed|ing)?|design(?:s|ed|ing)?"
    r"|devis(?:es?|ed|ing)|releas(?:es?|ed|ing)|construct(?:s|ed|ing)?|creat(?:es?|ed|ing)|built"
    r"|contribut(?:es?|ed|ing)|formulat(?:es?|ed|ing)|collect(?:s|ed|ing)?|curat(?:es?|ed|ing)|deriv(?:es?|ed|ing))\b"
)
_NAMED = r"\b(?:call(?:ed)?|named?|dub(?:bed)?|termed|coined|denoted|titled|namely)\b"
_NOT_IT = (
    r"(?:\b(?:on|upon|against|over|than|using|like|such as|including|from|with|by|within|across|through|via|e\.g"
    r"|that|which|where|to|for|in)\b|[.;:])"
)
"""Between the two: the name is of what was used, then."""
_NOT_IN_APPOSITION = lazy_re(
    r"\b(?:on|upon|against|over|than|using|like|such as|including|from|with|by|e\.g|that|which|where)\b|[.;:]",
    re.IGNORECASE,
)
"""The same of "a framework for interpreting predictions, SHAP (…)"."""
_KNOWN = lazy_re(
    r"\b(?:recent(?:ly)?|previous(?:ly)?|existing|popular|(?:well-)?known|standard|extension|variants?|extensions)\b[^.;]*$",
    re.IGNORECASE,
)
"""Said of what others have made: "an extension of a recently proposed technique called t-SNE"."""
_TRAINED = lazy_re(r"\b(?:we|to) (?:train|pre-?train)(?:ed)? (?:the )?$", re.IGNORECASE)
_IS_ONE = lazy_re(r"(?:,| \([^)]*\),?)? (?:is|are) (?:an?|the)\b")
_IS_APPOSED = lazy_re(r"(?:,| [-–—]{1,3}| \([^)]*\) [-–—]{1,3}) (?:an?|the|which)\b")
_IS_OF_ANOTHER = lazy_re(r"\b(?:of|on|in|for|with|by|to|from|using|than|between) (?:the |an? )?$", re.IGNORECASE)
"""Before a name that is not what the sentence says something of: "the success rate on MATH^2 is the square of"."""
_LABEL = lazy_re(r"[A-Z]{1,2}\d")
"""A letter and a figure stand for what they are behind, whatever letters that has: "simulation (L3)"."""
_SAYS = (
    r"(?:(?:is|are) (?:generally |commonly |usually )?(?:an?|the|one|any|those|when|where|defined|concerned|about)"
    r"|refers? to|means|consists? (?:of|in)|aims? (?:to|at)|seeks? to|describes?|denotes?)\b"
)
_DOES = lazy_re(r" (?:[\w-]+ ){1,3}(?:that|which|to|for) ")


class Kind(IntEnum):
    """What a sentence is to a name, the more the better."""

    NOTHING = 0
    EXPLAINS = 1
    MAKES = 2


def kind_of(sentence: str, name: str) -> Kind:
    """Return what a sentence is to a name that it holds as one, in whichever capitals it was typed."""
    kinds = [_kind(sentence, found) for found in _occurrences(sentence, name)]
    return max(kinds, default=Kind.NOTHING)


def unexplained(name: str, sentences: Sequence[str]) -> str:
    """Return a name as some sentences write it if they use it and none says what it is, else nothing.

    A thing that has no name is another matter: few abstracts define what everybody knows.
    """
    found = [(sentence, match) for sentence in sentences for match in _occurrences(sentence, name)]
    is_explained = any(_kind(*pair) is not Kind.NOTHING or _is_made_as_kind(*pair) for pair in found)
    return found[0][1][0] if found and not is_explained else ""


def defines(sentence: str, term: str) -> bool:
    """Whether a sentence says at its beginning what a thing is that has no name: "Lifelong learning is a …"."""
    begin = rf"(?:(?:in general|generally|broadly|here),? )?(?:an? |the )?{re.escape(term)}s?(?: \([^)]*\))?,? "
    return bool(re.match(rf"{begin}(?:which )?{_SAYS}", sentence, re.IGNORECASE))


def _is_made_as_kind(sentence: str, found: re.Match[str]) -> bool:
    """Whether something of a name is made that says what it does: "introduces a CrossViewFusion module that fuses"."""
    said = sentence[max(0, found.start() - MOST_BETWEEN) : found.start()]
    return (
        re.search(rf"{MADE} (?:an?|the) $", said, re.IGNORECASE) is not None
        and _DOES.match(sentence, found.end()) is not None
    )


def _occurrences(sentence: str, name: str) -> list[re.Match[str]]:
    """Return where a name stands that looks like one there: with a capital within a sentence or a figure.

    Behind another word with a capital ("Adaptive GraphSAGE") it is a part of another name.
    """
    one = re.sub(r"(?<=[A-Z])s$", "", name)
    pattern = re.compile(rf"(?<![\w-]){re.escape(one)}s?(?![\w-])", re.IGNORECASE)
    return [
        found
        for found in pattern.finditer(sentence)
        if re.search(r"[A-Z0-9]", found[0][not found.start() :])
        and not re.search(r". [A-Z][\w-]* $", sentence[: found.start()])
    ]


def _kind(sentence: str, found: re.Match[str]) -> Kind:
    before, behind = sentence[: found.start()], sentence[found.end() :]
    is_label = _LABEL.fullmatch(found[0]) and re.search(r"\w \($", before) and behind.startswith(")")
    is_short_form = is_label or (before.endswith("(") and long_form(found[0], before[:-1]) is not None)
    said = before[-MOST_BETWEEN:]
    made = [match.end() for match in re.finditer(MADE, said, re.IGNORECASE)]
    is_named = bool(re.search(rf"{_NAMED}(?: (?:it|this|these|them|the|our))*\W*$", said, re.IGNORECASE))
    is_several = re.search(r"[A-Z]s$", found[0]) and not is_short_form  # of a kind that has its name already
    is_kind = re.search(r"\bof (?:the |an? )?$", said)  # "a variant of BERT"
    between = said[made[-1] :] if made else ""
    is_made = bool(made and not (is_several or is_kind) and not re.search(_NOT_IT, between, re.IGNORECASE))
    if made and said.endswith(", ") and re.match(r" \(|\.|, (?:an?|which|based)\b", behind):
        is_made = not is_several and not _NOT_IN_APPOSITION.search(between)
    if _TRAINED.search(said) and re.match(r", an?\b", behind):
        return Kind.MAKES
    is_kind_of_thing = re.match(r"\)? (?P<next>[^\W_][\w-]*)", behind)  # "a BERT baseline" is no BERT
    if _KNOWN.search(said):
        is_named = is_made = False
    if (is_named or is_made) and not (is_kind_of_thing and is_kind_of_thing["next"].lower() not in STOP_WORDS):
        return Kind.MAKES
    is_told = _IS_APPOSED.match(behind) or (_IS_ONE.match(behind) and not _IS_OF_ANOTHER.search(said))
    is_long_form = (inside := re.match(r" \(([^)]+)\)", behind)) and long_form(found[0], inside[1]) is not None
    return Kind.EXPLAINS if is_short_form or is_told or is_long_form else Kind.NOTHING
