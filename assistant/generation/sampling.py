"""Choose the next token from the model's scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.errors import ModelBroken

Logits = npt.NDArray[np.float32]
LIKELIEST = 40  # tokens among which a temperature above 0 draws


class Sampler:
    """Takes the likeliest token at temperature 0, and draws among the likeliest otherwise; equal seeds draw alike."""

    def __init__(self, temperature: float, seed: int) -> None:
        self._temperature = temperature
        self._random = np.random.default_rng(seed & 0xFFFFFFFF)

    def pick(self, logits: Logits) -> int:
        """Return a token.

        Args:
            logits: float32, one for each token of the vocabulary; they are not changed.

        Raises:
            ModelBroken: the scores are not numbers.
        """
        best = int(np.argmax(logits))
        hold_finite(logits[best])
        return best if self._temperature <= 0 else self._draw(logits)

    def _draw(self, logits: Logits) -> int:
        count = min(LIKELIEST, len(logits))
        tokens = np.argpartition(logits, -count)[-count:]
        scores = logits[tokens].astype(np.float64) / self._temperature
        weights = np.exp(scores - scores.max())
        return int(self._random.choice(tokens, p=weights / weights.sum()))


def hold_finite(scores: float | npt.NDArray[np.floating[Any]]) -> None:
    """Refuse scores that are not numbers, with ModelBroken."""
    if not np.isfinite(scores).all():
        raise ModelBroken("the model computes values that are not numbers", "the file may be damaged; get it again")


def likeliest(logits: Logits, tokens: Sequence[int]) -> int:
    """Return that one of `tokens` which the model scores highest."""
    return max(tokens, key=lambda token: float(logits[token]))
