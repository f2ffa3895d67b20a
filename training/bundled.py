"""The bundled reader as a network, to be trained further: its int8 weights as floating-point numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from assistant.reader import FOLDER
from training.network import Network

PREFIX = "network."


def bundled_network(weights: Path, folder: Path = FOLDER) -> Network:
    """Return the network that a folder holds as a quantised graph; what the graph has not is as in `weights`.

    Args:
        weights: the folder of all-MiniLM-L6-v2 that training began with.
    """
    graph = onnx.load(str(folder / "model.onnx")).graph
    stored = {tensor.name.removeprefix(PREFIX): numpy_helper.to_array(tensor) for tensor in graph.initializer}
    network = Network(weights)
    state = network.state_dict()
    for name in state:
        if name in stored:
            values = stored[name]
        else:
            quantised, zero = (stored[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "zero_point"))
            values = (quantised - zero) * stored[f"{name}_scale"]
            if "embeddings" not in name:  # the graph multiplies from the other side
                values = values.T
        state[name] = torch.tensor(values)
    network.load_state_dict(state)
    return network
