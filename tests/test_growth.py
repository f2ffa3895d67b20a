"""The table of growth can be measured: made papers have vectors, and every step runs."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from assistant.embedding import OnnxEmbedder
from assistant.language.sentences import split_sentences
from assistant.records import Paper
from assistant.storage.library import Library
from evaluations import growth
from tests.conftest import FIVE


def collection(folder: Path) -> Path:
    """Write the five papers as a collection."""
    with gzip.open(folder / "papers.jsonl.gz", "wt", encoding="utf-8") as file:
        for title, abstract in FIVE:
            file.write(json.dumps({"id": title, "title": title, "abstract": abstract}) + "\n")
    asked = [json.dumps({"id": str(number), "question": f"What of {title}?"}) for number, (title, _) in enumerate(FIVE)]
    right = [f"{number}\t{title}\t1" for number, (title, _) in enumerate(FIVE)]
    (folder / "queries.jsonl").write_text("\n".join(asked), encoding="utf-8")
    (folder / "qrels.tsv").write_text("\n".join(["query\tpaper\tscore", *right]), encoding="utf-8")
    return folder


def test_papers_are_made_of_two(tmp_path: Path) -> None:
    """Beyond the real ones, the same every time, each another one."""
    made = []
    for name in ("one", "two"):
        growth.write_papers(collection(tmp_path), 9, tmp_path / name)
        made.append([json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()])
    assert made[0] == made[1]
    assert (9, 5) == (len(made[0]), sum(growth.JOINT not in paper["title"] for paper in made[0]))


def test_stored_vectors_stand_in_for_the_model(
    small_library: Library, embedder: OnnxEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of real papers as they are, those of made papers of the right shape."""
    monkeypatch.setattr(growth, "REAL_AT_LEAST", 0)
    real = next(iter(small_library.papers().values()))
    made = Paper("made", growth.JOINT.join(title for title, _ in FIVE[:2]), f"{FIVE[0][1]} {FIVE[1][1]}")
    stored = growth.StoredEmbedder(small_library.folder, embedder)
    with closing(stored._library):
        one, other = stored.embed_papers([real, made])
    assert stored.embedded == 0
    (expected,) = embedder.embed_papers([real])
    assert np.allclose(expected.sentence_vectors, one.sentence_vectors, atol=3e-3)
    assert (len(split_sentences(made.abstract)), 1) == (len(other.sentence_vectors), len(other.passage_vectors))


def test_every_step_runs(tmp_path: Path, small_library: Library) -> None:
    """As a person starts it, with stored vectors where there are some."""
    results = tmp_path / "results.json"
    command = [sys.executable, "-m", "evaluations.growth", str(collection(tmp_path)), "--scratch", str(tmp_path)]
    more = ["--sizes", "7", "--stored", str(small_library.folder), "--results", str(results)]
    done = subprocess.run([*command, *more], capture_output=True, text=True, check=True)
    facts = json.loads(results.read_text(encoding="utf-8"))["sizes"]["7"]
    assert "beyond its text" in done.stdout
    assert (7, 7, 0) == (facts["papers"], facts["index"]["embedded"], facts["again"]["embedded"])
    assert facts["rebuild"]["passages"] == 7
