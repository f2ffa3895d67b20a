"""Score the answers to the questions over the seed papers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant import pipeline
from assistant.citations import CitedSentence
from assistant.corpus import title_key
from assistant.records import Answer, Finished, Turn, Verdict
from assistant.verification import verify
from evaluations import metrics
from evaluations.questions import LabelledClaim, Question, read_claims, read_dialogues, read_questions

Scores = dict[str, float]


def score(folder: Path, resources: pipeline.Resources) -> dict[str, Scores]:
    """Return the measures of each question file that the folder holds, by its name."""
    scores: dict[str, Scores] = {}
    answers: list[Answer] = []
    false_abstentions = 0
    if (path := folder / "single.jsonl").exists():
        questions = read_questions(path)
        single = [ask(question.text, resources) for question in questions]
        scores["single"] = _single(questions, single)
        answers += single
        false_abstentions = sum(answer.abstained for answer in single)
    if (path := folder / "multi.jsonl").exists():
        questions = read_questions(path)
        multi = [ask(question.text, resources) for question in questions]
        scores["multi"] = _multi(questions, multi)
        answers += multi
    if (path := folder / "unanswerable.jsonl").exists():
        questions = read_questions(path)
        refused = [ask(question.text, resources) for question in questions]
        scores["unanswerable"] = _abstention(questions, refused, false_abstentions)
        answers += refused
    if (path := folder / "followups.jsonl").exists():
        scores["followups"] = _followups(read_dialogues(path), resources)
    if (path := folder / "filters.jsonl").exists():
        questions = read_questions(path)
        found = [ask(question.text, resources) for question in questions]
        scores["filters"] = {
            "right@10": metrics.mean([metrics.filter_precision(*pair) for pair in zip(found, questions, strict=True)])
        }
    if (path := folder / "claims.jsonl").exists():
        scores["claims"] = _claims(read_claims(path), resources)
    scores["all"] = {
        "questions": len(answers),
        "valid citations": metrics.mean([metrics.is_valid(answer) for answer in answers]),
        "retrieve p50 ms": metrics.percentile([answer.timings.retrieve for answer in answers], 0.5),
        "retrieve p95 ms": metrics.percentile([answer.timings.retrieve for answer in answers], 0.95),
    }
    return scores


def ask(question: str, resources: pipeline.Resources, history: Sequence[Turn] = ()) -> Answer:
    """Return the answer to a question."""
    *_, last = pipeline.answer(question, resources, history=history)
    assert isinstance(last, Finished)
    return last.answer


def _single(questions: Sequence[Question], answers: Sequence[Answer]) -> Scores:
    pairs = list(zip(answers, questions, strict=True))
    ranks = [metrics.rank_of_gold(*pair) for pair in pairs]
    return {
        "R@1": metrics.recall(ranks, 1),
        "R@3": metrics.recall(ranks, 3),
        "R@5": metrics.recall(ranks, 5),
        "MRR": metrics.mean_reciprocal_rank(ranks),
        "evidence@1": metrics.mean([metrics.has_evidence(*pair, depth=1) for pair in pairs]),
        "evidence@3": metrics.mean([metrics.has_evidence(*pair) for pair in pairs]),
        "facts": metrics.mean([metrics.has_facts(*pair) for pair in pairs]),
        "abstained": metrics.mean([answer.abstained for answer in answers]),
    }


def _multi(questions: Sequence[Question], answers: Sequence[Answer]) -> Scores:
    pairs = list(zip(answers, questions, strict=True))
    cited = [
        len({title_key(citation.paper.title) for citation in answer.citations} & question.core) / len(question.core)
        for answer, question in pairs
    ]
    return {
        "core@10": metrics.mean([metrics.core_recall(*pair) for pair in pairs]),
        "core cited": metrics.mean(cited),
        "abstained": metrics.mean([answer.abstained for answer in answers]),
    }


def _abstention(questions: Sequence[Question], answers: Sequence[Answer], false: int) -> Scores:
    right = sum(answer.abstained for answer in answers)
    kinds = sorted({question.kind for question in questions})
    return {
        "precision": right / (right + false) if right + false else 0.0,
        "recall": right / len(answers),
    } | {
        kind: metrics.mean([a.abstained for a, q in zip(answers, questions, strict=True) if q.kind == kind])
        for kind in kinds
    }


def _followups(dialogues: Sequence[Sequence[Question]], resources: pipeline.Resources) -> Scores:
    later = []
    for dialogue in dialogues:
        history: list[Turn] = []
        for place, question in enumerate(dialogue):
            answer = ask(question.text, resources, history)
            history.append(pipeline.turn_of(answer))
            if place:
                later.append(metrics.rank_of_gold(answer, question))
    return {"R@1": metrics.recall(later, 1), "R@3": metrics.recall(later, 3)}


def _claims(claims: Sequence[LabelledClaim], resources: pipeline.Resources) -> Scores:
    papers = {title_key(paper.title): paper for paper in resources.library.papers().values()}
    checked = [
        verify(CitedSentence(claim.text, (1,)), {1: papers[claim.title]}, resources.stemmer) for claim in claims
    ]
    accepted = [claim.verdict is Verdict.SUPPORTED for claim in checked]

    def share(*, label: str = "", error: str = "") -> float:
        return metrics.mean(
            [
                is_accepted
                for is_accepted, claim in zip(accepted, claims, strict=True)
                if claim.label == label or (error and claim.error == error)
            ]
        )

    rest = [ok for ok, claim in zip(accepted, claims, strict=True) if claim.label != "supported"]
    return {
        "balanced accuracy": (share(label="supported") + 1 - metrics.mean(rest)) / 2,
        "supported kept": share(label="supported"),
        "unsupported rejected": 1 - share(label="unsupported"),
        "contradicted rejected": 1 - share(label="contradicted"),
    } | {f"accepted: {error}": share(error=error) for error in sorted({claim.error for claim in claims} - {""})}
