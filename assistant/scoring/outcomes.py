"""Ask what the cases ask, and say of each question what it measured and what was expected and not got."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant import pipeline
from assistant.checking.verification import verify
from assistant.citations import CitedSentence
from assistant.errors import AssistantError
from assistant.language.text import title_key
from assistant.records import Answer, Finished, Turn, Verdict
from assistant.scoring import measures
from assistant.scoring.cases import Case, Fault, Kind, Question

RANKS = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True, slots=True)
class Failure:
    """What one measure expected of an answer and what it got, in words."""

    measure: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question, one turn or one claim.

    Attributes:
        turn: which turn of its dialogue it is, from 1.
        values: the measures that apply to it, 0 to 1 each.
        answer: None for a claim, which is only checked.
    """

    case: Case
    turn: int
    asked: str
    values: Mapping[str, float]
    failures: tuple[Failure, ...] = ()
    answer: Answer | None = None


def score_cases(cases: Iterable[Case], resources: pipeline.Resources) -> Iterator[list[Outcome] | Fault]:
    """Yield for each case the outcomes of its questions, or why it could not be answered."""
    for case in cases:
        try:
            yield [_check(case, resources)] if case.claim else list(_ask(case, resources))
        except AssistantError as error:
            yield Fault(case.file, case.line, error)


def answer(question: str, resources: pipeline.Resources, history: Sequence[Turn] = ()) -> Answer:
    """Return the answer to a question."""
    *_, last = pipeline.answer(question, resources, history=history)
    assert isinstance(last, Finished)  # nothing cancels it
    return last.answer


def _ask(case: Case, resources: pipeline.Resources) -> Iterator[Outcome]:
    history: list[Turn] = []
    for place, question in enumerate(case.turns, 1):
        got = answer(question.text, resources, history)
        history.append(pipeline.turn_of(got, resources.library, history))
        is_scored = case.kind is not Kind.FOLLOWUPS or (place > 1 and bool(question.gold))
        values = _values(case.kind, got, question) if is_scored else {}
        failures = [*(_failures(case.kind, got, question) if is_scored else ()), *_faulty_citations(got)]
        yield Outcome(case, place, question.text, values, tuple(failures), got)


def _values(kind: Kind, got: Answer, question: Question) -> dict[str, float]:
    has_refused = float(measures.has_refused(got))
    if kind is Kind.UNANSWERABLE:
        return {"refused": has_refused, "refused or unsure": max(has_refused, float(got.is_unsure))}
    found, cited = measures.retrieved_titles(got), measures.cited_titles(got)
    if kind is Kind.FILTERS:
        right = len(found.keys() & question.gold.keys()) / min(len(question.gold), measures.DEPTH)
        return {f"right@{measures.DEPTH}": right, "false abstentions": has_refused}
    if kind is Kind.MULTI:
        return {
            f"core@{measures.DEPTH}": len(found.keys() & question.core.keys()) / len(question.core),
            "core cited": len(cited.keys() & question.core.keys()) / len(question.core),
            "false abstentions": has_refused,
        }
    rank = measures.rank_of_gold(got, question)
    values = {f"R@{depth}": float(rank is not None and rank <= depth) for depth in (1, 3, 5)}
    values["MRR"] = 1 / rank if rank else 0.0
    if question.evidence:
        values |= {f"evidence@{depth}": float(measures.has_evidence(got, question, depth)) for depth in (1, 3)}
    if question.facts:
        values["facts"] = float(not measures.missing_facts(got, question))
    return values | {"false abstentions": has_refused, "unsure": float(got.is_unsure)}


def _failures(kind: Kind, got: Answer, question: Question) -> Iterator[Failure]:
    if kind is Kind.UNANSWERABLE:
        if not measures.has_refused(got):
            yield Failure("abstention", "that the library does not hold the answer", got.text)
        return
    if measures.has_refused(got):
        yield Failure("abstention", "an answer", got.text)
    if kind is Kind.FILTERS:
        yield from _missing(f"right@{measures.DEPTH}", question.gold, measures.retrieved_titles(got), "found")
    elif kind is Kind.MULTI:
        yield from _missing(f"core@{measures.DEPTH}", question.core, measures.retrieved_titles(got), "found")
        if not got.abstained:
            yield from _missing("core cited", question.core, measures.cited_titles(got), "cited")
    else:
        yield from _wrong_paper(got, question)
        if not got.abstained:
            yield from _wrong_sentences(got, question)


def _wrong_paper(got: Answer, question: Question) -> Iterator[Failure]:
    rank = measures.rank_of_gold(got, question)
    if rank == 1:
        return
    place = "not found" if rank is None else RANKS[rank - 1] if rank <= len(RANKS) else f"at place {rank}"
    titles = [hit.paper.title for hit in got.retrieved[:1]]
    searched = f"; searched was “{got.standalone}”" if got.standalone != got.question else ""
    yield Failure("R@1", f"{_quoted(question.gold.values())} first", f"{_quoted(titles)}; it is {place}{searched}")


def _wrong_sentences(got: Answer, question: Question) -> Iterator[Failure]:
    if question.evidence and not measures.has_evidence(got, question):
        yield Failure("evidence@3", _quoted(question.evidence), _quoted(measures.quoted(got)[: measures.QUOTES]))
    if missing := measures.missing_facts(got, question):
        yield Failure("facts", _quoted(missing), got.text)


def _missing(measure: str, wanted: Mapping[str, str], got: Mapping[str, str], verb: str) -> Iterator[Failure]:
    missing = [title for key, title in wanted.items() if key not in got]
    if missing and (measure != f"right@{measures.DEPTH}" or len(wanted) - len(missing) < measures.DEPTH):
        others = [title for key, title in got.items() if key not in wanted]
        instead = f"{_quoted(others[:3])} and {len(others) - 3} more" if len(others) > 3 else _quoted(others)
        share = f"{len(wanted) - len(missing)} of {len(wanted)}"
        yield Failure(measure, f"{_quoted(missing)} {verb}", f"{share}; besides {instead}")


def _faulty_citations(got: Answer) -> Iterator[Failure]:
    if not measures.is_valid(got):
        expected = "markers that name papers that were found, and quotations that stand in their abstracts"
        yield Failure("valid citations", expected, got.text)


def _check(case: Case, resources: pipeline.Resources) -> Outcome:
    """Return whether the checker accepts a claim; a claim that is not supported should not be accepted.

    Of papers of one title it may be of any: it is accepted if it is with one of them.
    """
    claim = case.claim
    assert claim is not None
    said, namesakes = CitedSentence(claim.text, (1,)), resources.library.papers_titled(title_key(claim.title))
    every = [verify(said, {1: paper}, resources.stemmer, resources.checker) for paper in namesakes]
    checked = next((one for one in every if one.verdict is Verdict.SUPPORTED), every[0])
    is_accepted = checked.verdict is Verdict.SUPPORTED
    is_right = is_accepted == (claim.label == "supported")
    why = f" ({checked.reason})" if checked.reason else ""
    failures = () if is_right else (Failure("verdict", claim.label, f"{checked.verdict.value}{why}"),)
    return Outcome(case, 1, claim.text, {"accepted": float(is_accepted)}, failures)


def _quoted(texts: Iterable[str]) -> str:
    return "; ".join(f"“{text}”" for text in texts) or "nothing"
