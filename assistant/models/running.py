"""How to run a model on this machine: the automatic choice of everything that llama.cpp wants to be told, with reasons.

What a person has set is taken as it is. The rest follows from the header of the model, the memory that is free and the
processors that are there. Nothing is loaded to choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import prod

from assistant.models.describing import OVERHEAD, cache_of, head_widths
from assistant.models.gguf_header import Header
from assistant.models.machine import Gpu, Machine
from assistant.patterns import lazy_re
from assistant.settings import Settings

CONTEXT = 4096
"""Tokens that the longest prompt, a dialogue before it and the answer need."""
CACHE_TYPES = {"f16": 1.0, "q8_0": 34 / 64}
"""What keys and values can be stored as, with the bytes of each in relation to the first."""
ON_CPU, ON_GPU, AT_ONCE = 512, 2048, 512
"""Tokens of a batch on a CPU and a GPU, and tokens that are computed at once."""

_SHORTER = (2048, 1024)  # contexts that are tried where memory is short
_GPU_SPARE = 0.1  # of the free memory of the GPU, which other programs may want
_GPU_BUFFERS = 300_000_000  # bytes, beside the scores
_PACKED = 32  # numbers that share a scale in q8_0
_BLOCK = lazy_re(r"^blk\.(\d+)\.")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person has set, by the names of the settings; None and "auto" leave it to the program."""

    gpu_layers: int | None = None
    context: int | None = None
    threads: int | None = None
    prompt_threads: int | None = None
    batch_size: int | None = None
    micro_batch_size: int | None = None
    flash_attention: str = "auto"
    cache_type: str = "auto"

    @classmethod
    def of(cls, settings: Settings) -> Wishes:
        """Return the wishes that stand in the settings."""
        return cls(**{name: getattr(settings, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the explanation: a setting, its value in words, and why."""

    name: str
    value: str
    why: str

    def __str__(self) -> str:
        """The line."""
        return f"{self.name} = {self.value}: {self.why}"


@dataclass(frozen=True, slots=True)
class RunPlan:
    """How a model is run.

    Attributes:
        gpu_layers: layers on the GPU; -1 is all of them and the output.
        context: tokens of prompt and answer together.
        threads, prompt_threads: for writing and for reading.
        batch_size, micro_batch_size: tokens given to llama.cpp at once, and computed at once.
        flash_attention: "on", "off", or "auto" where llama.cpp is to decide.
        cache_type: of `CACHE_TYPES`.
        reasons: one for each.
    """

    gpu_layers: int
    context: int
    threads: int
    prompt_threads: int
    batch_size: int
    micro_batch_size: int
    flash_attention: str
    cache_type: str
    reasons: tuple[Reason, ...] = ()

    @property
    def memory(self) -> str:
        """What decides whether the state of one context can be read into another, in one word."""
        return f"{self.context}-{self.cache_type}-{self.flash_attention}-{self.gpu_layers}"


def explain(plan: RunPlan) -> list[str]:
    """Return the choice, a line each with its reason."""
    return [str(reason) for reason in plan.reasons]


def plan_run(headers: Sequence[Header], size: int, machine: Machine, gpus: Sequence[Gpu], wishes: Wishes) -> RunPlan:
    """Return how to run a model.

    Args:
        headers: of its file, or of all its parts.
        size: bytes of its weights.
        gpus: those that llama.cpp can use.
    """
    first = headers[0]
    trained = first.number("context_length") or 0
    can_pack = all(width % _PACKED == 0 for width in head_widths(first))
    wanted = wishes if can_pack or wishes.cache_type in ("auto", "f16") else replace(wishes, cache_type="f16")
    cache = cache_of(first)
    layers, whys = _gpu_layers(headers, cache, gpus, wishes)
    is_on_gpu = layers == -1
    room = max(sum(gpu.free for gpu in gpus) if is_on_gpu else 0, machine.free)
    held, share = (size, 1.0) if is_on_gpu else _left_behind(headers, size, layers)
    context, cache_type, why_context, why_cache = _context(
        held, cache * share, trained, room, wanted, can_pack=can_pack
    )
    if wanted is not wishes:
        why_cache = f"{wishes.cache_type} was set, but the heads of this model are no multiples of {_PACKED} wide"
    threads, why_threads = _or(
        wishes.threads, machine.physical_cores, "one for each physical core, since writing waits for the memory"
    )
    prompt_threads, why_prompt = _or(wishes.prompt_threads, machine.cores, "reading a prompt gains from all there are")
    batch, why_batch = _or(
        wishes.batch_size, ON_GPU if is_on_gpu else ON_CPU, "for a GPU" if is_on_gpu else "more gains nothing on a CPU"
    )
    batch = min(batch, context)
    micro, why_micro = _or(wishes.micro_batch_size, AT_ONCE, "fewer read slower, more take memory")
    micro = min(micro, batch)
    flash, why_flash = _flash_attention(cache_type, wishes)
    reasons = (
        Reason("gpu_layers", "all" if is_on_gpu else str(layers), whys),
        Reason("context", f"{context:,}", why_context),
        Reason("cache_type", cache_type, why_cache),
        Reason("threads", str(threads), why_threads),
        Reason("prompt_threads", str(prompt_threads), why_prompt),
        Reason("batch_size", str(batch), why_batch),
        Reason("micro_batch_size", str(micro), why_micro),
        Reason("flash_attention", flash, why_flash),
    )
    return RunPlan(layers, context, threads, prompt_threads, batch, micro, flash, cache_type, reasons)


_SET = "as it was set"


def _or(wish: int | None, choice: int, why: str) -> tuple[int, str]:
    return (choice, why) if wish is None else (wish, _SET)


def _gpu_layers(headers: Sequence[Header], cache: int, gpus: Sequence[Gpu], wishes: Wishes) -> tuple[int, str]:
    if wishes.gpu_layers is not None:
        if wishes.gpu_layers and not gpus:
            return 0, f"{wishes.gpu_layers} was set, but this llama-cpp-python has no GPU, or finds none"
        is_more_than_all = wishes.gpu_layers > (headers[0].number("block_count") or wishes.gpu_layers)
        return -1 if is_more_than_all else wishes.gpu_layers, _SET  # llama.cpp counts the output as one more
    if not gpus:
        return 0, "this llama-cpp-python was built without a GPU, or finds none"
    blocks, rest = _sizes(headers)
    context = wishes.context or CONTEXT
    each = cache * context // max(len(blocks), 1)
    vocabulary = len(headers[0].tokens)
    free = sum(gpu.free for gpu in gpus)
    names = " and ".join(gpu.name for gpu in gpus)
    room = free * (1 - _GPU_SPARE) - _GPU_BUFFERS - 4 * vocabulary * (wishes.micro_batch_size or AT_ONCE)
    if sum(blocks) + rest + each * len(blocks) <= room:
        return -1, f"all of the model fits into the {_gb(free)} that are free on {names}"
    fitting = 0
    for block in reversed(blocks):  # llama.cpp puts the last layers on the GPU
        room -= block + each
        if room < 0:
            break
        fitting += 1
    what = f"{fitting} of {len(blocks)} layers fit" if fitting else "not even one layer fits"
    return fitting, f"{what} into the {_gb(free)} that are free on {names}"


def _left_behind(headers: Sequence[Header], size: int, layers: int) -> tuple[int, float]:
    """Return the bytes of the weights that do not go to the GPU with the last layers, and the share of the cache."""
    blocks, _ = _sizes(headers)
    moved = min(layers, len(blocks))
    return max(size - sum(blocks[len(blocks) - moved :]), 0), 1 - moved / max(len(blocks), 1)


def _sizes(headers: Sequence[Header]) -> tuple[list[int], int]:
    """Return the bytes of the weights of each layer, and of the others."""
    blocks: dict[int, int] = {}
    rest = 0
    for tensor in (tensor for header in headers for tensor in header.tensors):
        found = _BLOCK.match(tensor.name)
        size = max(tensor.size, prod(tensor.shape) // 2)  # a type that is not known here has four bits or more
        if found:
            blocks[int(found[1])] = blocks.get(int(found[1]), 0) + size
        else:
            rest += size
    return [blocks[number] for number in sorted(blocks)], rest


def _context(
    size: int, cache: float, trained: int, free: int, wishes: Wishes, *, can_pack: bool
) -> tuple[int, str, str, str]:
    """Return the context and the type of its cache, each with its reason.

    Args:
        size, cache: bytes that the free memory must hold of the weights, and of keys and values for each token.
    """
    most = trained or wishes.context or CONTEXT
    wanted = min(wishes.context or CONTEXT, most)
    why = _SET if wishes.context else "enough for the longest prompt, a dialogue before it and the answer"
    if wanted < (wishes.context or CONTEXT):
        why = f"the model was trained with no more than {trained:,}"
    ways = list(_ways(wanted, wishes, can_pack=can_pack))
    for context, kind in ways:
        if not free or size + cache * CACHE_TYPES[kind] * context + OVERHEAD <= free:
            break
    short = f"only {_gb(free)} are free"
    why = why if context == wanted else f"{wanted:,} would not fit: {short}"
    why_cache = _SET if wishes.cache_type != "auto" else "exact, and there is memory enough"
    if kind != ways[0][1]:
        why_cache = f"half the memory for keys and values: {short}"
    return context, kind, why, why_cache


def _ways(wanted: int, wishes: Wishes, *, can_pack: bool) -> Iterator[tuple[int, str]]:
    """Yield contexts and types of cache, the best first; the last is taken whether it fits or not."""
    kinds = [wishes.cache_type] if wishes.cache_type != "auto" else ["f16", "q8_0"]
    if wishes.cache_type == "auto" and (wishes.flash_attention == "off" or not can_pack):
        kinds = ["f16"]  # llama.cpp wants flash attention for any other
    yield from ((wanted, kind) for kind in kinds)
    if wishes.context is None:
        yield from ((context, kinds[-1]) for context in _SHORTER if context < wanted)


def _flash_attention(cache_type: str, wishes: Wishes) -> tuple[str, str]:
    if wishes.flash_attention != "auto":
        return wishes.flash_attention, _SET
    if cache_type != "f16":
        return "on", f"a cache of {cache_type} needs it"
    return "auto", "llama.cpp uses it where the device can"


def _gb(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
