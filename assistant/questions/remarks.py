"""What is said of the answer before and asks no paper: "in simple words", "shorter please", "are you sure?", "more".

A wish for other words asks the question before once more, for a language model; quotations stay as they are, and a line
says so. "More" asks for the rest of the abstract that was quoted. All words of a text must say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.language.words import words
from assistant.patterns import lazy_re
from assistant.prompting import ABSTENTION
from assistant.questions import asides
from assistant.records import Turn

MOST_WORDS = 14
"""Of a remark; the patterns would take long over more."""


class Kind(Enum):
    """What is wished for."""

    REWORD = "the same in other words"
    DOUBT = "whether it is so"
    MORE = "more of the same paper"


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on the answer before.

    Attributes:
        question, before: what was asked there, and the turns before that.
        paper: the identity of the one paper that the answer cites, if more of it is wished for.
        is_of_none: whether that answer was that there is none.
    """

    kind: Kind
    question: str
    before: tuple[Turn, ...]
    paper: str | None = None
    is_of_none: bool = False

    @property
    def line(self) -> str:
        """What the program says to it where quotations are all that it gives."""
        return _OF_NONE if self.is_of_none and self.kind is Kind.DOUBT else _LINES[self.kind]


def kind_of(text: str) -> Kind | None:
    """Return what a text wishes for if it is no more than a remark."""
    said = words(text.replace("’", "").replace("'", ""))
    if len(said) > MOST_WORDS:
        return None
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(" ".join(said))), None)


def read(text: str, history: Sequence[Turn]) -> Remark | None:
    """Return the remark that a text is on the answer before; None if it is none, or nothing was answered before.

    More is wished for only of one paper: after an answer from several it is a question like any other.
    """
    kind = kind_of(text) if history else None
    place = next((place for place in reversed(range(len(history))) if not _is_idle(history[place])), None)
    if kind is None or place is None:
        return None
    if kind is Kind.MORE:
        numbers = history[place].numbers
        return Remark(kind, "", (), numbers[0][1]) if len(numbers) == 1 else None
    is_of_none = history[place].answer.startswith(ABSTENTION)
    while place and kind_of(history[place].question):
        place -= 1
    return Remark(kind, history[place].question, tuple(history[:place]), is_of_none=is_of_none)


def without_manner(text: str) -> str:
    """Return a text without the words at its end that say how it is to be told: "in one sentence", "briefly"."""
    said = text.split()
    for place in range(max(1, len(said) - MOST_WORDS), len(said)):
        if _AT_THE_END.fullmatch(" ".join(words(" ".join(said[place:]).replace("’", "").replace("'", "")))):
            return " ".join(said[:place]).rstrip(" ,")
    return text


def last_question(history: Sequence[Turn]) -> str:
    """Return the last question of a dialogue that was no remark and no talk."""
    asked = [turn.question for turn in history if not _is_idle(turn) and not kind_of(turn.question)]
    return asked[-1] if asked else history[-1].question


def _is_idle(turn: Turn) -> bool:
    """Whether a turn was answered by a line of the program alone."""
    is_talk = kind_of(turn.question) or asides.kind_of(turn.question, follows=True)
    return not turn.listed and is_talk is not None


_LINES = {
    Kind.REWORD: (
        "Answers are quotations, word for word, which cannot be reworded, shortened or translated. A language model can"
        " do that: `assistant models` lists those that can be used."
    ),
    Kind.DOUBT: (
        "Each quotation stands word for word in the abstract that its number names: in the chat the digit of a paper"
        " opens it. What is told without quotation marks is what the library stores of the paper."
    ),
}

_OF_NONE = (
    "The nearest papers were read, and none of them seems to answer. Only their abstracts are held: what stands in the"
    " rest of a paper is not known."
)

