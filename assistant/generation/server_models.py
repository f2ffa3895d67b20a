"""Read a server's list of models, and choose the one to ask where nobody has named any."""

from __future__ import annotations

import re
from typing import Any

from assistant.errors import EndpointError
from assistant.generation.endpoint import ADDRESS_HINT
from assistant.generation.event_stream import mapping
from assistant.patterns import lazy_re
from assistant.sanitizing import sanitize_line

_NO_WRITER = lazy_re(
    r"embed|rerank|minilm|colbert|moderation|whisper|transcri|dall-?e|diffusion"
    r"|(?:^|[^a-z])(?:bge|gte|e5|bert|clip|tts|asr|ocr|sdxl|flux)(?:[^a-z]|$)",
    re.I,
)
"""Names of what models do that turn texts into vectors or scores, or make and read sounds and pictures."""


def model_names(answer: Any) -> list[str]:
    """Return the names in a server's list of models."""
    return [sanitize_line(name) for name in _ids(answer)]


def first_writer(answer: Any) -> str:
    """Return the first model whose name does not say that it writes no text, or else the first.

    Raises:
        EndpointError: there is none.
    """
    names = _ids(answer)
    if not names:
        raise EndpointError("the server offers no model", f"name one with --openai-model, or {ADDRESS_HINT}")
    return next((name for name in names if not _NO_WRITER.search(name)), names[0])


def _ids(answer: Any) -> list[str]:
    listed = mapping(answer).get("data")
    names = [mapping(item).get("id") for item in listed] if isinstance(listed, list) else []
    return [name for name in names if isinstance(name, str) and name]
