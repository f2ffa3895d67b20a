"""How people ask what a paper is about, what its problem, method and results are, and where its code is."""

from __future__ import annotations

import itertools
import re
from enum import Enum

from assistant.patterns import lazy_re
from assistant.questions.plain_forms import NOUN, plainly

AROUND = " ?.!"
"""What may stand around a question, or a name."""
MOST_AT_ONCE = 5
_QUOTED = lazy_re(r"“[^”]{2,}”|(?<!\w)\"[^\"]{2,}\"(?!\w)")
"""A title, whose words say nothing of what is asked."""
_PLACE = lazy_re(r"“([0-9]+)”")
_BETWEEN = lazy_re(r"[?!]+ (?=\w)|,? and (?=(?:what|how|why|which) )", re.IGNORECASE)


class Part(Enum):
    """What is asked of the paper."""

    MEANING = "what its name means"
    WHAT = "what it is"
    ORIGIN = "which paper it is from"
    ALL = "what it is about"
    PROBLEM = "why it is there"
    METHOD = "how it works"
    RESULT = "what came out"
    CODE = "where its code and data are"
    TESTED = "on what it was tested"
    LIMITS = "what it cannot do or leaves to be done"


def read(text: str, *, follows: bool = False, is_plain: bool = True) -> list[tuple[Part, str]]:
    """Return what a question asks and of what, in its words, for each thing that is asked; nothing if it is not these.

    Args:
        follows: a paper was talked about, which need not be named.
        is_plain: whether it is brought to its plain form, in which words such as "the gist of" are no part of a name.
    """
    titles: list[str] = _QUOTED.findall(text)
    places = itertools.count()
    text = _QUOTED.sub(lambda found: f"“{next(places)}”", text)
    parts = [_read_one(part, follows=follows, is_plain=is_plain) for part in _BETWEEN.split(text.strip(AROUND))]
    if not all(parts):
        return []
    asked = [one for part in parts for one in part][:MOST_AT_ONCE]
    return [(part, _PLACE.sub(lambda found: titles[int(found[1])], name)) for part, name in asked]


def _read_one(text: str, *, follows: bool, is_plain: bool) -> list[tuple[Part, str]]:
    said = text.strip(AROUND)
    if _MAY_OWN.search(said):
        said = _OWN.sub(r"the \g<what> of \g<whose>", _ITS.sub(r"the \g<what> of it", said))
    if follows and (alone := _ALONE.fullmatch(said)):
        said = f"{'is there' if alone['thing'] else 'what are the'} {alone['what']} of it"
    forms = (_BARE.sub(r"\g<what> of it", said, count=1), said) if follows else (said,)
    for form in map(plainly, forms) if is_plain else forms:
        for pattern in _COMPARISONS:
            if (found := pattern.fullmatch(form)) and len(names := _AND.split(found["papers"])) > 1:
                return [(Part.WHAT, name) for name in names]
        for part, question in _QUESTIONS:
            if found := question.fullmatch(form):
                return [(part, found["paper"])]
    return []


