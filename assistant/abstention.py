"""Decide that the library does not hold the answer, before anything is written.

First form: a question is off the topics of the library when its best paper is far from it in meaning and holds few of
its words. It does not yet see that a paper on the topic leaves the one asked fact out. Learnt by logistic regression
on the shared questions; see docs/LOG.md for how well.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import word_mass
from assistant.library import Library
from assistant.prompting import ABSTENTION
from assistant.records import Filters, Hit
from assistant.retrieval import Found
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.understand import Understanding
from assistant.words import Stemmer, has_content

COVERAGE_WEIGHT = 0.53
"""Against 1 for the cosine."""
LEAST_RELEVANCE = 0.49
LEAST_COVERAGE = 0.25
"""Alone, for embedding models whose cosines mean something else than those of the bundled one."""
NEAREST = 3


def is_beyond(asked: Understanding, found: Found, library: Library, stemmer: Stemmer) -> bool:
    """Whether the papers that were found are not about the question."""
    if not found.hits:
        return True
    if asked.filters and not has_content(asked.standalone):
        return False  # the filters are the whole question, and these papers pass them
    held, total = word_mass(asked.standalone, found.hits[0].paper, library, stemmer)
    share = held / total if total else 0.0
    if library.meta("embedding_model") != BUNDLED_EMBEDDING_MODEL:
        return share < LEAST_COVERAGE
    cosine = max(hit.dense or 0.0 for hit in found.hits)
    return cosine + COVERAGE_WEIGHT * share < LEAST_RELEVANCE


def words_of_abstention(hits: Sequence[Hit], searched: int, filters: Filters) -> str:
    """Return the answer that says that there is none, with the nearest papers."""
    if not hits:
        return f"{ABSTENTION} There are no papers {filters or 'about this'} in the library."
    answer = f"{ABSTENTION} None of the {searched:,} papers {filters or 'in the library'} answers this."
    nearest = "; ".join(f"“{hit.paper.title}”" for hit in hits[:NEAREST])
    return f"{answer} The nearest are {nearest}."

