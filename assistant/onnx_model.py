"""Open an exported BERT-like model; the only import of onnxruntime and tokenizers, neither of which imports torch.

One thread a session: texts are run one at a time, one a core, since int8 activations are scaled over a whole batch and
a text's result would otherwise depend on its neighbours. The caller spreads texts over threads.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.errors import MissingError

_SLOWER = "SkipLayerNormFusion"  # of addition and normalisation: 0.5 ms for 250 tokens, 0.1 ms one after the other


def open_model(model: Path, tokenizer: Path) -> tuple[Any, Any]:
    """Return an `onnxruntime.InferenceSession` and a `tokenizers.Tokenizer` that neither pads nor cuts.

    Raises:
        MissingError: a file is not there, or is damaged.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False  # a plan for each length of a text: 10 MiB and more, and no quicker
    try:
        session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"], disabled_optimizers=[_SLOWER]
        )
        loaded = Tokenizer.from_file(str(tokenizer))
    except Exception as error:  # neither library has a narrower class for all that can be wrong with a file
        raise MissingError(
            f"the model in {model.parent} cannot be loaded: {error}", "install the package again"
        ) from error
    loaded.no_padding()
    loaded.no_truncation()
    return session, loaded
