"""How cost grows with the number of papers: time, memory, disk and the latency of a query.

    python -m evaluations.growth FOLDER --scratch DIR [--sizes 500 5000] [--stored LIBRARY] [--results FILE.json]

FOLDER is a collection (see evaluations/collections.py); each size takes its first papers, beyond its end papers that
are put together from the sentences of two real ones. Every step is a process of its own, as a person runs it, so that
peaks of memory do not mix. Wall time says little on a machine that does other things too: processor seconds stand
beside it.

With `--stored` papers that a library holds already are not embedded: their vectors are taken from there, which is said
in the record. What embedding costs is then to be read off a smaller size, since it is the same for every paper.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from assistant import indexing
from assistant.embedding import BUNDLED_FOLDER, Embedder, OnnxEmbedder, open_embedder
from assistant.language.sentences import split_sentences
from assistant.language.text import clean, title_key
from assistant.records import Paper, Span
from assistant.scoring.measures import percentile
from assistant.search import retrieval, vectors
from assistant.search.vector_search import open_index
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage.library import FILE, Library, PaperVectors, Vectors
from evaluations import collections, record

QUERIES = 100
DEPTH = 10
JOINT = " / beside / "
"""Between the titles of the two papers that one is made of."""
REAL_AT_LEAST = 200
"""Papers that are embedded even with stored vectors, so that the model's memory is in the peak."""
STEPS = ("index", "again", "rebuild", "exact", "chroma")
Facts = dict[str, Any]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m evaluations.growth", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scratch", type=Path, required=True, help="where papers and libraries of each size are kept")
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 5000], metavar="N")
    parser.add_argument("--stored", type=Path, metavar="LIBRARY", help="take the vectors of its papers from there")
    parser.add_argument("--results", type=Path, metavar="FILE")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(_measured(given.step, given)))
        return
    found: dict[str, Facts] = {}
    for size in given.sizes:
        found[str(size)] = facts = _grow(size, given)
        print(*_lines(size, facts), sep="\n", flush=True)
        if given.results:
            record.write(record.circumstances() | {"stored": bool(given.stored), "sizes": found}, given.results)


def _grow(size: int, given: argparse.Namespace) -> Facts:
    """Run all steps for a number of papers."""
    place = given.scratch / str(size)
    place.mkdir(parents=True, exist_ok=True)
    write_papers(given.folder, size, place / "papers.jsonl")
    facts: Facts = {}
    for step in STEPS:
        command = [sys.executable, "-m", "evaluations.growth", str(given.folder), "--scratch", str(place)]
        stored = ["--stored", str(given.stored)] if given.stored else []
        begin = time.perf_counter()
        done = subprocess.run([*command, *stored, "--step", step], stdout=subprocess.PIPE, check=True)
        facts[step] = json.loads(done.stdout) | {"process": time.perf_counter() - begin}
    with Library(place / "library") as library:
        facts["papers"], facts["passages"] = library.paper_count(), library.passage_state()[0]
        facts["text"] = sum(len(f"{title}{words}".encode()) for _, title, words, _ in library.raw_papers())
    facts["library"] = (place / "library" / FILE).stat().st_size
    files = [path for path in (place / "library" / vectors.FOLDER).rglob("*") if path.is_file()]
    facts["chroma_files"] = sum(path.stat().st_size for path in files)
    facts["beyond_text"] = (facts["library"] + facts["chroma_files"] - facts["text"]) / facts["papers"]
    return facts


def _measured(step: str, given: argparse.Namespace) -> Facts:
    """Run one step and return what it took."""
    begin = time.perf_counter()
    facts = _STEPS[step](given)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return facts | {
        "seconds": time.perf_counter() - begin,
        "processor": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    }


def _index(given: argparse.Namespace) -> Facts:
    """Index the papers, and note when each stage began; that of Chroma when the last vector was stored."""
    stages: dict[str, tuple[float, float]] = {}

    def note(stage: str, done: int, total: int) -> None:
        name = "Chroma" if stage == "indexing" or (stage == "embedding" and done == total) else stage
        stages.setdefault(name, (time.perf_counter(), time.process_time()))

    def embedder() -> Embedder:
        model = OnnxEmbedder(BUNDLED_FOLDER)
        return StoredEmbedder(given.stored, model) if given.stored else model

    made: list[Embedder] = []

    def opened() -> Embedder:
        made.append(embedder())
        return made[0]

    with Library(given.scratch / "library", create=True) as library:
        report = indexing.index_files(library, [given.scratch / "papers.jsonl"], opened, BUNDLED_EMBEDDING_MODEL, note)
    end = (time.perf_counter(), time.process_time())
    marks = [*stages.items(), ("", end)]
    parts = {
        name: {"seconds": after[0] - at[0], "processor": after[1] - at[1]}
        for (name, at), (_, after) in itertools.pairwise(marks)
    }
    real = made[0].embedded if made and isinstance(made[0], StoredEmbedder) else report.embedded
    return {"embedded": report.embedded, "embedded_for_real": real, "stages": parts}


def _rebuild(given: argparse.Namespace) -> Facts:
    with Library(given.scratch / "library") as library:
        return {"passages": indexing.rebuild(library)}


def _query(given: argparse.Namespace, choice: str) -> Facts:
    """Search for real questions, after one that nobody waits for twice."""
    begin = time.perf_counter()
    embedder = open_embedder(BUNDLED_EMBEDDING_MODEL)
    with (
        Library(given.scratch / "library") as library,
        closing(open_index(library, choice, lambda line: sys.exit(line))) as index,
    ):
        times: list[float] = []
        for question, _ in collections.questions(given.folder)[: QUERIES + 1]:
            start = time.perf_counter()
            retrieval.retrieve(question, DEPTH, library, embedder, index)
            times.append(1000 * (time.perf_counter() - start))
    first, *rest = times
    opened = 1000 * (time.perf_counter() - begin) - sum(times)
    return {"open": opened, "first": first, "p50": percentile(rest, 0.5), "p95": percentile(rest, 0.95)}


