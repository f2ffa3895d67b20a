"""Where a date in a question can be nothing but a filter, though no paper is spoken of, and where it may be one.

"Which methods from 2026 …", "What came out in 2022 on …", "What has been done on … since 2024?" ask for what is of a
date; so does a date alone, "what about in 2024?". "Which model won in 2012?" does not: a false filter hides papers.
"""

from __future__ import annotations

import re

from assistant.patterns import lazy_re
from assistant.questions.said_dates import PLURAL, WHEN, YEAR, may_say_when

_PREPOSITION = (
    r"(?:from|since|after|before|until|till|between|up\s+to|as\s+of|prior\s+to|(?:newer|later|older|earlier)\s+than)"
)
_IN = rf"(?:{_PREPOSITION}|in|during|within|over)"
_DATE = rf"(?:the\s+)?(?:{WHEN}|(?:last|past)\s+(?:\w+\s+)?(?:years?|months?|weeks?)\b)"
_METHODS = r"(?:methods?|approach(?:es)?|techniques?|algorithms?|frameworks?|research|advances)"
_MADE = r"(?:proposed|introduced|developed|presented|published|released|described)"
_BE = r"(?:(?:that|which)\s+)?(?:(?:was|were|are|(?:has|have)\s+been)\s+)?"
_ASKS = r"^\W*(?:and\s+)?(?:which|what|(?:is|are)\s+there(?:\s+any)?)\s+(?:[\w-]+\s+){0,3}?"
_CAME = r"(?:(?:has|have)\s+)?(?:came\s+out|come\s+out|appeared)"
_HAS_BEEN = r"(?:has|have)\s+been\s+(?:done|written|tried|achieved|found|learn(?:ed|t)|shown|proposed|developed|made)"
_ABOUT = r"(?:on|about|for|in|with|regarding)"
_ONES = r"(?:what(?:\s+else)?|how\s+much|anything)"
_OF_THESE = (
    r"(?:(?:is|are|was|were)\s+)?(?:which|any|some|all|none|how\s+many)"
    r"(?:\s+(?:ones?|(?:papers?\s+)?of\s+(?:these|those|them)(?:\s+papers)?))"
)

_SURE = lazy_re(
    rf"^\W*(?:and\s+)?{_OF_THESE}\s+(?:(?:is|are|was|were)\s+)?{_IN}\s+{_DATE}\W*$"
    rf"|{_ASKS}{_METHODS}\s+(?:{_BE}{_MADE}\s+{_IN}|(?:(?:that|which)\s+(?:is|are)\s+)?{_PREPOSITION})\s+{_DATE}"
    rf"|^\W*(?:and\s+)?{_ONES}\s+{_CAME}\s+(?:{_ABOUT}\s+\S.*?\s+)?{_IN}\s+{_DATE}"
    rf"|^\W*(?:and\s+)?{_ONES}\s+(?:was|were|has\s+been)\s+(?:newly\s+)?{_MADE}\s+{_IN}\s+{_DATE}"
    rf"|^\W*(?:and\s+)?{_ONES}\s+{_HAS_BEEN}\s+(?:{_ABOUT}\s+\S.*?\s+)?{_IN}\s+{_DATE}"
    rf"|^\W*(?:and\s+)?what(?:['’]?s|\s+is)\s+(?:there|new)\s+{_ABOUT}\s+\S.*?\s+{_PREPOSITION}\s+{_DATE}\W*$",
    re.IGNORECASE,
)
_ALONE = lazy_re(
    rf"\W*(?:(?:and|but|or|so|ok|only|just|what|how|about|for|the|ones|those|then)\W+)*(?:{_IN}\s+)?{_DATE}"
    rf"(?:\s*(?:and|to|until|till|through|-|–)\s*{_DATE})?(?:\W+(?:only|then|instead|please|too))?\W*",
    re.IGNORECASE,
)
_FILLING = lazy_re(
    r"\W*(?:(?:and|but|or|so|ok|only|just|what|how|about|for|the|ones|those|then|instead|please|too)\W*)*",
    re.IGNORECASE,
)
_STANDS = lazy_re(rf"\b(?:in|from|since|before|after|until)\s+(?P<year>{YEAR})(?![\w.-]|{PLURAL})")
_AT_THE_END = lazy_re(rf"(?<=\w)\s+(?P<year>{YEAR})\W*$")


def is_of_date(text: str) -> bool:
    """Whether a question asks for what is of a date, or for nothing but a date."""
    return may_say_when(text) and bool(_SURE.search(text) or _ALONE.fullmatch(text))


def is_filling(text: str) -> bool:
    """Whether a question says nothing without its filters, such as "and from 2024?": it asks another one again."""
    return bool(_FILLING.fullmatch(text))


def perhaps(text: str, *, is_sentence: bool) -> str | None:
    """Return the year that stands where a filter might, with the words around it; None if there is none."""
    found = _STANDS.search(text) or (None if is_sentence else _AT_THE_END.search(text))
    return found[0].strip(" ?.!,;") if found else None