_POLITE = r"(?:(?:please|pls|now|ok|okay|and|but|then|just|can you|could you|would you|will you|i want you to) )*"
_TAIL = r"(?: (?:please|pls|again|for me|to me|to us|now|instead|thanks|thank you|then))*"
_THAT = (
    r"(?:it|this|that|these|those|them|everything|me|all (?:of )?(?:this|that)"
    r"|(?:your|the|this|that)(?: last| previous)? (?:answer|reply|response|text|result|summary|explanation)|the above)"
)
_LANGUAGE = (
    r"(?:simple |plain )?(?:arabic|chinese|mandarin|czech|danish|dutch|english|finnish|french|german|greek|hebrew|hindi"
    r"|hungarian|indonesian|italian|japanese|korean|norwegian|persian|polish|portuguese|romanian|russian|spanish|swedish"
    r"|turkish|ukrainian|vietnamese|deutsch|francais|espanol)"
)
_NUMBER = r"(?:\d+|one|two|three|four|five|a|an|a few|a couple of|fewer|a single|just one|less than \d+)"
_ALONE = (
    r"(?:in (?:very |more |much )?(?:simple|simpler|plain|easy|easier|other|fewer|less|your own|my own|lay|laymans?"
    r"|everyday|non technical|short) (?:words|terms|english)|in (?:short|brief|a nutshell)"
    rf"|in (?:only |just |at most )?{_NUMBER} (?:short |simple |brief )?"
    r"(?:sentences?|words?|lines?|paragraphs?|bullet points?)"
    r"|(?:more |very )?(?:simply|briefly|concisely)"
    r"|(?:like|as if|as though) (?:im|i am|i was|i were) (?:an? )?(?:\w+ )?(?:five|5|six|ten|10|12|child|kid|beginner"
    r"|toddler|idiot|dummy|layman|layperson)(?: years? olds?)?|as (?:a list|bullet points|bullets)"
    r"|without (?:the )?jargon|with less jargon)"
)
_MANNER = (
    rf"(?:{_ALONE}|(?:more |very )?(?:clearly|plainly|simple|simpler)|in (?:simple|plain|easy|everyday|lay) language"
    r"|(?:like )?(?:to|for)(?: an?| my)? (?:\w+ )?(?:child|children|kids?|beginners?|dummies"
    r"|layman|laypeople|laypersons?|grandma|grandmother|(?:five |5 )?year old|non experts?|students?)"
    r"|(?:as|into|with|using)(?: a)? (?:list|bullets?|bullet points?|table|tweet|points))"
)
_AT_THE_END = lazy_re(rf"{_ALONE}(?: {_ALONE})?{_TAIL}")
_SAYING = (
    r"(?:explain|summari[sz]e|sum up|rephrase|reword|paraphrase|simplify|shorten|condense|say|put|write|rewrite|repeat"
    r"|describe|tell me|give me|break down|express|state|reformulate|clarify)"
)
_REWORD = (
    rf"{_POLITE}(?:{_SAYING}(?: {_THAT})?(?: again)? {_MANNER}(?: {_MANNER})?"
    rf"|(?:rephrase|reword|paraphrase|simplify|shorten|condense|reformulate) {_THAT}"
    rf"|translate(?: {_THAT})?(?: (?:in|into|to) {_LANGUAGE})?|(?:{_SAYING} {_THAT}(?: again)? )in {_LANGUAGE}"
    rf"|in {_LANGUAGE} please|{_ALONE}|what does {_THAT} mean {_MANNER}|eli5|tl ?dr"
    rf"|(?:(?:make|keep) {_THAT} )?(?:a (?:bit|little) |much |even |way )?"
    r"(?:shorter|simpler|clearer|briefer|more (?:concise|precise|simply|briefly|understandable)"
    r"|less (?:technical|complicated))"
    r"(?: answer| version| words)?"
    r"|(?:thats |that is |it is |its |this is )?(?:too|so) (?:long|complicated|technical|complex|hard|difficult|wordy)"
    rf"|i (?:dont|do not|didnt|did not|cant) (?:understand|get|follow)(?: (?:it|this|that|a word|anything|{_THAT}))?)"
    rf"{_TAIL}"
)
_ANSWER = r"(?:this|that|(?:your|the) answer)"
_DOUBT = (
    rf"{_POLITE}(?:(?:are )?you (?:really |absolutely |completely |quite |very )?(?:sure|certain|serious|confident)"
    rf"(?: about (?:it|{_ANSWER}))?|(?:is|was) {_ANSWER} (?:really |actually )?(?:true|right|correct|so)|really"
    rf"|how (?:sure|certain|confident) are you(?: about (?:it|{_ANSWER}))?|how do you know(?: {_ANSWER})?"
    rf"|(?:can|should) i (?:trust|believe) (?:you|it|{_ANSWER})|prove it|says who){_TAIL}"
)
_ABOUT_IT = r"(?: (?:about|on|of) (?:it|this|that|(?:this|that|the) (?:paper|study|work)))"
_DETAILS = r"(?: (?:details?|info|information))"
_MORE = (
    rf"{_POLITE}(?:(?:some |even )?more{_DETAILS}?{_ABOUT_IT}?|(?:tell|show|give)(?: me| us)? (?:some )?more{_DETAILS}?"
    rf"{_ABOUT_IT}?|say more|go on|go deeper|continue|keep going|carry on|next|read on"
    r"|(?:is there )?anything (?:else|more)|what else|is there more|is that all"
    r"|elaborate(?: on (?:it|this|that))?|expand on (?:it|this|that))"
    rf"{_TAIL}"
)
_PATTERNS = tuple(
    (kind, lazy_re(pattern)) for kind, pattern in ((Kind.REWORD, _REWORD), (Kind.DOUBT, _DOUBT), (Kind.MORE, _MORE))
)
