"""Write the trained reader as `assistant/reading_model/model.onnx`, in int8, and compare it with the original.

    python -m training.export_reader WEIGHTS reader.pt

WEIGHTS is the folder of all-MiniLM-L6-v2 that training began with.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import torch

from assistant.reader import FOLDER, Reader
from scripts.export_embedding_model import WEIGHTS, quantise
from training.network import Encoder, Network, outputs

INPUTS, OUTPUTS = ("input_ids", "attention_mask", "token_type_ids"), ("tokens", "whole")
MOST_APART = 1.0
"""Log-odds by which int8 may differ from the network on the samples."""
TITLE = "SourSim: A Simulator of Sourdough Fermentation"
SENTENCES = (
    "Bakers judge a dough by eye.",
    "We present SourSim, which predicts the rise of sourdough from flour, water and temperature.",
    "Its error is 4 mm after eight hours.",
)
SAMPLES = ("How far off is SourSim?", "Who funded SourSim?", "Which simulators are there for fermentation?")


def export(network: Network, target: Path) -> None:
    """Write the float32 graph with free batch and length."""
    network.bert.set_attn_implementation("eager")
    ids = torch.randint(1000, 2000, (2, 20))
    axes: dict[str, dict[int, str]] = {name: {0: "batch", 1: "length"} for name in (*INPUTS, "tokens")}
    torch.onnx.export(
        network.eval(),
        (ids, torch.ones_like(ids), torch.zeros_like(ids)),
        str(target),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes | {"whole": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


@torch.no_grad()
def apart(network: Network, weights: Path, folder: Path) -> float:
    """Return the largest difference between the network's log-odds and the exported reader's."""
    encoder = Encoder(weights / "tokenizer.json")
    paper = encoder.paper(TITLE, SENTENCES)
    reader = Reader(folder)
    most = 0.0
    for sample in SAMPLES:
        expected, whole = outputs(network, [encoder.item(sample, paper, [0] * len(SENTENCES), 0, "")])
        judged = reader.judge(sample, [(TITLE, SENTENCES)])[0]
        pairs = zip([float(whole[0, 0]), *expected[0, :, 0].tolist()], [judged.answers, *judged.sentences], strict=True)
        most = max(most, *(abs(one - float(other)) for one, other in pairs))
    return most


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("network", type=Path)
    parser.add_argument("--output", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    network = Network(arguments.weights)
    network.load_state_dict(torch.load(arguments.network))
    arguments.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        export(network, Path(folder) / "full.onnx")
        quantise(Path(folder) / "full.onnx", arguments.output / "model.onnx")
    difference = apart(network, arguments.weights, arguments.output)
    digest = hashlib.sha256((arguments.output / WEIGHTS).read_bytes()).hexdigest()
    print(json.dumps({"largest_difference": round(difference, 3), "weights_sha256": digest}))
    if difference > MOST_APART:
        raise SystemExit("the exported reader disagrees with the original")


if __name__ == "__main__":
    main()
