"""A tiny model with random weights, generators that run it, and a sampler that draws what a test wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.generation.llama import LlamaGenerator
from assistant.generation.sampling import Sampler
from assistant.models.running import Wishes
from tests.generation.briefs import END, token_of
from tests.tiny_gguf import CHATML, write_tiny_gguf

Build = Callable[..., LlamaGenerator]
Script = Callable[..., None]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a model with a chat template."""
    return write_tiny_gguf(tmp_path_factory.mktemp("llama") / "tiny.gguf", chat_template=CHATML, tokenizer="gpt2")


@pytest.fixture
def build(tiny: Path) -> Iterator[Build]:
    """Return a function that makes generators, closed after the test."""
    made: list[LlamaGenerator] = []

    def make(path: Path = tiny, **choices: Any) -> LlamaGenerator:
        wishes = {name: choices.pop(name) for name in Wishes.__dataclass_fields__ if name in choices}
        run = Wishes(**{"threads": 1, "prompt_threads": 1} | wishes)
        made.append(LlamaGenerator(path, wishes=run, **{"max_tokens": 60, "temperature": 5.0} | choices))
        return made[-1]

    yield make
    for generator in made:
        generator.close()


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """Return a function that makes a "gpt2" model draw the bytes of a text, whatever it scores, and then end."""

    def draw(text: str, *, repeats: bool = False) -> None:
        def tokens() -> Iterator[int]:
            while True:
                yield from map(token_of, text.encode())
                if not repeats:
                    yield END

        drawn = tokens()
        monkeypatch.setattr(Sampler, "pick", lambda sampler, scores: next(drawn))

    return draw
