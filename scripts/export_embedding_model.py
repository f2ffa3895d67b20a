#!/usr/bin/env python3
"""Reproduce `assistant/embedding_model/`: all-MiniLM-L6-v2 exported to ONNX and quantised to int8.

The weights are loaded with sentence-transformers from a local folder or by name, and their sha256 is checked against
the digest of the file that sentence-transformers/all-MiniLM-L6-v2 publishes. The exported graph returns one vector
per token; pooling and normalisation stay outside, because one pass over an abstract then gives the vector of the
abstract and those of its sentences.

    python scripts/export_embedding_model.py FOLDER_WITH_THE_MODEL

Needs torch, sentence-transformers, onnx and onnxruntime.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from sentence_transformers import SentenceTransformer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OUTPUT = ROOT / "assistant" / "embedding_model"
WEIGHTS = "weights.bin"
LEAST_COSINE = 0.98
SAMPLES = (
    "Which robot learns to play basketball?",
    "We introduce SkillWeaver, a skill-centric framework that enables agents to self-improve by synthesising "
    "reusable skills as APIs. Experiments on WebArena show relative success rate improvements of 31.8%.",
    "Knowledge distillation compresses a large teacher into a small student.",
    "Federated learning keeps the data on the device.",
)


class TokenVectors(torch.nn.Module):
    """The transformer alone: the tokens of one text in, a vector a token out."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        """Return the vectors, shape (length, dimensions), of tokens, shape (length,)."""
        return read_one(self.transformer, input_ids)


def read_one(bert: Any, input_ids: torch.Tensor, token_type_ids: torch.Tensor | None = None) -> torch.Tensor:
    """Run a BERT model over one text and return a vector a token, shape (length, dimensions).

    The exported models read one text at a time: a graph without the batch, and without the mask, which would hide
    nothing, is quicker than that of `BertModel.forward` and gives the same numbers (docs/LOG.md).
    """
    types = None if token_type_ids is None else token_type_ids[None]
    states: torch.Tensor = bert.embeddings(input_ids=input_ids[None], token_type_ids=types)[0]
    heads, width = bert.config.num_attention_heads, bert.config.hidden_size
    size = width // heads

    def by_head(vectors: torch.Tensor) -> torch.Tensor:
        return vectors.view(-1, heads, size).transpose(0, 1)

    for layer in bert.encoder.layer:
        attention = layer.attention.self
        query, key, value = (by_head(part(states)) for part in (attention.query, attention.key, attention.value))
        shares = torch.softmax(query @ key.transpose(1, 2) * size**-0.5, dim=-1)
        mixed = (shares @ value).transpose(0, 1).reshape(-1, width)
        states = layer.attention.output(mixed, states)
        states = layer.output(layer.intermediate(states), states)
    return states


def check_weights(folder: Path) -> None:
    """Stop unless the weights are the published ones."""
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"{folder}/model.safetensors has sha256 {digest}, not the published {WEIGHTS_SHA256}")


def export(model: SentenceTransformer, target: Path) -> None:
    """Write the float32 graph for one text of any length."""
    tokens = model.preprocess(list(SAMPLES[:1]))["input_ids"][0]
    torch.onnx.export(
        TokenVectors(model[0].auto_model).eval(),
        (tokens,),
        str(target),
        input_names=["input_ids"],
        output_names=["token_vectors"],
        dynamic_axes={name: {0: "length"} for name in ("input_ids", "token_vectors")},
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Write the int8 form: weights per channel in 7 bits, which no processor's int8 products overflow.

    The weights stand beside the graph: onnxruntime maps them instead of copying them, in half the time and memory.
    """
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        small = Path(folder) / "int8.onnx"
        quantize_dynamic(str(prepared), str(small), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        target.with_name(WEIGHTS).unlink(missing_ok=True)  # onnx would append to it
        onnx.save(onnx.load(small), target, save_as_external_data=True, location=WEIGHTS)


def compare(model: SentenceTransformer, folder: Path) -> float:
    """Return the lowest cosine between the original's vectors and the exported model's."""
    from assistant.embedding import OnnxEmbedder

    expected = model.encode(list(SAMPLES), normalize_embeddings=True)
    actual = OnnxEmbedder(folder).embed(list(SAMPLES))
    return float(np.min(np.sum(expected * actual, axis=1)))


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="folder of sentence-transformers/all-MiniLM-L6-v2")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    args = parser.parse_args()
    check_weights(args.weights)
    model = SentenceTransformer(str(args.weights), device="cpu")
    args.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "model.onnx"
        export(model, full)
        quantise(full, args.output / "model.onnx")
    shutil.copy(args.weights / "tokenizer.json", args.output / "tokenizer.json")
    cosine = compare(model, args.output)
    digest = hashlib.sha256((args.output / WEIGHTS).read_bytes()).hexdigest()
    print(json.dumps({"lowest_cosine": round(cosine, 4), "weights_sha256": digest}))
    if cosine < LEAST_COSINE:
        raise SystemExit(f"the exported model disagrees with the original: cosine {cosine:.4f} < {LEAST_COSINE}")


if __name__ == "__main__":
    main()
