"""What a model is, read off its header, and how much memory it takes to run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from assistant.models.checking import check_model
from assistant.models.finding import ModelFile
from assistant.models.gguf_header import Header

OVERHEAD = 500_000_000
"""Bytes beside the file and the cache: buffers of llama.cpp, the library, Python."""

# numbers of llama.cpp's enums llama_ftype and ggml_type
_FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S", 12: "Q3_K_M",
    13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS",
    21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4",
}  # fmt: skip
_TENSOR_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 10: "Q2_K", 11: "Q3_K", 12: "Q4_K",
    13: "Q5_K", 14: "Q6_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S",
    22: "IQ2_S", 23: "IQ4_XS", 29: "IQ1_M", 30: "BF16", 39: "MXFP4",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Description:
    """A model in figures.

    Attributes:
        parameters: how many weights it has.
        context: tokens that it was trained with, 0 if its file does not say.
        cache: bytes that it remembers of each token, 0 if its file does not say.
        licence: as its file says, or nothing.
    """

    title: str
    architecture: str
    size: int
    parameters: int
    quantisation: str
    context: int
    cache: int
    has_template: bool
    licence: str


def describe(model: ModelFile) -> Description:
    """Return what the header tells of a model.

    Raises:
        ModelError: it is no sound model.
    """
    headers = check_model(model)
    first = headers[0]
    return Description(
        title=str(first.values.get("general.name") or model.name),
        architecture=first.architecture,
        size=model.size,
        parameters=sum(prod(tensor.shape) for header in headers for tensor in header.tensors),
        quantisation=_quantisation(headers),
        context=first.number("context_length") or 0,
        cache=cache_of(first),
        has_template=bool(first.values.get("tokenizer.chat_template")),
        licence=str(first.values.get("general.license") or ""),
    )


def memory_needed(size: int, cache: int, context: int) -> int:
    """Return the bytes that a model takes: its file, what it remembers of the context, and the rest."""
    return size + cache * context + OVERHEAD


def _quantisation(headers: Sequence[Header]) -> str:
    """Return what the file calls itself, or else the type of most of its weights."""
    said = headers[0].values.get("general.file_type")
    if type(said) is int and said in _FILE_TYPES:
        return _FILE_TYPES[said]
    weights: Counter[int] = Counter()
    for header in headers:
        for tensor in header.tensors:
            weights[tensor.kind] += prod(tensor.shape)
    return _TENSOR_TYPES.get(weights.most_common(1)[0][0], "?") if weights else "?"


def cache_of(header: Header) -> int:
    """Return the bytes of keys and values of one token, at two bytes a number; some models need less."""
    heads = header.number("attention.head_count") or 0
    shared = header.number("attention.head_count_kv") or heads
    return 2 * (header.number("block_count") or 0) * shared * sum(head_widths(header))


def head_widths(header: Header) -> tuple[int, int]:
    """Return how many numbers a key and a value of one attention head have, as far as the header tells."""
    heads = header.number("attention.head_count") or 0
    width = (header.number("embedding_length") or 0) // heads if heads else 0
    return header.number("attention.key_length") or width, header.number("attention.value_length") or width


def weights(count: int) -> str:
    """Return a number of weights as a person says it: "4.0 B", "494 M", "1.2 M"."""
    unit, name = (1e9, "B") if count >= 1e9 else (1e6, "M")
    return f"{count / unit:.{0 if count >= 100 * unit else 1}f} {name}"


def gigabytes(size: int) -> str:
    """Return a number of bytes as a person reads it."""
    return f"{size / 1e9:.1f} GB" if size >= 50_000_000 else f"{size / 1e6:.1f} MB"
