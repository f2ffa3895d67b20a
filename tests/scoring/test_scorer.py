"""Questions over the five papers, answered by the real pipeline without a model."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import pipeline
from assistant.records import Paper
from assistant.scoring import Fault, Kind, Report, report_as_json, report_as_lines, score_files
from assistant.settings import Settings
from assistant.storage.library import Library
from tests.conftest import BREAD, BRIDGES, CHESS, PENGUINS

ANSWERED = {"question": "How long do penguins remember faces?", "gold": [PENGUINS[0]], "facts": ["six months"]}
WRONG_PAPER = {"question": "How long do penguins remember faces?", "gold": [CHESS[0]], "facts": ["92%"]}
BEYOND = {"question": "How do central banks transmit monetary policy to mortgage rates?", "kind": "off_topic"}
NOT_BEYOND = {"question": "How long do penguins remember faces?", "kind": "off_topic"}
FALSE = {"claim": "The penguins forget faces after 99 days.", "title": PENGUINS[0], "label": "unsupported"}
TRUE = {
    "claim": "Penguins therefore remember faces for at least six months.",
    "title": PENGUINS[0],
    "label": "supported",
}
Score = Callable[..., Report]


@pytest.fixture
def resources(small_library: Library) -> Iterator[pipeline.Resources]:
    """Return the five papers, answered by quotations."""
    opened = pipeline.open_resources(Settings(library=small_library.folder, generator="quotes"), print)
    yield opened
    opened.close()


@pytest.fixture
def score(tmp_path: Path, resources: pipeline.Resources) -> Score:
    """Return a function that scores lines."""

    def score(*values: object, progress: Callable[[str, int, int], None] = lambda *_: None) -> Report:
        file = tmp_path / "own.jsonl"
        file.write_text("".join(json.dumps(value) + "\n" for value in values))
        return score_files([file], list(Kind), resources, progress, lambda _: None)

    return score


def failures(report: Report) -> list[list[str]]:
    """Return the measures that each question failed, of those that failed one."""
    return [[failure.measure for failure in outcome.failures] for outcome in report.outcomes if outcome.failures]


def test_right_answer_is_worth_everything(score: Score) -> None:
    """Measures for which the line says nothing are left out."""
    scores = score(ANSWERED).scores()["single"]
    assert {
        "questions": 1,
        "R@1": 1,
        "R@3": 1,
        "R@5": 1,
        "MRR": 1,
        "facts": 1,
        "false abstentions": 0,
        "unsure": 0,
    } == scores


def test_wrong_paper_is_told_with_what_was_found(score: Score) -> None:
    """What was expected, what came, and where the right one is."""
    report = score(WRONG_PAPER)
    (outcome,) = report.outcomes
    assert [["R@1", "facts"]] == failures(report)
    assert f"“{CHESS[0]}” first" == outcome.failures[0].expected
    assert outcome.failures[0].got.startswith(f"“{PENGUINS[0]}”; it is ")
    assert 0.0 == report.scores()["single"]["R@1"]


def test_abstention_is_measured_over_both_kinds(score: Score) -> None:
    """An answerable question that is refused lowers the precision, and one that is not refused the recall."""
    refused = {"question": BEYOND["question"], "gold": [BREAD[0]]}
    report = score(ANSWERED, refused, BEYOND, NOT_BEYOND)
    shares = {"precision": 0.5, "recall": 0.5, "recall, with unsure": 0.5, "off_topic": 0.5}
    assert {"questions": 2} | shares == report.scores()["unanswerable"]
    assert [["abstention", "R@1"], ["abstention"]] in (failures(report), failures(report)[:2])


def test_core_papers_are_looked_for_among_the_cited_ones(score: Score) -> None:
    """And among the first ten."""
    line = {"question": "How long do penguins remember faces?", "gold": [], "core": [PENGUINS[0], BRIDGES[0]]}
    scores = score(line).scores()["multi"]
    assert (1.0, 0.5) == (scores["core@10"], scores["core cited"])


def test_later_turns_of_a_dialogue_count(score: Score) -> None:
    """The first is only what they follow."""
    turns = [{"question": "What do penguins remember?"}, {"question": "And for how long?", "gold": [PENGUINS[0]]}]
    report = score({"turns": turns})
    assert (1, 1.0) == (report.scores()["followups"]["questions"], report.scores()["followups"]["R@1"])
    assert 2 == report.scores()["all"]["questions"]


def test_filters_count_the_right_papers(score: Score) -> None:
    """No paper of these has a date."""
    report = score({"question": "penguins year:2021", "filter": {"year_from": 2021}, "gold": [PENGUINS[0]]})
    assert 0.0 == report.scores()["filters"]["right@10"]
    assert f"“{PENGUINS[0]}” found" in [failure.expected for failure in report.outcomes[0].failures]


def test_claims_are_judged_by_the_checker(score: Score) -> None:
    """True ones should be kept, the others rejected."""
    scores = score(TRUE, FALSE, FALSE | {"label": "contradicted", "error": "number"}).scores()["claims"]
    assert (1.0, 1.0) == (scores["balanced accuracy"], scores["contradicted rejected"])
    assert 0.0 == scores["accepted: number"]


@pytest.mark.parametrize("order", [1, -1])
def test_claim_may_be_of_any_paper_of_its_title(score: Score, monkeypatch: pytest.MonkeyPatch, order: int) -> None:
    """Whichever of them the library holds first."""
    papers = [Paper("1", BREAD[0], "We measured how crust grows."), Paper("2", PENGUINS[0], PENGUINS[1])][::order]
    monkeypatch.setattr(Library, "papers_titled", lambda *_: papers)
    assert [] == failures(score(TRUE, FALSE))


def test_claims_of_one_label_have_no_balance(score: Score) -> None:
    """What cannot be measured is left out, so that the JSON has numbers only."""
    assert {"questions": 1, "supported kept": 1} == score(TRUE).scores()["claims"]


def test_all_answers_are_timed_and_their_citations_checked(score: Score) -> None:
    """Of whatever kind."""
    scores = score(ANSWERED, BEYOND, TRUE).scores()["all"]
    assert (2, 1.0) == (scores["questions"], scores["valid citations"])
    assert {"total p50 ms", "total p95 ms", "first word p50 ms", "retrieve p95 ms"} <= scores.keys()


def test_bad_lines_do_not_stop_the_others(score: Score) -> None:
    """Neither those that cannot be read, nor those that name an unknown paper or cannot be asked."""
    report = score([1], {"question": "q", "gold": ["Unknown"]}, {"question": "x" * 100_000}, ANSWERED)
    assert [1, 2, 3] == [fault.line for fault in report.faults]
    assert 1 == len(report.outcomes)


def test_faults_are_told_at_once(tmp_path: Path, resources: pipeline.Resources) -> None:
    """Before the first question is asked."""
    told: list[Fault | str] = []
    (tmp_path / "own.jsonl").write_text(f"[1]\n{json.dumps(ANSWERED)}")
    score_files([tmp_path / "own.jsonl"], list(Kind), resources, lambda *_: told.append("asked"), told.append)
    assert [Fault, str] == [type(item) for item in told]


def test_interrupt_keeps_what_was_measured(score: Score) -> None:
    """And says that it is not all."""

    def interrupt(stage: str, done: int, total: int) -> None:
        if done == 2:
            signal.raise_signal(signal.SIGINT)

    report = score(ANSWERED, ANSWERED, ANSWERED, progress=interrupt)
    assert (True, 2, 3) == (report.is_partial, len(report.outcomes), report.cases)
    assert next(iter(report_as_lines(report))).startswith("PARTIAL, interrupted: 2 of 3 questions.")


def test_report_is_grouped_by_kind(score: Score) -> None:
    """A person reads what was asked, expected and got."""
    lines = list(report_as_lines(score(NOT_BEYOND, WRONG_PAPER, FALSE)))
    assert ["What went wrong, single (1)", "What went wrong, unanswerable (1)"] == [
        line for line in lines if line.startswith("What went wrong")
    ]
    assert "  own.jsonl line 2: How long do penguins remember faces?" in lines
    assert "    abstention: expected that the library does not hold the answer" in lines


def test_json_holds_the_same(score: Score) -> None:
    """For programs, with numbers only."""
    report = score(ANSWERED, WRONG_PAPER | {"id": "w"}, [1])
    value: Any = json.loads(json.dumps(report_as_json(report), allow_nan=False))
    keys = ["papers", "generator", "model", "is_partial", "scores", "failures", "errors"]
    assert keys == list(value)
    assert (0.5, 2) == (value["scores"]["single"]["R@1"], value["scores"]["single"]["questions"])
    (failure,) = value["failures"]
    assert ("w", 2, "R@1") == (failure["id"], failure["line"], failure["failures"][0]["measure"])
    assert 3 == value["errors"][0]["line"]
