"""From what was typed to what is searched: clean text, filters taken out, a follow-up made to stand alone."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import filters
from assistant.corpus import clean
from assistant.errors import UsageError
from assistant.records import Filters, Turn

MAX_QUESTION = 4000
"""Characters; far more than any question needs, and far less than what would be a document by mistake."""

HELD_ALONE, SAID_ALONE = 1.7, 3.5
"""So many words that one paper has make a question stand alone: held by its best paper, or said at all."""

_ELSEWHERE = re.compile(
    r"\b(similar|something like|like (?:that|this|it)|any(?:one|body)|(?:who|what|anything|someone|where) else"
    r"|another|elsewhere|follow-?up|successor|predecessor|alternatives?|opposite|other (?:papers?|works?|methods?)"
    r"|also (?:happen|hold|work|true|apply)|is there (?:an?|any|some) (?:\w+ )?"
    r"(?:approach|dataset|method|model|paper|research|study|system|tool|way|work)"
    r"|is there (?:something|work|research)"
    r"|are there (?:any |other |more )?(?:papers|methods|approaches|datasets|works))\b",
    re.IGNORECASE,
)
_BROAD = re.compile(
    r"\bpapers\b|^list\b|\bfind me\b|\b(?:compare|contrast|summari[sz]e|distinguish\w*) (?!to\b)|\boverview\b"
    r"|\b(?:what|which) (?:\w+ )?(?:approaches|methods|benchmarks|works?|studies|techniques) (?:\w+ )?"
    r"(?:exist|are|let|treat|use)"
    r"|\bin the corpus\b|\bthe corpus\b|^benchmarks\b|^datasets\b|\bwhat do you have\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What to search.

    Attributes:
        text: the question without filters.
        topic: title of the paper that the dialogue was last about, if the question follows another.
        seen: titles that the dialogue has had already and that are not what is asked for now.
    """

    text: str
    filters: Filters
    topic: str | None = None
    seen: frozenset[str] = frozenset()

    @property
    def standalone(self) -> str:
        """The question with the topic of the dialogue, as it is searched."""
        return f"{self.text} ({self.topic})".strip() if self.topic else self.text

    def alone(self) -> Understanding:
        """Return the question without the topic of the dialogue, for one that needs none."""
        return replace(self, topic=None)

    @property
    def is_broad(self) -> bool:
        """Whether several papers are asked for: a theme, a comparison, an overview."""
        return bool(_BROAD.search(self.text))

    def __str__(self) -> str:
        """The question with its filters, as it is shown."""
        return f"{self.standalone} [{self.filters}]".strip() if self.filters else self.standalone


def understand(question: str, history: Sequence[Turn] = (), organisations: Sequence[str] = ()) -> Understanding:
    """Return what a question asks for, in the light of the turns before it.

    A follow-up is searched together with the title of the paper that the dialogue was last about, unless `needs_topic`
    says that it stands alone; when it asks for another paper, those that the dialogue was about go behind all others.

    Args:
        organisations: those that the library knows.

    Raises:
        UsageError: the question is empty or too long, or a typed filter cannot be understood.
    """
    parsed = filters.parse(check_question(question), organisations)
    text, found = parsed.text, parsed.filters
    topic = next((turn.titles[0] for turn in reversed(history) if turn.titles), None)
    if topic is None:
        return Understanding(text, found)
    had = frozenset(title for turn in history for title in turn.titles[:1])
    return Understanding(text, found, topic, had if _ELSEWHERE.search(text) else frozenset())


def needs_topic(held: float, total: float, papers: int) -> bool:
    """Whether a question says too little to be understood without the dialogue. Measured in docs/LOG.md.

    Args:
        held, total: summed rarity of its words that the best paper for it alone holds, and of all its words.
        papers: in the library.
    """
    rarest = math.log(papers + 1)
    return held < HELD_ALONE * rarest and total < SAID_ALONE * rarest


def verbatim(question: str) -> Understanding:
    """Return a text that is searched as it stands, such as a title."""
    return Understanding(check_question(question), Filters())


def check_question(question: str) -> str:
    """Return the question as one line of clean text.

    Raises:
        UsageError: it is empty or longer than `MAX_QUESTION`.
    """
    text = clean(question)
    if not text:
        raise UsageError("the question is empty", 'ask something, for example: assistant ask "What is SkillWeaver?"')
    if len(text) > MAX_QUESTION:
        raise UsageError(f"the question has {len(text):,} characters, more than {MAX_QUESTION:,}", "ask a shorter one")
    return text
