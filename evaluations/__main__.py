"""Score a library's answers to a folder of questions; print a table and, if asked, write the figures as JSON."""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from assistant import pipeline
from assistant.settings import load
from evaluations import seeds


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m evaluations", description=__doc__)
    parser.add_argument("questions", type=Path, help="folder with single.jsonl, multi.jsonl, …")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--vector-index")
    parser.add_argument("--results", type=Path, metavar="FILE", help="write the figures, the commit and the machine")
    arguments = parser.parse_args()
    settings = dataclasses.replace(load(vars(arguments)), generator="quotes")
    resources = pipeline.open_resources(settings, lambda line: print(line, file=sys.stderr))
    scores = seeds.score(arguments.questions, resources)
    resources.close()
    for name, values in scores.items():
        print(f"{name:13s}" + "  ".join(f"{key} {value:.3g}" for key, value in values.items()))
    if arguments.results:
        record = {"when": datetime.datetime.now(datetime.UTC).isoformat(), "scores": scores} | _circumstances()
        arguments.results.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _circumstances() -> dict[str, object]:
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    return {
        "commit": commit,
        "machine": {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()},
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    main()
