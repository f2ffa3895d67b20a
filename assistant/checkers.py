"""Who says whether a paper holds a claim: the bundled reader, or any cross-encoder that was trained on entailment.

Such models (NLI, fact checking) were trained on short premises, so a cross-encoder is shown each sentence of the
abstract, and title and abstract as one. One of them is enough to support a claim. Whether it is contradicted is said by
the abstract as a whole: a sentence alone about something else is often taken for a contradiction.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from assistant.embedding import load_cross_encoder
from assistant.errors import MissingError
from assistant.reader import Entailment

ENTAILS, CONTRADICTS = ("entail", "support"), ("contradict", "refute")
"""How the labels begin that say that a premise holds a claim, and that it says the opposite."""


class Checker(Protocol):
    """What the check of an answer needs."""

    def check(self, claim: str, title: str, sentences: Sequence[str]) -> Entailment:
        """Read a paper, its title and its sentences, for a claim about it."""
        ...


class CrossEncoderChecker:
    """A cross-encoder that sentence-transformers can load, by name or folder, and that names its labels.

    Raises:
        MissingError: it is not on this machine, or has no label for what holds; nothing is downloaded unasked.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._model = load_cross_encoder(name)
        labels = [str(label) for _, label in sorted(self._model.model.config.id2label.items())]
        self._entails, self._contradicts = _places(labels, ENTAILS), _places(labels, CONTRADICTS)
        if self._model.num_labels < 2 or not self._entails:
            what = f"'{name}' tells no entailment: its labels are {', '.join(labels)}"
            raise MissingError(f"the cross-encoder {what}", "give one that was trained on NLI, with --check")

    def check(self, claim: str, title: str, sentences: Sequence[str]) -> Entailment:
        """Read a paper, its title and its sentences, for a claim about it."""
        premises = [" ".join([f"{title}.", *sentences]), *sentences]
        pairs = [(premise, claim) for premise in premises]
        chances = np.asarray(self._model.predict(pairs, apply_softmax=True, show_progress_bar=False), np.float64)
        entails, contradicts = chances[:, self._entails].sum(axis=1), chances[:, self._contradicts].sum(axis=1)
        supported = float(entails.max())
        contradicted = min(float(contradicts[0]), 1 - supported)
        deciding = entails if supported >= contradicted else contradicts
        return Entailment(supported, contradicted, int(np.argmax(deciding[1:])) if sentences else 0)


def _places(labels: Sequence[str], beginnings: tuple[str, ...]) -> list[int]:
    """Return the places of the labels that begin so; "not_entailment" does not."""
    return [place for place, label in enumerate(labels) if label.lower().startswith(beginnings)]
