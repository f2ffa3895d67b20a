"""What a model holds likeliest of a few words, told by its scores for the next token: nothing is written."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.errors import ModelError
from assistant.generation import Cancelled
from assistant.generation.llama_native import NativeModel
from assistant.generation.llama_prompt import chat_prompt, shared_length
from assistant.generation.sampling import hold_finite
from assistant.prompting import Message


def weigh(model: NativeModel, chat: Sequence[Message], words: Sequence[str], cancelled: Cancelled) -> tuple[float, ...]:
    """Return how likely each word is to begin what goes on a chat, against the others; together 1.

    A word counts with and without a space before it and a capital. What the prompt shares with what the model has read
    is not read again.

    Raises:
        ModelError: the model fails, the chat does not fit into its context, or two words begin alike.
        Stopped: `cancelled()` became true.
    """
    prompt = chat_prompt(model, chat, "Answer:")
    tokens = list(prompt.tokens)
    if prompt.is_thinking:  # there is nothing to think about
        tokens += model.tokenize(f"{prompt.closing}\n\n", special=True)
    shared, beginnings = _beginnings(model, words)
    tokens += shared
    if len(tokens) >= model.context:
        what = f"a prompt of {len(tokens)} tokens does not fit into a context of {model.context}"
        raise ModelError(what, "raise --context")
    model.read_prompt(tokens, cancelled)
    scores = model.logits().astype(np.float64)
    chances = np.exp(scores - scores.max())
    sums = np.array([sum(chances[token] for token in sorted(own)) for own in beginnings])
    hold_finite(sums)
    total = float(sums.sum())
    return tuple(float(part) / total if total > 0 else 1 / len(words) for part in sums)


def _beginnings(model: NativeModel, words: Sequence[str]) -> tuple[list[int], list[set[int]]]:
    """Return the tokens that all words begin with, such as a space, and those with which then only each one does."""
    forms = [[space + form for form in (word, word.capitalize()) for space in ("", " ")] for word in words]
    ways = [[model.tokenize(form, special=False) for form in own] for own in forms]
    first = [way for own in ways for way in own]
    shared = first[0][: shared_length(first)]
    every = [{way[len(shared)] for way in own if len(way) > len(shared)} for own in ways]
    others = [set().union(*every[:place], *every[place + 1 :]) for place in range(len(every))]
    own = [tokens - rest for tokens, rest in zip(every, others, strict=True)]
    if not all(own):
        what = f"the model cannot tell the words {', '.join(words)} apart by their beginnings"
        raise ModelError(what, "take another model, or another --check")
    return shared, own
