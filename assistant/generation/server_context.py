"""How much a server's model can read: what the server says of itself, and what it says when it was too much.

llama-server tells it at `/props`, vLLM and others in their list of models; llama_cpp.server and Ollama do not. Its
tokens are not ours to count, so they are estimated, and corrected by what a refusal says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.errors import EndpointError
from assistant.generation import Cancelled
from assistant.generation.endpoint import Endpoint
from assistant.generation.event_stream import mapping
from assistant.patterns import lazy_re
from assistant.prompting import Message

USUAL = 4096
"""Tokens of context of a server that does not tell, if the settings do not either."""
SMALLEST = 2048
"""Tokens of prompt and answer for which no server is asked whether they fit."""
MARGIN = 1.05
"""By which what is left of a prompt may cost more tokens, for its letters, than the whole did."""
RESERVE = 32
"""Tokens that a chat template adds to a message, about."""

_LIMITS = ("max_model_len", "loaded_context_length", "max_context_length", "context_length", "context_window")
_PIECE = lazy_re(r"[A-Za-z]+|[^\W\d_]|\d|[^\w\s]|_")
_LETTERS = 6
"""Of a piece of a word; with 7 some abstract of the seeds has more tokens of WordPiece than are estimated."""
_EXCEEDED = lazy_re(
    r"context[ _-]?(?:length|size|window)|maximum (?:input|prompt|sequence) length|prompt is too long|n_ctx"
    r"|(?:context|prompt|input) (?:is )?too (?:long|large)|max_new_tokens` must be",
    re.IGNORECASE,
)
_CONTEXT = lazy_re(r"\"n_ctx\": ?(\d+)|context (?:length|size|window)\D{0,20}(\d+)|must be <= (\d+)", re.IGNORECASE)
_PROMPT = lazy_re(
    r"\"n_prompt_tokens\": ?(\d+)|\((\d+) in the messages|messages resulted in (\d+)|contains (?:at least )?(\d+) input"
    r"|request \((\d+) tokens|given: (\d+) `inputs`",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Budget:
    """What a prompt may cost.

    Attributes:
        context: tokens of prompt and answer.
        scale: the server's tokens in one of our estimated ones.
    """

    context: int
    scale: float = 1.0

    def answer(self, most: int) -> int:
        """Return how many tokens the answer may have, of `most` wanted; at most half of the context."""
        return min(most, self.context // 2)

    def holds(self, chat: Sequence[Message], most: int) -> bool:
        """Whether some messages and their answer fit."""
        return estimate(chat) * self.scale + self.answer(most) <= self.context

    def corrected(self, said: str, chat: Sequence[Message], most: int) -> Budget:
        """Return the budget after a server has refused some messages as too long, with what it said of it."""
        context, prompt = _number(_CONTEXT, said), _number(_PROMPT, said)
        budget = replace(self, context=context) if context else self
        if prompt:
            return replace(budget, scale=MARGIN * prompt / estimate(chat))
        room = budget.context - budget.answer(most)
        return replace(budget, scale=max(budget.scale, 2 * room / estimate(chat)))  # half as much, at most


def estimate(chat: Sequence[Message]) -> int:
    """Return about how many tokens some messages have, rather too many."""
    return sum(RESERVE + _tokens(message.content) for message in chat)


def _tokens(text: str) -> int:
    return sum(-(-len(piece) // _LETTERS) if piece.isascii() else 2 for piece in _PIECE.findall(text))


def is_exceeded(said: str) -> bool:
    """Whether a server that refuses says that the prompt is too long."""
    return _EXCEEDED.search(said) is not None


def told_context(endpoint: Endpoint, listed: Any, model: str | None, cancelled: Cancelled) -> int | None:
    """Return how many tokens a server says that it can read, None if it does not say.

    Args:
        listed: its list of models, None if it has none.

    Raises:
        EndpointError: it cannot be reached.
        Stopped: `cancelled()` became true.
    """
    data = mapping(listed).get("data")
    models = [mapping(item) for item in data] if isinstance(data, list) else []
    for item in sorted(models, key=lambda item: item.get("id") != model)[:1]:
        for name in _LIMITS:
            if found := _positive(item.get(name)):
                return found
    props = _asked(endpoint.at_root(), "/props", cancelled)
    return _positive(mapping(props.get("default_generation_settings")).get("n_ctx")) or _positive(props.get("n_ctx"))


def _asked(endpoint: Endpoint, path: str, cancelled: Cancelled) -> dict[str, Any]:
    """Return a JSON object, an empty one if the server has none there."""
    try:
        return mapping(endpoint.get(path, cancelled))
    except EndpointError as error:
        if error.status is None:
            raise
        return {}


def _positive(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _number(pattern: re.Pattern[str], said: str) -> int | None:
    found = pattern.search(said)
    return next((int(digits) for digits in found.groups() if digits and len(digits) < 10), None) if found else None
