"""The figures of a model, read off its header."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.models import model_at
from assistant.models.describing import OVERHEAD, describe, memory_needed, weights
from tests.tiny_gguf import CONTEXT, HEADS, LAYERS, WIDTH, write_tiny_gguf


def test_a_model_is_described(sound: Path) -> None:
    """As its header says."""
    said = describe(model_at(sound))
    assert ("llama", "F16", CONTEXT, True) == (said.architecture, said.quantisation, said.context, said.has_template)
    assert sound.stat().st_size == said.size
    assert 90_000 < said.parameters < 110_000


def test_the_cache_is_counted(sound: Path) -> None:
    """Keys and values of each layer, two bytes a number."""
    assert 2 * LAYERS * 2 * (WIDTH // HEADS) * (HEADS // 2) == describe(model_at(sound)).cache


def test_parts_count_together(sound: Path, split: Path) -> None:
    """The same model in three files has the same weights."""
    assert describe(model_at(sound)).parameters == describe(model_at(split)).parameters


def test_a_base_model_has_no_template(tmp_path: Path) -> None:
    """Which a person should know."""
    assert not describe(model_at(write_tiny_gguf(tmp_path / "base.gguf"))).has_template


def test_what_is_no_model_is_not_described(tmp_path: Path) -> None:
    """But refused."""
    (tmp_path / "a.gguf").write_bytes(b"<html>" * 20)
    with pytest.raises(ModelError):
        describe(model_at(tmp_path / "a.gguf"))


def test_memory_is_file_and_cache_and_the_rest() -> None:
    """The figures of models/README.md."""
    assert 2_500_000_000 + 147_456 * 4096 + OVERHEAD == memory_needed(2_500_000_000, 147_456, 4096)


@pytest.mark.parametrize(
    ("count", "words"),
    [(4_022_000_000, "4.0 B"), (494_000_000, "494 M"), (1_230_000, "1.2 M"), (121_000_000_000, "121 B")],
)
def test_weights_are_said_with_two_or_three_figures(count: int, words: str) -> None:
    """As people call models."""
    assert words == weights(count)
