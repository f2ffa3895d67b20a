"""Digests that are found once."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

import pytest

from assistant.models import fingerprints, model_at
from assistant.models.digests import Digest, Source, write_source


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def nothing(stage: str, done: int, total: int) -> None:
    """Show no progress."""


def hashed(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, bool]:
    """Return the digest of a file, and whether it was read for that."""
    read: list[Path] = []

    def hash_file(path: Path, progress: object) -> str:
        read.append(path)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    monkeypatch.setattr(fingerprints, "hash_file", hash_file)
    (digest,) = fingerprints.model_fingerprint(model_at(path), nothing)
    return digest.sha256, bool(read)


def test_file_is_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time the answer is remembered, until the file changes."""
    path = tmp_path / "m.gguf"
    path.write_bytes(b"one")
    first = hashlib.sha256(b"one").hexdigest()
    assert [(first, True), (first, False)] == [hashed(path, monkeypatch) for _ in range(2)]
    path.write_bytes(b"two")
    os.utime(path, ns=(1, 1))
    assert (hashlib.sha256(b"two").hexdigest(), True) == hashed(path, monkeypatch)


def test_another_file_in_its_place_is_hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though it has the size and the time of the one before, and lies beside the record of its download."""
    path, other = tmp_path / "m.gguf", tmp_path / "other"
    path.write_bytes(b"one")
    write_source(model_at(path), Source("a/b", "1", "mit", (Digest("m.gguf", 3, "recorded"),)))
    fingerprints.remember_digest(path, "recorded")
    assert ("recorded", False) == hashed(path, monkeypatch)
    other.write_bytes(b"two")
    state = path.stat()
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    second = hashlib.sha256(b"two").hexdigest()
    time.sleep(0.02)  # a tick of the clock of the disk
    shutil.copy2(other, path)
    assert [(second, True), (second, False)] == [hashed(path, monkeypatch) for _ in range(2)]
    other.replace(path)
    assert [(second, True), (second, False)] == [hashed(path, monkeypatch) for _ in range(2)]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"x": 3}', "\x00"])
def test_damaged_memory_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """And written anew."""
    path = tmp_path / "m.gguf"
    path.write_bytes(b"one")
    hashed(path, monkeypatch)
    (memory,) = (tmp_path / "state").rglob("digests.json")
    memory.write_text(text)
    assert [True, False] == [hashed(path, monkeypatch)[1] for _ in range(2)]


def test_every_part_of_a_split_model_counts(split: Path) -> None:
    """In order."""
    found = fingerprints.model_fingerprint(model_at(split), nothing)
    assert [path.name for path in model_at(split).parts] == [digest.name for digest in found]
    assert 3 == len({digest.sha256 for digest in found})
