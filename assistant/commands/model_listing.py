"""What `assistant models` shows: the models here, which one writes, and which to take on this machine."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from assistant import diagnostics, output
from assistant.addresses import without_login
from assistant.errors import AssistantError, ExitCode, ModelError, ModelMissing
from assistant.generation.choosing import is_server
from assistant.models import ModelFile, list_models, named_model, pulling, sound_models
from assistant.models.describing import Description, describe, gigabytes, memory_needed, weights
from assistant.models.digests import read_source
from assistant.models.finding import SUFFIX
from assistant.models.machine import Machine, look_at_machine
from assistant.models.recommending import Advice, Recommended, advise, best, find_recommended
from assistant.models.running import CONTEXT, explain
from assistant.settings import Settings

_CONTEXTS = (4096, 8192, 16_384, 32_768, 131_072)


def show_list(settings: Settings, *, is_json: bool) -> int:
    """Print the models here and those recommended."""
    machine, can_offload = look_at_machine(), _can_offload()
    advice = advise(machine, settings.context or CONTEXT, can_offload=can_offload)
    used, there = model_used(settings), [(model, _described(model)) for model in list_models(settings.models_dir)]
    if is_json:
        output.print_json(_as_json(settings, machine, advice, there, used, can_offload=can_offload))
        return ExitCode.ANSWERED
    lines = [f"Models in {settings.models_dir}:" if there else f"There is no model in {settings.models_dir} yet.", ""]
    lines += [line for model, described in there for line in _model_lines(model, described, is_used=model == used)]
    lines += [_unfinished_line(path) for path in pulling.list_unfinished(settings.models_dir)]
    if used and all(model != used for model, _ in there):
        lines += _model_lines(used, _described(used), is_used=True)
    lines += ["", _writer_line(settings, used), ""] if there or used else []
    lines += [_machine_line(machine, settings, can_offload=can_offload), ""]
    lines += _advice_lines(advice, machine)
    output.print_lines(lines)
    return ExitCode.ANSWERED


def show_info(name: str, settings: Settings) -> int:
    """Print what is known of a model, here or recommended; raises ModelMissing if it is neither."""
    recommended = find_recommended(name)
    model: ModelFile | None = None
    try:
        model = named_model(name, settings)
    except ModelMissing:
        if recommended is None:
            raise
    machine, can_offload = look_at_machine(), _can_offload()
    lines = [_machine_line(machine, settings, can_offload=can_offload), ""]
    if model is not None:
        lines += _local_lines(model, settings, machine)
    if recommended is not None:
        lines += _recommended_lines(recommended, settings, machine)
    output.print_lines(lines)
    return ExitCode.ANSWERED


def model_used(settings: Settings) -> ModelFile | None:
    """Return the model that would write an answer, if one would."""
    if settings.generator == "quotes" or is_server(settings):
        return None
    if not settings.model:
        return next((model for model, _ in sound_models(settings.models_dir, diagnostics.silent)), None)
    try:
        return named_model(settings.model, settings)
    except ModelMissing:
        return None


def _described(model: ModelFile) -> Description | AssistantError:
    try:
        return describe(model)
    except (ModelError, ModelMissing) as error:
        return error


def _can_offload() -> bool:
    from assistant.generation.llama_library import has_gpu_support

    return has_gpu_support()


def _model_lines(model: ModelFile, described: Description | AssistantError, *, is_used: bool) -> list[str]:
    mark, parts = "→ " if is_used else "  ", f" in {len(model.parts)} parts" if len(model.parts) > 1 else ""
    head = f"{mark}{model.name}  {gigabytes(model.size)}{parts}"
    if isinstance(described, AssistantError):
        return [head, f"      cannot be used: {described.message}"]
    return [f"{head}, {', '.join(_facts(described))}"]


def _facts(described: Description) -> list[str]:
    return [
        f"{weights(described.parameters)} parameters",
        described.quantisation,
        f"trained with a context of {described.context:,}" if described.context else "context unknown",
        "chat template" if described.has_template else "no chat template: take an instruct model",
    ]


def _unfinished_line(path: Path) -> str:
    name = path.name.removesuffix(pulling.PARTIAL)
    return f"  {name}: {gigabytes(path.stat().st_size)} of it downloaded; pull it again to go on"


def _writer_line(settings: Settings, used: ModelFile | None) -> str:
    if used is not None and isinstance(_described(used), AssistantError):
        return f"The settings name {used.name}, which cannot be used: no question can be answered with it."
    if used is not None:
        why = "the settings name it" if settings.model else "the newest that can be used"
        return f"→ {used.name} writes the answers: {why}. To take another: assistant models use NAME"
    if is_server(settings):
        return f"None of them writes the answers: the server {without_login(settings.openai_url)} does."
    if settings.generator == "quotes":
        return "None of them writes the answers: the generator is set to quotes."
    if settings.model:
        return f"The settings name '{settings.model}', which is not here."
    return "None of them can be used: answers are quotations."


def _machine_line(machine: Machine, settings: Settings, *, can_offload: bool) -> str:
    memory = (
        f"{gigabytes(machine.free)} of {gigabytes(machine.memory)} memory free" if machine.memory else "memory unknown"
    )
    cores = f"{machine.cores} cores" if machine.cores > 1 else "1 core"
    gpu = machine.gpu
    words = f"GPU {gpu.name} with {gigabytes(gpu.free)} free" if gpu else "no GPU found"
    if gpu and not can_offload:
        words += ", which this llama-cpp-python was not built for (models/README.md says how)"
    elif gpu and settings.gpu_layers == 0:
        words += ", not used since gpu_layers = 0"
    return f"This machine: {memory}, {cores}, {words}."


def _advice_lines(advice: list[Advice], machine: Machine) -> list[str]:
    chosen = best(advice)
    if chosen is None:
        return ["No model of the table fits into the free memory; answers are quotations."]
    lines = [f"Recommended for it: assistant models pull {chosen.model.name}", ""]
    for item in advice:
        if item.model.is_advised_against:
            continue
        mark = "→ " if item is chosen else "  "
        fits = "" if item.fits else ", more than is free"
        lines.append(
            f"{mark}{item.model.name}: {gigabytes(item.model.files[0].size)} to download, needs"
            f" {gigabytes(item.memory)}{fits}; {_wait(item, machine)}"
        )
        lines.append(f"      {_invents(item.model)}; {item.model.why}")
    return [*lines, "", "assistant models info NAME tells more of one."]


def _wait(item: Advice, machine: Machine) -> str:
    if item.fits_gpu:
        return "quick on the GPU"
    return f"about {item.wait:.0f} s an answer on {machine.cores} core{'s' if machine.cores > 1 else ''}"


def _invents(model: Recommended) -> str:
    return "inventions not measured" if model.invents is None else f"invents in {model.invents:g} % of summaries"


def _local_lines(model: ModelFile, settings: Settings, machine: Machine) -> list[str]:
    described = describe(model)
    source = read_source(model)
    lines = [f"{model.name}: {described.title} ({described.architecture})"]
    lines += [f"  {part}" for part in model.parts]
    lines += [f"  {gigabytes(described.size)}, {', '.join(_facts(described))}"]
    licence = (source and source.licence) or described.licence
    lines += [f"  licence: {licence}"] if licence else []
    if source is not None:
        lines.append(f"  downloaded from {source.repo} at {source.revision[:12]}; check it: assistant models verify")
    lines += [""]
    lines += ["  as it would be run now:", *(f"    {line}" for line in _plan_lines(model, settings)), ""]
    for context in sorted({settings.context or CONTEXT, *_CONTEXTS, described.context} - {0}):
        if not described.context or context <= described.context:
            need = memory_needed(described.size, described.cache, context)
            notes = ", more than is free" * (need > machine.free) + ", as set" * (context == settings.context)
            lines.append(f"  with --context {context} it needs {gigabytes(need)} of memory{notes}")
    if settings.context and 0 < described.context < settings.context:
        lines.append(f"  --context {settings.context} is more than it was trained with and is lowered")
    return [*lines, f"  to take it: assistant models use {model.name}", ""]


def _plan_lines(model: ModelFile, settings: Settings) -> list[str]:
    from assistant.generation.llama import LlamaGenerator

    return explain(LlamaGenerator.of(settings, model.path).plan())


def _recommended_lines(model: Recommended, settings: Settings, machine: Machine) -> list[str]:
    lines = [f"{model.title}: {model.billions:g} B parameters, licence {model.licence}, from {model.repo}"]
    lines += [f"  {_invents(model)}; {model.why}"]
    lines += ["  it is advised against"] if model.is_advised_against else []
    lines += [f"  about {model.wait(machine.cores):.0f} s an answer on this CPU, once it is loaded", ""]
    context = settings.context or CONTEXT
    for file in model.files:
        need = model.memory(context, file)
        fits = "fits" if need <= machine.free else "more than is free"
        tag = "" if file is model.files[0] else f":{file.name.removesuffix(SUFFIX).rsplit('-', 1)[-1]}"
        lines.append(
            f"  assistant models pull {model.name}{tag}: {gigabytes(file.size)}, needs {gigabytes(need)} with a context"
            f" of {context:,}: {fits}"
        )
    return lines


def _as_json(
    settings: Settings,
    machine: Machine,
    advice: list[Advice],
    there: list[tuple[ModelFile, Description | AssistantError]],
    used: ModelFile | None,
    *,
    can_offload: bool,
) -> output.JSON:
    chosen = best(advice)
    return {
        "folder": str(settings.models_dir),
        "models": [
            {
                "name": model.name,
                "files": [str(part) for part in model.parts],
                "size": model.size,
                "in_use": model == used,
                "fault": described.message if isinstance(described, AssistantError) else None,
                **({} if isinstance(described, AssistantError) else asdict(described)),
            }
            for model, described in there
        ],
        "machine": {**asdict(machine), "can_offload": can_offload},
        "recommended": chosen.model.name if chosen else None,
        "choices": [
            {
                "name": item.model.name,
                "repo": item.model.repo,
                "file": item.model.files[0].name,
                "size": item.model.files[0].size,
                "memory": item.memory,
                "fits": item.fits,
                "invents": item.model.invents,
                "why": item.model.why,
            }
            for item in advice
        ],
    }
