"""Look at a GGUF before llama.cpp is given it: whether it is whole and sound, as far as its header tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant.errors import ModelError, ModelMissing
from assistant.models.finding import ModelFile, list_models, model_at
from assistant.models.gguf_faults import find_fault, find_fault_of_weights
from assistant.models.gguf_header import Header, HeaderError, read_header

GET_AGAIN = "get the file again; 'assistant models' names models that fit"


def check_gguf(path: Path) -> Header:
    """Return the header of a GGUF that llama.cpp can be given without harm; of a split one, that of the first part.

    Raises:
        ModelMissing: there is no such file.
        ModelError: it is not a GGUF, is damaged or cut short, lacks parts, or holds no model that writes text.
    """
    return check_model(model_at(path))[0]


def check_model(model: ModelFile) -> list[Header]:
    """Return the header of each part of a model; raises as `check_gguf` does."""
    if not any(part.exists() for part in model.parts):
        raise ModelMissing(f"the model {model.path} does not exist", "'assistant models' lists what is here")
    if model.missing:
        names = ", ".join(part.name for part in model.missing[:3]) + (" …" if len(model.missing) > 3 else "")
        count = f"{len(model.missing)} of its {len(model.parts)} parts"
        if len(model.parts) > 1:
            raise ModelError(f"the model {model.name} is not complete: {count} are missing ({names})", GET_AGAIN)
    return check_parts(model.parts)


def check_parts(parts: Sequence[Path]) -> list[Header]:
    """Return the headers of files that are all the parts of a model, whatever they are called; raises ModelError."""
    headers = [_read(part) for part in parts]
    count = headers[0].values.get("split.count", 0)
    fault = find_fault(headers[0])
    if not fault and type(count) is int and max(count, 1) != len(parts):
        fault = f"it is one of {count} parts, whose names must end in -00001-of-{count:05}.gguf"
    for place, (part, header) in enumerate(zip(parts, headers, strict=True)):
        fault = fault or find_fault_of_weights(header)
        if not fault and len(parts) > 1 and header.values.get("split.no") != place:
            fault = f"{part.name} is not its part {place + 1}"
    if fault:
        raise ModelError(f"the model {parts[0]} cannot be used: {fault}", GET_AGAIN)
    return headers


def sound_models(folder: Path, narrate: Callable[[str], None]) -> Iterator[tuple[ModelFile, Header]]:
    """Yield the models in a folder that can be used, the newest first, and tell which ones cannot."""
    for model in list_models(folder):
        try:
            header = check_model(model)[0]
        except ModelError as error:
            narrate(f"passed over: {error.message}")
        else:
            yield model, header


def _read(path: Path) -> Header:
    try:
        return read_header(path)
    except HeaderError as error:
        raise ModelError(f"the model {path} cannot be used: {error}", GET_AGAIN) from error
    except OSError as error:
        raise ModelError(f"the model {path} cannot be read: {error.strerror}", "check its permissions") from error
