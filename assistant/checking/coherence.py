"""Whether the parts of a receipt agree: text and claims, claims and citations, citations and evidence.

Nothing is read here but the receipt itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from assistant import citations
from assistant.checking.faults import Fault, named, numbers, quoted
from assistant.checking.receipt_reading import Receipt
from assistant.prompting import DOUBT
from assistant.records import FROM_LIBRARY


def faults(receipt: Receipt) -> Iterator[Fault]:
    """Yield where one part of a receipt says something else than another."""
    yield from _paper_faults(receipt)
    if receipt.abstained or receipt.generator == FROM_LIBRARY:
        yield from _unclaimed_faults(receipt)
    else:
        yield from _text_faults(receipt)
        yield from _citation_faults(receipt)


def _paper_faults(receipt: Receipt) -> Iterator[Fault]:
    """Yield the numbers of two papers, and the papers of which two things are noted."""
    ids: dict[int, str] = {}
    noted = {paper.id: paper for paper in receipt.retrieved}
    for n, paper in receipt.used:
        if ids.setdefault(n, paper.id) != paper.id:
            yield Fault("text", f"[{n}] names two papers, one of them {named(paper)}")
        first = noted.setdefault(paper.id, paper)
        if first.title != paper.title:
            yield Fault("text", f"[{n}] {named(paper)} is called {named(first)} elsewhere in the receipt")
        if first.abstract_sha256 != paper.abstract_sha256:
            yield Fault("hash", f"[{n}] {named(paper)} has two hashes of its abstract in the receipt")


def _unclaimed_faults(receipt: Receipt) -> Iterator[Fault]:
    """Yield what stands in the receipt of an answer that claims nothing of the papers."""
    what = "no answer was found" if receipt.abstained else "it is told from what the library stores"
    for claim in receipt.claims:
        yield Fault("text", f"{quoted(claim.text)} was checked, though {what}")
    for n, paper in receipt.cited if receipt.abstained else ():
        yield Fault("text", f"[{n}] {named(paper)} is cited, though {what}")


def _text_faults(receipt: Receipt) -> Iterator[Fault]:
    """Yield the sentences of an answer that were not checked as they stand there, and those that do not stand there."""
    if receipt.text.startswith(DOUBT) != receipt.is_doubted:
        says = "the receipt says, and the text" if receipt.is_doubted else "the text says, and the receipt"
        yield Fault("text", f"{says} does not, that the library seems not to hold the answer")
    stated = citations.cited_sentences(receipt.text.removeprefix(DOUBT))
    checked = defaultdict(set)
    for claim in receipt.claims:
        checked[claim.text].add(claim.citations)
    for sentence in stated:
        if sentence.text not in checked:
            yield Fault("text", f"{quoted(sentence.text)} stands in the answer and was not checked")
        elif sentence.citations not in checked[sentence.text]:
            here, there = numbers(sentence.citations), numbers(min(checked[sentence.text]))
            yield Fault("text", f"{quoted(sentence.text)} cites {here} in the answer and {there} where it was checked")
    texts = {sentence.text for sentence in stated}
    for claim in receipt.claims:
        if claim.text not in texts:
            yield Fault("text", f"{quoted(claim.text)} was checked and does not stand in the answer")


def _citation_faults(receipt: Receipt) -> Iterator[Fault]:
    """Yield the papers that are named and not cited or cited and not named, and the quotations without evidence."""
    claimed = {n for claim in receipt.claims for n in claim.citations}
    cited = {n for n, _ in receipt.cited}
    for n in sorted(claimed - cited):
        yield Fault("text", f"[{n}] is named in the answer, and is no paper that the receipt cites")
    behind = {sentence.n for sentence in receipt.quotes}
    for n, paper in receipt.cited:
        if n not in claimed:
            yield Fault("text", f"[{n}] {named(paper)} is cited, and no sentence of the answer names it")
        elif n not in behind:
            yield Fault("text", f"[{n}] {named(paper)} is cited without a sentence of it")
    known = {(sentence.n, sentence.start, sentence.end, sentence.text) for sentence in receipt.evidence}
    for quote in receipt.quotes:
        if (quote.n, quote.start, quote.end, quote.text) not in known:
            yield Fault("text", f"[{quote.n}] {quoted(quote.text)} is not among the sentences that the answer is from")
