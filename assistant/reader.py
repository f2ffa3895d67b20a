"""Read a paper for a question or a claim: does it answer, which sentence does, is the claim what it says.

The reader is a cross-encoder: question and abstract go through the transformer together, in one pass for all sentences,
so that it sees what similarity does not: that a paper on the topic leaves the asked fact out, or says the opposite. It
is all-MiniLM-L6-v2 trained further, see `training/README.md` for how, on what, and how well.

    [CLS] [unused0] question [SEP] title [SEP] sentence sentence … [SEP]      ([unused1] before a claim)

Each token of a sentence gives four log-odds or logits, whose mean over the sentence is the sentence's; [CLS] gives four
for the whole paper: 0 answers the question; 1 to 3 a claim is neither here nor there, supported, contradicted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.onnx_model import open_model
from assistant.storage.library import Vectors

FOLDER = Path(__file__).parent / "reading_model"
TOKENIZER = Path(__file__).parent / "embedding_model" / "tokenizer.json"
MAX_TOKENS, MAX_QUERY, MAX_TITLE, MAX_SENTENCE = 512, 80, 64, 128
"""Of all that is read at once; longer parts are cut, a longer abstract is read in several passes."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a paper gives for a question.

    Attributes:
        answers: log-odds that the paper answers the question.
        sentences: log-odds that each sentence does, shape (sentences,).
    """

    answers: float
    sentences: Vectors


@dataclass(frozen=True, slots=True)
class Entailment:
    """What a paper says of a claim.

    Attributes:
        supported, contradicted: probabilities, 0 to 1; what is left is that it says neither.
        sentence: the place of the sentence that decides.
    """

    supported: float
    contradicted: float
    sentence: int


class Reader:
    """The bundled model; may be used by several threads.

    Raises:
        MissingError: a file of it is not there, or is damaged.
    """

    def __init__(self, folder: Path = FOLDER, tokenizer: Path = TOKENIZER) -> None:
        self._session, self._tokenizer = open_model(folder / "model.onnx", tokenizer)
        names = ("[CLS]", "[SEP]", "[unused0]", "[unused1]")
        self._begin, self._end, self._ask, self._claim = map(self._tokenizer.token_to_id, names)

    def judge(self, question: str, papers: Sequence[tuple[str, Sequence[str]]]) -> list[Judgement]:
        """Read papers, each a title and its sentences, for a question; one a core at a time."""
        query = [self._begin, self._ask, *self._ids(question, MAX_QUERY), self._end]
        if len(papers) == 1:
            return [self._judge(query, papers[0])]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(lambda paper: self._judge(query, paper), papers))

    def check(self, claim: str, title: str, sentences: Sequence[str]) -> Entailment:
        """Read a paper, its title and its sentences, for a claim about it."""
        query = [self._begin, self._claim, *self._ids(claim, MAX_QUERY), self._end]
        passes = list(self._read(query, title, sentences))
        wholes = np.stack([whole[1:] for whole, _ in passes])
        chances = np.exp(wholes - wholes.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        decided = chances[int(np.argmin(chances[:, 0]))]  # the pass that has most to say
        parts = np.concatenate([part for _, part in passes])
        deciding = 2 if decided[1] >= decided[2] else 3
        place = int(np.argmax(parts[:, deciding] - parts[:, 1])) if len(parts) else 0
        return Entailment(float(decided[1]), float(decided[2]), place)

    def _judge(self, query: list[int], paper: tuple[str, Sequence[str]]) -> Judgement:
        passes = list(self._read(query, *paper))
        return Judgement(
            max(float(whole[0]) for whole, _ in passes), np.concatenate([part[:, 0] for _, part in passes])
        )

    def _read(self, query: list[int], title: str, sentences: Sequence[str]) -> Iterator[tuple[Vectors, Vectors]]:
        """Yield the four numbers of the whole, shape (4,), and of each sentence, shape (sentences, 4), a pass."""
        head = [*query, *self._ids(title, MAX_TITLE), self._end]
        parts = [self._ids(sentence, MAX_SENTENCE) for sentence in sentences]
        first = 0
        while True:
            last, ids, borders = first, list(head), []
            while last < len(parts) and (last == first or len(ids) + len(parts[last]) < MAX_TOKENS):
                borders.append((len(ids), len(ids) + len(parts[last])))
                ids += parts[last]
                last += 1
            yield self._run([*ids, self._end], len(query), borders)
            first = last
            if first >= len(parts):
                return

    def _run(self, ids: list[int], query: int, borders: list[tuple[int, int]]) -> tuple[Vectors, Vectors]:
        types = (np.arange(len(ids)) >= query).astype(np.int64)
        feed = {"input_ids": np.array(ids, dtype=np.int64), "token_type_ids": types}
        tokens, whole = self._session.run(None, feed)
        parts = [tokens[begin:end].mean(axis=0) if end > begin else np.zeros(4) for begin, end in borders]
        return whole, np.array(parts, dtype=np.float32).reshape(-1, 4)

    def _ids(self, text: str, most: int) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids[:most]
