"""What was downloaded is written down, and compared with what is there later."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from assistant.models import ModelFile, model_at
from assistant.models.digests import Digest, Source, find_differences, read_source, source_path, write_source


def silent(stage: str, done: int, total: int) -> None:
    """Show no progress."""


@pytest.fixture
def model(split: Path, tmp_path: Path) -> ModelFile:
    """Return a model in three parts whose source is written down."""
    for part in model_at(split).parts:
        shutil.copy(part, tmp_path)
    model = model_at(tmp_path / split.name)
    digests = [Digest(p.name, p.stat().st_size, hashlib.sha256(p.read_bytes()).hexdigest()) for p in model.parts]
    write_source(model, Source("a/b", "r", "mit", tuple(digests)))
    return model


def differences(model: ModelFile) -> list[str]:
    """Return what has changed."""
    source = read_source(model)
    assert source is not None
    return find_differences(model, source, silent)


def test_what_is_unchanged_has_no_differences(model: ModelFile) -> None:
    """In none of its parts."""
    assert [] == differences(model)


def test_a_flipped_bit_is_found(model: ModelFile) -> None:
    """In the weights too, of which no header tells."""
    data = bytearray(model.parts[2].read_bytes())
    data[-100] ^= 1
    model.parts[2].write_bytes(data)
    assert [f"{model.parts[2].name} has changed: its SHA-256 is not the one that was recorded"] == differences(model)


def test_a_missing_byte_and_a_missing_part_are_found(model: ModelFile) -> None:
    """Both are told."""
    model.parts[0].write_bytes(model.parts[0].read_bytes()[:-1])
    model.parts[1].unlink()
    first, second = differences(model)
    assert "instead of" in first
    assert "is missing" in second


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 3}', '{"files": [{"name": "a"}]}', "null", "\x00"])
def test_a_damaged_note_is_no_note(model: ModelFile, text: str) -> None:
    """The model is none the worse."""
    source_path(model).write_text(text)
    assert read_source(model) is None


def test_without_a_note_there_is_no_source(sound: Path) -> None:
    """A file that a person has put there."""
    assert read_source(model_at(sound)) is None
