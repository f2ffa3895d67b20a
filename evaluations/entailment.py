"""Measure whether claims that an abstract supports are told from those that it contradicts, in another field.

    python -m evaluations.entailment FOLDER

The folder is SciFact's: `papers*.jsonl.gz` (id, title, abstract) and `claims.jsonl` (claim, and its evidence: papers,
each with the label SUPPORT or CONTRADICT). Prints the area under the curve of supported against contradicted claims by
the reader's log-odds alone, with the rules that see what is turned round, and by the cosine of claim and abstract,
and how many of both the rules call contradicted.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.checking.turned_round import turned_round
from assistant.embedding import BUNDLED_FOLDER, OnnxEmbedder
from assistant.language.sentences import sentences_of
from assistant.language.words import Stemmer
from assistant.reader import Entailment, Reader
from assistant.records import Paper
from assistant.scoring.measures import mean
from evaluations.collections import papers

LABELS = {"SUPPORT": True, "CONTRADICT": False}
LEAST = 1e-6
TURNED = -100.0
"""Added to the log-odds of a claim that turns its abstract round: it goes behind all others, in the same order."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and an abstract that bears on it."""

    claim: str
    paper: Paper
    holds: bool


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m evaluations.entailment", description=__doc__)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    for name, value in score(list(pairs(arguments.folder)), Reader()).items():
        print(f"{name:28s} {value:.4g}")


def pairs(folder: Path) -> Iterator[Pair]:
    """Yield each claim with each of the papers that support or contradict it."""
    known = {paper.id: paper for paper in papers(folder)}
    for line in (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for evidence in record["evidence"]:
            yield Pair(record["claim"], known[str(evidence["doc_id"])], LABELS[evidence["label"]])


def score(claims: Sequence[Pair], reader: Reader) -> dict[str, float]:
    """Return the areas under the curve, and the shares that the rules call contradicted."""
    embedder, stemmer = OnnxEmbedder(BUNDLED_FOLDER), Stemmer()
    holds = [pair.holds for pair in claims]
    alone, turned, cosines = [], [], []
    for pair in claims:
        sentences = sentences_of(pair.paper.abstract)
        alone.append(_log_odds(reader.check(pair.claim, pair.paper.title, sentences)))
        turned.append(turned_round(pair.claim, sentences, stemmer) is not None)
        cosines.append(_cosine(pair, embedder))
    ruled = [value + TURNED * is_turned for value, is_turned in zip(alone, turned, strict=True)]
    return {
        "supported": sum(holds),
        "contradicted": len(holds) - sum(holds),
        "area, log-odds": _area(alone, holds),
        "area, log-odds and rules": _area(ruled, holds),
        "area, cosine": _area(cosines, holds),
        "turned round, supported": mean([float(value) for value, held in zip(turned, holds, strict=True) if held]),
        "turned round, contradicted": mean(
            [float(value) for value, held in zip(turned, holds, strict=True) if not held]
        ),
    }


def area_under_curve(above: Sequence[float], below: Sequence[float]) -> float:
    """Return how often a value that should be higher is, ties counted half."""
    one, two = np.array(above)[:, None], np.array(below)[None]
    return float((one > two).mean() + 0.5 * (one == two).mean())


def _area(values: Sequence[float], holds: Sequence[bool]) -> float:
    both = list(zip(values, holds, strict=True))
    return area_under_curve([value for value, held in both if held], [value for value, held in both if not held])


def _log_odds(read: Entailment) -> float:
    return math.log(max(read.supported, LEAST)) - math.log(max(read.contradicted, LEAST))


def _cosine(pair: Pair, embedder: OnnxEmbedder) -> float:
    claim, paper = embedder.embed([pair.claim, f"{pair.paper.title}. {pair.paper.abstract}"])
    return float(claim @ paper)


if __name__ == "__main__":
    main()
