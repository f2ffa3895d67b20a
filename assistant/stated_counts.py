"""A paper looked up by a count that it states: "Which benchmark has 130 tasks?".

To a reader of meaning one number is as good as another; the paper that states this one of these things is the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.numerals import without_separators
from assistant.language.words import Stemmer
from assistant.patterns import lazy_re

MOST_BETWEEN = 4
"""Words between a number and what it counts: "438 Connections games", "an increase of more than 451%"."""
_HAS = (
    r"(?:ha[sd]|have|contain(?:s|ed)?|includ(?:es?|ed)|report(?:s|ed)?|us(?:es?|ed)|stud(?:y|ies|ied)|involv(?:es?|ed)"
    r"|recruit(?:s|ed)?|enrol(?:s|led)?|compris(?:es?|ed)|span(?:s|ned)?|cover(?:s|ed)?|test(?:s|ed)?|evaluat(?:es?|ed)"
    r"|find|found|finds|show(?:s|ed)?|reach(?:es|ed)?|achiev(?:es?|ed)|consists of|is made of|with|on)"
)
_ASKED = lazy_re(
    rf"\W*(?:which|what) (?:[\w-]+ ){{1,3}}?{_HAS} (?:(?:about|around|over|some|an?|the|all) )?"
    r"(?P<number>\d+(?:[.,]\d+)*)(?P<percent> ?%| percent)?[ -](?P<thing>[^\W\d][\w-]*)(?: [^\W\d][\w-]*){0,3}\W*",
    re.IGNORECASE,
)
_PERCENT = lazy_re(r"(?<=\d) ?per ?cent\b", re.IGNORECASE)
_WORD = lazy_re(r"\d+(?:[.,]\d+)*|[^\W\d_][\w’'-]*|%")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things, or a share or change of one, that a question looks for."""

    number: str
    thing: str
    is_share: bool

    def is_stated(self, sentence: str, stemmer: Stemmer) -> bool:
        """Whether a sentence says this number of the thing: before it, and a share also behind it."""
        said = _WORD.findall(_PERCENT.sub("%", without_separators(sentence)))
        stems = stemmer.stem_of_each([self.thing, *said])
        for place, word in enumerate(said):
            if word != self.number or (said[place + 1 : place + 2] == ["%"]) is not self.is_share:
                continue
            near = said[place + 1 : place + 2 + MOST_BETWEEN]
            near += said[max(0, place - 1 - MOST_BETWEEN) : place] if self.is_share else []
            if stems[self.thing] in (stems[other] for other in near):
                return True
        return False


def read(question: str) -> Count | None:
    """Return the count by which a question looks for a paper, if that is all that it says of it."""
    found = _ASKED.fullmatch(question)
    if not found:
        return None
    return Count(without_separators(found["number"]), found["thing"], bool(found["percent"]))
