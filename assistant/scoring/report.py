"""From outcomes to a table: the measures of each kind of question, and, one by one, what went wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.scoring import measures
from assistant.scoring.cases import Fault, Kind
from assistant.scoring.outcomes import Outcome

Scores = dict[str, float]
LONGEST = 300
"""Characters of what is shown to a person of a question, of what was expected and of what was got."""


@dataclass(slots=True)
class Report:
    """What was scored so far, and with what.

    Attributes:
        cases: how many lines were to be scored.
        faults: lines that were not scored.
    """

    papers: int
    generator: str
    model: str | None
    cases: int
    outcomes: list[Outcome] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    is_partial: bool = False

    def scores(self) -> dict[str, Scores]:
        """Return the measures that apply, by kind of question; those of all answers last."""
        kinds = {kind: [outcome for outcome in self.outcomes if outcome.case.kind is kind] for kind in Kind}
        scores = {kind.value: _of_kind(kind, outcomes, kinds[Kind.SINGLE]) for kind, outcomes in kinds.items()}
        scores["all"] = _of_all(self.outcomes)
        return {name: found for name, found in scores.items() if found.get("questions")}


def report_as_json(report: Report) -> dict[str, Any]:
    """Return a report in its stable JSON form."""
    return {
        "papers": report.papers,
        "generator": report.generator,
        "model": report.model,
        "is_partial": report.is_partial,
        "scores": {
            kind: {name: round(value, 4) for name, value in scores.items()} for kind, scores in report.scores().items()
        },
        "failures": [_outcome_as_json(outcome) for outcome in _failed(report.outcomes)],
        "errors": [{"file": fault.file, "line": fault.line, **fault.error.as_json()} for fault in report.faults],
    }


def report_as_lines(report: Report) -> Iterator[str]:
    """Yield a report for a person, line by line, not yet sanitised; what is indented belongs to what is above."""
    yield from scores_as_lines(report)
    for kind in Kind:
        failed = [outcome for outcome in _failed(report.outcomes) if outcome.case.kind is kind]
        if failed:
            yield ""
            yield f"What went wrong, {kind.value} ({len(failed):,})"
        for outcome in failed:
            yield ""
            yield f"  {_place(outcome)}: {_shortened(outcome.asked)}"
            for failure in outcome.failures:
                yield f"    {failure.measure}: expected {_shortened(failure.expected)}"
                yield f"      got {_shortened(failure.got)}"


def scores_as_lines(report: Report) -> Iterator[str]:
    """Yield the part of it that is figures."""
    by = f"{report.generator} {report.model or ''}".strip()
    done = len({(outcome.case.file, outcome.case.line) for outcome in report.outcomes})
    partly = f"PARTIAL, interrupted: {done:,} of {report.cases:,} questions. " if report.is_partial else ""
    yield f"{partly}{report.papers:,} papers, answered by {by}"
    for name, scores in report.scores().items():
        yield ""
        yield f"{name} ({int(scores['questions']):,})"
        yield "  " + " · ".join(f"{key} {_figure(key, value)}" for key, value in scores.items() if key != "questions")


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()} …"


def _place(outcome: Outcome) -> str:
    case = outcome.case
    turn = f", turn {outcome.turn}" if len(case.turns) > 1 else ""
    name = "" if case.id == f"line {case.line}" else f"{case.id}, "
    return f"{name}{case.file} line {case.line}{turn}"


def _failed(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.failures]


def _outcome_as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "kind": outcome.case.kind.value,
        "id": outcome.case.id,
        "file": outcome.case.file,
        "line": outcome.case.line,
        "turn": outcome.turn,
        "question": outcome.asked,
        "failures": [
            {"measure": failure.measure, "expected": failure.expected, "got": failure.got}
            for failure in outcome.failures
        ],
    }


def _figure(name: str, value: float) -> str:
    return f"{value:.1f}" if name.endswith(" ms") else f"{value:.3f}"


def _of_kind(kind: Kind, outcomes: Sequence[Outcome], single: Sequence[Outcome]) -> Scores:
    scored = [outcome for outcome in outcomes if outcome.values]
    if kind is Kind.UNANSWERABLE:
        found = _of_abstention(scored, single)
    elif kind is Kind.CLAIMS:
        found = _of_claims(scored)
    else:
        names = dict.fromkeys(name for outcome in scored for name in outcome.values)
        found = {
            name: measures.mean([outcome.values[name] for outcome in scored if name in outcome.values])
            for name in names
        }
    return {"questions": len(scored)} | {name: value for name, value in found.items() if not math.isnan(value)}


def _of_abstention(outcomes: Sequence[Outcome], single: Sequence[Outcome]) -> Scores:
    """Return precision over these and the single questions, and recall, also of each group of questions."""
    right = sum(outcome.values["refused"] for outcome in outcomes)
    refused = right + sum(outcome.values["false abstentions"] for outcome in single)
    groups = sorted({outcome.case.group for outcome in outcomes} - {""})
    return {
        "precision": right / refused if refused and single else math.nan,
        "recall": right / len(outcomes) if outcomes else math.nan,
        "recall, with unsure": measures.mean([outcome.values["refused or unsure"] for outcome in outcomes]),
    } | {
        group: measures.mean([outcome.values["refused"] for outcome in outcomes if outcome.case.group == group])
        for group in groups
    }


def _of_claims(outcomes: Sequence[Outcome]) -> Scores:
    pairs = [(outcome.case.claim, outcome.values["accepted"]) for outcome in outcomes if outcome.case.claim]

    def accepted(label: str) -> float:
        return measures.mean([value for claim, value in pairs if claim.label == label])

    rest = measures.mean([value for claim, value in pairs if claim.label != "supported"])
    return {
        "balanced accuracy": (accepted("supported") + 1 - rest) / 2,
        "supported kept": accepted("supported"),
        "unsupported rejected": 1 - accepted("unsupported"),
        "contradicted rejected": 1 - accepted("contradicted"),
    } | {
        f"accepted: {error}": measures.mean([value for claim, value in pairs if claim.error == error])
        for error in sorted({claim.error for claim, _ in pairs} - {""})
    }


def _of_all(outcomes: Sequence[Outcome]) -> Scores:
    answers = [outcome.answer for outcome in outcomes if outcome.answer]
    times = {
        "retrieve": [answer.timings.retrieve for answer in answers],
        "first word": [answer.timings.first_token for answer in answers],
        "total": [answer.timings.total for answer in answers],
    }
    return {
        "questions": len(answers),
        "valid citations": measures.mean([measures.is_valid(answer) for answer in answers]),
    } | {
        f"{name} p{share} ms": measures.percentile(values, share / 100)
        for name, values in times.items()
        for share in (50, 95)
    }
