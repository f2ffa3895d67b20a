"""Read the cited abstracts again and say of each sentence of an answer whether they hold it.

A quotation is supported. A number in digits or a name that none of the cited abstracts and titles has is made up, and
the sentence unsupported. One that turns round by a word what a cited paper says is contradicted. Of all else the reader
says whether a cited paper supports it, contradicts it, or says nothing of it; where it is not sure, the sentence is
partly supported. See docs/LOG.md for how often it is right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.checking.checkers import Checker
from assistant.checking.strangers import stranger
from assistant.checking.turned_round import turned_round
from assistant.citations import CitedSentence, escape_markers, lead_of
from assistant.language.numerals import without_separators
from assistant.language.sentences import sentences_of
from assistant.language.words import STOP_WORDS, Stemmer, words
from assistant.reader import Entailment
from assistant.records import Claim, Paper, Verdict

SUPPORTED, CONTRADICTED, UNSAID = 0.5, 0.85, 0.5
"""Probabilities from which on the reader is believed; a claim of which it is not sure is partial."""
SAME_WORDS = 0.95
"""Share of a claim's words that its papers hold, from which on it is supported unless it is contradicted."""
LEAST_QUOTED = 4
"""Words of a quotation; fewer occur by chance."""


def verify(sentence: CitedSentence, papers: Mapping[int, Paper], stemmer: Stemmer, reader: Checker) -> Claim:
    """Return the sentence as a claim with its verdict.

    Args:
        papers: that may be cited, by the number of their marker.
    """
    cited = {n: papers[n] for n in sentence.citations if n in papers}
    numbers = tuple(cited)
    if not cited:
        return Claim(sentence.text, numbers, Verdict.UNSUPPORTED, "it names no paper")
    if any(_is_quotation(sentence.text, paper) for paper in cited.values()):
        return Claim(sentence.text, numbers, Verdict.SUPPORTED)
    source = " ".join(f"{paper.title}. {paper.abstract}" for paper in cited.values())
    if made_up := stranger(sentence.text, source):
        return Claim(sentence.text, numbers, Verdict.UNSUPPORTED, made_up)
    share = _share(sentence.text, source, stemmer)
    if not share:
        return Claim(sentence.text, numbers, Verdict.UNSUPPORTED, "the cited abstract holds none of its words")
    verdict, reason = _judge(sentence.text, list(cited.values()), share, stemmer, reader)
    return Claim(sentence.text, numbers, verdict, reason)


def _judge(text: str, papers: Sequence[Paper], share: float, stemmer: Stemmer, reader: Checker) -> tuple[Verdict, str]:
    """Return what is said of a claim about some papers: one that supports it is enough.

    Args:
        share: of the claim's words, that its papers hold.
    """
    read: list[tuple[Entailment, list[str]]] = []
    reason = ""
    for paper in papers:
        sentences = sentences_of(paper.abstract)
        if turned := turned_round(text, sentences, stemmer):
            reason = reason or f"{turned.what}: “{sentences[turned.sentence]}”"
            continue
        entailment = reader.check(text, paper.title, sentences)
        if entailment.supported >= SUPPORTED:
            return Verdict.SUPPORTED, ""
        read.append((entailment, sentences))
    if reason:
        return Verdict.CONTRADICTED, reason
    against, sentences = max(read, key=lambda one: one[0].contradicted)
    if against.contradicted >= CONTRADICTED and sentences:
        return Verdict.CONTRADICTED, f"the cited abstract says: “{sentences[against.sentence]}”"
    if share >= SAME_WORDS:
        return Verdict.SUPPORTED, ""
    if all(1 - entailment.supported - entailment.contradicted >= UNSAID for entailment, _ in read):
        return Verdict.UNSUPPORTED, "the cited abstract does not say it"
    return Verdict.PARTIAL, "the cited abstract may not say quite this"


def _is_quotation(text: str, paper: Paper) -> bool:
    quoted = text.removeprefix(lead_of(text)).strip().strip('“”"').strip()
    if len(words(quoted)) < LEAST_QUOTED:
        return False
    borders = rf"(?<![^\W_])(?<!\d[.,]){re.escape(quoted)}(?!(?<=[^\W_])(?:[^\W_]|[.,]\d))"
    return re.search(borders, escape_markers(paper.abstract)) is not None


def _share(text: str, source: str, stemmer: Stemmer) -> float:
    said = " ".join(word for word in words(without_separators(text)) if word not in STOP_WORDS)
    claim, known = stemmer.stems([said, without_separators(source)])
    distinct = set(claim)
    return len(distinct & set(known)) / len(distinct) if distinct else 0.0
