"""The language models on this machine: which there are, which to take, how to get one and whether it is whole.

Everything is a GGUF file, or several that are the parts of one. No module here loads a model; `generation` does.
"""

from __future__ import annotations

from assistant.models.checking import check_gguf, check_model, sound_models
from assistant.models.finding import ModelFile, list_models, model_at, named_model

__all__ = ["ModelFile", "check_gguf", "check_model", "list_models", "model_at", "named_model", "sound_models"]
