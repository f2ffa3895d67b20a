"""Write a language model with random weights that llama.cpp loads in milliseconds: real in all but its words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import gguf
import numpy as np

Tokenizer = Literal["llama", "gpt2"]
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
WIDTH, LAYERS, HEADS, FEED_FORWARD, CONTEXT = 64, 2, 4, 128, 4096
TENSORS = 2 + 9 * LAYERS
CONTROLS = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"]
WORDS = [" The", " model", " gains", " [", "].", ". ", " 12", "1", "2", "<think>", "</think>", "I don't know."]
_GPT2_BYTES = [*range(33, 127), *range(161, 173), *range(174, 256)]


def write_tiny_gguf(
    path: Path,
    *,
    seed: int = 0,
    chat_template: str | None = None,
    tokenizer: Tokenizer = "llama",
    architecture: str = "llama",
    parts: int = 1,
    numbers: Mapping[str, int] | None = None,
) -> Path:
    """Write the file, under 1 MB, and return its path; that of the first part if there are several.

    Args:
        seed: equal seeds give equal files.
        chat_template: Jinja source; None makes a base model.
        tokenizer: "llama" is SentencePiece, which sets a space before every text, "gpt2" is byte-level BPE.
        architecture: the name that the file gives itself.
        parts: how many files to split it into.
        numbers: more entries of metadata, each under its name behind that of the architecture.
    """
    most = 0 if parts == 1 else -(-TENSORS // parts)
    writer = gguf.GGUFWriter(str(path), architecture, split_max_tensors=most)
    size = _add_vocabulary(writer, tokenizer)
    _add_shape(writer, size)
    for name, number in (numbers or {}).items():
        writer.add_uint32(f"{architecture}.{name}", number)
    if chat_template is not None:
        writer.add_chat_template(chat_template)
    _add_weights(writer, size, np.random.default_rng(seed))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path if parts == 1 else path.with_name(f"{path.stem}-00001-of-{parts:05}.gguf")


def _add_vocabulary(writer: Any, tokenizer: str) -> int:
    """Add control tokens, all bytes and a few words; return how many there are."""
    if tokenizer == "llama":
        single = [f"<0x{byte:02X}>" for byte in range(256)]
        letters = [chr(code) for code in range(33, 127)]
        words = [*letters, "\u2581", *(word.replace(" ", "\u2581") for word in WORDS if len(word) > 1)]
        byte_type = gguf.TokenType.BYTE
    else:
        single, words = _gpt2_alphabet(), ["\u0120[", "]."]
        byte_type = gguf.TokenType.NORMAL
        writer.add_token_merges(["\u0120 [", "] ."])
        writer.add_tokenizer_pre("default")
    tokens = CONTROLS + single + words
    controls = [gguf.TokenType.UNKNOWN] + [gguf.TokenType.CONTROL] * (len(CONTROLS) - 1)
    writer.add_tokenizer_model(tokenizer)
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * (len(tokens) - len(words)) + [-float(i + 1) for i in range(len(words))])
    writer.add_token_types([int(t) for t in controls + [byte_type] * 256 + [gguf.TokenType.NORMAL] * len(words)])
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_eot_token_id(4)
    writer.add_add_bos_token(tokenizer == "llama")
    return len(tokens)


def _gpt2_alphabet() -> list[str]:
    """Return the letters by which byte-level BPE writes the bytes 0 to 255."""
    others = iter(range(256, 512))
    return [chr(byte) if byte in _GPT2_BYTES else chr(next(others)) for byte in range(256)]


def _add_shape(writer: Any, size: int) -> None:
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS // 2)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(size)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)


def _add_weights(writer: Any, size: int, random: np.random.Generator) -> None:
    def add(name: str, *shape: int) -> None:
        writer.add_tensor(f"{name}.weight", random.standard_normal(shape).astype(np.float16) * np.float16(0.2))

    ones = np.ones(WIDTH, np.float32)
    add("token_embd", size, WIDTH)
    writer.add_tensor("output_norm.weight", ones)
    for i in range(LAYERS):
        writer.add_tensor(f"blk.{i}.attn_norm.weight", ones)
        writer.add_tensor(f"blk.{i}.ffn_norm.weight", ones)
        add(f"blk.{i}.attn_q", WIDTH, WIDTH)
        add(f"blk.{i}.attn_k", WIDTH // 2, WIDTH)
        add(f"blk.{i}.attn_v", WIDTH // 2, WIDTH)
        add(f"blk.{i}.attn_output", WIDTH, WIDTH)
        add(f"blk.{i}.ffn_gate", FEED_FORWARD, WIDTH)
        add(f"blk.{i}.ffn_up", FEED_FORWARD, WIDTH)
        add(f"blk.{i}.ffn_down", WIDTH, FEED_FORWARD)
