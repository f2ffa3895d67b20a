"""What is said to the program and not asked of the papers: "thanks!", "tell me a joke", "who are you?", "?!".

It is neither searched nor does it go on with the paper that the dialogue was about; a line of the program answers it.
All of a text must be such talk: "thanks, and what about robots?" is a question.
"""

from __future__ import annotations

from enum import Enum

from assistant.language.capitals import names_in_capitals
from assistant.language.words import STOP_WORDS, words
from assistant.patterns import lazy_re
from assistant.prompting import ABSTENTION

MOST_WORDS = 16
"""Of such talk; the patterns would take long over more."""
LONGEST_WORD = 100
"""Letters; what is longer is no word that a paper could hold."""

_LINKS = frozenset("an and are as at be but by for from in is not of on or the to was were with".split())
_PAPERS = frozenset("paper papers studies study work works".split())
"""Stop words that nevertheless ask something: "how many papers are there?"."""


class Aside(Enum):
    """What kind of talk it is."""

    COURTESY = "a greeting, thanks, a yes"
    PROGRAM = "a question to the program about itself"
    ELSEWHERE = "a wish that no paper fulfils"
    NOTHING = "no word that could be searched"
    COMMAND = "a command of some other program, with a slash"

    @property
    def is_answered(self) -> bool:
        """Whether the line of the program is all that could be wished for; else it is no answer."""
        return self in (Aside.COURTESY, Aside.PROGRAM, Aside.COMMAND)


def kind_of(text: str, *, follows: bool = False) -> Aside | None:
    """Return what kind of talk a text is, None if it may be a question to the papers.

    Args:
        follows: another turn went before, of which "why?" asks more.
    """
    if _COMMAND.match(text):
        return Aside.COMMAND
    said = words(text.replace("’", "").replace("'", ""))
    if len(said) <= MOST_WORDS:
        for kind, pattern in _PATTERNS:
            if pattern.fullmatch(" ".join(said)):
                return kind
    asking = [word for word in said if 1 < len(word) <= LONGEST_WORD and not word.isdecimal()]
    idle = _LINKS if follows else STOP_WORDS - _PAPERS
    return None if set(asking) - idle or names_in_capitals(text) else Aside.NOTHING


def reply(kind: Aside, count: int) -> str:
    """Return what the program says to it.

    Args:
        count: papers in the library.
    """
    held = f"the {count:,} papers in the library"
    match kind:
        case Aside.COURTESY:
            return f"Ask a question about {held}; `assistant papers` lists them."
        case Aside.PROGRAM:
            return (
                f"This program answers questions from the abstracts of {held}; each sentence of an answer names its"
                " papers and is checked against them. A question may say which papers (“from 2025”, author:Vaswani),"
                " lean on the answer before (“how was it tested?”) or wish for an overview (“summarize web agents”)."
            )
        case Aside.COMMAND:
            return (
                "Nothing here is called with a slash: in the chat Ctrl+P lists what can be done and F1 the keys,"
                " outside it `assistant --help` does. “summarize web agents” is understood as it stands."
            )
        case Aside.ELSEWHERE:
            return f"{ABSTENTION} Answers come from {held} only, and no paper answers that."
        case Aside.NOTHING:
            return f"{ABSTENTION} There is no word to search for in that. Ask a question about {held}."


