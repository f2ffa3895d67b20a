"""Which of two papers that a question names is newer or has more authors, from what the library stores of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.citations import escape_markers, titled
from assistant.direct_answers.told import Told, counted
from assistant.patterns import lazy_re
from assistant.prompting import ABSTENTION
from assistant.records import Paper

Find = Callable[[str], Paper | None]
"""Returns the paper of a name, None if there is none or there are several."""


def tell(text: str, find: Find) -> Told | None:
    """Return which of two papers that a question names comes first in what it asks, None if it asks nothing such."""
    for pattern in _FORMS:
        if found := pattern.fullmatch(" ".join(text.strip(" ?.!").split())):
            papers = [find(found[name].strip(" ,“”\"'")) for name in ("a", "b")]
            if not (papers[0] and papers[1] and papers[0].id != papers[1].id):
                continue
            word = found["word"].lower()
            is_asked_whether = pattern in _WHETHER
            pair = papers[0], papers[1]
            if "authors" in found[0].lower():
                return _by_authors(pair, is_more=word in ("more", "most"), is_asked_whether=is_asked_whether)
            return _by_date(pair, is_newer=bool(_NEWER.fullmatch(word)), is_asked_whether=is_asked_whether)
    return None


def _by_date(pair: tuple[Paper, Paper], *, is_newer: bool, is_asked_whether: bool) -> Told:
    if unknown := [paper for paper in pair if paper.date is None]:
        known = [f"{titled(paper)} is dated {paper.date}" for paper in pair if paper.date]
        return _unknown("the date", unknown, known, pair)
    first, second = (str(paper.date) for paper in pair)
    facts = f"{titled(pair[0])} is dated {first} [1] and {titled(pair[1])} {second} [2]"
    exact = min(len(first), len(second))
    if first[:exact] == second[:exact]:
        same = "They are of the same date" if len(first) == len(second) else "The dates do not tell"
        return Told(f"{same}: {facts}.", pair)
    return _decided(pair, (first > second) == is_newer, "newer" if is_newer else "older", facts, is_asked_whether)


def _by_authors(pair: tuple[Paper, Paper], *, is_more: bool, is_asked_whether: bool) -> Told:
    if unknown := [paper for paper in pair if paper.author_count is None]:
        known = [f"{titled(item)} has {counted(item.author_count, 'author')}" for item in pair if item.author_count]
        return _unknown("the number of authors", unknown, known, pair)
    first, second = (paper.author_count or 0 for paper in pair)
    facts = f"{titled(pair[0])} has {counted(first, 'author')} [1] and {titled(pair[1])} {second:,} [2]"
    if first == second:
        return Told(f"They have as many: {facts}.", pair)
    comparative = "the one with more authors" if is_more else "the one with fewer authors"
    return _decided(pair, (first > second) == is_more, comparative, facts, is_asked_whether)


def _decided(pair: tuple[Paper, Paper], is_first: bool, comparative: str, facts: str, is_asked_whether: bool) -> Told:
    if is_asked_whether:
        return Told(f"{'Yes' if is_first else 'No'}: {facts}.", pair)
    name = pair[0 if is_first else 1].title.partition(": ")[0]
    return Told(f"“{escape_markers(name)}” is {comparative}: {facts}.", pair)


def _unknown(what: str, unknown: Sequence[Paper], known: Sequence[str], pair: tuple[Paper, Paper]) -> Told:
    of = " and ".join(titled(paper) for paper in unknown)
    rest = f"; {known[0]}" if known else ""
    return Told(f"{ABSTENTION} The library does not know {what} of {of}{rest}.", pair, is_known=False)


_NEWER_WORDS = r"newer|more recent|younger|later|last|second|after|more recently|the newer one|the later one"
_OLDER_WORDS = r"older|earlier|first|before|less recent|the older one|the earlier one"
_NEWER = lazy_re(_NEWER_WORDS, re.IGNORECASE)
_WORD = rf"(?P<word>{_NEWER_WORDS}|{_OLDER_WORDS})"
_TWO = r"(?P<a>.+?),? (?:or|and|versus|vs\.?) (?P<b>.+)"
_PUBLISHED = r"(?:published|released|posted|written|dated|made)"
_WHICH = r"(?:and )?(?:which|what)(?: (?:one|paper|work))?(?: of (?:the two|them|these))?"


def _form(pattern: str) -> re.Pattern[str]:
    return lazy_re(pattern, re.IGNORECASE)


_WHETHER = (
    _form(rf"(?:and )?(?:is|was) (?P<a>.+?) (?:{_PUBLISHED} )?{_WORD}(?: than)? (?P<b>.+)"),
    _form(rf"(?:and )?did (?P<a>.+?) (?:come|appear)(?: out)? {_WORD}(?: than)? (?P<b>.+)"),
    _form(r"(?:and )?(?:does|did|has) (?P<a>.+?) (?:have )?(?P<word>more|fewer|less) authors than (?P<b>.+)"),
)
_FORMS = (
    *_WHETHER,
    _form(rf"{_WHICH} (?:is|was|are) (?:the )?(?:{_PUBLISHED} )?{_WORD}(?: one| paper)?[,:;]? {_TWO}"),
    _form(rf"{_WHICH} (?:came|appeared|comes)(?: out)? {_WORD}[,:;]? {_TWO}"),
    _form(rf"{_WHICH} (?:has|have|had) (?:the )?(?P<word>more|fewer|less|most|fewest) authors[,:;]? {_TWO}"),
    _form(
        r"(?:which|what) of (?P<a>.+?) (?:and|or) (?P<b>.+?) (?:is|was|came)(?: out)? (?:the )?"
        rf"(?:{_PUBLISHED} )?{_WORD}"
    ),
)
