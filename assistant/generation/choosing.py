"""Which generator writes: what the settings ask for, or the best that is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ModelMissing, UsageError
from assistant.generation import AnswerGenerator, Preparable
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.models import ModelFile
    from assistant.models.gguf_header import Header

Narrate = Callable[[str], None]


@dataclass(slots=True)
class Choice:
    """A generator that is not open yet; another takes its place if no model can be loaded.

    Attributes:
        model: what is known of its language model before it is opened.
    """

    name: str
    model: str | None
    open: Callable[[], AnswerGenerator]


def choose(settings: Settings, narrate: Narrate) -> Choice:
    """Return the generator to use; nothing is loaded yet.

    Raises:
        ModelMissing: a model was asked for and is not there.
        ModelError: a model was asked for and is damaged.
        UsageError: a server was asked for without its address.
    """
    if settings.generator == "quotes":
        return _quotes()
    if is_server(settings):
        return _openai(settings)
    from assistant.models import check_model, named_model, sound_models

    if settings.model:
        model = named_model(settings.model, settings)
        _tell_limits(model, check_model(model)[0], settings, narrate)
        return Choice("llama", model.path.name, partial(_llama, settings, model.path))
    found = sound_models(settings.models_dir, narrate)
    first = next(found, None)
    if first is not None:
        _tell_limits(*first, settings, narrate)
        return _newest(first[0], found, settings, narrate)
    if settings.generator == "llama":
        raise ModelMissing(
            f"there is no GGUF model in {settings.models_dir} that can be used",
            "'assistant models' says which to take; or name one with --model FILE.gguf",
        )
    narrate(
        f"no language model in {settings.models_dir}: answering with quotations ('assistant models' says which to take)"
    )
    return _quotes()


def open_early(choice: Choice, on_failure: ExitStack) -> AnswerGenerator | None:
    """Return a generator that loads its model while the rest is opened and searched; None if it needs no such time."""
    if choice.name != "llama":
        return None
    generator = choice.open()
    on_failure.callback(generator.close)
    if isinstance(generator, Preparable):
        generator.prepare()
    return generator


def is_server(settings: Settings) -> bool:
    """Whether a server is asked to write."""
    return settings.generator == "openai" or (
        settings.generator == "auto" and bool(settings.openai_url) and not settings.model
    )


def _tell_limits(model: ModelFile, header: Header, settings: Settings, narrate: Narrate) -> None:
    """Say which of the settings the model or the build of llama.cpp cannot follow."""
    trained = header.number("context_length") or 0
    if settings.context and 0 < trained < settings.context:
        narrate(
            f"{model.name} was trained with a context of {trained:,} tokens:"
            f" --context {settings.context} is lowered to that"
        )
    if settings.gpu_layers:
        from assistant.generation.llama_library import has_gpu_support

        if not has_gpu_support():
            narrate(
                f"--gpu-layers {settings.gpu_layers} does nothing: this llama-cpp-python was built without a GPU, or"
                " finds none; models/README.md says how to build it for one"
            )


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


def _newest(
    first: ModelFile, others: Iterator[tuple[ModelFile, Header]], settings: Settings, narrate: Narrate
) -> Choice:
    """Return the choice of a model that nobody named: the next one is tried if it turns out not to load."""
    from assistant.generation.falling_back import FirstThatLoads
    from assistant.generation.quotes import QuotesGenerator

    def opened() -> Iterator[AnswerGenerator]:
        yield _llama(settings, first.path)
        for model, _ in others:
            yield _llama(settings, model.path)
        if settings.generator != "llama":
            yield QuotesGenerator()

    def settle(generator: AnswerGenerator) -> None:
        choice.name, choice.model = generator.name, generator.model

    choice = Choice("llama", first.path.name, lambda: FirstThatLoads(opened(), narrate, settle))
    return choice


def _llama(settings: Settings, path: Path) -> AnswerGenerator:
    from assistant.generation.llama import LlamaGenerator

    return LlamaGenerator.of(settings, path)
