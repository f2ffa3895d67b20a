"""What `assistant models …` does: download, check, choose and remove models. What it shows is `model_listing`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

from assistant import diagnostics, output
from assistant.commands import model_listing
from assistant.commands.model_listing import model_used
from assistant.errors import ExitCode, ModelError, ModelMissing, UsageError
from assistant.models import ModelFile, check_model, list_models, model_at, named_model, pulling
from assistant.models.describing import gigabytes
from assistant.models.digests import find_differences, hash_file, read_source, source_path
from assistant.models.hub_places import HubPlace, read_place
from assistant.models.recommending import find_recommended, table
from assistant.settings import Settings, config_path, origins
from assistant.settings_file import write_setting

Arguments = argparse.Namespace
Narrate = Callable[[str], None]


def run(arguments: Arguments, settings: Settings, narrate: Narrate) -> int:
    """Run one of the commands and return its exit code."""
    action = arguments.action or "list"
    if action == "list":
        return model_listing.show_list(settings, is_json=arguments.json)
    if action == "info":
        return model_listing.show_info(arguments.name, settings)
    if action == "pull":
        return _pull(arguments.name, settings, narrate, is_agreed=arguments.yes)
    if action == "verify":
        return _verify(arguments.name, settings, narrate)
    if action == "use":
        return _use(arguments.name, settings, narrate)
    return _remove(arguments.name, settings, narrate, is_agreed=arguments.yes)


def _pull(name: str, settings: Settings, narrate: Narrate, *, is_agreed: bool) -> int:
    from assistant.models.hub import look_up

    place = read_place(name)
    repo, wanted = _on_hub(place)
    folder = settings.models_dir
    narrate(f"asking the hub for {repo}")
    offer = look_up(repo, wanted, place.revision)
    with diagnostics.Progress(is_quiet=narrate is diagnostics.silent) as progress:
        if pulling.is_here(offer, folder, progress):
            narrate(f"{offer.files[0].name} is here already, and unchanged")
            return ExitCode.ANSWERED
        missing = pulling.check_space(offer, folder)
    what = ", ".join(file.name for file in offer.files[:3]) + (" …" if len(offer.files) > 3 else "")
    begun = f", {gigabytes(missing)} of it still to come" if missing < offer.size else ""
    narrate(f"{what} from {offer.repo}: {gigabytes(offer.size)}{begun}, licence {offer.licence or 'not told'}")
    if any(not file.sha256 for file in offer.files):
        narrate("the hub tells no SHA-256 for it: only its size and its header can be checked")
    if any((folder / file.name).exists() for file in offer.files):
        narrate(f"what has that name in {folder} is other and will be replaced")
    if not is_agreed and not diagnostics.confirm(f"download {gigabytes(missing)} into {folder}?"):
        narrate("nothing was downloaded")
        return ExitCode.FAILED
    with diagnostics.Progress(is_quiet=narrate is diagnostics.silent) as progress:
        model = pulling.pull(offer, folder, progress)
    narrate(f"{model.name} is here, whole and unchanged")
    if model_used(settings) != model:
        narrate(f"the settings choose another; to take this one: assistant models use {model.name}")
    return ExitCode.ANSWERED


def _on_hub(place: HubPlace) -> tuple[str, str]:
    """Return the repository, and the file or quantisation, that a person means."""
    repo, wanted = place.repo, place.wanted
    if "/" in repo:
        return repo, wanted
    model = find_recommended(repo)
    if model is None:
        names = ", ".join(model.name for model in table())
        raise UsageError(f"'{repo}' is no recommended model", f"these are: {names}; or give REPO[:FILE] on the hub")
    return model.repo, wanted or model.files[0].name


def _verify(name: str | None, settings: Settings, narrate: Narrate) -> int:
    models = [named_model(name, settings)] if name else list_models(settings.models_dir)
    if not models:
        narrate(f"there is no model in {settings.models_dir}")
    with diagnostics.Progress(is_quiet=narrate is diagnostics.silent) as progress:
        verdicts = [_verdict(model, progress) for model in models]
    output.print_lines(line for lines, _ in verdicts for line in lines)
    return ExitCode.ANSWERED if all(is_sound for _, is_sound in verdicts) else ExitCode.FAILED


def _verdict(model: ModelFile, progress: diagnostics.Progress) -> tuple[list[str], bool]:
    """Return what to say of a model, and whether it is sound."""
    source = read_source(model)
    faults = find_differences(model, source, progress) if source else []
    try:
        check_model(model)
    except ModelError as error:
        faults.append(error.message)
    if faults:
        return [f"✗ {model.name}", *(f"    {fault}" for fault in faults), "    get it again, or remove it"], False
    if source:
        return [f"✓ {model.name}: as it was downloaded from {source.repo}"], True
    hashes = [f"    {hash_file(part, progress)}  {part.name}" for part in model.parts]
    return [f"~ {model.name}: its header is sound; no digest was recorded to compare with", *hashes], True


def _use(name: str, settings: Settings, narrate: Narrate) -> int:
    model = named_model(name, settings)
    check_model(model)
    is_inside = model.path.absolute().parent == settings.models_dir.absolute()
    write_setting(config_path(), "model", model.path.name if is_inside else str(model.path.absolute()))
    narrate(f"{config_path()} now says: model = {model.path.name if is_inside else model.path.absolute()}")
    origin = origins()["model"]
    if origin.place.startswith("ASSISTANT_"):
        narrate(f"but {origin.place} is set to '{origin.value}', which comes before the file")
    if settings.generator not in ("auto", "llama"):
        narrate(f"but generator = {settings.generator}, so it will not write")
    return ExitCode.ANSWERED


def _remove(name: str, settings: Settings, narrate: Narrate, *, is_agreed: bool) -> int:
    folder = settings.models_dir
    model = _removable(name, settings)
    if model.path.absolute().parent != folder.absolute():
        raise UsageError(f"{model.path} is not in {folder}", "delete it yourself")
    partial = [part.with_name(part.name + pulling.PARTIAL) for part in model.parts]
    files = [path for path in (*model.parts, *partial, source_path(model)) if os.path.lexists(path)]
    size = sum(path.lstat().st_size for path in files)
    if not is_agreed and not diagnostics.confirm(f"delete {model.name} ({len(files)} files, {gigabytes(size)})?"):
        narrate("nothing was deleted")
        return ExitCode.FAILED
    is_named = bool(settings.model) and model_used(settings) == model
    for path in files:
        path.unlink(missing_ok=True)
    narrate(f"{model.name} is deleted: {gigabytes(size)} are free again")
    if is_named:
        narrate(f"the settings still name it: assistant models use another, or delete the line in {config_path()}")
    return ExitCode.ANSWERED


def _removable(name: str, settings: Settings) -> ModelFile:
    """Return the model to delete, which may be one whose download did not end."""
    try:
        return named_model(name, settings)
    except ModelMissing:
        for path in pulling.list_unfinished(settings.models_dir):
            model = model_at(path.with_name(path.name.removesuffix(pulling.PARTIAL)))
            if name.lower() in (model.name.lower(), model.path.name.lower()):
                return model
        raise
