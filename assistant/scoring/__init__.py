"""Score answers with questions of which the answer is known: a person's own, or those of the developers.

read_cases        lines of JSON → cases, and what is wrong with the other lines
score_cases       a case → what was asked, expected and got, as outcomes
Report            outcomes → the measures of each kind
report_as_lines, report_as_json
"""

from __future__ import annotations

from assistant.scoring.cases import Case, Fault, Kind, check_titles, find_questions, read_cases
from assistant.scoring.measures import DEPTH
from assistant.scoring.outcomes import Failure, Outcome, score_cases
from assistant.scoring.report import Report, report_as_json, report_as_lines, scores_as_lines
from assistant.scoring.scorer import score_files

__all__ = [
    "DEPTH",
    "Case",
    "Failure",
    "Fault",
    "Kind",
    "Outcome",
    "Report",
    "check_titles",
    "find_questions",
    "read_cases",
    "report_as_json",
    "report_as_lines",
    "score_cases",
    "score_files",
    "scores_as_lines",
]
