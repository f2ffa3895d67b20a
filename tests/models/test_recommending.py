"""Which model is recommended for which machine."""

from __future__ import annotations

import re

import pytest

from assistant.models.finding import stem_of
from assistant.models.machine import Gpu, Machine, look_at_machine
from assistant.models.recommending import advise, best, find_recommended, table

GB = 1_000_000_000


def recommended(free: float, cores: int = 4, gpu: float = 0, *, can_offload: bool = True, context: int = 4096) -> str:
    """Return the name of what a machine is recommended; the memory is in GB."""
    gpus = (Gpu("G", int(gpu * GB)),) if gpu else ()
    machine = Machine(int(free * GB), int(free * GB), cores, gpus)
    chosen = best(advise(machine, context, can_offload=can_offload))
    return chosen.model.name if chosen else ""


@pytest.mark.parametrize(
    ("free", "cores", "gpu", "name"),
    [
        (1, 8, 0, ""),
        (1.8, 8, 0, "qwen2.5-1.5b"),
        (4, 8, 0, "qwen3-4b"),
        (16, 8, 0, "qwen3-8b"),
        (16, 2, 0, "qwen3-4b"),
        (16, 1, 0, "qwen3-1.7b"),
        (16, 2, 8, "qwen3-8b"),
        (2, 2, 8, "qwen3-8b"),
        (16, 2, 2, "qwen3-4b"),
    ],
)
def test_a_machine_gets_what_it_can_run(free: float, cores: int, gpu: float, name: str) -> None:
    """The best that fits and does not let one wait."""
    assert name == recommended(free, cores, gpu)


def test_a_gpu_counts_only_if_llama_cpp_can_use_it() -> None:
    """A build without it runs on the CPU."""
    assert ("qwen3-8b", "qwen3-4b") == (recommended(16, 2, 8), recommended(16, 2, 8, can_offload=False))


def test_a_long_context_takes_memory() -> None:
    """What fits with a short one may not fit with a long one."""
    assert recommended(4) != recommended(4, context=32_768)


def test_nobody_is_recommended_what_is_advised_against() -> None:
    """It stands in the table so that the reason can be read."""
    phi = find_recommended("Phi-4-mini")
    assert phi is not None and phi.is_advised_against
    assert all(recommended(free / 4, cores) != phi.name for free in range(80) for cores in (1, 2, 4, 16))


@pytest.mark.parametrize("model", table(), ids=lambda model: model.name)
def test_the_table_is_sound(model: object) -> None:
    """Names are how files begin, sizes fit the parameters, and the repository has the form of one."""
    from assistant.models.recommending import Recommended

    assert isinstance(model, Recommended)
    assert re.fullmatch(r"[\w.-]+/[\w.-]+", model.repo)
    assert all(stem_of(file.name).lower().startswith(model.name) for file in model.files)
    assert all(0.5 < file.size / model.billions / GB < 1.2 for file in model.files)
    assert 20_000 < model.cache < 200_000


def test_this_machine_has_memory() -> None:
    """And at least one core."""
    machine = look_at_machine()
    assert 0 < machine.free <= machine.memory
    assert machine.cores >= 1
