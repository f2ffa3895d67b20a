"""Check a receipt again, offline: its quotations against the abstracts that are stored now, its verdicts by reading.

What has changed in the library since is told too. It makes a receipt fail where it touches what the answer was written
from: a paper that is gone, an abstract that says something else.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.checking import coherence, verification
from assistant.checking.checkers import Checker
from assistant.checking.faults import Fault, named, quoted, titled
from assistant.checking.receipt_reading import Receipt, SeenPaper, Sentence
from assistant.checking.receipts import sha256_of, state_of, versions
from assistant.citations import CitedSentence
from assistant.language.words import Stemmer
from assistant.records import Claim, Paper
from assistant.storage.library import Library


@dataclass(frozen=True, slots=True)
class Recheck:
    """What became of a receipt when it was checked again.

    Attributes:
        quotes, claims, withheld: how many sentences of papers, of the answer, and taken out of it, were compared.
        changes: what is not as it was, in words, without making the receipt fail.
    """

    question: str
    quotes: int
    claims: int
    faults: tuple[Fault, ...]
    changes: tuple[str, ...]
    withheld: int = 0

    @property
    def holds(self) -> bool:
        """Whether all of it does."""
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        """Return the result in its stable JSON form."""
        return {
            "question": self.question,
            "holds": self.holds,
            "quotes": self.quotes,
            "claims": self.claims,
            "withheld": self.withheld,
            "faults": [fault.as_json() for fault in self.faults],
            "changes": list(self.changes),
        }


def recheck(
    receipt: Receipt, library: Library, stemmer: Stemmer, reader: Callable[[], Checker], checker: str = ""
) -> Recheck:
    """Check a receipt against a library.

    Args:
        reader: opens what reads the cited abstracts again, if there is a claim to read them for.
        checker: the name of that, if it is not the bundled one.
    """
    used = receipt.used
    now = {seen.id: paper for _, seen in used if (paper := library.paper(seen.id))}
    faults = [
        *_paper_faults(used, now),
        *_quote_faults(receipt, now),
        *_claim_faults(receipt, now, stemmer, reader),
        *coherence.faults(receipt),
    ]
    return Recheck(
        receipt.question,
        len(receipt.sentences),
        len(receipt.claims),
        tuple(dict.fromkeys(faults)),
        tuple(dict.fromkeys(_changes(receipt, library, checker))),
        len(receipt.withheld),
    )


def _paper_faults(used: Sequence[tuple[int, SeenPaper]], now: dict[str, Paper]) -> Iterator[Fault]:
    for n, seen in used:
        if seen.id not in now:
            yield Fault("paper_gone", f"[{n}] {named(seen)} is no longer in the library")
            continue
        if now[seen.id].title != seen.title:
            yield Fault("title_changed", f"[{n}] {named(seen)} is called {titled(now[seen.id].title)} in the library")
        if sha256_of(now[seen.id].abstract) != seen.abstract_sha256:
            yield Fault("abstract_changed", f"[{n}] {named(seen)} has another abstract now")


def _quote_faults(receipt: Receipt, now: dict[str, Paper]) -> Iterator[Fault]:
    for sentence in receipt.sentences:
        paper = now.get(sentence.paper.id)
        if sha256_of(sentence.text) != sentence.sha256:
            yield Fault("hash", f"[{sentence.n}] “{sentence.text}” is not the sentence whose hash was noted")
        elif paper and not _stands_in(sentence, paper):
            yield Fault("quote_missing", f"[{sentence.n}] no longer says “{sentence.text}”")


def _stands_in(sentence: Sentence, paper: Paper) -> bool:
    """Whether a sentence stands in an abstract, at its place, or elsewhere in one that has changed."""
    if sha256_of(paper.abstract) == sentence.paper.abstract_sha256:
        return 0 <= sentence.start < sentence.end and paper.abstract[sentence.start : sentence.end] == sentence.text
    return bool(sentence.text) and sentence.text in paper.abstract


def _claim_faults(
    receipt: Receipt, now: dict[str, Paper], stemmer: Stemmer, reader: Callable[[], Checker]
) -> Iterator[Fault]:
    known = {n: seen.id for n, seen in receipt.used}
    papers = {n: now[paper] for n, paper in known.items() if paper in now}
    for place, claim in enumerate([*receipt.claims, *receipt.withheld]):
        again = verification.verify(CitedSentence(claim.text, claim.citations), papers, stemmer, reader())
        if again.verdict is not claim.verdict:
            why = "; ".join(_missing(claim, known, papers)) or again.reason
            was = claim.verdict.value if place < len(receipt.claims) else f"withheld as {claim.verdict.value}"
            words = f"{quoted(claim.text)} was {was} and is {again.verdict.value} now"
            yield Fault("verdict", f"{words} ({why})" if why else words)


def _missing(claim: Claim, known: Container[int], papers: Container[int]) -> Iterator[str]:
    """Yield, of the papers that a claim names, which cannot be read and why."""
    for n in claim.citations:
        if n not in papers:
            yield f"[{n}] is no longer in the library" if n in known else f"[{n}] is no paper of the receipt"


def _changes(receipt: Receipt, library: Library, checker: str) -> Iterator[str]:
    if (then := receipt.versions.get("checker", "")) != checker:
        yield f"the sentences were checked by {then or 'the bundled reader'}, now by {checker or 'the bundled reader'}"
    used = {seen.id for _, seen in receipt.used}
    for seen in receipt.retrieved:
        if seen.id in used:
            continue
        paper = library.paper(seen.id)
        if paper is None:
            yield f"{named(seen)}, which was found and not used, is no longer in the library"
            continue
        if paper.title != seen.title:
            yield f"{named(seen)}, which was found and not used, is called {titled(paper.title)} now"
        if sha256_of(paper.abstract) != seen.abstract_sha256:
            yield f"{named(seen)}, which was found and not used, has another abstract now"
    yield from _library_changes(receipt, library)
    now = versions(library)
    for name, words in (("program", "program"), ("reader", "model that reads the papers")):
        if receipt.versions.get(name) != now[name]:
            yield f"the {words} is another one than then"
    if receipt.versions.get("embedding_model") != now["embedding_model"]:
        yield f"the papers are embedded with {now['embedding_model']} now"


def _library_changes(receipt: Receipt, library: Library) -> Iterator[str]:
    then, now = receipt.library, state_of(library)
    if then.id != now.id:
        yield f"this library of {_papers(now.papers)} is another one than the one of {then.papers:,} that answered"
    elif then.papers != now.papers:
        word = "more" if now.papers > then.papers else "fewer"
        count = _papers(abs(now.papers - then.papers), f"{word} ")
        yield f"the library holds {count}: {now.papers:,} instead of {then.papers:,}"
    elif then.passages != now.passages:
        yield "words of papers in the library have changed"
    elif then != now:
        yield "papers of the library were stored again, with the same words or with others"


def _papers(count: int, which: str = "") -> str:
    return f"{count:,} {which}{'paper' if count == 1 else 'papers'}"
