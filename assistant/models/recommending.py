"""Which model to take on this machine, and why. The table stands in `recommended.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.models.describing import memory_needed
from assistant.models.machine import Machine

TABLE = Path(__file__).with_name("recommended.toml")
PATIENCE = 45.0
"""Seconds for an answer on the CPU above which a smaller model is recommended."""

# Measured on two AVX-512 cores with models of 0.5 to 1.5 billion parameters at Q4_K_M: 55 tokens a second read and
# 12.5 written by the 1.5B. Reading grows with the cores; writing waits for the memory, which four cores keep busy.
_READ, _WRITTEN, _BUSY_CORES = 41.0, 9.5, 4  # billions of parameters x tokens, a second and core
_PROMPT, _ANSWER = 450, 90  # tokens of a usual question


@dataclass(frozen=True, slots=True)
class Offered:
    """A file of a model, and its bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Recommended:
    """A model of the table; the fields are those of the file.

    Attributes:
        invents: % of summaries; None where it was not measured.
    """

    name: str
    title: str
    repo: str
    licence: str
    billions: float
    cache: int
    why: str
    files: tuple[Offered, ...]
    invents: float | None = None
    is_advised_against: bool = False

    def memory(self, context: int, file: Offered | None = None) -> int:
        """Return the bytes that it needs with a context of so many tokens."""
        return memory_needed((file or self.files[0]).size, self.cache, context)

    def wait(self, cores: int) -> float:
        """Return about how many seconds an answer takes on a CPU."""
        read = _PROMPT * self.billions / (_READ * cores)
        return read + _ANSWER * self.billions / (_WRITTEN * min(cores, _BUSY_CORES))


@dataclass(frozen=True, slots=True)
class Advice:
    """What a model would be on a machine.

    Attributes:
        memory: bytes that it needs.
        fits_gpu: whether all of it fits on the GPU.
        wait: about how many seconds an answer takes on the CPU.
    """

    model: Recommended
    memory: int
    fits: bool
    fits_gpu: bool
    wait: float


@cache
def table() -> tuple[Recommended, ...]:
    """Return the models of the table, the best first."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["model"]
    return tuple(Recommended(**{**row, "files": tuple(Offered(**file) for file in row["files"])}) for row in rows)


def find_recommended(name: str) -> Recommended | None:
    """Return the model of the table with this name, if there is one."""
    return next((model for model in table() if model.name == name.lower()), None)


def advise(machine: Machine, context: int, *, can_offload: bool) -> list[Advice]:
    """Return what each model of the table would be on this machine, in the order of the table.

    Args:
        context: tokens of prompt and answer.
        can_offload: whether llama.cpp was built for the GPU.
    """
    room = machine.gpu.free if machine.gpu and can_offload else 0
    return [
        Advice(model, need, need <= machine.free or need <= room, need <= room, model.wait(machine.cores))
        for model in table()
        for need in [model.memory(context)]
    ]


def best(advice: Sequence[Advice]) -> Advice | None:
    """Return what to take: the best that the GPU holds or that does not let one wait, else the quickest that fits."""
    fitting = [item for item in advice if item.fits and not item.model.is_advised_against]
    prompt = [item for item in fitting if item.fits_gpu or item.wait <= PATIENCE]
    return prompt[0] if prompt else min(fitting, key=lambda item: item.wait, default=None)
