"""Who says whether a paper holds a claim: the bundled reader, any cross-encoder that was trained on entailment, or
the language model that also writes.

Such models (NLI, fact checking) were trained on short premises, so a cross-encoder is shown each sentence of the
abstract, and title and abstract as one. One of them is enough to support a claim. Whether it is contradicted is said by
the abstract as a whole: a sentence alone about something else is often taken for a contradiction.

A language model is shown title and abstract and asked for one word, of which it writes none: its scores for the three
words that it may begin with are the probabilities. Which sentence decides, the words of the claim say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.embedding import load_cross_encoder
from assistant.errors import MissingError, UsageError
from assistant.generation import AnswerGenerator, Cancelled, Judge, never
from assistant.language.words import content_words
from assistant.prompting import judging
from assistant.reader import Entailment

ENTAILS, CONTRADICTS = ("entail", "support"), ("contradict", "refute")
"""How the labels begin that say that a premise holds a claim, and that it says the opposite."""
LANGUAGE_MODEL = "llm"
"""The name of the language model that also writes, where that of a cross-encoder can be given."""
WORDS = ("supported", "contradicted", "unsaid")


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


@dataclass(frozen=True, slots=True)
class LanguageModelChecker:
    """A local language model as a judge, by the probability of one token.

    Args:
        model: returns it, loaded or not.
        cancelled: ends a judgement early, which is then of no use.
    """

    model: Callable[[], AnswerGenerator]
    cancelled: Cancelled = never

    def check(self, claim: str, title: str, sentences: Sequence[str]) -> Entailment:
        """Ask the model what a paper, its title and its sentences, says of a claim about it.

        Raises:
            MissingError: there is no language model whose scores can be had.
            ModelError: it fails, or the abstract does not fit into its context.
        """
        judge = self.model()
        if not isinstance(judge, Judge):
            hint = "name a GGUF with --model, or leave --check out"
            raise MissingError(f"'{LANGUAGE_MODEL}' cannot check: {judge.name} is no local language model", hint)
        said = set(content_words(claim))
        shared = [len(said & set(content_words(sentence))) for sentence in sentences]
        chances = judge.weigh(judging(claim, title, sentences), WORDS, self.cancelled)
        supported, contradicted = chances[:2] if chances else (0.0, 0.0)
        return Entailment(supported, contradicted, shared.index(max(shared)) if shared else 0)


def check_judge(settings_check: str, generator: str) -> None:
    """Check, before anything is asked, that the language model can judge if it is to.

    Args:
        settings_check: who is to check.
        generator: who writes.

    Raises:
        UsageError: it is no local model.
    """
    if settings_check == LANGUAGE_MODEL and generator != "llama":
        what = f"--check {LANGUAGE_MODEL} needs a local language model, and '{generator}' answers"
        raise UsageError(what, "name a GGUF with --model, or leave --check out")


def _places(labels: Sequence[str], beginnings: tuple[str, ...]) -> list[int]:
    """Return the places of the labels that begin so; "not_entailment" does not."""
    return [place for place, label in enumerate(labels) if label.lower().startswith(beginnings)]
