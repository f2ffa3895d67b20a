"""Find the language model that the settings name, and look at a GGUF file before llama.cpp is given it."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from assistant.errors import ModelError, ModelMissing
from assistant.generation.gguf_faults import find_fault
from assistant.generation.gguf_header import Header, HeaderError, read_header
from assistant.settings import Settings

SUFFIX = ".gguf"
GET_AGAIN = "get the file again; models/README.md names models that fit"

_NOT_A_MODEL = re.compile(r"^mmproj|-000(?!01)\d\d-of-\d{5}\.gguf$", re.I)  # image parts, later parts of a split file


def find_model(settings: Settings) -> Path | None:
    """Return the model to use: the named one, else the newest in `models_dir`, else None.

    Raises:
        ModelMissing: the named model is not there.
    """
    there = _models(settings.models_dir)
    if not settings.model:
        return max(there, key=lambda path: path.stat().st_mtime, default=None)
    for path in _candidates(settings):
        if path.is_file():
            return path
    raise ModelMissing(f"the model '{settings.model}' does not exist", _hint(settings, there))


def check_gguf(path: Path) -> Header:
    """Return the header of a GGUF that llama.cpp can be given without harm.

    Raises:
        ModelMissing: there is no such file.
        ModelError: it is not a GGUF, is damaged or cut short, or holds no model that writes text.
    """
    try:
        header = read_header(path)
    except FileNotFoundError:
        raise ModelMissing(f"the model {path} does not exist", "see models/README.md") from None
    except HeaderError as error:
        raise ModelError(f"the model {path} cannot be used: {error}", GET_AGAIN) from error
    except OSError as error:
        raise ModelError(f"the model {path} cannot be read: {error.strerror}", "check its permissions") from error
    fault = find_fault(header)
    if fault:
        raise ModelError(f"the model {path} cannot be used: {fault}", GET_AGAIN)
    return header


def _models(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = sorted(path for path in folder.iterdir() if path.name.lower().endswith(SUFFIX) and path.is_file())
    return [path for path in found if not _NOT_A_MODEL.search(path.name)]


def _candidates(settings: Settings) -> list[Path]:
    named = Path(settings.model).expanduser()
    inside = settings.models_dir / settings.model
    return [named, inside, inside.with_name(inside.name + SUFFIX)]


def _hint(settings: Settings, there: list[Path]) -> str:
    if not there:
        return f"there is none in {settings.models_dir} yet; models/README.md says which to take"
    names = [path.name for path in there]
    nearest = difflib.get_close_matches(settings.model, names, n=1)
    listed = f"in {settings.models_dir} there are: {', '.join(names)}"
    return f"did you mean {nearest[0]}? {listed}" if nearest else listed
