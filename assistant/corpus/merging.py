"""Papers out of entries: each paper once, however often and however spelt it was found.

Two entries are of one paper when their titles have the same key and their abstracts say the same; when they share a
DOI or an arXiv id and titles or abstracts are alike too, since a DOI may be that of the whole proceedings; or when
titles are alike and the abstracts nearly the same. Abstracts that differ in their numbers, of which only one denies,
or of which one says the opposite, are of two papers all the same, however alike their words; so are entries with names
that one paper cannot both have (see `other_names`), and those whose titles differ in a word as their abstracts do.

The identity of a paper comes from its title alone, so that it stays when an abstract is completed or spelt anew; only a
second paper of the same title needs its abstract to be told apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from assistant.checking.opposites import OPPOSED
from assistant.corpus.other_names import have_other_names
from assistant.language.text import REMEMBERED, abstract_key, first_words, title_key
from assistant.patterns import lazy_re
from assistant.records import Entry, Paper, Source

_ID_DIGITS = 12
# Share of common words, in all words of both. Of the 61,776 pairs of different papers in the seeds the most alike
# share 0.40 and half share less than 0.12; with every fifth word replaced, half of the abstracts still share 0.64.
_SAME = 0.5
_SAME_UNDER_OTHER_TITLE = 0.8
_ALIKE_TITLES = 0.5
_TELLING = 3
"""Words of a title that says what a paper is about."""
_SWAPPED = 2
"""Most words that stand in the place of others."""
_MOST_COMPARED = 1000
"""Words of a text that is compared word by word."""
_NUMBER = lazy_re(r"\d+(?:[.,]\d+)*")
_DENIALS = frozenset("not no never cannot nor neither without fails fail failed".split())
_FACTS = ("author_count", "organisation", "authors", "venue", "doi", "arxiv_id", "url", "key")


def paper_id(title: str, abstract: str | None = None) -> str:
    """Return the identity of a paper, the same on every machine.

    Args:
        abstract: given only for a paper whose title another paper has already.
    """
    key = title_key(title) if abstract is None else f"{title_key(title)}\n{abstract_key(abstract)}"
    return hashlib.sha256(key.encode()).hexdigest()[:_ID_DIGITS]


def is_same_abstract(a: str, b: str) -> bool:
    """Whether two abstracts under one title are of one paper: one begins with the other, or most words are common."""
    return _is_beginning(a, b) or _common(a, b) >= _SAME


def contradict(a: str, b: str) -> bool:
    """Whether two abstracts, of which neither is the beginning of the other, cannot both be of one paper.

    They differ in numbers, in what they deny, or one says the opposite in the place of a word.
    """
    if _is_beginning(a, b):
        return False
    numbers_a, numbers_b = _numbers(a), _numbers(b)
    if not (_is_among(numbers_a, numbers_b) or _is_among(numbers_b, numbers_a)):
        return True
    return _DENIALS & _words(a) != _DENIALS & _words(b) or (_common(a, b) >= _SAME and _are_opposed(a, b))


def _are_opposed(a: str, b: str) -> bool:
    """Whether a word stands in one text where its opposite stands in the other."""
    if not any(OPPOSED[word] & _words(b) for word in _words(a) if word in OPPOSED):
        return False
    words_a, words_b = abstract_key(a).split(), abstract_key(b).split()
    if max(len(words_a), len(words_b)) > _MOST_COMPARED:
        return False
    return any(
        OPPOSED.get(word, set()) & set(words_b[start:end])
        for kind, first, last, start, end in SequenceMatcher(None, words_a, words_b, autojunk=False).get_opcodes()
        if kind == "replace" and max(last - first, end - start) <= _SWAPPED
        for word in words_a[first:last]
    )


def is_of(entry: Entry, paper: Paper) -> bool:
    """Whether an entry is of a paper."""
    has_same_title = title_key(entry.title) == title_key(paper.title)
    if _shares(entry.doi, paper.doi) or _shares(entry.arxiv_id, paper.arxiv_id):
        likeness = _common(entry.title, paper.title)
        return has_same_title or likeness >= _ALIKE_TITLES or _is_same_text(entry.abstract, paper.abstract)
    if not has_same_title and _common(entry.title, paper.title) < _ALIKE_TITLES:
        return False
    if paper.sources and _are_two(entry, paper):  # without a source it is this entry's, changed
        return False
    if has_same_title:
        return is_same_abstract(paper.abstract, entry.abstract)
    begin_alike = first_words(entry.abstract) == first_words(paper.abstract)
    return begin_alike and _common(entry.abstract, paper.abstract) >= _SAME_UNDER_OTHER_TITLE


def _are_two(entry: Entry, paper: Paper) -> bool:
    """Whether something tells an entry from a paper, however alike their titles and abstracts are."""
    if contradict(entry.abstract, paper.abstract):
        return True
    is_same = bool(entry.abstract and paper.abstract) and _is_beginning(entry.abstract, paper.abstract)
    is_telling = len(title_key(entry.title).split()) >= _TELLING
    if not is_same and have_other_names(entry, paper, is_title_telling=is_telling):
        return True
    return _has_own_word(entry, paper) and _has_own_word(paper, entry)


def _has_own_word(one: Entry | Paper, other: Entry | Paper) -> bool:
    """Whether title and abstract of one have a word that neither has in the other."""
    own = _words(one.title) & _words(one.abstract)
    return not own <= _words(other.title) | _words(other.abstract)


def merge(paper: Paper, entry: Entry) -> Paper:
    """Add to a paper what another entry of it knows, and where that stands; what the paper knows stays.

    Of two dates the more precise is kept, of two abstracts the whole one when the other is its beginning.
    """
    source = Source(entry.file, entry.line)
    facts = {name: _known(getattr(paper, name), getattr(entry, name)) for name in _FACTS}
    return replace(
        paper,
        abstract=entry.abstract if _completes(entry.abstract, paper.abstract) else paper.abstract,
        date=max(paper.date, entry.date, key=lambda date: len(date or "")),
        sources=paper.sources if source in paper.sources else (*paper.sources, source),
        **facts,
    )


def renew(paper: Paper, entry: Entry) -> Paper:
    """Return a paper as the only place where it stood says it now; what is not said there any more stays."""
    facts = {name: _known(getattr(entry, name), getattr(paper, name)) for name in _FACTS}
    return replace(
        merge(paper, entry),
        title=entry.title,
        abstract=entry.abstract or paper.abstract,
        date=entry.date or paper.date,
        **facts,
    )


def place(entry: Entry, namesakes: Sequence[Paper]) -> Paper:
    """Return the paper that an entry is of: the one among its namesakes, with the entry merged in, or a new one.

    Args:
        namesakes: every known paper that shares its key of the title, a DOI, an arXiv id or the opening of the
            abstract with the entry, first found first.
    """

    def likeness(paper: Paper) -> tuple[bool, bool]:
        return paper.abstract != entry.abstract, title_key(paper.title) != title_key(entry.title)

    for paper in sorted(namesakes, key=likeness):
        if is_of(entry, paper):
            return merge(paper, entry)
    has_namesake = any(title_key(paper.title) == title_key(entry.title) for paper in namesakes)
    return new_paper(entry, paper_id(entry.title, entry.abstract if has_namesake else None))


def new_paper(entry: Entry, identity: str) -> Paper:
    """Return the paper of an entry that is of no known one."""
    return Paper(
        id=identity,
        title=entry.title,
        abstract=entry.abstract,
        date=entry.date,
        sources=(Source(entry.file, entry.line),),
        **{name: getattr(entry, name) for name in _FACTS},
    )


def distinct(entries: Iterable[Entry]) -> list[Paper]:
    """Return every paper once, in the order in which they first occur."""
    papers: dict[str, Paper] = {}
    ids: dict[str, list[str]] = {}
    for entry in entries:
        namesakes = ids.setdefault(title_key(entry.title), [])
        paper = place(entry, [papers[id_] for id_ in namesakes])
        if paper.id not in papers:
            namesakes.append(paper.id)
        papers[paper.id] = paper
    return list(papers.values())


def _is_beginning(a: str, b: str) -> bool:
    """Whether two abstracts are the same, or one is the beginning of the other."""
    return a == b or _is_truncation(a, b) or _is_truncation(b, a)


def _completes(longer: str, shorter: str) -> bool:
    return longer != shorter and not _is_truncation(longer, shorter) and _is_truncation(shorter, longer)


def _is_truncation(shorter: str, longer: str) -> bool:
    """Whether one is the beginning of the other, which may break off within a word."""
    return abstract_key(longer).startswith(abstract_key(shorter))


@lru_cache(REMEMBERED)
def _numbers(text: str) -> tuple[str, ...]:
    return tuple(found.replace(",", "") for found in _NUMBER.findall(text))


def _is_among(fewer: Sequence[str], more: Sequence[str]) -> bool:
    """Whether a list is another one with some members left out."""
    rest = iter(more)
    return all(member in rest for member in fewer)


def _common(a: str, b: str) -> float:
    """Return the share of common words in all words of two texts, 0 to 1."""
    words_a, words_b = _words(a), _words(b)
    common = len(words_a & words_b)
    return common / max(1, len(words_a) + len(words_b) - common)


@lru_cache(REMEMBERED)
def _words(text: str) -> frozenset[str]:
    return frozenset(abstract_key(text).split())


def _shares(a: str | None, b: str | None) -> bool:
    return a is not None and a == b


def _is_same_text(a: str, b: str) -> bool:
    return bool(a and b) and is_same_abstract(a, b)


def _known(first: Any, second: Any) -> Any:
    """Return the first of two facts that is one; 0 authors would be one."""
    return second if first in (None, ()) else first
