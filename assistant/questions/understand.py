"""From what was typed to what is searched: clean text, filters taken out, a follow-up made to stand alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.errors import UsageError
from assistant.language.text import clean
from assistant.language.words import has_content
from assistant.patterns import lazy_re
from assistant.questions import (
    actors,
    asides,
    dated_questions,
    filters,
    framing,
    of_these,
    other_groups,
    references,
    remarks,
    study_questions,
    superlative_questions,
    wished_counts,
)
from assistant.records import Filters, Turn
from assistant.sanitizing import sanitize_line

MAX_QUESTION = 4000
"""Characters; far more than any question needs, and far less than what would be a document by mistake."""

_PAPER = r"(?:papers?|works?|stud(?:y|ies)|articles?|publications?|preprints?|research)"
_THING = (
    r"(?:alternatives?|approach(?:es)?|methods?|models?|benchmarks?|datasets?|systems?|techniques?|frameworks?"
    r"|tools?|ones?)"
)
_THESE = r"(?:it|th(?:is|at|ese|ose|em|e))"
_WISH = (
    r"^\W*(?:(?:and|but|so|ok|please|can|could|do|you|know|have|is|are|was|were|there|been|show|give|find|list|name|tell"
    r"|recommend|suggest|me|of|about|any|some|an?|the|which|what)\W+)*"
)
_ELSEWHERE = lazy_re(
    rf"\b(?:another|(?<!the )other|similar) (?:\w+ )?{_PAPER}\b|\bis there (?:something|work|research)\b"
    rf"|\bis there (?:an?|any|some) (?:\w+ )?(?:approach|dataset|method|model|{_PAPER}|system|tool)\b"
    r"|\bare there (?:any |other |more )?(?:papers|methods|approaches|datasets|works)\b"
    r"|\b(?:who|someone|any(?:one|body)) else\b|\banything else (?:on|about|like|by)\b|\belsewhere\b"
    r"|\b(?:what|where) else(?! (?:did|does|do|is|was|were|are|has|have|had|can|could) "
    r"(?:(?:it|they|the (?:authors?|paper|study|team))\b|(?-i:[A-Z])))|\b(?:has|have) any(?:one|body)\b"
    r"|\bany(?:one|body) (?:ever )?(?:buil[dt]|contradict|disagree|disput|doubt|extend|improv|replicat|reproduc)\w*"
    rf"|\bfollow-?up {_PAPER} (?:to|of|on) {_THESE}\b|\bis there an? (?:\w+ )?follow-?up\b"
    r"|\b(?:do|does) (?:the|its|their) (?:follow-?up|successor|predecessor|sequel)s?\b(?! (?:last|period|time|visit))"
    r"|\bis there (?:another|any other|a different|an alternative) (?:\w+ )?(?:means|method|technique|way)\b",
    re.IGNORECASE,
)
_PERHAPS_ELSEWHERE = lazy_re(
    rf"{_WISH}(?:another|other|similar|alternative) (?:\w+ )?{_THING}\b|{_WISH}(?:another|similar)(?=\W*$)"
    rf"|\b(?:any|some)thing (?:\w+ )?(?:similar|like)\b|\b{_PAPER} like\b|\b(?:{_THING}|more|others) like {_THESE}\b"
    rf"|\b(?:{_PAPER}|{_THING}|what|who|which)(?: that| which)?(?: is| are| was| were|['’]s)? similar\b"
    rf"|\b(?:which|what) (?:{_PAPER}|{_THING})\b.*\bsimilar\b|\bsimilar to {_THESE}\b"
    rf"|{_WISH}(?:\w+ )?alternatives?(?=\W*$| (?:to|for|exist|are)\b)|\balternatives? to {_THESE}\b"
    r"|\b(?:is|was|are|were) (?:there )?(?:an?|any|its|the) (?:\w+ )?(?:successor|predecessor)s?(?=\W*$| (?:of|to)\b)"
    r"|\b(?:argu|believ|claim|conclud|find|report|say|show)\w* the opposite\b"
    r"|\balso (?:happen|hold|work|true|apply)\b",
    re.IGNORECASE,
)
"""Asks for other papers, unless it asks what the one of the dialogue does."""
_OF_ITSELF = lazy_re(
    r"\b(?:do|does|did|has|have|had|is|are|was|were|can|could|will|would) (?:(?:they|it|she|he)\b|the |(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""Asks what a paper, or what it tells of, does: "did they test other methods?", "which others does SkillSpan use?"."""
