"""Which generator writes: what the settings ask for, or the best that is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ModelMissing, UsageError
from assistant.generation import AnswerGenerator
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Choice:
    """A generator that is not open yet.

    Attributes:
        model: what is known of its language model before it is opened.
    """

    name: str
    model: str | None
    open: Callable[[], AnswerGenerator]


def choose(settings: Settings, narrate: Callable[[str], None]) -> Choice:
    """Return the generator to use; nothing is loaded yet.

    Raises:
        ModelMissing: a model was asked for and is not there.
        UsageError: a server was asked for without its address.
    """
    if settings.generator == "quotes":
        return _quotes()
    if settings.generator == "openai" or (settings.generator == "auto" and settings.openai_url and not settings.model):
        return _openai(settings)
    from assistant.models import find_model

    path = find_model(settings)
    if path is not None:
        return _llama(settings, path)
    if settings.generator == "llama":
        raise ModelMissing(
            f"there is no GGUF model in {settings.models_dir}", "put one there, or name one with --model FILE.gguf"
        )
    narrate(f"no language model in {settings.models_dir}: answering with quotations (see models/README.md)")
    return _quotes()


def _quotes() -> Choice:
    from assistant.generation.quotes import QuotesGenerator

    return Choice("quotes", None, QuotesGenerator)


def _openai(settings: Settings) -> Choice:
    from assistant.generation.openai import OpenAIGenerator

    if not settings.openai_url:
        raise UsageError(
            "the generator 'openai' needs the address of a server",
            "give --openai-url http://127.0.0.1:8080/v1, or set ASSISTANT_OPENAI_URL",
        )
    return Choice("openai", settings.openai_model or None, lambda: OpenAIGenerator.of(settings))


def _llama(settings: Settings, path: Path) -> Choice:
    from assistant.generation.llama import LlamaGenerator

    return Choice("llama", path.name, lambda: LlamaGenerator.of(settings, path))
