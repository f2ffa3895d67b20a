"""How people ask what a paper is about, what its problem, method and results are, and where its code is."""

from __future__ import annotations

import re
from enum import Enum

AROUND = " ?.!"
"""What may stand around a question, or a name."""


class Part(Enum):
    """What is asked of the paper."""

    MEANING = "what its name means"
    WHAT = "what it is"
    ALL = "what it is about"
    PROBLEM = "why it is there"
    METHOD = "how it works"
    RESULT = "what came out"
    CODE = "where its code and data are"


def read(text: str) -> tuple[Part, str] | None:
    """Return what a question asks and of what, in its words; None if it asks for something else."""
    said = text.strip(AROUND)
    for part, pattern in _QUESTIONS:
        if found := pattern.fullmatch(said):
            return part, found["paper"]
    return None


def _question(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:and|so|but|please|ok(?:ay)?),? )*{pattern}".replace("PAPER", r"(?P<paper>\S.*?)"), re.I)


_THING = (
    r"(?:(?:source )?code|data(?:sets?)?|models?|weights|checkpoints|implementation|software|repo(?:sitory)?|github)"
)
_THINGS = rf"{_THING}(?: and {_THING})?"
_OPEN = (
    r"(?:(?:made |publicly |freely |openly )*(?:available|public|released|open|open[- ]sourced?|online|free|on github))"
)
_YOU = r"(?:(?:can|could|would) you (?:please )?)?"
_OF = r"(?:of|in|from|behind|for)"
_RESULTS = r"(?:results?|findings?|conclusions?|outcomes?)"
_AIMS = r"(?:idea|contribution|point|purpose|goal|aim|topic|message)s?"
_MAIN = r"(?:the )?(?:main |key |core |central |basic |general )?"
_QUESTIONS = (
    (
        Part.CODE,
        _question(
            rf"where (?:is|are|can (?:i|one|we) (?:find|get|download|see)) (?:the )?(?:{_THINGS}|link)"
            rf" (?:of|for|from|to) PAPER(?: {_OPEN})?"
        ),
    ),
    (Part.CODE, _question(rf"(?:is|are) (?:the |there )?{_THINGS} (?:of|for|from) PAPER {_OPEN}")),
    (Part.CODE, _question(rf"(?:where |is |are )+PAPER['’]s {_THINGS}(?: {_OPEN})?")),
    (Part.CODE, _question(rf"(?:is|are|was|were) PAPER {_OPEN}")),
    (Part.CODE, _question(rf"is there (?:any )?{_THINGS} (?:of|for) PAPER")),
    (
        Part.CODE,
        _question(
            rf"(?:does|do|did|has|have) PAPER (?:releas\w+|shar\w+|publish\w*|provid\w+|open[- ]sourc\w+|have)"
            rf"(?: (?:its|the|their|any|all))*(?: {_THINGS})(?: {_OPEN})?"
        ),
    ),
    (Part.ALL, _question(rf"{_YOU}(?:tell me|say)(?: something| more| a bit)? about PAPER")),
    (Part.ALL, _question(rf"{_YOU}(?:describe|explain|outline)(?: to me)? PAPER(?: to me| briefly| in short)?")),
    (Part.ALL, _question(r"what (?:do you know|can you (?:tell me|say)) about PAPER")),
    (Part.ALL, _question(r"what(?:['’]?s| is| was) PAPER(?: all)? about")),
    (
        Part.PROBLEM,
        _question(
            r"(?:what|which) (?:research )?(?:problem|issue|challenge|gap|limitation|need)s? (?:does|do|did) PAPER"
            r" (?:try to )?(?:solve|address|tackle|target|attack|fill|overcome|fix|deal with)"
        ),
    ),
    (
        Part.PROBLEM,
        _question(rf"what(?:['’]?s| is| was) {_MAIN}(?:problem|motivation|challenge|need)(?: {_OF}) PAPER"),
    ),
    (
        Part.PROBLEM,
        _question(r"why (?:was|were|is|are) PAPER (?:developed|made|proposed|introduced|built|created|needed)"),
    ),
    (
        Part.RESULT,
        _question(rf"what (?:are|were|is|was) {_MAIN}(?:experimental )?{_RESULTS} {_OF} PAPER"),
    ),
    (
        Part.RESULT,
        _question(
            rf"(?:what|which) {_MAIN}(?:results|findings|conclusions) (?:does|do|did) PAPER"
            r" (?:get|report|achieve|show|reach|obtain|have|draw)"
        ),
    ),
    (Part.RESULT, _question(r"what (?:does|do|did) PAPER (?:find|show|conclude|achieve|demonstrate|report|reveal)")),
    (Part.RESULT, _question(r"how (?:well|good) (?:does|do|did|is|are) PAPER(?: (?:perform|work|do))?")),
    (Part.METHOD, _question(r"how (?:does|do|did) PAPER work")),
    (
        Part.METHOD,
        _question(
            r"(?:what|which) (?:method|approach|technique|mechanism)s? (?:does|do|did) PAPER"
            r" (?:use|propose|introduce|take|apply|employ|present)"
        ),
    ),
    (
        Part.METHOD,
        _question(rf"what(?:['’]?s| is| was) {_MAIN}(?:method|approach|technique|mechanism) {_OF} PAPER"),
    ),
    (
        Part.WHAT,
        _question(rf"what(?:['’]?s| is| are| was) {_MAIN}{_AIMS} {_OF} PAPER"),
    ),
    (
        Part.WHAT,
        _question(
            r"what (?:does|do|did) PAPER (?:do|propose|introduce|present|offer|contribute|study|describe|suggest|mean)"
        ),
    ),
    (Part.WHAT, _question(r"(?:what(?:['’]?s| is| are| was)(?: exactly)?|define) PAPER(?: exactly)?")),
)
