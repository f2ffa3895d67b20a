"""Which papers may be meant by a name that is no title: misspelt, its words in another order, or of what a paper makes.

Told by the groups of three letters that a title has of the name; cheap enough for hundreds of thousands of titles.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import MissingError
from assistant.language.text import title_key
from assistant.records import Paper

if TYPE_CHECKING:  # the library is slow to import, and not opened by every command
    from assistant.storage.library import Library

COUNT = 3
LEAST = 0.5
"""Share of the groups of a name that a title has at least."""
_ALL = "assistant papers lists them all"


def fitting(name: str, library: Library) -> list[Paper]:
    """Return the papers with this id or title; else those whose titles hold it, best at their beginning.

    Whole words are held before parts of them; what stands before a colon leads.
    """
    key = title_key(name)
    by_id = library.paper(name.strip().lower())
    if exact := [by_id] if by_id else library.papers_titled(key):
        return exact
    longest = max(re.findall("[0-9a-z]+", key), key=len, default="")
    keys = [(number, title, title_key(title)) for number, title in library.titles_with(longest)]
    padded = [(number, title, f" {said} ") for number, title, said in keys]
    chosen = (
        [number for number, _, said in padded if said.startswith(f" {key} ")]
        or [number for number, _, said in padded if said.startswith(f" {key}")]
        or [number for number, _, said in padded if f" {key} " in said]
        or [number for number, _, said in padded if key in said]
    )
    found = library.papers(chosen).values() if chosen else ()
    return sorted(found, key=lambda paper: not _heads(key, paper))


def the_one(found: Sequence[Paper], name: str) -> Paper | None:
    """Return the paper of some that fit a name if it is the only one, or the only one called so before a colon."""
    heading = [paper for paper in found if _heads(title_key(name), paper)]
    return next((few[0] for few in (found, heading) if len(few) == 1), None)


def _heads(key: str, paper: Paper) -> bool:
    return ": " in paper.title and title_key(paper.title.partition(": ")[0]) == key


def nearest(name: str, papers: Sequence[Paper]) -> list[Paper]:
    """Return the few papers that may be meant, the likeliest first; those whose abstracts hold the name lead."""
    groups = _groups(name)
    word = re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)") if name != name.lower() else None
    scored = []
    for place, paper in enumerate(papers):
        letters = _letters(paper.title)
        share = sum(group in letters for group in groups) / len(groups) if groups else 0.0
        is_held = bool(word and name.strip() in paper.abstract and word.search(paper.abstract))
        if is_held or share >= LEAST:
            scored.append((is_held + share, -len(letters), -place))
    return [papers[-place] for _, _, place in heapq.nlargest(COUNT, scored)]


def missing(name: str, papers: Sequence[Paper]) -> MissingError:
    """Return the error that no paper is called so, with those that may be meant."""
    titles = [f"“{paper.title}”" for paper in nearest(name, papers)]
    return MissingError(f"no paper is called '{name}'", f"the nearest: {'; '.join(titles)}" if titles else _ALL)


def _letters(text: str) -> str:
    return title_key(text).replace(" ", "")


def _groups(name: str) -> set[str]:
    letters = _letters(name)
    return {letters[place : place + 3] for place in range(max(1, len(letters) - 2))} if letters else set()
