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
from scripts.export_embedding_model import WEIGHTS, quantise, read_one
from training.network import Encoder, Network, outputs

INPUTS = ("input_ids", "token_type_ids")
MOST_APART = 1.0
"""Log-odds by which int8 may differ from the network on the samples."""
TITLE = "SourSim: A Simulator of Sourdough Fermentation"
SENTENCES = (
    "Bakers judge a dough by eye.",
    "We present SourSim, which predicts the rise of sourdough from flour, water and temperature.",
    "Its error is 4 mm after eight hours.",
)
SAMPLES = ("How far off is SourSim?", "Who funded SourSim?", "Which simulators are there for fermentation?")


class OneText(torch.nn.Module):
    """The network for one text at a time."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: torch.Tensor, token_type_ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the outputs of each token, shape (length, 4), and of the whole, shape (4,)."""
        states = read_one(self.network.bert, input_ids, token_type_ids)
        return self.network.tokens(states), self.network.whole(states[:1])[0]


def export(network: Network, target: Path) -> None:
    """Write the float32 graph for one text of any length."""
    ids = torch.randint(1000, 2000, (20,))
    torch.onnx.export(
        OneText(network).eval(),
        (ids, torch.zeros_like(ids)),
        str(target),
        input_names=list(INPUTS),
        output_names=["tokens", "whole"],
        dynamic_axes={name: {0: "length"} for name in (*INPUTS, "tokens")},
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
