"""How quickly papers are indexed, against the script that people write first, both in turns on the same texts.

    python -m evaluations.indexing_speed WEIGHTS [FILE ...] [--rounds 3] [--json FILE]

WEIGHTS is a folder of all-MiniLM-L6-v2 for sentence-transformers, FILE anything that `assistant index` reads (the
bundled papers without one). The other side is `SentenceTransformer.encode` in torch (float32, all cores) and
`collection.add`, once the libraries are imported and the model is loaded and warm, as it comes (texts are cut at 256
tokens) and told to read 512, as we do. Ours is what `assistant index` does: reading and merging the files, vectors of
papers and of sentences, the full-text index, Chroma. Each side is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from assistant import corpus, indexing
from assistant.embedding import MAX_TOKENS, open_embedder
from assistant.resources import resource_folder
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage.library import Library
from evaluations import record

TARGET = 3.0
SHARE = 0.9
BATCH = 32  # what `encode` takes without being asked
AT_ONCE = 1000  # passages that are given to Chroma together
Facts = dict[str, Any]
_SIDES = ("usual", "whole", "ours")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m evaluations.indexing_speed", description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--side", choices=_SIDES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    files = given.files or [resource_folder("seeds")]
    if given.side:
        made = _ours(files) if given.side == "ours" else _usual(given.weights, files, given.side == "whole")
        print(json.dumps(made))
        return
    rounds = []
    for number in range(1, given.rounds + 1):
        rounds.append({side: _run(side, given.weights, files) for side in _SIDES})
        print(f"round {number}: {_described(rounds[-1])}", flush=True)
    best = {side: max(_speed(facts[side]) for facts in rounds) for side in _SIDES}  # other work can only slow them
    share = max(facts["ours"]["embedding"] / facts["ours"]["seconds"] for facts in rounds)
    ratio = best["ours"] / best["usual"]
    print(f"{_mark(ratio, TARGET)} {ratio:.2f} times as quick, the best round of each (target ≥ {TARGET:g})")
    print(f"  {best['ours'] / best['whole']:.2f} times, where the other side reads the texts to their ends, too")
    print(f"{_mark(share, SHARE)} {share:.0%} of it is embedding (target ≥ {SHARE:.0%})")
    if given.json:
        record.write(record.circumstances() | {"rounds": rounds, "ratio": ratio, "share": share}, given.json)
    sys.exit(ratio < TARGET or share < SHARE)


def _speed(facts: Facts) -> float:
    """Return papers a second."""
    return float(facts["papers"] / facts["seconds"])


def _mark(value: float, target: float) -> str:
    return "✓" if value >= target else "✗"


def _described(facts: dict[str, Facts]) -> str:
    return "; ".join(
        f"{side} {_speed(found):.1f} papers/s ({found['papers']} in {found['seconds']:.2f} s, "
        f"the whole process {found['process']:.2f} s)"
        for side, found in facts.items()
    )


def _run(side: str, weights: Path, files: list[Path]) -> Facts:
    command = [sys.executable, "-m", "evaluations.indexing_speed", str(weights), *map(str, files), "--side", side]
    begin = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    facts: Facts = json.loads(done.stdout)
    return facts | {"process": time.perf_counter() - begin}


def _ours(files: list[Path]) -> Facts:
    """Index the files into a new library, and note when embedding began and ended."""
    import chromadb  # noqa: F401 - the other side's libraries are imported, too, before its time begins

    marks: dict[str, float] = {}

    def note(stage: str, done: int, total: int) -> None:
        marks.setdefault(stage, time.perf_counter())
        if stage == "embedding" and done == total:
            marks["embedded"] = time.perf_counter()

    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        with Library(Path(folder) / "library", create=True) as library:
            embedder = partial(open_embedder, BUNDLED_EMBEDDING_MODEL)
            report = indexing.index_files(library, files, embedder, BUNDLED_EMBEDDING_MODEL, note)
        seconds = time.perf_counter() - begin
    return {"papers": report.papers, "seconds": seconds, "embedding": marks["embedded"] - marks["embedding"]}


def _usual(weights: Path, files: list[Path], is_whole: bool) -> Facts:
    """Do what people write first with the same texts, whole or as the model is set, which is to cut them."""
    import chromadb
    from sentence_transformers import SentenceTransformer

    entries = [entry for path in corpus.find_files(files) for entry in corpus.read_file(path).entries]
    texts = list(dict.fromkeys(f"{entry.title}. {entry.abstract}" for entry in entries if entry.abstract))
    model = SentenceTransformer(str(weights), device="cpu")
    if is_whole:
        model.max_seq_length = MAX_TOKENS
    model.encode(texts[:BATCH])
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        vectors = model.encode(texts, show_progress_bar=False)
        collection = chromadb.PersistentClient(folder).create_collection("passages")
        for first in range(0, len(texts), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            names = [str(number) for number in range(len(texts))[part]]
            collection.add(ids=names, embeddings=vectors[part].tolist(), documents=texts[part])
        seconds = time.perf_counter() - begin
    return {"papers": len(texts), "seconds": seconds}


if __name__ == "__main__":
    main()
