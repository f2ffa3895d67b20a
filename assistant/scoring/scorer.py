"""From files of questions to a report; an interrupt ends the asking, and what was measured is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from assistant import pipeline
from assistant.language.text import title_key
from assistant.scoring.cases import Case, Fault, Kind, check_titles, read_cases
from assistant.scoring.outcomes import score_cases
from assistant.scoring.report import Report

Progress = Callable[[str, int, int], None]


def score_files(
    paths: Sequence[Path],
    kinds: Collection[Kind],
    resources: pipeline.Resources,
    progress: Progress,
    tell: Callable[[Fault], object],
) -> Report:
    """Return how good the answers to the questions in some files are.

    Args:
        kinds: that are scored; lines of others are passed over.
        progress: told the stage, how many questions are answered and of how many.
        tell: told what is wrong with a line, once it is known.

    Raises:
        InputError: a file cannot be read.
    """
    known = {title_key(paper.title) for paper in resources.library.papers().values()}
    read = [_checked(item, known) for path in paths for item in read_cases(path)]
    cases = [item for item in read if isinstance(item, Case) and item.kind in kinds]
    report = Report(resources.paper_count, resources.generator_name, resources.model, len(cases))
    report.faults += [item for item in read if isinstance(item, Fault)]
    for fault in report.faults:
        tell(fault)
    try:
        for done, found in enumerate(score_cases(cases, resources), 1):
            if isinstance(found, Fault):
                report.faults.append(found)
                tell(found)
            else:
                report.outcomes += found
            progress("asking", done, len(cases))
    except KeyboardInterrupt:
        report.is_partial = True
    report.model = resources.model  # known for certain once it is loaded
    return report


def _checked(item: Case | Fault, known: Collection[str]) -> Case | Fault:
    return item if isinstance(item, Fault) else check_titles(item, known) or item
