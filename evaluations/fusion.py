"""Check that words and meaning together find papers better than either of them alone.

    python -m evaluations.fusion FOLDER --library DIR

The folder holds `single.jsonl` or is a collection (see `collections`), of which the library holds the papers. Prints
the nDCG@10 of both halves and of the fused ranking, and fails with 1 if the better half is better.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.embedding import open_embedder
from assistant.language.text import title_key
from assistant.records import Hit
from assistant.scoring.cases import Case, read_cases
from assistant.scoring.measures import mean
from assistant.search import retrieval
from assistant.search.vector_search import open_index
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage.library import Library
from evaluations import collections

DEPTH = 10


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m evaluations.fusion", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    arguments = parser.parse_args()
    with Library(arguments.library) as library:
        scores = score(arguments.folder, library)
    for name, value in scores.items():
        print(f"{name:8s} {value:.4f}")
    return int(scores["fused"] < max(scores["words"], scores["meaning"]))


def score(folder: Path, library: Library) -> dict[str, float]:
    """Return the nDCG@10 of the rankings by words, by meaning, and of both."""
    is_collection = collections.is_collection(folder)
    questions = collections.questions(folder) if is_collection else single_questions(folder)
    embedder = open_embedder(BUNDLED_EMBEDDING_MODEL)
    index = open_index(library, "auto", lambda line: print(line, file=sys.stderr))
    gains: dict[str, list[float]] = {"words": [], "meaning": [], "fused": []}
    for question, right in questions:
        hits = retrieval.retrieve(question, 2 * retrieval.CANDIDATES, library, embedder, index).hits
        names = {hit.paper.id: hit.paper.id if is_collection else title_key(hit.paper.title) for hit in hits}
        rankings = {
            "words": _ranked({hit.lexical_rank: hit for hit in hits}),
            "meaning": _ranked({hit.dense_rank: hit for hit in hits}),
            "fused": [hit.paper.id for hit in hits],
        }
        for name, ids in rankings.items():
            gains[name].append(collections.ndcg([names[identifier] for identifier in ids], right, DEPTH))
    index.close()
    return {name: mean(values) for name, values in gains.items()}


def single_questions(folder: Path) -> list[tuple[str, frozenset[str]]]:
    """Return the questions of `single.jsonl` with the keys of the titles that are right."""
    cases = [case for case in read_cases(folder / "single.jsonl") if isinstance(case, Case)]
    return [(turn.text, frozenset(turn.gold)) for case in cases for turn in case.turns]


def _ranked(places: dict[int | None, Hit]) -> list[str]:
    return [places[rank].paper.id for rank in sorted(rank for rank in places if rank)]


if __name__ == "__main__":
    sys.exit(main())
