"""The comparison of indexing with the usual script: both sides do their work, the verdict is of the best rounds."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from assistant.resources import resource_folder
from evaluations import indexing_speed
from tests.conftest import FIVE


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A file of five papers."""
    file = tmp_path / "papers.jsonl"
    lines = [json.dumps({"title": title, "abstract": abstract}) for title, abstract in FIVE]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.mark.parametrize("side", indexing_speed._SIDES)
def test_each_side_takes_in_every_paper(
    side: str, papers: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the command starts it, in a process of its own."""
    monkeypatch.setattr(sys, "argv", ["indexing_speed", str(tiny_model), str(papers), "--side", side])
    monkeypatch.setattr(indexing_speed, "MAX_TOKENS", 64)  # of the tiny model
    indexing_speed.main()
    facts = json.loads(capsys.readouterr().out)
    assert facts["papers"] == len(FIVE)
    assert facts["seconds"] > facts.get("embedding", 0) >= 0


@pytest.mark.parametrize(("ours", "code"), [(1.0, True), (0.2, False)])
def test_best_round_of_each_side_counts(
    ours: float, code: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What else the machine does slows a round; it makes none quicker."""
    seconds = {"usual": iter((9.0, 1.0)), "whole": iter((2.0, 9.0)), "ours": iter((ours, 9.0))}
    asked: list[list[Path]] = []

    def run(side: str, weights: Path, files: list[Path]) -> dict[str, float]:
        asked.append(files)
        took = next(seconds[side])
        return {"papers": 10, "seconds": took, "process": took, "embedding": took * 0.95}

    monkeypatch.setattr(indexing_speed, "_run", run)
    monkeypatch.setattr(sys, "argv", ["indexing_speed", "weights", "--rounds", "2"])
    with pytest.raises(SystemExit) as ended:
        indexing_speed.main()
    out = capsys.readouterr().out
    assert ended.value.code == code
    assert f"{1 / ours:.2f} times as quick" in out
    assert f"{2 / ours:.2f} times, where" in out
    assert asked[0] == [resource_folder("seeds")]
