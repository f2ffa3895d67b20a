"""How people ask for the papers at one end of an order: the newest, the oldest, the most authors.

A question is one of these only if all of its words say so, but for a topic: "the oldest paper on transfer learning".
"Recent work on robots" is searched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.said_numbers import NUMBER, number
from assistant.language.words import has_content
from assistant.patterns import lazy_re
from assistant.storage.extremes import Fact

LISTED, MOST_LISTED = 5, 20
"""Papers that are listed, and if more are asked for."""

_NAMES = {
    (Fact.DATE, True): "newest",
    (Fact.DATE, False): "oldest",
    (Fact.AUTHORS, True): "most authors",
    (Fact.AUTHORS, False): "fewest authors",
}


@dataclass(frozen=True, slots=True)
class Superlative:
    """What is asked for.

    Attributes:
        count: of papers; 1 if one is asked for.
        topic: what the papers are to be on, if not any paper is meant.
    """

    fact: Fact
    is_highest: bool
    count: int = 1
    topic: str = ""

    @property
    def name(self) -> str:
        """What the papers at this end are called."""
        return _NAMES[self.fact, self.is_highest]

    def words(self, passing: str) -> str:
        """Return it in words, with those for the filters that its papers pass."""
        papers = f"{'paper' if self.count == 1 else 'papers'}{passing}"
        return f"{self.name} {papers}" if self.fact is Fact.DATE else f"{papers} with the {self.name}"


def read(text: str) -> Superlative | None:
    """Return what a question asks for, None if it is no such question."""
    if not _PERHAPS.search(text):
        return None
    said = _said(text)
    for pattern, fact in ((_BY_DATE, Fact.DATE), (_BY_AUTHORS, Fact.AUTHORS)):
        if found := next((match for form in pattern if (match := form.fullmatch(said))), None):
            parts = found.groupdict()
            is_one = not _SEVERAL.search(said)
            asked_for = parts.get("count") or parts.get("number")
            count = min(MOST_LISTED, max(1, number(asked_for))) if asked_for else 1 if is_one else LISTED
            word = (parts["most"] or parts["list"]).lower()
            return None if is_one and word in _OF_SEVERAL else Superlative(fact, bool(_HIGH.match(word)), count)
    return _on_a_topic(said)


def _on_a_topic(said: str) -> Superlative | None:
    """Return what a question for the newest or the oldest papers on a topic asks for, None if it is none."""
    found = next((match for form in _ON_A_TOPIC if (match := form.fullmatch(said))), None)
    topic = _ARTICLE.sub("", found["topic"].strip(" \"'“”,")) if found else ""
    if not found or not has_content(topic) or _NO_TOPIC.search(topic):
        return None
    parts = found.groupdict()
    asked_for = parts.get("count") or parts.get("number")
    is_one = "one" in parts and not _SEVERAL.search(said)
    count = min(MOST_LISTED, max(1, number(asked_for))) if asked_for else 1 if is_one else LISTED
    return Superlative(Fact.DATE, bool(_HIGH.match(found["most"].lower())), count, topic)


def is_of_these(text: str) -> bool:
    """Whether a question asks for the newest or the oldest of papers that an answer named."""
    wanted = read(text)
    return wanted is not None and not wanted.topic and bool(_THESE.search(text) or not names_papers(text))


def asks_what_is_unknown(text: str) -> bool:
    """Whether a question asks how often papers are cited or read, which a library does not know."""
    return bool(_PERHAPS_UNKNOWN.search(text) and _UNKNOWN.fullmatch(_said(text)))


def names_papers(text: str) -> bool:
    """Whether a question speaks of papers."""
    return re.search(_PAPER, text, re.IGNORECASE) is not None


def _said(text: str) -> str:
    return " ".join(text.strip(" ?.!").split())


_PERHAPS = lazy_re(r"new|latest|recent|oldest|earliest|last|first|author", re.IGNORECASE)
_PERHAPS_UNKNOWN = lazy_re(r"cited|citations|read|popular|download|influential|famous", re.IGNORECASE)
"""What each of these questions says, so that most others are told from them at once."""
_COUNT = rf"(?:(?P<count>{NUMBER}) )?"
_MOST = r"(?P<most>newest|latest|(?:most )?recent|most recently published|oldest|earliest|new|least recent)"
_HIGH = lazy_re(r"new|latest|(?:most )?recent|most|max|high|large|great|big|long|last")
_OF_SEVERAL = ("recent", "new")
"""Said of one paper these ask for no extreme: "is there a new paper?"."""
_PAPER = r"(?:papers?|works?|articles?|publications?|preprints?|stud(?:y|ies)|abstracts?)"
_SEVERAL = lazy_re(r"\b(?:papers|works|articles|publications|preprints|studies|abstracts)\b", re.IGNORECASE)
_LIBRARY = r"(?:the|this|your|my) (?:library|collection|corpus|database|index)"
_HERE = (
    rf"(?: (?:(?:that )?(?:you have|there (?:is|are)|we have|i have)|here|in here|stored|indexed|available"
    rf"|(?:in|of|from) {_LIBRARY}|of all|overall|among them|of (?:them|these|those)))*"
)
_ASKED = (
    r"(?:(?:please )?(?:(?:can|could) you )?(?:show|list|give|tell|find)(?: me| us)?(?: please)?(?: what| which)? "
    r"|(?:and )?(?:what|which)(?: is| are| was| were|['’]?s) |what about |and |do you have |are there |is there )?"
)
_OF_THESE = rf"(?: of (?:these|those|them|the)(?: {_PAPER})?)?"
_AUTHORS = r"(?:co-?)?authors"
_MOST_OF = (
    r"(?:the )?(?P<most>most|fewest|least|(?:largest|highest|greatest|biggest|maximum|smallest|lowest|minimum)"
    rf" number of|smallest amount of) {_AUTHORS}|(?:the )?(?P<list>longest|shortest|largest|smallest)"
    r" (?:author list|list of authors)"
)


def _forms(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(lazy_re(pattern, re.IGNORECASE) for pattern in patterns)


_END = r"(?:[, ]*please)?"
_BY_DATE = _forms(
    rf"{_ASKED}(?:the |any |all )?{_COUNT}(?:very )?{_MOST} {_COUNT.replace('count', 'number')}{_PAPER}{_HERE}{_END}",
    rf"(?:and )?(?:what|which)(?: {_PAPER}| ones?)?{_OF_THESE}{_HERE} (?:is|are|was|were) (?:the )?(?:very )?"
    rf"{_MOST}(?: ones?| {_PAPER})?{_HERE}",
    rf"(?:and )?(?:what|which) {_PAPER}{_HERE} (?:(?:is|are|was|were) (?:published|posted|dated|released)"
    r"|(?:came|come|comes|appeared)(?: out)?) (?:the )?(?P<most>most recently|latest|earliest|last|first)",
    r"(?:and )?(?:(?:what|which)(?: one)?(?: is| was|['’]s) |what about )?(?:the )?(?:very )?"
    rf"(?P<most>newest|latest|most recent|oldest|earliest)(?: one| {_PAPER})? of (?:these|those|them)",
)
_SURELY = r"(?P<most>newest|latest|most recent|most recently published|oldest|earliest)"
_ON = r"(?:on|about|dealing with|that deals? with|concerning|regarding|(?:that (?:is|are) )about)"
_ON_A_TOPIC = _forms(
    rf"{_ASKED}(?:the |any |all )?{_COUNT}(?:very )?{_SURELY} {_COUNT.replace('count', 'number')}(?P<one>{_PAPER})"
    rf"{_HERE} {_ON} (?P<topic>\S.*?){_HERE}{_END}",
    rf"{_ASKED}(?:the |any |all )?{_COUNT}(?:very )?{_SURELY} {_COUNT.replace('count', 'number')}"
    rf"(?P<topic>[\w-]+(?: [\w-]+){{0,2}}) (?P<one>{_PAPER}){_HERE}{_END}",
    rf"(?:and )?(?:what|which) (?P<one>{_PAPER}){_HERE} {_ON} (?P<topic>\S.*?) (?:is|are|was|were) (?:the )?(?:very )?"
    rf"{_SURELY}(?: ones?)?{_HERE}",
    rf"{_ASKED}(?:the )?(?P<most>latest|newest) (?:on|about) (?P<topic>\S.*?){_END}",
)
_ARTICLE = lazy_re(r"^(?:the|a|an|any) (?:(?:topic|subject|theme|field) of )?", re.IGNORECASE)
_NO_TOPIC = lazy_re(
    r"\b(?:published|posted|dated|available|stored|cited|read|other|more|research|this|that|it|these|those|them|who|which"
    r"|what|how|why|not|model|method)\b",
    re.IGNORECASE,
)
"""In what is no topic that the papers could be seen to say: "the oldest published paper", "the newest paper on it"."""
_THESE = lazy_re(r"\bof (?:these|those|them)\b", re.IGNORECASE)
_BY_AUTHORS = _forms(
    rf"(?:and )?(?:what|which)(?: {_PAPER}| one)?{_OF_THESE}{_HERE} (?:has|have|had|(?:is|are) by) (?:{_MOST_OF})"
    rf"{_HERE}",
    rf"{_ASKED}(?:the )?{_COUNT}{_PAPER}{_HERE} (?:with|by|that (?:has|have)) (?:{_MOST_OF}){_HERE}{_END}",
)
_UNKNOWN = lazy_re(
    rf"(?:(?:what|which) (?:is|are|was) |show me |list )?(?:the )?(?:most|least|best|highest)[- ]?(?:cited|read|popular"
    rf"|downloaded|influential|famous) {_PAPER}{_HERE}"
    rf"|(?:and )?(?:what|which) {_PAPER}{_HERE} (?:is|are|was|has|have) (?:the )?(?:most|least|fewest)"
    rf" (?:often )?(?:cited|citations|read|popular|downloaded|downloads|influential|famous)"
    r"|how (?:often|many times) (?:is|was|has|have) (?:it|this paper|the paper) (?:been )?cited",
    re.IGNORECASE,
)
