"""Measures of one answer, and what is made of many."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from assistant.corpus import title_key
from assistant.records import Answer
from evaluations.questions import Question


def rank_of_gold(answer: Answer, question: Question) -> int | None:
    """Return the place of the first gold paper among the retrieved ones, from 1; None if it is not there."""
    keys = [title_key(hit.paper.title) for hit in answer.retrieved]
    return next((rank for rank, key in enumerate(keys, 1) if key in question.gold), None)


def recall(ranks: Sequence[int | None], depth: int) -> float:
    """Return the share of ranks that are at most `depth`."""
    return mean([rank is not None and rank <= depth for rank in ranks])


def mean_reciprocal_rank(ranks: Sequence[int | None]) -> float:
    """Return the mean of 1/rank, 0 for a rank that is None."""
    return mean([1 / rank if rank else 0.0 for rank in ranks])


def core_recall(answer: Answer, question: Question, depth: int = 10) -> float:
    """Return the share of the core papers among the first `depth` retrieved."""
    found = {title_key(hit.paper.title) for hit in answer.retrieved[:depth]}
    return len(found & question.core) / len(question.core)


def filter_precision(answer: Answer, question: Question, depth: int = 10) -> float:
    """Return the share of the gold papers (at most `depth`) among the first `depth` retrieved."""
    found = {title_key(hit.paper.title) for hit in answer.retrieved[:depth]}
    return len(found & question.gold) / min(depth, len(question.gold))


def quoted(answer: Answer) -> list[str]:
    """Return the quoted sentences in the order in which the answer's sentences stand."""
    quotes = [quote.text for citation in answer.citations for quote in citation.quotes]
    places = {text: answer.text.find(text[:40]) for text in quotes}
    return sorted(quotes, key=lambda text: places[text] if places[text] >= 0 else len(answer.text))


def has_evidence(answer: Answer, question: Question, depth: int = 3) -> bool:
    """Whether a gold sentence is among the first `depth` that the answer quotes."""
    quotes = quoted(answer)[:depth]
    return any(sentence in quote or quote in sentence for quote in quotes for sentence in question.evidence)


def has_facts(answer: Answer, question: Question, depth: int = 3) -> bool:
    """Whether all facts occur in the answer's text and its first `depth` quotes."""
    text = _plain(" ".join([answer.text, *quoted(answer)[:depth]]))
    return all(_plain(fact) in text for fact in question.facts)


def is_valid(answer: Answer) -> bool:
    """Whether every marker names a citation and every quote stands in its abstract where it says."""
    markers = {int(number) for number in re.findall(r"\[(\d+)\]", answer.text)}
    is_verbatim = all(
        quote.text == citation.paper.abstract[quote.start : quote.end] and quote.text
        for citation in answer.citations
        for quote in citation.quotes
    )
    return markers == {citation.n for citation in answer.citations} and is_verbatim


def mean(values: Sequence[float]) -> float:
    """Return the mean; not a number if there is none."""
    return sum(values) / len(values) if values else math.nan


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of the values lie, the nearest one."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else math.nan


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\\%", "%").replace("{,}", ",")).lower()