def _question(pattern: str) -> re.Pattern[str]:
    return lazy_re(rf"(?:(?:and|so|but|please|ok(?:ay)?),? )*{pattern}".replace("PAPER", r"(?P<paper>\S.*?)"), re.I)


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
_KIND = r"(?:main |key |core |central |basic |general |experimental )"
_MAIN = rf"(?:the )?{_KIND}?"
_WORK = r"(?:method|approach|technique|mechanism)s?"
_WHY = r"(?:problem|motivation|challenge|need)"
_LIMITS = r"(?:limitations?|limits|weakness(?:es)?|drawbacks?|shortcomings?|downsides?)"
_NOUN = rf"(?:{_KIND}?(?:{_RESULTS}|{_AIMS}|{_WORK}|{_WHY}|{_LIMITS}|{_THINGS})|{NOUN})"
_MAY_OWN = lazy_re(r"['’]|\b(?:its|their)\b", re.IGNORECASE)
"""Without which the next two need not be tried, nor compiled."""
_ITS = lazy_re(rf"\b(?:its|their) (?P<what>{_NOUN})\b", re.IGNORECASE)
_OWN = lazy_re(
    rf"\b(?!(?:what|it|that|who|where|how|there)['’])(?P<whose>\S+)['’]s? (?P<what>{_NOUN})\b", re.IGNORECASE
)
_BARE = lazy_re(rf"(?P<what>\bthe {_NOUN})\b(?! (?:of|in|from|behind|for|to)\b)", re.IGNORECASE)
_ALONE = lazy_re(rf"(?:(?:what|how) about )?(?:the |any )?(?P<what>(?P<thing>{_THINGS})|{_NOUN})", re.IGNORECASE)
_AND = lazy_re(
    r"(?:,? (?:and|or|vs\.?|versus)"
    r"|(?: (?:(?:(?:is|are) )?different|differs?|compares?|compared))? (?:from|to|with|against)|,) ",
    re.IGNORECASE,
)
_TELL = rf"{_YOU}(?:summari[sz]e|explain|describe|outline|discuss|list|name|state|show|(?:tell|give|show) me)"
_COMPARISONS = tuple(
    lazy_re(pattern.replace("PAPERS", r"(?P<papers>\S.*)"), re.IGNORECASE)
    for pattern in (
        rf"{_YOU}(?:compare|contrast) PAPERS",
        rf"(?:what(?:['’]?s| is| are) |{_TELL} )?{_MAIN}(?:differences?|similarities)(?: and \w+)? between PAPERS",
        rf"{_TELL} how (?P<papers>\S.* (?:differ|compare|is different|are different)s? (?:from|to|with) \S.*)",
        r"how (?:does|do|is|are|did) (?P<papers>\S.* (?:differ|compare)(?:ent|d)? (?:from|to|with|against) \S.*)",
        r"(?:which|what)(?: one)? (?:is|are|works|performs|does) (?:better|best)[,:]? PAPERS",
        rf"{_YOU}(?:tell me|say)(?: something| more| a bit)? about PAPERS",
        rf"{_YOU}(?:describe|explain|outline) PAPERS",
        r"what do PAPERS have in common",
        r"how (?:do|does|are|is|did) (?P<papers>\S.* and \S.*?) (?:differ|compare|relate)(?:ent|d)?(?: (?:from|to|with)"
        r" (?:each other|one another))?",
        rf"(?:(?:what are|{_TELL}) )?(?:the )?(?:pros and cons|trade-?offs|(?:dis)?advantages and (?:dis)?advantages"
        r"|strengths and weaknesses) (?:of|between) PAPERS",
        r"(?:is|are) (?P<papers>\S.* and \S.*?) (?:the same|similar|different|related)(?: things?| ideas?| methods?)?",
        r"(?P<papers>\S.* (?:vs\.?|versus) .*)",
        r"(?:should i (?:use|choose|pick|take) )?(?P<papers>\S+(?: \S+){0,2} or \S+(?: \S+){0,2})",
    )
)
_SETS = r"(?:benchmark|data ?set|environment|task|simulator|corpus|corpora|suite|domain)s?(?: and [a-z ]+?)?"
_TRIED = r"(?:evaluated|tested|trained|benchmarked|validated|measured|tried)"
_MADE = r"(?:introduced|proposed|presented|invented|coined|developed|created|released|described|published)"
_CALLED = r"(?:(?:the )?(?:term|concept|idea|method|name|notion|model|technique|algorithm|architecture)s? (?:of )?)?"
_FIRST = r"(?:first |originally |initially )?"
_SOURCE = r"(?:papers?|works?|articles?|stud(?:y|ies)|publications?)"
_QUESTIONS = (
    (Part.ORIGIN, _question(rf"(?:which|what) {_SOURCE} (?:has )?{_FIRST}{_MADE} {_CALLED}PAPER(?: first)?")),
    (Part.ORIGIN, _question(rf"(?:in )?(?:which|what) {_SOURCE} (?:was|were) PAPER {_FIRST}{_MADE}(?: in)?")),
    (Part.ORIGIN, _question(rf"where (?:was|were|is|are) PAPER {_FIRST}(?:introduced|proposed|invented|coined)")),
    (
        Part.ORIGIN,
        _question(rf"who (?:has )?{_FIRST}(?:introduced|proposed|invented|coined|came up with) {_CALLED}PAPER"),
    ),
    (
        Part.ORIGIN,
        _question(rf"(?:which|what)(?: paper)? is the (?:original|first) {_SOURCE} (?:on|of|about|behind|for) PAPER"),
    ),
    (Part.ORIGIN, _question(rf"(?:which|what)(?: paper)? is the original PAPER {_SOURCE}")),
    (Part.ORIGIN, _question(r"where (?:does|do|did) PAPER come from")),
    (Part.LIMITS, _question(rf"(?:what|which)(?:['’]?s| is| are| were)? {_MAIN}{_LIMITS} {_OF} PAPER")),
    (Part.LIMITS, _question(rf"(?:what|which) {_LIMITS} (?:does|do|did) PAPER have")),
    (
        Part.LIMITS,
        _question(
            r"(?:what|which) future (?:work|research|directions?) (?:is|are|does|do)"
            r"(?: (?:planned|left|proposed) (?:for|by|in))? PAPER(?: (?:plan|propose|suggest|leave|planned))?"
        ),
    ),
    (
        Part.TESTED,
        _question(
            rf"(?:on |in )?(?:which|what) {_SETS} (?:is|was|are|were|has) PAPER (?:been )?{_TRIED}(?: on| in| with)?"
        ),
    ),
    (
        Part.TESTED,
        _question(
            rf"(?:on |in )?(?:which|what) {_SETS} (?:does|do|did) PAPER (?:use|run|evaluate|test|train|work)"
            r"(?: on| in| with)?(?: (?:for|in) (?:the |its )?(?:evaluation|testing|experiments|training))?"
        ),
    ),
    (
        Part.TESTED,
        _question(
            rf"(?:which|what) {_SETS} (?:is|was|are|were) used (?:to (?:evaluate|test|train|validate)|for|in|by) PAPER"
        ),
    ),
    (Part.TESTED, _question(r"(?:what|where) (?:is|was|are|were) PAPER (?:evaluated|tested)(?: on| in)?")),
    (
        Part.CODE,
        _question(
            rf"where (?:is|are|can (?:i|one|we) (?:find|get|download|see)) (?:the )?(?:{_THINGS}|link)"
            rf" (?:of|for|from|to) PAPER(?: {_OPEN})?"
        ),
    ),
    (Part.CODE, _question(rf"(?:is|are) (?:the |there )?{_THINGS} (?:of|for|from) PAPER {_OPEN}")),
    (Part.CODE, _question(rf"(?:is|are|was|were) PAPER {_OPEN}")),
    (Part.CODE, _question(rf"is there (?:any )?{_THINGS} (?:of|for) PAPER")),
    (
        Part.CODE,
        _question(
            rf"(?:does|do|did|has|have) PAPER (?:releas\w+|shar\w+|publish\w*|provid\w+|open[- ]sourc\w+|have)"
            rf"(?: (?:the|any|all|some))* {_THINGS}(?: of it)?(?: {_OPEN})?"
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
        _question(rf"what (?:are|were|is|was) {_MAIN}{_RESULTS} {_OF} PAPER"),
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
