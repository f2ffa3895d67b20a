"""Find models on the disk by name. A split model (`…-00001-of-00003.gguf`) is one model, whichever part is named."""

from __future__ import annotations

import difflib
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ModelMissing
from assistant.patterns import lazy_re
from assistant.settings import Settings

SUFFIX = ".gguf"

_PART = lazy_re(r"^(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf$", re.I)
_NO_MODEL = lazy_re(r"^mmproj|^\.", re.I)  # the eyes of a model; hidden files


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model: one file, or all the parts that a split one should have, in order."""

    parts: tuple[Path, ...]

    @property
    def path(self) -> Path:
        """The file that llama.cpp is given."""
        return self.parts[0]

    @property
    def name(self) -> str:
        """What a person calls it: the file without its suffix and without the number of the part."""
        return stem_of(self.path.name)

    @property
    def missing(self) -> tuple[Path, ...]:
        """The parts that are not there."""
        return tuple(part for part in self.parts if not part.is_file())

    @property
    def size(self) -> int:
        """Bytes of what is there."""
        return sum(part.stat().st_size for part in self.parts if part.is_file())

    @property
    def changed(self) -> float:
        """When the newest part was written, in seconds of the epoch."""
        return max((part.stat().st_mtime for part in self.parts if part.is_file()), default=0.0)


def stem_of(name: str) -> str:
    """Return the name of a file without ".gguf" and without the number of the part."""
    part = _PART.match(name)
    return part["stem"] if part else name[: -len(SUFFIX)] if name.lower().endswith(SUFFIX) else name


def part_names(name: str) -> tuple[str, ...]:
    """Return the names of all parts of the model that a file belongs to; for most that is the file alone."""
    part = _PART.match(name)
    count = int(part["count"]) if part else 0
    if part is None or not 1 <= int(part["number"]) <= count:
        return (name,)
    suffix = name[-len(SUFFIX) :]
    return tuple(f"{part['stem']}-{number:05}-of-{count:05}{suffix}" for number in range(1, count + 1))


def model_at(path: Path) -> ModelFile:
    """Return the model that the file at `path` is, or is a part of; it need not exist."""
    return ModelFile(tuple(path.with_name(name) for name in part_names(path.name)))


def list_models(folder: Path) -> list[ModelFile]:
    """Return the models in a folder, the newest first, whole or not."""
    if not folder.is_dir():
        return []
    names = sorted(path.name for path in folder.iterdir() if path.name.lower().endswith(SUFFIX) and path.is_file())
    models = {model_at(folder / name): None for name in names if not _NO_MODEL.match(name)}
    return sorted(models, key=lambda model: model.changed, reverse=True)


def named_model(name: str, settings: Settings) -> ModelFile:
    """Return the model that a person calls `name`: a path, a file in `models_dir`, or how one there begins.

    A name without a folder means the same everywhere: it is looked for in `models_dir` before the working directory,
    and there as a whole only.

    Raises:
        ModelMissing: there is none, or several begin like that.
    """
    folder, is_bare = settings.models_dir, Path(name).name == name
    inside = _file(folder / name) or _file(folder / (name + SUFFIX))
    if found := inside if is_bare else _file(Path(name)) or inside:
        return model_at(found)
    there, key = list_models(folder), stem_of(name).lower()
    alike = [model for model in there if model.name.lower() == key]
    if not alike and name.lower().endswith(SUFFIX) and (found := _file(Path(name))):
        return model_at(found)
    alike = alike or [model for model in there if model.name.lower().startswith(key)]
    if len(alike) == 1 and key:
        return alike[0]
    what = "names several models" if alike and key else "does not exist"
    raise ModelMissing(f"the model '{name}' {what}", _hint(name, folder, alike or there))


def _file(path: Path) -> Path | None:
    """Return a path, with the home of a person in it, if it is that of a file."""
    with suppress(OSError, ValueError, RuntimeError):  # it is too long, nobody may look, or the person has no home
        path = path.expanduser()
        return path if path.is_file() else None
    return None


def _hint(name: str, folder: Path, there: list[ModelFile]) -> str:
    if not there:
        return f"there is none in {folder} yet; 'assistant models' says which to take"
    names = [model.name for model in there]
    nearest = difflib.get_close_matches(name, names, n=1)
    listed = f"in {folder} there are: {', '.join(names)}"
    return f"did you mean {nearest[0]}? {listed}" if nearest else listed
