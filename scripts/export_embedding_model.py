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
    """The transformer alone: token ids and mask in, one vector per token out."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return the vectors, shape (batch, length, dimensions)."""
        states: torch.Tensor = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return states


def check_weights(folder: Path) -> None:
    """Stop unless the weights are the published ones."""
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"{folder}/model.safetensors has sha256 {digest}, not the published {WEIGHTS_SHA256}")


def export(model: SentenceTransformer, target: Path) -> None:
    """Write the float32 graph with free batch and length."""
    transformer = model[0].auto_model
    transformer.set_attn_implementation("eager")
    example = model.preprocess(list(SAMPLES[:2]))
    torch.onnx.export(
        TokenVectors(transformer).eval(),
        (example["input_ids"], example["attention_mask"]),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["token_vectors"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask", "token_vectors")},
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
        model = onnx.load(small)
        drop_mask(model.graph)
        target.with_name(WEIGHTS).unlink(missing_ok=True)  # onnx would append to it
        onnx.save(model, target, save_as_external_data=True, location=WEIGHTS)


def drop_mask(graph: onnx.GraphProto) -> None:
    """Take the attention mask out of a graph: texts are run one at a time, so it never hides anything.

    Adding it to every score of every head takes a tenth of the time.
    """
    makers = {output: node for node in graph.node for output in node.output}
    for softmax in (node for node in graph.node if node.op_type == "Softmax"):
        masked = makers[softmax.input[0]]
        if masked.op_type != "Add":
            raise SystemExit(f"the scores of {softmax.name} come from {masked.op_type}, not from adding a mask to them")
        softmax.input[0] = masked.input[0]
    used = {output.name for output in graph.output}
    kept = []
    for node in reversed(graph.node):  # in a graph every node stands behind what it needs
        if used & set(node.output):
            kept.append(node)
            used.update(node.input)
    del graph.node[:]
    graph.node.extend(reversed(kept))
    for part in (graph.input, graph.initializer):
        for unused in [item for item in part if item.name not in used]:
            part.remove(unused)


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