_STEPS: dict[str, Callable[[argparse.Namespace], Facts]] = {
    "index": _index,
    "again": _index,
    "rebuild": _rebuild,
    "exact": lambda given: _query(given, "exact"),
    "chroma": lambda given: _query(given, "chroma"),
}


class StoredEmbedder:
    """The vectors that a library holds of the same words; what it does not hold is put together or embedded."""

    name = BUNDLED_EMBEDDING_MODEL

    def __init__(self, folder: Path, model: OnnxEmbedder) -> None:
        self._library, self._model = Library(folder), model
        self.embedded = 0

    def embed_questions(self, questions: Any) -> Vectors:
        """Return what the model does."""
        return self._model.embed_questions(questions)

    def embed_topic(self, topic: str) -> Vectors:
        """Return what the model does."""
        return self._model.embed_topic(topic)

    def is_word(self, word: str) -> bool:
        """Return what the model does."""
        return self._model.is_word(word)

    def embed_papers(self, papers: Iterable[Paper]) -> Iterator[PaperVectors]:
        """Yield the vectors of each paper, in order; of the first ones those of the model."""
        for paper in papers:
            found = self._stored(paper) if self.embedded >= REAL_AT_LEAST else None
            if found is None:
                self.embedded += 1
                (found,) = self._model.embed_papers([paper])
            yield found

    def _stored(self, paper: Paper) -> PaperVectors | None:
        """Return the stored vectors of a paper, or what those of its two parts make."""
        spans = tuple(split_sentences(paper.abstract))
        titles = paper.title.split(JOINT)
        parts = [self._of(title, paper.abstract if len(titles) == 1 else None) for title in titles]
        known = [part for part in parts if part is not None]
        if len(known) < len(titles) or not spans:
            return None
        matrix = np.concatenate([sentences for _, sentences in known])
        if len(titles) == 1:
            return (
                PaperVectors((Span(0, len(paper.abstract)),), known[0][0], spans, matrix)
                if len(matrix) == len(spans)
                else None
            )
        middle = np.sum([passages[0] for passages, _ in known], axis=0)
        whole = (middle / np.linalg.norm(middle))[None]
        return PaperVectors((Span(0, len(paper.abstract)),), whole, spans, matrix[np.arange(len(spans)) % len(matrix)])

    def _of(self, title: str, abstract: str | None) -> tuple[Vectors, Vectors] | None:
        """Return the vectors of the one passage and of the sentences of a paper."""
        for paper in self._library.papers_titled(title_key(title)):
            if abstract in (None, paper.abstract):
                number = self._library.number(paper)
                passages = self._library.passage_vectors([number])[number]
                return (passages, self._library.sentences([number])[number][1]) if len(passages) == 1 else None
        return None


def write_papers(folder: Path, size: int, path: Path) -> None:
    """Write the first papers of a collection as JSON Lines, and beyond its end papers made of two of them each."""
    with path.open("w", encoding="utf-8") as file:
        for title, abstract in itertools.islice(_papers(folder), size):
            file.write(json.dumps({"title": title, "abstract": abstract}) + "\n")


def _papers(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield title and abstract: of the real papers, then without end of made ones, the same on every machine."""
    (source,) = folder.glob("papers*.jsonl.gz")
    real: list[tuple[str, str]] = []
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)
            real.append((clean(value["title"] or ""), clean(value["abstract"] or "")))
            yield real[-1]
    chance = random.Random(1)
    while True:
        (one, first), (other, second) = chance.sample(real, 2)
        before, behind = split_sentences(first), split_sentences(second)
        if before and behind:
            start, end = behind[len(behind) // 2].start, before[(len(before) - 1) // 2].end
            yield one + JOINT + other, f"{first[:end]} {second[start:]}"


def _lines(size: int, facts: Facts) -> Iterator[str]:
    """Yield what was found, in words."""
    index, stages = facts["index"], facts["index"]["stages"]
    yield f"{size:,}: {facts['papers']:,} papers, {facts['passages']:,} passages, text {facts['text'] / 2**20:.1f} MiB"
    yield (
        f"  index {index['seconds']:.1f} s, of processors {index['processor']:.1f} s, peak {index['peak'] / 2**20:.0f}"
        f" MiB; {index['embedded_for_real']:,} of {index['embedded']:,} embedded, the others had stored vectors"
    )
    for name, part in stages.items():
        yield f"    {name} {part['seconds']:.1f} s, of processors {part['processor']:.1f} s"
    for step in ("again", "rebuild"):
        part = facts[step]
        yield (
            f"  {step} {part['seconds']:.1f} s, with the start {part['process']:.1f} s,"
            f" of processors {part['processor']:.1f} s, peak {part['peak'] / 2**20:.0f} MiB"
        )
    yield (
        f"  library {facts['library'] / 2**20:.1f} MiB, Chroma {facts['chroma_files'] / 2**20:.1f} MiB:"
        f" {facts['beyond_text'] / 1024:.2f} KiB a paper beyond its text"
    )
    for step in ("exact", "chroma"):
        part = facts[step]
        yield (
            f"  {step}: open {part['open']:.0f} ms, first {part['first']:.0f} ms, p50 {part['p50']:.1f} ms,"
            f" p95 {part['p95']:.1f} ms, peak {part['peak'] / 2**20:.0f} MiB"
        )


if __name__ == "__main__":
    main()
