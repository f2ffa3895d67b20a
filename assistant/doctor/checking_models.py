"""Whether the bundled models are as they were packed, the language models whole, and how the one in use would run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.addresses import without_login
from assistant.doctor.findings import Finding, fault, fine, note
from assistant.errors import AssistantError, ModelError
from assistant.generation.choosing import is_server
from assistant.models import ModelFile, check_model, list_models, named_model, pulling, sound_models
from assistant.models.digests import Progress, find_differences, hash_file, read_source
from assistant.models.running import explain
from assistant.settings import BUNDLED_EMBEDDING_MODEL, Settings
from assistant.storage.library import FILE, Library

PACKAGE = Path(__file__).parent.parent
DIGESTS = Path(__file__).parent / "bundled.sha256"
"""In the form of sha256sum, with paths from the package: `cd assistant && sha256sum -c doctor/bundled.sha256`."""


def check_models(settings: Settings, progress: Progress) -> Iterator[Finding]:
    """Yield what is to be said of all models."""
    yield from check_bundled(PACKAGE, progress)
    yield from _check_embedding_model(settings)
    there = list_models(settings.models_dir)
    for model in there:
        yield _check_file(model, progress)
    for path in pulling.list_unfinished(settings.models_dir):
        yield note("models", f"the download of {path.name} did not end", "pull it again to go on, or remove it")
    yield from _check_writer(settings)


def check_bundled(package: Path, progress: Progress) -> Iterator[Finding]:
    """Yield whether the models in a package have the digests that are written down."""
    for line in DIGESTS.read_text(encoding="ascii").splitlines():
        digest, name = line.split()
        try:
            is_sound = hash_file(package / name, progress) == digest
        except OSError as error:
            yield fault("bundled models", f"{name} cannot be read: {error.strerror}", "install the package again")
            continue
        if is_sound:
            yield fine("bundled models", name)
        else:
            yield fault("bundled models", f"{name} has changed since it was packed", "install the package again")


def _check_embedding_model(settings: Settings) -> Iterator[Finding]:
    if not (settings.library / FILE).exists():
        return
    try:
        with Library(settings.library) as library:
            name = library.meta("embedding_model") or BUNDLED_EMBEDDING_MODEL
    except AssistantError:
        return
    if name != settings.embedding_model:
        yield fault(
            "embedding model",
            f"the library was made with '{name}', and the settings say '{settings.embedding_model}'",
            f"--embedding-model {name}, or another library with --library DIR",
        )


def _check_file(model: ModelFile, progress: Progress) -> Finding:
    source = read_source(model)
    try:
        check_model(model)
        differences = find_differences(model, source, progress) if source else []
    except (AssistantError, OSError) as error:
        return fault("models", str(error), f"get it again, or: assistant models remove {model.name}")
    if differences:
        return fault("models", f"{model.name}: {differences[0]}", "get it again, or remove it")
    return fine("models", f"{model.name}: {'as it was downloaded' if source else 'its header is sound'}")


def _check_writer(settings: Settings) -> Iterator[Finding]:
    """Yield who writes the answers, and how the model would be run."""
    check = "who writes"
    if settings.generator == "quotes" or is_server(settings):
        server = f"the server {without_login(settings.openai_url)}"
        yield fine(check, server if is_server(settings) else "nobody: answers are quotations")
        return
    try:
        if settings.model:
            path = named_model(settings.model, settings).path
        else:
            path = next((model.path for model, _ in sound_models(settings.models_dir, lambda _: None)), Path())
        if path == Path():
            yield note(check, "nobody: there is no language model, so answers are quotations", "assistant models")
            return
        from assistant.generation.llama import LlamaGenerator

        plan = LlamaGenerator.of(settings, path).plan()
    except ModelError as error:
        yield fault(check, error.message, error.hint)
        return
    yield fine(check, path.name)
    for line in explain(plan):
        yield fine("how it is run", line)
