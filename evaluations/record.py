"""A dated record of figures: of which code, on which machine, and what has changed since an earlier one."""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import os
import platform
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"
BASELINE = FOLDER / "baseline.json"
PACKAGES = ("numpy", "onnxruntime", "tokenizers", "chromadb", "sentence-transformers", "llama-cpp-python", "textual")
CHANGE = 0.0005
"""Least difference that is told of measures between 0 and 1; times differ from run to run and are not compared."""

Scores = Mapping[str, Mapping[str, float]]


def circumstances() -> dict[str, Any]:
    """Return when and of which commit figures are, and on what machine they were measured."""
    return {
        "when": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "commit": _git("describe", "--always", "--dirty", "--abbrev=10", "--exclude=*"),
        "machine": {
            "processor": _processor(),
            "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
            "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
            "system": platform.system(),
        },
        "versions": {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version} | _packages(),
    }


def write(record: Mapping[str, Any], path: Path | None = None) -> Path:
    """Write a record as JSON, by default under its date and commit among the results, and return where."""
    if path is None:
        date = "".join(letter for letter in record["when"][:16] if letter not in "-:")
        path = FOLDER / f"{date}-{record['commit']}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    return path


def without_texts(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record that names what failed, and does not say how."""
    keys = ("kind", "id", "turn")
    return dict(record) | {
        "sets": {
            name: found
            | {
                "failures": [
                    {key: failed[key] for key in keys}
                    | {"failures": [{"measure": failure["measure"]} for failure in failed["failures"]]}
                    for failed in found.get("failures", ())
                ]
            }
            for name, found in record["sets"].items()
        }
    }


def changes(sets: Mapping[str, Any], earlier: Mapping[str, Any]) -> Iterator[str]:
    """Yield in one line each which measures and which questions are not what they were, of sets in both records."""
    for name, found in sets.items():
        if name not in earlier:
            continue
        before = earlier[name]["scores"]
        for kind, measures in found["scores"].items():
            for measure, value in measures.items():
                was = before.get(kind, {}).get(measure)
                if was is not None and not measure.endswith(" ms") and abs(value - was) > CHANGE:
                    yield f"{name}, {kind}: {measure} {was:.3f} → {value:.3f}"
        failed, failed_before = _failed(found), _failed(earlier[name])
        for verb, questions in (("now fails", failed - failed_before), ("no longer fails", failed_before - failed)):
            yield from (f"{name}, {question} {verb} {measure}" for question, measure in sorted(questions))


def _failed(found: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return what failed of a set: the id of a question, with its turn in a dialogue, and a measure."""
    return {
        (f"{item['id']}.{item['turn']}" if item["turn"] > 1 else item["id"], failure["measure"])
        for item in found.get("failures", ())
        for failure in item["failures"]
    }


def _packages() -> dict[str, str]:
    versions = {}
    for name in PACKAGES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _git(*arguments: str) -> str:
    try:
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=FOLDER.parent, capture_output=True, text=True, check=False)
    except OSError:
        return "unknown"
    return done.stdout.strip() or "unknown"
