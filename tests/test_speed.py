"""The measure of speed runs whole on a tiny model; what it finds there says nothing of a real one."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from assistant.storage.library import Library
from evaluations import speed
from evaluations.speed import Measure


def test_every_figure_is_measured(
    seeds_library: Library,
    sound: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Beside its target, and in the file; nothing of llama.cpp reaches the output."""
    file = tmp_path / "speed.json"
    arguments = [str(sound), "--library", str(seeds_library.folder), "--tokens", "40", "--json", str(file)]
    monkeypatch.setattr(sys, "argv", ["speed", *arguments])
    assert speed.main() in (0, 1)
    figures = {row["name"]: row["value"] for row in json.loads(file.read_text())}
    assert 1 == figures["writes after that"]
    assert all(value > 0 for name, value in figures.items() if "memory" not in name and "cancelled" not in name)
    assert figures["second turn against the first, in tokens"] < 0.5
    assert figures["cancelled while writing"] < 1000
    lines = [line for line in capfd.readouterr().out.splitlines() if line[0] in "✓✗"]
    assert len(figures) == len(lines) == 10


def test_a_figure_is_held_against_its_target() -> None:
    """Some should be small, others large."""
    assert Measure("a", 0.3, 0.33).is_met and not Measure("a", 0.34, 0.33).is_met
    assert Measure("a", 0.91, 0.9, is_least=True).is_met and not Measure("a", 0.89, 0.9, is_least=True).is_met
    assert "✗ a: 210 ms (target ≤ 200 ms)" == str(Measure("a", 210, 200, " ms"))
