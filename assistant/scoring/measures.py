"""Measures of one answer, and what is made of many."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from assistant.language.text import title_key
from assistant.records import Answer
from assistant.scoring.cases import Question

DEPTH = 10
"""Papers of a ranking that are looked at."""
QUOTES = 3
"""Quoted sentences of an answer that are looked at."""


def rank_of_gold(answer: Answer, question: Question) -> int | None:
    """Return the place of the first gold paper among the retrieved ones, from 1; None if it is not there."""
    keys = [title_key(hit.paper.title) for hit in answer.retrieved]
    return next((rank for rank, key in enumerate(keys, 1) if key in question.gold), None)


def retrieved_titles(answer: Answer, depth: int = DEPTH) -> dict[str, str]:
    """Return the titles of the first `depth` retrieved papers, by their keys."""
    return {title_key(hit.paper.title): hit.paper.title for hit in answer.retrieved[:depth]}


def cited_titles(answer: Answer) -> dict[str, str]:
    """Return the titles of the cited papers, by their keys."""
    return {title_key(citation.paper.title): citation.paper.title for citation in answer.citations}


def has_refused(answer: Answer) -> bool:
    """Whether the library was not believed to hold the answer, whether one was given all the same or not."""
    return answer.abstained or answer.would_abstain


def quoted(answer: Answer) -> list[str]:
    """Return the quoted sentences in the order in which the answer's sentences stand."""
    quotes = [quote.text for citation in answer.citations for quote in citation.quotes]
    places = {text: answer.text.find(text[:40]) for text in quotes}
    return sorted(quotes, key=lambda text: places[text] if places[text] >= 0 else len(answer.text))


def has_evidence(answer: Answer, question: Question, depth: int = QUOTES) -> bool:
    """Whether a gold sentence is among the first `depth` that the answer quotes."""
    quotes = quoted(answer)[:depth]
    return any(sentence in quote or quote in sentence for quote in quotes for sentence in question.evidence)


def missing_facts(answer: Answer, question: Question, depth: int = QUOTES) -> list[str]:
    """Return the facts that do not occur in the answer's text and its first `depth` quotes: "0%" does not in "80%"."""
    text = plain(" ".join([answer.text, *quoted(answer)[:depth]]))
    return [fact for fact in question.facts if not _as_a_whole(plain(fact)).search(text)]


def _as_a_whole(fact: str) -> re.Pattern[str]:
    """Return what finds a fact where neither its number nor its word is the end or the beginning of another one.

    A unit may follow a number, and the "s" of a plural or a verb a word.
    """
    before = r"(?<![^\W_])(?<!\d[.,])" if fact[:1].isalnum() else ""
    behind = r"(?!\d|[.,]\d)" if fact[-1:].isdigit() else r"s?(?![^\W_])" if fact[-1:].isalpha() else ""
    return re.compile(f"{before}{re.escape(fact)}{behind}")


def is_valid(answer: Answer) -> bool:
    """Whether every marker names a paper that was found, and every quote stands in its abstract where it says."""
    markers = {int(number) for number in re.findall(r"\[(\d+)\]", answer.text)}
    is_verbatim = all(
        quote.text == citation.paper.abstract[quote.start : quote.end] and quote.text
        for citation in answer.citations
        for quote in citation.quotes
    )
    found = {hit.paper.id for hit in answer.retrieved}
    is_found = all(citation.paper.id in found for citation in answer.citations)
    return markers == {citation.n for citation in answer.citations} and is_found and is_verbatim


def mean(values: Sequence[float]) -> float:
    """Return the mean; not a number if there is none."""
    return sum(values) / len(values) if values else math.nan


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of the values lie, the nearest one."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else math.nan


def plain(text: str) -> str:
    """Return a text as facts are compared: small letters, one space, numbers without LaTeX."""
    return re.sub(r"\s+", " ", text.replace("\\%", "%").replace("{,}", ",")).lower()
