"""Score the answers to folders of questions, and the ranking on collections of papers; write a dated record.

A folder that holds a `*qrels.tsv` is a collection (see evaluations/collections.py); any other holds questions in the
form that `assistant eval` reads.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

import platformdirs

from assistant import pipeline, scoring
from assistant.diagnostics import Progress, narrate, report
from assistant.errors import AssistantError
from assistant.sanitizing import sanitize_line
from assistant.settings import APP, Settings, load
from evaluations import collections, record


def main() -> int:
    """Run the command."""
    arguments = _parser().parse_args()
    try:
        settings = dataclasses.replace(load(vars(arguments)), generator=arguments.generator)
        sets: dict[str, Any] = {}
        for path in arguments.folders:
            sets[path.resolve().name] = found = _score(path, settings, arguments)
            if found.get("is_partial"):
                break
    except AssistantError as error:
        return int(report(error))
    earlier: dict[str, Any] = {"sets": {}}
    if arguments.baseline.exists():
        earlier = json.loads(arguments.baseline.read_text(encoding="utf-8"))
        changed = list(record.changes(sets, earlier["sets"]))
        print("", f"since {arguments.baseline.name} of {earlier['when'][:10]}:", sep="\n")
        print(*(changed or ["nothing has changed"]), sep="\n")
    measured = record.circumstances() | {"sets": sets}
    narrate(f"the record is {record.write(measured, arguments.results)}")
    if arguments.new_baseline:
        measured["sets"] = earlier["sets"] | sets  # those of the sets that were not measured stay
        narrate(f"the baseline is {record.write(record.without_texts(measured), arguments.baseline)}")
    return 130 if any(found.get("is_partial") for found in sets.values()) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluations", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="of questions, or a collection")
    parser.add_argument(
        "--library", type=Path, help="that the questions are asked of; the default library if not given"
    )
    parser.add_argument("--generator", default="quotes", choices=("quotes", "llama", "openai"))
    parser.add_argument("--model", help="a GGUF file")
    parser.add_argument("--openai-url")
    parser.add_argument("--vector-index")
    parser.add_argument("--failures", action="store_true", help="print what went wrong, which the record holds too")
    parser.add_argument(
        "--collections",
        type=Path,
        default=Path(platformdirs.user_cache_dir(APP)) / "collections",
        metavar="DIR",
        help="where the libraries of collections are kept (%(default)s)",
    )
    parser.add_argument("--results", type=Path, metavar="FILE", help="where the record goes, if not among the results")
    parser.add_argument("--baseline", type=Path, default=record.BASELINE, metavar="FILE", help="record to compare with")
    parser.add_argument("--new-baseline", action="store_true", help="make these figures the baseline")
    return parser


def _score(path: Path, settings: Settings, arguments: argparse.Namespace) -> dict[str, Any]:
    print(f"== {path.resolve().name}", flush=True)
    if collections.is_collection(path):
        scores = collections.evaluate(path, arguments.collections / path.resolve().name)
        print(" · ".join(f"{name} {value:.4g}" for name, value in scores.items()), flush=True)
        return {"scores": {"ranking": scores}}
    files = scoring.find_questions([path])
    resources = pipeline.open_resources(settings, narrate)
    with Progress(is_quiet=not sys.stderr.isatty()) as progress:
        found = scoring.score_files(
            files, list(scoring.Kind), resources, progress, lambda fault: report(fault.as_error())
        )
    resources.close()
    lines = scoring.report_as_lines(found) if arguments.failures else scoring.scores_as_lines(found)
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        print(indent + sanitize_line(line), flush=True)
    return scoring.report_as_json(found)


if __name__ == "__main__":
    sys.exit(main())