_COMMAND = lazy_re(r"/[A-Za-z][\w-]*(?:\s|$)")
_GREETING = (
    r"hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|night|day)|welcome|nice to meet you"
    r"|how are you(?: doing)?(?: today)?|hows it going|whats up|sup"
)
_THANKS = (
    r"thanks?|thank you|thx|ty|cheers|many thanks|much appreciated|well done|good (?:job|work|answer|bot)"
    r"|(?:that|this|it) (?:helps|helped|will help|makes sense|made sense|does it|did it"
    r"|answers (?:it|that|my question))"
    r"|(?:thats |that is |that was |very |so )?(?:helpful|useful|appreciated|perfect|great|nice|cool|awesome|amazing"
    r"|excellent|interesting|wonderful|fine|good|brilliant|lovely)|wow|lol|haha+|ha|hmm+|hm|oh|ah|uh|um"
)
_YES_NO = (
    r"ok|okay|k|yes|yeah|yep|yup|no|nope|nah|sure|alright|all right|got it|i see|i understand|understood|gotcha"
    r"|of course|agreed|sorry|never ?mind|forget it|stop|quit|exit|cancel|wait|please|test|testing"
)
_PARTING = r"bye|bye bye|goodbye|good bye|see you(?: later| soon| tomorrow)?|see ya|cya|farewell|take care|later"
_TAIL = (
    r"there|you|all|everyone|again|very much|so much|a lot|a bunch|then|now|too|mate|friend|man|guys|assistant|bot"
    r"|for (?:that|this|the (?:help|answer|info|information)|your (?:help|answer|time)|helping(?: me)?)"
    r"|im (?:fine|good|done)|i am (?:fine|good|done)|and|but|well"
)
_COURTESY = rf"(?:{_GREETING}|{_THANKS}|{_YES_NO}|{_PARTING})"

_PROGRAM = (
    rf"(?:{_COURTESY} )?(?:who|what) (?:exactly )?are you|what(?: is|s) your (?:name|purpose|job|task)"
    r"|what (?:can|do|could) you (?:do|know|help(?: me)? with|answer)(?: for me)?|what can i (?:ask|do)(?: you| here)?"
    r"|how do you work|how (?:do|can) i use (?:you|this|it)|who (?:made|built|created|wrote|trained) you"
    r"|are you (?:an? )?(?:ai|bot|robot|human|person|real|machine|model|llm|chatgpt|language model|there|ok|okay)"
    r"|how old are you|where are you(?: from)?|(?:please )?help(?: me)?(?: please)?|(?:i )?need (?:some |your )?help"
    r"|(?:can|could|will|would) you (?:please )?(?:help|assist)(?: me)?(?: please)?"
)

_ENTERTAIN = (
    r"(?:please )?(?:(?:can|could|will|would) you (?:please )?|i want you to |i would like you to )?"
    r"(?:tell|sing|write|make|give|play|compose)(?: me| us)?(?: an?| another| some| the)? (?:\w+ )?"
    r"(?:jokes?|songs?|poem|story|limerick|haiku|rap|riddle|music|fairy tale|lullaby)"
    r"(?: (?:about|on|for|of|please)\b.*)?|do you know (?:any |a |some )?(?:good )?jokes?|make me laugh"
)
_WHEN = (
    r"(?:today|tomorrow|tonight|now|right now|outside"
    r"|this (?:week|weekend|morning|afternoon|evening)|next week|(?:on )?\w+day)"
)
_WEATHER = (
    r"(?:whats|what is|hows|how is|how will|what will) the weather(?: (?:be|like|forecast))*"
    rf"(?: in \w+(?: \w+)?)?(?: (?:for )?{_WHEN})*|(?:the )?weather(?: forecast)?(?: (?:for )?{_WHEN})+"
    rf"|(?:will|is|does) it (?:going to )?(?:rain|snow|raining|snowing|be (?:sunny|cold|hot|warm))(?: {_WHEN})+"
)
_CLOCK = (
    r"what (?:time|day|date|year|month) is (?:it|today|tomorrow)(?: (?:now|today|right now))?|whats todays date"
    r"|(?:whats|what is) (?:the (?:time|date|day)|the current (?:time|date))(?: (?:now|today|right now))?"
    r"|what is todays date"
)

_PATTERNS = tuple(
    (kind, lazy_re(pattern))
    for kind, pattern in (
        (Aside.COURTESY, rf"{_COURTESY}(?: (?:{_COURTESY}|{_TAIL}))*"),
        (Aside.PROGRAM, _PROGRAM),
        (Aside.ELSEWHERE, rf"{_ENTERTAIN}|{_WEATHER}|{_CLOCK}"),
    )
)
