"""What the filters of a question leave of the library, and what a person should know about it."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from assistant.evidence import word_mass
from assistant.language.words import Stemmer, has_content
from assistant.patterns import lazy_re
from assistant.questions.understand import Understanding
from assistant.records import Filters, Hit
from assistant.search.retrieval import Found
from assistant.storage.library import Library

WORDS_WEIGHT = 0.53
"""Of the share of the question's words that a paper holds, against 1 for the cosine; see docs/LOG.md."""
LEAST_SHARE = 0.5
"""Of the best paper's relevance, that another one has at least that passes filters."""
LEAST_AGAIN = 0.6
"""The same of a paper that no answer has named, where those are asked for that an answer may have left out."""

_COUNT = lazy_re(r"\W*(?:and )?how many\b", re.IGNORECASE)


def left_out(filters: Filters, library: Library) -> tuple[str, ...]:
    """Return notes on the papers of which it is not known whether they pass the filters.

    They are left out; but they are kept where what is left out is all that they might be.
    """
    unknown = unknown_counts(filters, library)
    kept = list(dict.fromkeys(words for other in filters.excluded for words in _lacking(other, filters, library)))
    return (
        *((f"left out, since it is not known whether they pass: {', '.join(unknown)}",) if unknown else ()),
        *((f"kept, though it is not known whether they are to be left out: {', '.join(kept)}",) if kept else ()),
    )


def beyond(asked: Understanding, shown: int, library: Library) -> tuple[str, ...]:
    """Return a note if filters alone ask for more papers than are shown; the list would be read as complete."""
    if not (asked.filters and asked.wants_all) or has_content(asked.text) or _COUNT.match(asked.text):
        return ()
    count = len(library.numbers_matching(asked.filters))
    is_cut = count - named_before(asked, library) > shown
    return (f"{count:,} papers are {asked.filters}: these are {shown} of them",) if is_cut else ()


def named_before(asked: Understanding, library: Library) -> int:
    """Return how many of the papers that pass the filters the dialogue has named and are not what is asked for now."""
    seen = tuple(asked.seen)
    return len(library.numbers_matching(replace(asked.filters, among=seen))) if seen else 0


def unknown_counts(filters: Filters, library: Library) -> list[str]:
    """Return how many papers lack what the filters ask for, in words, such as "282 papers without a date"."""
    rest = Filters(
        source=filters.source, title=filters.title, among=filters.among, only=filters.only, without=filters.without
    )
    return _lacking(filters, rest, library)


def _lacking(filters: Filters, within: Filters, library: Library) -> list[str]:
    """Return how many papers of those that pass some filters lack what others ask for."""
    asked = (
        ("date", "a date", (filters.since, filters.until, filters.after, filters.before)),
        ("author_count", "a number of authors", (filters.authors_from, filters.authors_to)),
        ("organisation", "an organisation", (filters.organisation,)),
        ("authors", "names of authors", (filters.author,)),
        ("venue", "a venue", (filters.venue,)),
    )
    counts = [
        (library.count_without(column, within), words)
        for column, words, values in asked
        if any(value is not None for value in values)
    ]
    return [f"{count:,} {'paper' if count == 1 else 'papers'} without {words}" for count, words in counts if count]


def nothing_known(filters: Filters, library: Library) -> str:
    """Return a sentence if of no paper at all it is known what the filters ask for, nothing if it is of some."""
    asked = (("authors", "the authors", filters.author), ("venue", "the venue", filters.venue))
    every = library.paper_count()
    lacks = [what for field, what, value in asked if value and library.count_without(field, Filters()) == every]
    return f"The library does not know {' or '.join(lacks)} of any of its papers." if lacks else ""


def on_search(asked: Understanding, found: Found, library: Library) -> tuple[str, ...]:
    """Return a note if nothing was found, or nothing that holds a word of the question."""
    if not found.hits:
        if unknown := nothing_known(asked.filters, library):
            return (unknown.rstrip("."),)
        filters = f"{asked.filters} " if asked.filters else ""
        return (f"there are no papers {filters}in the library",)
    if has_content(asked.text) and all(hit.lexical_rank is None for hit in found.hits):
        return ("no paper holds a word of this: these are only the nearest by meaning",)
    return ()


def without_strangers(asked: Understanding, found: Found, library: Library, stemmer: Stemmer) -> Found:
    """Return what was found without what has nothing to do with the question.

    Few papers may pass the filters, or be left that were not named, so that what is not about the question at all would
    stand among the first ten.
    """
    filters = asked.filters
    is_open = not (asked.is_again or filters) or filters.among or filters.only
    if is_open or not found.hits or not (asked.is_again or has_content(asked.standalone)):
        return found

    def relevance(hit: Hit) -> float:
        held, total = word_mass(asked.standalone, hit.paper, library, stemmer)
        return (hit.dense or 0.0) + WORDS_WEIGHT * (held / total if total else 0.0)

    values = [relevance(hit) for hit in found.hits]
    if asked.is_again:
        least = LEAST_AGAIN * max(values) if has_content(asked.standalone) else -math.inf
        rest = [hit.paper.title not in asked.seen for hit in found.hits]
        near = [place for place, value in enumerate(values) if rest[place] and value >= least]
    else:
        near = [place for place, value in enumerate(values) if not place or value >= LEAST_SHARE * max(values)]
    return replace(
        found,
        hits=tuple(found.hits[place] for place in near),
        numbers=tuple(found.numbers[place] for place in near),
    )
