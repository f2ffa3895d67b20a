"""Say what in the header of a GGUF would end the process inside llama.cpp, where an assertion cannot be caught.

Each check stands for a way in which a file with flipped bits has done so.
"""

from __future__ import annotations

from math import isfinite

from assistant.models.gguf_header import Header, Tensor
from assistant.patterns import lazy_re

_NO_WRITER = lazy_re(r"bert|embed|^clip|^t5|^wavtokenizer")  # architectures that write no text
_MOST_BLOCKS = 512
_MOST_EXPERTS = 1024
_NO_TOKENIZER = frozenset({"none", "no_vocab", "bert"})  # those that cannot turn a prompt into tokens, and back
_NEEDS_EXPERTS = frozenset({"smallthinker"})  # those that llama.cpp does not run without
_FLOATS = frozenset({0, 1, 30})  # numbers of the ggml types F32, F16 and BF16
_SCALINGS = frozenset({None, "none", "linear", "yarn", "longrope"})  # of positions
_NO_WEIGHTS = frozenset(range(24, 29))  # whole numbers and F64, with which no layer computes
_BYTES = [f"<0x{byte:02X}>".encode() for byte in range(256)]


def find_fault(header: Header) -> str:
    """Return what is wrong with a header that can be read, or nothing."""
    if not header.architecture:
        return "it names no architecture"
    if _NO_WRITER.search(header.architecture):
        return f"'{header.architecture}' is not a model that writes text"
    if header.number("pooling_type"):
        return "it turns texts into vectors or scores and writes none"
    if not header.tensors and "split.count" not in header.values:
        return "it holds no weights"
    if not 1 <= (header.number("block_count") or 0) <= _MOST_BLOCKS:
        return "its number of layers makes no sense"
    return _fault_of_numbers(header) or _fault_of_experts(header) or _fault_of_vocabulary(header)


def find_fault_of_weights(header: Header) -> str:
    """Return what is wrong with the types of the weights; each part of a model has its own."""
    return next(filter(None, map(_fault_of_weight, header.tensors)), "")


def _fault_of_weight(tensor: Tensor) -> str:
    is_row = all(size == 1 for size in tensor.shape[1:])
    if tensor.kind in _NO_WEIGHTS or (is_row and tensor.kind not in _FLOATS):
        return f"its tensor '{tensor.name[:40]}' is of the type {tensor.kind}, with which llama.cpp cannot compute"
    return ""


def _fault_of_numbers(header: Header) -> str:
    heads, shared = header.number("attention.head_count"), header.number("attention.head_count_kv")
    if heads and shared is not None and (shared < 1 or heads % shared):
        return f"its {heads} attention heads cannot share {shared}"
    for name, value in header.values.items():
        if isinstance(value, float) and (not isfinite(value) or (name.endswith("epsilon") and value < 0)):
            return f"its '{name}' of {value} makes no sense"
    blocks, ahead = header.number("block_count") or 0, header.number("nextn_predict_layers") or 0
    if not 0 <= ahead < blocks:
        return f"{ahead} of its {blocks} layers cannot be for the token after the next"
    scaling = header.values.get(f"{header.architecture}.rope.scaling.type")
    return "" if scaling in _SCALINGS else f"the scaling {scaling!r} of its positions is not known"


def _fault_of_experts(header: Header) -> str:
    """Return what is wrong with the parts of a model of which only some read each token; 0 for one without."""
    count, used = header.number("expert_count") or 0, header.number("expert_used_count") or 0
    if not 0 <= count <= _MOST_EXPERTS or not min(count, 1) <= used <= count:
        return f"it cannot use {used} of {count} experts"
    if not count and header.architecture in _NEEDS_EXPERTS:
        return f"'{header.architecture}' needs experts, and it has none"
    groups, taken = header.number("expert_group_count") or 0, header.number("expert_group_used_count") or 0
    if (groups and not count) or (groups > 1 and (count % groups or not 0 < taken < groups)):
        return f"it cannot use {taken} of {groups} groups of its {count} experts"
    return ""


def _fault_of_vocabulary(header: Header) -> str:
    """Return what is wrong with the tokens; llama.cpp ends the process when two are equal or a byte is missing."""
    tokenizer = header.values.get("tokenizer.ggml.model")
    if tokenizer in _NO_TOKENIZER or (tokenizer == "rwkv" and "rwkv" not in header.architecture):
        return f"its tokenizer '{tokenizer}' is not that of a model that writes text"
    whole = (token.partition(b"\0")[0] for token in header.tokens)  # llama.cpp reads up to the first zero
    tokens = [token for token in whole if token]
    known = set(tokens)
    if not known:
        return "it holds no vocabulary"
    if len(known) != len(tokens):
        return "its vocabulary holds the same token twice"
    if tokenizer == "llama" and not known.issuperset(_BYTES):
        return "its vocabulary lacks bytes"
    return ""
