"""What is chosen for a model on a machine, and that what a person has set is taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.models.checking import check_gguf
from assistant.models.gguf_header import Header, Tensor, Value
from assistant.models.machine import Gpu, Machine
from assistant.models.running import RunPlan, Wishes, explain, plan_run
from assistant.settings import Settings

GB = 1_000_000_000
LAYER = 100 * 1024 * 1024  # bytes


def header(trained: int = 32_768, layers: int = 36) -> Header:
    """Return the header of a model of the shape of Qwen3 4B: 147 kB of cache a token."""
    values: dict[str, Value] = {"general.architecture": "m", "m.context_length": trained, "m.block_count": layers}
    values |= {"m.attention.head_count": 32, "m.attention.head_count_kv": 8, "m.attention.key_length": 128}
    values |= {"m.attention.value_length": 128, "m.embedding_length": 2560}
    tensors = [Tensor(f"blk.{n}.ffn_up.weight", (LAYER // 2,), 1, 0) for n in range(layers)]
    return Header(3, values, (b"a",), (*tensors, Tensor("output.weight", (LAYER // 2,), 1, 0)))


def plan(*, free: float = 16, gpu: float = 0, trained: int = 32_768, **wishes: Any) -> RunPlan:
    """Return the plan for a model of 3.9 GB; memory is in GB."""
    machine = Machine(int(32 * GB), int(free * GB), 8, (), 4)
    gpus = [Gpu("G", int(gpu * GB))] if gpu else []
    return plan_run([header(trained)], 37 * LAYER, machine, gpus, Wishes(**wishes))


def why(plan: RunPlan, name: str) -> str:
    """Return the reason for one of the values."""
    return next(reason.why for reason in plan.reasons if reason.name == name)


def test_a_roomy_machine_without_a_gpu() -> None:
    """Exact cache, the usual context, writing on physical cores and reading on all."""
    chosen = plan()
    assert (0, 4096, 4, 8) == (chosen.gpu_layers, chosen.context, chosen.threads, chosen.prompt_threads)
    assert (512, 512, "auto", "f16") == (
        chosen.batch_size,
        chosen.micro_batch_size,
        chosen.flash_attention,
        chosen.cache_type,
    )


@pytest.mark.parametrize(
    ("free", "context", "cache"),
    [(16, 4096, "f16"), (4.8, 4096, "q8_0"), (4.6, 2048, "q8_0"), (4.46, 1024, "q8_0"), (1, 1024, "q8_0")],
)
def test_less_memory_makes_the_cache_smaller(free: float, context: int, cache: str) -> None:
    """First by half, then by a shorter context; it is said why."""
    chosen = plan(free=free)
    assert (context, cache) == (chosen.context, chosen.cache_type)
    assert chosen.flash_attention == ("on" if cache == "q8_0" else "auto")
    assert cache == "f16" or "are free" in why(chosen, "cache_type")


@pytest.mark.parametrize(("gpu", "layers"), [(0, 0), (0.4, 0), (0.5, 1), (2, 12), (4, 27), (6, -1), (24, -1)])
def test_a_gpu_takes_the_layers_that_fit(gpu: float, layers: int) -> None:
    """With what they remember of the context, and some room to spare."""
    assert layers == plan(gpu=gpu).gpu_layers


def test_a_gpu_that_holds_all_reads_longer_batches() -> None:
    """And the memory of the machine no longer limits the context."""
    chosen = plan(gpu=24, free=1)
    assert (2048, 4096, "f16") == (chosen.batch_size, chosen.context, chosen.cache_type)
    assert "fits into the 24.0 GB" in why(chosen, "gpu_layers")


@pytest.mark.parametrize("layers", [-1, 37, 99])
def test_more_layers_than_there_are_is_all_of_them(layers: int) -> None:
    """However that is said."""
    chosen = plan(gpu=24, free=1, gpu_layers=layers)
    assert (-1, 2048, 4096, "f16") == (chosen.gpu_layers, chosen.batch_size, chosen.context, chosen.cache_type)


@pytest.mark.parametrize(
    ("wishes", "context", "cache"),
    [({}, 4096, "f16"), ({"gpu_layers": 36}, 4096, "f16"), ({"gpu_layers": 9}, 1024, "q8_0")],
)
def test_only_what_stays_behind_needs_memory(wishes: dict[str, int], context: int, cache: str) -> None:
    """Layers on the GPU and what they remember of the context lie there."""
    chosen = plan(gpu=4, free=2.1, **wishes)
    assert (wishes.get("gpu_layers", 27), context, cache) == (chosen.gpu_layers, chosen.context, chosen.cache_type)


def test_layers_without_a_gpu_are_none() -> None:
    """Whatever was set."""
    assert 0 == plan(gpu_layers=20).gpu_layers
    assert "20 was set" in why(plan(gpu_layers=20), "gpu_layers")


def test_no_context_is_longer_than_the_model_was_trained_with() -> None:
    """Chosen or set."""
    assert 2048 == plan(trained=2048).context
    assert 2048 == plan(trained=2048, context=8192).context
    assert "trained with no more than 2,048" in why(plan(trained=2048, context=8192), "context")


def test_batches_are_no_longer_than_the_context() -> None:
    """Which llama.cpp would refuse."""
    chosen = plan(context=100)
    assert (100, 100) == (chosen.batch_size, chosen.micro_batch_size)


def test_what_is_set_is_taken() -> None:
    """Every setting overrides, and the explanation says so."""
    wishes: dict[str, Any] = {
        "gpu_layers": 7,
        "context": 5000,
        "threads": 3,
        "prompt_threads": 5,
        "batch_size": 256,
        "micro_batch_size": 128,
        "flash_attention": "off",
        "cache_type": "f16",
    }
    chosen = plan(gpu=24, **wishes)
    assert wishes == {name: getattr(chosen, name) for name in wishes}
    assert [f"{name} = " for name in sorted(wishes)] == [line.split("=")[0] + "= " for line in sorted(explain(chosen))]
    assert all(line.endswith(": as it was set") for line in explain(chosen))


def test_heads_that_cannot_be_packed_stay_exact(sound: Path) -> None:
    """Llama.cpp would refuse them, those of the tiny model for one."""
    for wishes in (Wishes(cache_type="q8_0"), Wishes()):
        chosen = plan_run([check_gguf(sound)], GB, Machine(GB, 1, 2), [], wishes)
        assert "f16" == chosen.cache_type


def test_settings_are_the_wishes() -> None:
    """By the same names."""
    assert Wishes() == Wishes.of(Settings())
    assert Wishes(threads=3, cache_type="q8_0") == Wishes.of(Settings(threads=3, cache_type="q8_0"))


def test_a_real_header_is_planned_for(sound: Path) -> None:
    """The tiny model fits everywhere."""
    chosen = plan_run([check_gguf(sound)], sound.stat().st_size, Machine(GB, GB, 2), [Gpu("G", GB)], Wishes())
    assert (-1, 4096, 2) == (chosen.gpu_layers, chosen.context, chosen.threads)
