"""Read the cited abstracts again and say of each sentence of an answer whether they hold it.

A sentence is supported when it is a quotation, or when every number in digits and every name in it occurs in an
abstract or title it cites and so do most of its words. This sees what is made up; it does not see what is turned round
("better" for "worse"), see docs/LOG.md for how often.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.citations import CitedSentence, escape_markers
from assistant.records import Claim, Paper, Verdict
from assistant.words import STOP_WORDS, Stemmer, words

SUPPORTED_SHARE = 0.6
"""Of the content words of a claim that its papers must hold, to be supported."""
PARTIAL_SHARE = 0.4
LEAST_QUOTED = 4
"""Words of a quotation; fewer occur by chance, within other words too."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\b(?:[A-Z][\w]*[A-Z\d][\w]*|[a-z]+[A-Z]\w*|[A-Za-z]+-?\d[\w.]*|[A-Z]{2,}s?)(?:-[A-Z\d]\w*)*\b")
_NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()


def verify(sentence: CitedSentence, papers: Mapping[int, Paper], stemmer: Stemmer) -> Claim:
    """Return the sentence as a claim with its verdict.

    Args:
        papers: that may be cited, by the number of their marker.
    """
    cited = [papers[n] for n in sentence.citations if n in papers]
    numbers = tuple(n for n in sentence.citations if n in papers)
    if not cited:
        return Claim(sentence.text, numbers, Verdict.UNSUPPORTED, "it names no paper")
    if any(_is_quotation(sentence.text, paper) for paper in cited):
        return Claim(sentence.text, numbers, Verdict.SUPPORTED)
    verdict, reason = _judge(sentence.text, " ".join(f"{paper.title}. {paper.abstract}" for paper in cited), stemmer)
    return Claim(sentence.text, numbers, verdict, reason)


def _is_quotation(text: str, paper: Paper) -> bool:
    quoted = text.strip().strip("“”\"").strip()
    return len(words(quoted)) >= LEAST_QUOTED and quoted in escape_markers(paper.abstract)


def _judge(text: str, source: str, stemmer: Stemmer) -> tuple[Verdict, str]:
    known_numbers = {*_digits(source), *_spelt(source)}
    missing = [number for number in _digits(text) if number not in known_numbers]
    if missing:
        return Verdict.UNSUPPORTED, f"the cited abstract does not say {', '.join(missing)}"
    known = set(words(source))
    strangers = [name for name in _NAME.findall(text) if not _is_named(name, known)]
    if strangers:
        return Verdict.UNSUPPORTED, f"the cited abstract does not name {', '.join(strangers)}"
    share = _share(text, source, stemmer)
    if share >= SUPPORTED_SHARE:
        return Verdict.SUPPORTED, ""
    reason = f"the cited abstract holds {share:.0%} of its words"
    return (Verdict.PARTIAL if share >= PARTIAL_SHARE else Verdict.UNSUPPORTED), reason


def _is_named(name: str, known: set[str]) -> bool:
    """Whether all parts of a name are among the words of a source, in either number."""
    return all(part in known or part.removesuffix("s") in known or part + "s" in known for part in words(name))


def _digits(text: str) -> dict[str, None]:
    """Return the numbers written in digits, in order, without separators of thousands."""
    return dict.fromkeys(number.removesuffix(".0") for number in _NUMBER.findall(_without_separators(text)))


def _without_separators(text: str) -> str:
    """Return a text with its numbers written without separators of thousands."""
    grouped = r"(?<![\d.,])\d{1,3}(?:(?:\{,\}|[, ])\d{3})+(?!\d)"
    return re.sub(grouped, lambda match: re.sub(r"\D", "", match[0]), text)


def _spelt(text: str) -> set[str]:
    """Return the small numbers written in words, in digits."""
    return {str(value) for value, word in enumerate(_NUMBER_WORDS) if word in words(text)}


def _share(text: str, source: str, stemmer: Stemmer) -> float:
    said = " ".join(word for word in words(_without_separators(text)) if word not in STOP_WORDS)
    claim, known = stemmer.stems([said, _without_separators(source)])
    distinct = set(claim)
    return len(distinct & set(known)) / len(distinct) if distinct else 0.0
