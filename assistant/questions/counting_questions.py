"""How people ask how many papers say a thing, of which there are more, and in which year or venue there are most.

A question is one of these only if all of its words say so, but for the things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from assistant.language.words import has_content
from assistant.patterns import lazy_re
from assistant.questions.said_dates import YEAR

_PAPERS = r"(?:papers|abstracts|articles|publications|studies|works)"
_PERHAPS = lazy_re(rf"\b(?:{_PAPERS}|or)\b", re.IGNORECASE)
"""What each of these questions says, so that most others are told from them at once."""
_LIBRARY = r"(?:the|this|your|our) (?:library|collection|corpus|database)"
_IN_LIBRARY = rf"(?: (?:in|of|from) {_LIBRARY})?"
_THERE = (
    rf"(?: (?:(?:are|were|is|was)(?: there| known| stored| indexed| in {_LIBRARY})?|there are|exist"
    rf"|do you (?:have|know(?: of)?|hold)|(?:does|do) {_LIBRARY} (?:have|hold|contain)|(?:have|has) been|(?:was"
    rf"|were)|published|appeared|c[ao]me out"
    rf"|in {_LIBRARY})){{0,3}}"
)
_NOT = (
    r"(?:(?P<not>(?:do|does|did|have|are|were|is|was)(?: not|n['’]t)(?: any)?|never|lack|make no mention of|fail"
    r" to) ?)"
)
_REPORT = (
    r"(?:report|give|show|present)(?:ing)?(?: any)?(?: results?| numbers?| scores?)? (?:on|for)"
    r"|(?:evaluat|test|train|experiment)(?:e|ed|ing)?(?: \w+)? (?:on|with)"
)
_SAY = (
    r"(?:(?:also )?(?:mention|say|name|contain|discuss|cover|address|study|investigate|examine|explore|use"
    r"|employ|apply"
    r"|concern|treat|consider|involve|deal with|talk about|speak (?:of|about)|(?:work|focus|rely|build) on"
    rf"|(?:are|is|were)(?: only)? (?:about|on)|{_REPORT}"
    r"|(?:are|is|were) (?:evaluated|tested|trained|based) (?:on|with)))(?: the (?:word|words|term|phrase|name))?"
)
_SAYING = (
    r"(?:(?:that (?:is|are) )?(?:about|on|regarding|concerning|covering|mentioning|using|discussing|studying"
    r"|employing"
    r"|containing|addressing|applying|involving|dealing with|related to|evaluated on|tested on|trained on|based on)"
    r"(?: the (?:word|words|term|phrase))?|(?P<without>without|not (?:about|on|mentioning|using)))"
)
_MANY = r"(?:and |so |but |then |ok |also )?how many"
_NUMBER = r"(?:(?:what is|what['’]s|tell me|give me|show me|count) )?the (?:total |exact )?(?:number|count) of"
_TITLED = r"(?:have|has|with|contain|carry|include|whose titles? (?:contain|include|mention|say|have|has)s?)"
_PLACED = r" in (?:their|the|its|a) (?:own )?(?:titles?|abstracts?|headings?|names?)"
_FORMS = (
    rf"(?:{_MANY}|{_NUMBER}|count)(?: of)?(?: all)?(?: the| these| your| those)? {_PAPERS}{_IN_LIBRARY}{_THERE}"
    rf"(?: that| which)?"
    rf"(?: (?:do|does|did|have))? (?:{_NOT})?{_SAY} (?P<thing>\S.*?)",
    rf"(?:{_MANY}|{_NUMBER}|count)(?: of)?(?: all)?(?: the| these| your| those)? {_PAPERS}{_IN_LIBRARY}{_THERE}"
    rf" {_SAYING}"
    rf" (?P<thing>\S.*?){_THERE}",
    rf"(?:{_MANY}|{_NUMBER}) {_PAPERS}{_IN_LIBRARY}{_THERE}(?: that| which)? {_TITLED} (?P<thing>\S.*?{_PLACED})",
    rf"(?:{_MANY}|{_NUMBER}) {_PAPERS}{_IN_LIBRARY}{_THERE} whose (?P<place>title|abstract)s? (?:contain|include"
    rf"|mention|say|have|has)s?"
    r" (?P<thing>\S.*?)",
    rf"in {_MANY} {_PAPERS}{_IN_LIBRARY} (?:is|are|was|were|does|do) (?P<thing>\S.*?)(?: (?P<unsaid>not|never))?"
    r" (?:mentioned|used|named|discussed|studied|said|considered|covered|applied|employed|occur|appear)",
    rf"{_MANY} (?P<thing>(?!of\b)[\w-]+(?: [\w-]+){{0,3}}) {_PAPERS}{_IN_LIBRARY}"
    rf"(?: (?:(?:are|were) there|are in {_LIBRARY}|do you (?:have|know(?: of)?|hold)|exist|are known|does"
    rf" {_LIBRARY} (?:have|hold)"
    r"|(?:were|have been|are)(?: published)?|appeared|came out))?",
)
_COUNTS = tuple(lazy_re(form, re.IGNORECASE) for form in _FORMS)
_NO_TOPIC = lazy_re(
    r"\b(?:other|more|such|new|newer|older|recent|different|total|those|these|further|many|all|of|published|research"
    r"|scientific|undated|dated)\b",
    re.IGNORECASE,
)
"""In what is no topic before "papers": "how many other papers"."""
_YEARS = lazy_re(
    rf" (?:in|from|of) (?P<first>{YEAR})(?:,? (?:and|or|versus|vs\.?|(?:as )?compared (?:to|with)|than(?: in)?) "
    rf"(?:in |from )?)(?P<last>{YEAR})$",
    re.IGNORECASE,
)
_MORE = tuple(
    lazy_re(form, re.IGNORECASE)
    for form in (
        rf"do (?:(?P<most>more)|fewer|less) {_PAPERS}{_IN_LIBRARY} {_SAY} (?P<first>\S.*?),? (?:or|than) "
        rf"(?P<second>\S.*?)",
        rf"are there (?:(?P<most>more)|fewer|less) {_PAPERS}{_IN_LIBRARY} (?:{_SAYING}|that {_SAY}) "
        rf"(?P<first>\S.*?),? (?:or|than)"
        r" (?:on |about )?(?P<second>\S.*?)",
        rf"(?:which|what) (?:one )?(?:is|are|do) (?:(?:(?:mentioned|used|named|studied|discussed) (?:in|by)|in)"
        rf" )?(?:(?P<most>more)|fewer|less)"
        rf" {_PAPERS}{_IN_LIBRARY}(?: {_SAY})?[,:]? (?P<first>\S.*?),? or (?P<second>\S.*?)",
        r"(?:which|what) (?:one )?is (?:mentioned|used|named|studied|discussed) (?:(?P<most>more)|less)(?: often"
        r"| frequently)?[,:]? "
        r"(?P<first>\S.*?),? or (?P<second>\S.*?)",
        rf"(?:is|are) (?P<first>\S.*?) (?:mentioned|used|named|studied|discussed) (?:in|by) (?:(?P<most>more)"
        rf"|fewer) {_PAPERS}"
        r" than (?P<second>\S.*?)",
    )
)
_OF_WHAT = r"(?:(?P<year>years?)|(?P<venue>venues?|conferences?|journals?|(?:publication )?outlets?))"
_TOPIC = rf"(?: (?:{_SAYING}|(?:that|which) {_SAY}) (?P<thing>\S.*?))?"
_MOST = r"(?:(?P<most>most|highest number of|largest number of)|(?:the )?fewest|least|lowest number of)"
_PEAKS = tuple(
    lazy_re(form, re.IGNORECASE)
    for form in (
        rf"(?:and )?(?:in |from |at )?(?:which|what) {_OF_WHAT}(?: has| have| had| saw| with| do you have| are"
        rf" there| were there| published)?"
        rf" (?:the )?{_MOST} {_PAPERS}{_IN_LIBRARY}{_TOPIC}{_THERE}",
        rf"(?:and )?(?:(?:in|from|at) )?(?:which|what) {_OF_WHAT} (?:are|were|do) (?:the )?{_MOST} (?:of the"
        rf" )?{_PAPERS}{_IN_LIBRARY}"
        rf"(?: (?:from|published|dated|in|come from))*{_TOPIC}{_THERE}",
        rf"(?:{_MANY} |(?:the )?(?:number of )?){_PAPERS}{_IN_LIBRARY}{_THERE}{_TOPIC}{_THERE}"
        r" (?:per|(?:for |in )?each|by) (?:(?P<year>year)|(?P<venue>venue|conference|journal))(?P<every>)",
    )
)


class Fact(Enum):
    """What papers are grouped by."""

    YEAR = "year"
    VENUE = "venue"


@dataclass(frozen=True, slots=True)
class Count:
    """How many papers say a thing, or do not.

    Attributes:
        years: for each of which they are counted, if two are named.
    """

    thing: str
    is_denied: bool = False
    years: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compare:
    """Which of two things more papers say, or fewer."""

    first: str
    second: str
    is_more: bool = True


@dataclass(frozen=True, slots=True)
class Peak:
    """In which year or venue there are the most papers, or the fewest, of those that say a thing if one is said.

    Attributes:
        is_every: each year or venue is asked for.
    """

    fact: Fact
    thing: str = ""
    is_most: bool = True
    is_every: bool = False


def read(text: str) -> Count | Compare | Peak | None:
    """Return what is to be counted, None if a question asks for no number of papers."""
    if not _PERHAPS.search(text):
        return None
    said = " ".join(text.strip(" ?.!").split())
    for form in _PEAKS:
        if found := form.fullmatch(said):
            parts = found.groupdict()
            is_every = parts.get("every") is not None
            fact = Fact.YEAR if parts.get("year") else Fact.VENUE
            return Peak(fact, parts.get("thing") or "", is_every or bool(parts.get("most")), is_every)
    for form in _MORE:
        found = form.fullmatch(said)
        if found and has_content(found["first"]) and has_content(found["second"]):
            return Compare(found["first"], found["second"], bool(found["most"]))
    return _count(said)


def compares_years(text: str) -> bool:
    """Whether a question asks how many papers there are of each of two years."""
    wanted = read(text)
    return isinstance(wanted, Count) and bool(wanted.years)


def _count(said: str) -> Count | None:
    years: tuple[str, ...] = ()
    if found := _YEARS.search(said):
        said, years = said[: found.start()], (found["first"], found["last"])
    for form in _COUNTS:
        if not (found := form.fullmatch(said)):
            continue
        parts = found.groupdict()
        is_before = form is _COUNTS[-1]
        if not has_content(parts["thing"]) or (is_before and _NO_TOPIC.search(parts["thing"])):
            return None
        thing = f"{parts['thing']} in the {parts['place']}" if parts.get("place") else parts["thing"]
        is_denied = any(parts.get(name) for name in ("not", "without", "unsaid"))
        return Count(thing.lower() if said.isupper() else thing, is_denied, years)
    return None