_BESIDE_OTHERS = lazy_re(
    rf"\b(?:from|than|to|with|over|against|unlike|like|of|in) (?:the |any |all |many |most )?"
    rf"(?:other|similar) (?:\w+ )?(?:{_PAPER}|{_THING})\b",
    re.IGNORECASE,
)
_OTHERS = lazy_re(
    r"\b(?:other|more|further|additional) (?:\w+ )?(?:papers|works?|studies|articles|publications)\b|\bany others\b",
    re.IGNORECASE,
)
"""Asks for papers that no answer has named, not only for others than the one that was talked about."""
_ONLY_OTHERS = lazy_re(
    r"\W*(?:(?:and|are|is|there|do|you|have|show|list|find|give|tell|me|any|some|the|which|what|about)\W+)*"
    r"(?:(?:other|more|further|additional) (?:papers|works?|studies|articles|publications)|any others|others)"
    r"(?: (?:on|about|of|like) (?:that|this|it|them|these|those|the (?:same )?(?:topic|subject)))?\W*",
    re.IGNORECASE,
)
"""Asks the question before again, of the papers that no answer has named."""
_LEANS = lazy_re(
    r"\b(?:it|its|they|them|their|that|this|these|those|one|first|second|last|former|latter|two|three|both"
    r"|compare[ds]?|comparison|differ\w*|similar|like|vs|versus)\b",
    re.IGNORECASE,
)
"""In a question that is about certain papers, of an answer or called by name: others are not asked the same."""
_WHICH_PAPERS = lazy_re(
    r"\b(?:which|what|any) (?:other )?(?:\w+ )?(?:works?|papers?|methods?|approach(?:es)?|stud(?:y|ies))\b"
    r"|\b(?:is there|are there|(?:do )?you (?:have|know(?: of)?)|find|show|give|recommend) (?:me )?(?:an?|one|some) "
    r"(?:\w+ )?(?:papers?|stud(?:y|ies)|articles?)\b",
    re.IGNORECASE,
)
_LEFT_OUT = lazy_re(
    r"\b(?:which|what|list|find|show)\b.*\b(?:papers?|works?|studies|methods?|approach(?:es)?)\b"
    r".{0,20}\b(?:do|does|did|is|are|was|were)(?:n['’]t| not)\b",
    re.IGNORECASE,
)
NOT_LEFT_OUT = "papers are found by what they say: those that you want left out may be among them"
_BROAD = lazy_re(
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
        topic: title of the paper that the dialogue was last about, if the question follows another; of several
            papers, if it points at them.
        before: the question before it, if it follows another and may lean on it.
        seen: titles that the dialogue has had already and that are not what is asked for now.
        is_again: whether the question before is asked again, of papers that no answer has named.
        notes: what the person should know of how the question was understood, a sentence each.
        is_sure: whether there is no doubt that it goes on with the topic of the dialogue, or that it does not.
        aside: what it is if it asks the papers nothing.
        most: papers that are wished for, if a number of them is said.
        wish: a remark on the answer before, for which its question is asked again: "in simple words".
        about: titles of the only papers that are asked, those of the answer before, if a fact of a study is sought.
    """

    text: str
    filters: Filters
    topic: str | None = None
    before: str = ""
    seen: frozenset[str] = frozenset()
    is_again: bool = False
    notes: tuple[str, ...] = ()
    is_sure: bool = True
    aside: asides.Aside | None = None
    most: int | None = None
    wish: str = ""
    about: tuple[str, ...] = ()

    @property
    def scope(self) -> Filters:
        """What a paper must be to be searched: what the filters say, and one of those that are asked."""
        return replace(self.filters, among=self.about) if self.about else self.filters

    @property
    def standalone(self) -> str:
        """The question with the topic of the dialogue, as it is searched."""
        return f"{self.text} ({self.topic})".strip() if self.topic else self.text

    @property
    def said(self) -> str:
        """What a language model is asked: the question that is searched, and how it is to be answered."""
        return f"{self.standalone} ({self.wish})" if self.wish else self.standalone

    def alone(self) -> Understanding:
        """Return the question without the topic of the dialogue, for one that needs none."""
        return replace(self, topic=None)

    @property
    def is_elsewhere(self) -> bool:
        """Whether other papers are asked for than those that are named or were had: similar ones, another one."""
        return _is_elsewhere(self.text)

    @property
    def asks_for_papers(self) -> bool:
        """Whether it is asked which papers there are, so that one that is named need not be the answer."""
        return bool(_WHICH_PAPERS.search(self.text))

    @property
    def is_broad(self) -> bool:
        """Whether several papers are asked for: a theme, a comparison, an overview."""
        return self.wants_all or bool(_BROAD.search(self.text))

    @property
    def wants_all(self) -> bool:
        """Whether every paper that passes the filters is an answer: they are the whole question, or name papers."""
        named = max(len(self.filters.among), len(self.filters.only))
        return named > 1 or (bool(self.filters) and not has_content(self.text))

    def __str__(self) -> str:
        """The question with its filters, as it is shown."""
        return f"{self.said} [{self.filters}]".strip() if self.filters else self.said


def understand(
    question: str,
    history: Sequence[Turn] = (),
    organisations: Sequence[str] = (),
    is_author: Callable[[str], bool] = filters.nobody,
    has_any: Callable[[Filters], bool] = filters.anything,
    is_venue: Callable[[str], bool] = filters.nobody,
) -> Understanding:
    """Return what a question asks for, in the light of the turns before it.

    A follow-up gets the title of the paper that the dialogue was last about as its topic; whether it goes on with it
    `followups.settle` decides. When it asks for other papers, those that the dialogue was about go behind all others,
    and when it points at papers of earlier answers ("the second one"), these alone are searched.

    Args:
        organisations: those that the library knows.
        is_author: whether it has papers by somebody of a name.
        has_any: whether it has papers that pass some filters.
        is_venue: whether it has papers of a venue of some name.

    Raises:
        UsageError: the question is empty or too long, or a typed filter cannot be understood.
    """
    asked = check_question(question)
    asked = asked if asides.kind_of(asked, follows=bool(history)) else framing.unframed(asked)
    parsed = filters.parse(asked, organisations, is_author=is_author, has_any=has_any, is_venue=is_venue)
    notes = (*parsed.notes, NOT_LEFT_OUT) if _LEFT_OUT.search(parsed.text) else parsed.notes
    topic = topic_of(history)
    text = actors.as_the_paper(parsed.text, follows=topic is not None)
    plain = Understanding(text, parsed.filters, notes=notes, most=parsed.most)
    if history and plain.filters and dated_questions.is_filling(plain.text):
        plain = replace(plain, text=_asked_with_other_filters(history, organisations, is_author, is_venue))
    if other := _asked_of_others(plain.text, history):
        of_others = understand(*other, organisations, is_author, has_any, is_venue)
        return replace(of_others, filters=plain.filters or of_others.filters)
    reference = references.resolve(plain.text, history) or of_these.resolve(plain.text, plain.filters, history)
    is_elsewhere = _is_elsewhere(plain.text)
    if reference is not None:
        return _pointed(plain, reference, is_elsewhere)
    aside = None if plain.filters else asides.kind_of(plain.text, follows=topic is not None)
    if aside:
        return replace(plain, aside=aside)
    if _ONLY_OTHERS.fullmatch(plain.text) and (before := _asked_of_all(history)):
        again = filters.parse(before, organisations, is_author=is_author, is_venue=is_venue)
        titles = frozenset(title for turn in history for title in turn.titles)
        return replace(plain, text=again.text, filters=plain.filters or again.filters, seen=titles, is_again=True)
    if topic is None:
        return plain
    of_each = None if _OTHERS.search(plain.text) else 1
    had = frozenset(title for turn in history for title in turn.titles[:of_each])
    if study_questions.asks_the_study(plain.text):
        about = _titles_of_last(_of_studies(history))
        return replace(plain, topic=about[0], before=remarks.last_question(history), about=about)
    seen = had if is_elsewhere else frozenset()
    return replace(plain, topic=topic, before=remarks.last_question(history), seen=seen)


def topic_of(history: Sequence[Turn]) -> str | None:
    """Return the title of the paper that a dialogue was last about, if it was about one."""
    return next(iter(_titles_of_last(history)), None)


def _titles_of_last(history: Sequence[Turn]) -> tuple[str, ...]:
    """Return the titles of the last answer that was about papers, the most relevant first."""
    return next((turn.titles for turn in reversed(history) if turn.titles), ())


def _of_studies(history: Sequence[Turn]) -> Sequence[Turn]:
    """Return the turns of a dialogue without those that ask what a term of statistics means, if others are left."""
    return [turn for turn in history if turn.titles and not study_questions.asks_in_general(turn.question)] or history


def _asked_of_all(history: Sequence[Turn]) -> str:
    """Return the last question of a dialogue, but for ones for others, if it asks by itself for several papers."""
    asked = [turn for turn in history if not _ONLY_OTHERS.fullmatch(turn.question)]
    last = remarks.last_question(asked) if asked else ""
    is_of_several = any(turn.question == last and len(turn.titles) > 1 for turn in asked)
    wanted = superlative_questions.read(last)
    is_of_some = _LEANS.search(wished_counts.take(last)[0]) or (wanted and not wanted.topic)
    return last if not is_of_some and (is_of_several or _BROAD.search(last)) else ""


def _asked_with_other_filters(
    history: Sequence[Turn],
    organisations: Sequence[str],
    is_author: Callable[[str], bool],
    is_venue: Callable[[str], bool],
) -> str:
    """Return the last question of a dialogue that is more than filters, without its own."""
    text = ""
    for end in range(len(history), 0, -1):
        text = filters.parse(
            remarks.last_question(history[:end]), organisations, is_author=is_author, is_venue=is_venue
        ).text
        if not (dated_questions.is_filling(text) or _ONLY_OTHERS.fullmatch(text)):
            break
    return text


def _asked_of_others(text: str, history: Sequence[Turn]) -> tuple[str, Sequence[Turn]] | None:
    """Return the last question that names more than a group of people, asked of another one, and what was before it."""
    if not (group := other_groups.read(text)):
        return None
    whom, is_limit = group
    for end in range(len(history), 0, -1):
        last = remarks.last_question(history[:end])
        if not other_groups.read(last):
            asked = other_groups.asked_of(last, whom, is_limit=is_limit or end < len(history))
            return (asked, [turn for turn in history[: end - 1] if turn.question != last]) if asked else None
    return None


def _is_elsewhere(text: str) -> bool:
    said = _BESIDE_OTHERS.sub(" ", text)
    if _ELSEWHERE.search(said) or _OTHERS.search(said):
        return True
    return bool(_PERHAPS_ELSEWHERE.search(said)) and not _OF_ITSELF.search(said)


def _pointed(plain: Understanding, reference: references.Reference, is_elsewhere: bool) -> Understanding:
    """Return a question that points at papers of earlier answers."""
    if not reference.titles:
        note = f"the answers before name no such paper: “{reference.words}” is searched as words"
        return replace(plain, notes=(*plain.notes, note))
    if is_elsewhere:
        return replace(plain, text=reference.text, seen=frozenset(reference.titles))
    only = replace(plain.filters, among=reference.titles)
    if references.are_compared(reference):
        names = [f"“{title}”" for title in reference.titles]
        return replace(plain, text=f"compare {', '.join(names[:-1])} and {names[-1]}", filters=only)
    topic = "; ".join(reference.titles) if len(reference.titles) > 1 else None
    return replace(plain, text=reference.text, topic=topic, filters=only)


def verbatim(question: str) -> Understanding:
    """Return a text that is searched as it stands, such as a title."""
    return Understanding(check_question(question), Filters())


def of_papers(titles: tuple[str, ...], within: Filters) -> Understanding:
    """Return what asks for no more than some papers that pass filters."""
    return Understanding("", replace(within, among=titles))


def check_question(question: str) -> str:
    """Return the question as one line of clean text.

    Raises:
        UsageError: it is empty or longer than `MAX_QUESTION`.
    """
    text = clean(sanitize_line(question))
    if not text:
        raise UsageError("the question is empty", 'ask something, for example: assistant ask "What is SkillWeaver?"')
    if len(text) > MAX_QUESTION:
        raise UsageError(f"the question has {len(text):,} characters, more than {MAX_QUESTION:,}", "ask a shorter one")
    return text
