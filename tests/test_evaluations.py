"""The developers' command: it runs, and its records can be compared."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.reader import Reader
from assistant.storage.library import Library
from evaluations import entailment, record, typos
from tests.conftest import FIVE, PENGUINS

ROOT = Path(__file__).parent.parent


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Return a folder of two questions, one of which fails."""
    folder = tmp_path / "questions"
    folder.mkdir()
    line = {"id": "a", "question": "How long do penguins remember faces?", "gold": [PENGUINS[0]]}
    lines = (line | {"facts": ["six months"]}, line | {"id": "b", "facts": ["seven months"]})
    (folder / "single.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Return a folder of five papers, a query and its right paper."""
    folder = tmp_path / "birds"
    folder.mkdir()
    with gzip.open(folder / "papers.jsonl.gz", "wt") as lines:
        for place, (title, abstract) in enumerate(FIVE):
            lines.write(json.dumps({"id": str(place), "title": title, "abstract": abstract}) + "\n")
    (folder / "queries.jsonl").write_text(json.dumps({"id": "q", "question": "birds that know faces"}))
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\t0\t1\n")
    return folder


def evaluate(*arguments: object) -> str:
    """Return what the command prints."""
    command = [sys.executable, "-m", "evaluations", *map(str, arguments)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=120
    ).stdout


def test_one_command_scores_questions_and_collections(
    questions: Path, collection: Path, small_library: Library, tmp_path: Path
) -> None:
    """It prints the measures and writes them down with the commit, the machine and what went wrong."""
    options = ("--library", small_library.folder, "--collections", tmp_path, "--results", tmp_path / "r.json")
    out = evaluate(questions, collection, *options, "--baseline", tmp_path / "none.json")
    value: Any = json.loads((tmp_path / "r.json").read_text())
    assert "R@1 1.000" in out
    assert "nDCG@10 1" in out
    assert ["when", "commit", "machine", "versions", "sets"] == list(value)
    assert {"processor", "cores", "memory_gib", "system"} == set(value["machine"])
    assert ["b"] == [failure["id"] for failure in value["sets"]["questions"]["failures"]]
    assert 1.0 == value["sets"]["birds"]["scores"]["ranking"]["nDCG@10"]


def test_what_has_changed_since_the_baseline_is_told(questions: Path, small_library: Library, tmp_path: Path) -> None:
    """Figures and questions."""
    options = ("--library", small_library.folder, "--results", tmp_path / "r.json", "--baseline", tmp_path / "b.json")
    evaluate(questions, *options, "--new-baseline")
    assert "nothing has changed" in evaluate(questions, *options)
    file = questions / "single.jsonl"
    file.write_text(file.read_text().replace("six months", "nine months").replace("seven", "six"))
    lines = evaluate(questions, *options).splitlines()
    assert ["questions, a now fails facts", "questions, b no longer fails facts"] == lines[-2:]


def test_new_baseline_keeps_the_sets_that_were_not_measured(
    questions: Path, small_library: Library, tmp_path: Path
) -> None:
    """Otherwise nothing would be told of them any more."""
    options = ("--library", small_library.folder, "--results", tmp_path / "r.json", "--baseline", tmp_path / "b.json")
    other = shutil.copytree(questions, tmp_path / "others")
    for folder in (questions, other):
        evaluate(folder, *options, "--new-baseline")
    assert ["questions", "others"] == list(json.loads((tmp_path / "b.json").read_text())["sets"])


def test_baseline_holds_no_texts() -> None:
    """It is under version control; what it says of a failure is which."""
    failure = {"measure": "R@1", "expected": "x", "got": "y"}
    failed = {"kind": "single", "id": "a", "file": "f", "line": 1, "turn": 1, "question": "q", "failures": [failure]}
    trimmed = record.without_texts({"when": "now", "sets": {"own": {"scores": {}, "failures": [failed]}}})
    expected = {"kind": "single", "id": "a", "turn": 1, "failures": [{"measure": "R@1"}]}
    assert {"when": "now", "sets": {"own": {"scores": {}, "failures": [expected]}}} == trimmed


def test_a_figure_that_differs_is_told() -> None:
    """Times are not compared."""
    before = {"own": {"scores": {"all": {"facts": 0.5, "total p50 ms": 1.0}}}, "gone": {"scores": {}}}
    now = {"own": {"scores": {"all": {"facts": 0.6, "total p50 ms": 2.0}}}, "new": {"scores": {}}}
    assert ["own, all: facts 0.500 → 0.600"] == list(record.changes(now, before))


def test_fused_ranking_is_compared_with_its_halves(questions: Path, small_library: Library) -> None:
    """The command fails when one half is better."""
    command = [sys.executable, "-m", "evaluations.fusion", str(questions), "--library", str(small_library.folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, [line.split()[0] for line in done.stdout.splitlines()]) == (
        0,
        ["words", "meaning", "fused"],
    )


def test_misspelt_questions_are_the_same_in_every_run() -> None:
    """And differ from what was written in so many words."""
    text = "How long do penguins remember faces after a winter apart?"
    first, second = (typos.misspelt(text, 2, random.Random("1")) for _ in range(2))
    changed = [pair for pair in zip(text.split(), first.split(), strict=True) if pair[0] != pair[1]]
    assert first == second
    assert len(changed) == 2


def test_names_of_titles_have_parts() -> None:
    """Those put together from several, before a colon."""
    assert typos.name_of("TIES-Merging: Resolving Interference") == "TIES-Merging"
    assert typos.parts_of("TIES-Merging") == ["ties", "merging"]
    assert typos.name_of("Penguins: Birds") is None
    assert typos.name_of("No Colon SkillWeaver") is None


def test_claims_of_another_field_are_told_apart(collection: Path) -> None:
    """By what the checker says of them, by the rules, and by the cosine."""
    evidence = {"doc_id": "0", "sentences": [0]}
    claims = [
        {
            "claim": "After a winter apart penguins still chose the neighbour in 81.5% of the trials.",
            "evidence": [evidence | {"label": "SUPPORT"}],
        },
        {"claim": "Penguins do not remember faces.", "evidence": [evidence | {"label": "CONTRADICT"}]},
        {"claim": "Nobody has looked at it.", "evidence": []},
    ]
    (collection / "claims.jsonl").write_text("".join(json.dumps(claim) + "\n" for claim in claims))

    scores = entailment.score(list(entailment.pairs(collection)), Reader())

    assert (scores["supported"], scores["contradicted"]) == (1, 1)
    assert scores["area, log-odds and rules"] == 1.0
    assert entailment.area_under_curve([2, 3], [1, 2, 4]) == pytest.approx(3.5 / 6)
