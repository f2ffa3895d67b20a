"""Score the ranking alone on a collection in BEIR's form: papers, queries, and which papers are right for which query.

    python -m evaluations.collections FOLDER --library DIR [--results FILE.json]

The folder holds `papers*.jsonl.gz` (id, title, abstract), `*queries.jsonl` (id, question) and `*qrels.tsv`. The papers
are put into the library first; that is done once, and goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from assistant import indexing
from assistant.diagnostics import Progress
from assistant.embedding import Embedder, open_embedder
from assistant.language.text import clean, title_key
from assistant.records import Paper
from assistant.scoring.measures import mean, percentile
from assistant.search import retrieval
from assistant.search.vector_search import open_index
from assistant.search.vectors import VectorIndex
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage.library import Library

DEPTH = 100
Relevant = dict[str, frozenset[str]]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m evaluations.collections", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--results", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    scores = evaluate(arguments.folder, arguments.library)
    for name, value in scores.items():
        print(f"{name:20s} {value:.4g}")
    if arguments.results:
        arguments.results.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


def is_collection(folder: Path) -> bool:
    """Whether a folder says which papers are right for which query."""
    return any(folder.glob("*qrels.tsv"))


def evaluate(folder: Path, library: Path) -> dict[str, float]:
    """Put a collection into a library, unless it is there, and return the measures of the ranking."""
    embedder = open_embedder(BUNDLED_EMBEDDING_MODEL)
    with Library(library, create=True) as opened, Progress() as progress:
        fill(opened, folder, embedder, progress)
        index = open_index(opened, "auto", lambda line: print(line, file=sys.stderr))
        scores = score(folder, opened, embedder, index)
        index.close()
    return scores


def fill(library: Library, folder: Path, embedder: Embedder, progress: Progress) -> None:
    """Put the papers of a collection into the library under their own ids."""
    with library.writing():
        indexing.claim_for_model(library, embedder.name)
        with library.transaction():
            for paper in papers(folder):
                library.put_paper(paper, title_key(paper.title))
        indexing.complete(library, lambda: embedder, progress)


def score(folder: Path, library: Library, embedder: Embedder, index: VectorIndex) -> dict[str, float]:
    """Return nDCG@10, recall and latency (milliseconds) over the queries that have right papers."""
    gains, found, times = [], [], []
    for question, right in questions(folder):
        begin = time.perf_counter()
        hits = retrieval.retrieve(question, DEPTH, library, embedder, index).hits
        times.append((time.perf_counter() - begin) * 1000)
        ids = [hit.paper.id for hit in hits]
        gains.append(ndcg(ids, right, 10))
        found.append(len(right & set(ids)) / len(right))
    return {
        "queries": len(gains),
        "papers": library.paper_count(),
        "nDCG@10": mean(gains),
        f"recall@{DEPTH}": mean(found),
        "p50 ms": percentile(times, 0.5),
        "p95 ms": percentile(times, 0.95),
    }


def ndcg(ids: list[str], right: frozenset[str], depth: int) -> float:
    """Return the normalised discounted cumulative gain of a ranking whose right papers all weigh the same."""
    gain = sum(1 / math.log2(place + 2) for place, identifier in enumerate(ids[:depth]) if identifier in right)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(depth, len(right))))


def questions(folder: Path) -> list[tuple[str, frozenset[str]]]:
    """Return the queries that have right papers, with the ids of these."""
    right = _relevant(folder)
    return [(question, right[identifier]) for identifier, question in _questions(folder) if identifier in right]


def papers(folder: Path) -> Iterator[Paper]:
    """Yield the papers of a collection, with their own ids."""
    (path,) = folder.glob("papers*.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)
            yield Paper(str(value["id"]), clean(value["title"] or ""), clean(value["abstract"] or ""))


def _questions(folder: Path) -> Iterator[tuple[str, str]]:
    (path,) = folder.glob("*queries.jsonl")
    for line in path.read_text(encoding="utf-8").splitlines():
        value = json.loads(line)
        yield str(value["id"]), value["question"]


def _relevant(folder: Path) -> Relevant:
    (path,) = folder.glob("*qrels.tsv")
    right: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, paper, weight = line.split("\t")
        if int(weight) > 0:
            right[query].add(paper)
    return {query: frozenset(papers) for query, papers in right.items()}


if __name__ == "__main__":
    main()
