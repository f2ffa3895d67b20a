"""Learn the weights and the border of `assistant.abstention` from questions that a library answers or does not.

    python -m training.fit_abstention QUESTIONS … [--library FOLDER]

QUESTIONS are folders of questions over the papers of the library, in the form that `assistant eval` reads. Prints both,
and what share of each kind is refused when it was not learnt from (cross-validation, five parts, four times).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from assistant import abstention, evidence, pipeline, reading
from assistant.scoring import Case, Kind, find_questions, read_cases
from assistant.settings import load

SEEDS = range(4)
FALSE_ABSTENTIONS = 0.015
"""Of the answerable questions, that fall below the border."""
EVERYDAY, WEIGHT = "everyday", 0.3
"""A group of questions that no paper is about, and what one of them counts: they are many, and easy to tell."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the signals of `abstention`, shape (signals,)."""

    case: Case
    signals: np.ndarray

    @property
    def is_beyond(self) -> bool:
        """Whether the library does not hold the answer."""
        return self.case.kind is Kind.UNANSWERABLE


def ask(cases: Sequence[Case], resources: pipeline.Resources) -> Iterator[Asked]:
    """Yield the signals of each question, from as many papers as are read for one that asks for a fact."""
    for case in cases:
        _, found = pipeline.search(case.turns[0].text, resources, resources.retrieved)
        if not found.hits:
            continue
        read = evidence.read(found.question, found, resources.library, resources.reader, reading.PAPERS)
        values = abstention.signals(found, read, resources.library, resources.stemmer)
        yield Asked(case, np.array([values[name] for name in abstention.WEIGHTS]))


def fit(asked: Sequence[Asked]) -> tuple[np.ndarray, float]:
    """Return the weights of the signals, shape (signals,), and the least sum of an answerable question."""
    signals = np.stack([item.signals for item in asked])
    is_held = np.array([not item.is_beyond for item in asked])
    spread = signals.std(axis=0) + 1e-9
    counts = [WEIGHT if item.case.group == EVERYDAY else 1.0 for item in asked]
    regression = LogisticRegression(max_iter=2000, class_weight="balanced")
    weights = regression.fit(signals / spread, is_held, sample_weight=counts).coef_[0] / spread
    return weights, float(np.quantile(signals[is_held] @ weights, FALSE_ABSTENTIONS))


def cross_validate(asked: Sequence[Asked]) -> dict[str, float]:
    """Return the share of each kind that is refused."""
    refused: dict[str, list[bool]] = {}
    for seed in SEEDS:
        for learnt, held in KFold(5, shuffle=True, random_state=seed).split(range(len(asked))):
            weights, least = fit([asked[n] for n in learnt])
            for item in (asked[n] for n in held):
                kind = item.case.group or item.case.kind.value
                refused.setdefault(kind, []).append(bool(item.signals @ weights < least))
    return {kind: round(float(np.mean(values)), 3) for kind, values in sorted(refused.items())}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--library", type=Path)
    arguments = parser.parse_args()
    settings = replace(load({"library": arguments.library}), generator="quotes")
    resources = pipeline.open_resources(settings, lambda line: print(line, file=sys.stderr))
    kinds = (Kind.SINGLE, Kind.MULTI, Kind.UNANSWERABLE)
    read = [case for path in find_questions(arguments.questions) for case in read_cases(path)]
    asked = list(ask([case for case in read if isinstance(case, Case) and case.kind in kinds], resources))
    weights, least = fit(asked)
    print("refused:", cross_validate(asked))
    print({name: round(float(weight), 3) for name, weight in zip(abstention.WEIGHTS, weights, strict=True)}, least)


if __name__ == "__main__":
    main()
