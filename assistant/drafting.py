"""All of an answer but its text: what completes it once it is written, told from the library, or refused."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import abstention, citations, narrowing, numbering
from assistant.checking import repairing, verification
from assistant.clock import Clock
from assistant.direct_answers import catalogue
from assistant.equipment import Resources
from assistant.generation import Cancelled, Completer, never
from assistant.generation.quotes import QuotesGenerator
from assistant.language.foreign import is_foreign
from assistant.language.otherwise import respelt
from assistant.prompting import ABSTENTION, DOUBT
from assistant.questions import paper_names, understand
from assistant.records import (
    FROM_LIBRARY,
    Answer,
    Brief,
    Citation,
    Claim,
    Event,
    Evidence,
    Finished,
    Hit,
    Retrieved,
    Task,
    Token,
    Turn,
    Usage,
)
from assistant.search import retrieval
from assistant.summary_records import Summary


@dataclass(frozen=True, slots=True)
class Draft:
    """All of an answer but its text."""

    question: str
    asked: understand.Understanding
    found: retrieval.Found
    searched: int
    resources: Resources
    clock: Clock
    task: Task = Task.ANSWER
    doubt: str = ""

    def abstain(self, written: str = "", usage: Usage | None = None, text: str = "") -> Iterator[Event]:
        """Say that there is no answer, in the words `text` if there are some.

        Args:
            written: how far the generator has said so already.
        """
        answer = self._answer(text, (), (), Usage(), abstained=True) if text else self._abstention(usage or Usage())
        self.clock.wrote()
        yield Token(answer.text.removeprefix(written))
        yield Finished(replace(answer, timings=self.clock.timings()))

    def _abstention(self, usage: Usage) -> Answer:
        found, library = self.found, self.resources.library
        asked = self.asked.text
        papers = [hit.paper for hit in found.hits]
        hits = sorted(found.hits, key=lambda hit: not paper_names.names(asked, hit.paper, papers))
        is_near = hits and abstention.is_on_topic(found.question, hits[0], library)
        if is_foreign(asked):
            return self._answer(abstention.words_for_foreign(hits), (), (), usage, abstained=True)
        if unknown := narrowing.nothing_known(self.asked.filters, library):
            return self._answer(f"{ABSTENTION} {unknown}", (), (), usage, abstained=True)
        missing = self._missing(hits[0]) if is_near else ()
        text = abstention.words_of_abstention(
            hits,
            self.searched,
            self.asked.filters,
            missing,
            unknown=abstention.unknown_names(asked, library) if not is_near else (),
            had=narrowing.named_before(self.asked, library),
            is_summary=self.task is Task.SUMMARY,
        )
        return replace(self._answer(text, (), (), usage, abstained=True), retrieved=tuple(hits))

    def _missing(self, nearest: Hit) -> tuple[str, ...]:
        """Return words of the question that the nearest paper does not hold in any spelling."""
        asked, paper = self.asked.text, nearest.paper
        said = replace(paper, title=respelt(paper.title, asked), abstract=respelt(paper.abstract, asked))
        resources = self.resources
        return abstention.missing_words(asked, replace(nearest, paper=said), resources.library, resources.stemmer)

    def tell(self, told: catalogue.Told, history: Sequence[Turn]) -> Iterator[Event]:
        """Say what the library stores beside the abstracts; there is nothing to check in them."""
        numbers = numbering.numbered(told.papers, numbering.cited_in(history))
        told = told.naming(list(numbers.values()))
        self.clock.wrote()
        yield Token(told.text)
        cited = tuple(Citation(numbers[item.id], item, ()) for item in told.papers) if told.is_known else ()
        answer = self._answer(told.text, (), cited, Usage(), abstained=not told.is_known)
        hits = told.hits_among(self.found.hits)
        yield Retrieved(hits, self.searched)
        yield Finished(replace(answer, generator=FROM_LIBRARY, model=None, retrieved=hits))

    def verify(
        self, text: str, brief: Brief, usage: Usage, note: str, cancelled: Cancelled, *, repairs: bool
    ) -> Iterator[Event]:
        """Check what was written, sentence by sentence, and repair what does not hold if that is wanted.

        Args:
            note: stands before the text if there seems to be no answer.
        """
        checked = yield from self.check(text, brief, cancelled, repairs=repairs)
        if cancelled():
            return
        if checked.claims or not self.resources.always_answers:
            yield from self.finish(checked, text, brief.evidence, usage, note)
            return
        yield from self.finish(
            replace(self._quoted(brief), withheld=checked.withheld), text, brief.evidence, usage, DOUBT
        )

    def check(
        self, text: str, brief: Brief, cancelled: Cancelled, *, repairs: bool
    ) -> Generator[Event, None, repairing.Checked]:
        """Return a text after its check, repaired if that is wanted."""
        model = self.resources.generator if repairs else None
        return (
            yield from repairing.check_and_repair(
                text,
                brief,
                lambda sentence: self._check(sentence, brief, cancelled),
                model if isinstance(model, Completer) else None,
                self.resources.stemmer,
                cancelled,
            )
        )

    def finish(
        self,
        checked: repairing.Checked,
        shown: str,
        evidence: Sequence[Evidence],
        usage: Usage,
        note: str = "",
        *,
        summary: Summary | None = None,
    ) -> Iterator[Event]:
        """Yield the answer that was checked, or an abstention if nothing of it holds.

        Args:
            shown: the text as it was written.
        """
        if checked.claims:
            cited = citations.collect(checked.claims, evidence)
            text = note + checked.text
            answer = self._answer(text, checked.claims, cited, usage, would_abstain=bool(note))
        else:
            answer = self._abstention(usage)
        draft = note + shown if checked.text != shown else None
        yield Finished(
            replace(answer, draft=draft, withheld=checked.withheld, evidence=tuple(evidence), summary=summary)
        )

    def _check(self, sentence: citations.CitedSentence, brief: Brief, cancelled: Cancelled = never) -> Claim:
        papers = {item.n: item.paper for item in brief.evidence}
        return verification.verify(sentence, papers, self.resources.stemmer, self.resources.checker_until(cancelled))

    def _quoted(self, brief: Brief) -> repairing.Checked:
        """Return what stands where an answer is wanted and nothing of what was written holds."""
        text = "".join(QuotesGenerator().generate(brief, never))
        claims = tuple(self._check(sentence, brief) for sentence in citations.cited_sentences(text))
        return repairing.Checked(text, claims)

    def _answer(
        self,
        text: str,
        claims: tuple[Claim, ...],
        cited: tuple[Citation, ...],
        usage: Usage,
        *,
        abstained: bool = False,
        would_abstain: bool = False,
    ) -> Answer:
        is_unsure = bool(self.doubt) and not (abstained or would_abstain)
        return Answer(
            question=self.question,
            standalone=str(self.asked),
            text=text,
            abstained=abstained,
            claims=claims,
            citations=cited,
            retrieved=self.found.hits,
            generator=self.resources.generator_name,
            model=self.resources.model,
            timings=self.clock.timings(),
            usage=usage,
            would_abstain=would_abstain,
            is_unsure=is_unsure,
            notes=(*self.asked.notes, self.doubt) if is_unsure else self.asked.notes,
            task=self.task,
            filters=self.asked.filters,
            searched=self.searched,
        )
