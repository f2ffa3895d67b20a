"""The network of the reader, how its input is built, and its loss."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertModel

MAX_TOKENS, MAX_QUERY, MAX_TITLE, MAX_SENTENCE = 400, 80, 64, 96
NEITHER, YES, NO = 0, 1, 2
"""Labels: a sentence or paper answers a question (YES) or not; says nothing of a claim, supports or contradicts it."""
UNKNOWN = -1
"""A sentence that counts neither way."""
STEP_TOKENS, GRAIN = 4096, 32
"""Tokens of a batch, and what its length is a multiple of: each new shape costs torch time and memory."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question or claim with one paper.

    Attributes:
        spans: the tokens of each sentence.
        sentences: the label of each sentence.
        whole: the label of the paper.
        kind: how it was made, for reports.
    """

    ids: list[int]
    query: int
    spans: list[tuple[int, int]]
    is_claim: bool
    sentences: list[int]
    whole: int
    kind: str


class Encoder:
    """Builds items; the layout is that of `assistant.reader`."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        names = ("[CLS]", "[SEP]", "[unused0]", "[unused1]")
        self._begin, self._end, self._ask, self._claim = (int(self._tokenizer.token_to_id(name) or 0) for name in names)

    def paper(self, title: str, sentences: Sequence[str]) -> tuple[list[int], list[list[int]]]:
        """Return the tokens of a title and of each sentence."""
        return self._ids(title, MAX_TITLE), [self._ids(sentence, MAX_SENTENCE) for sentence in sentences]

    def item(
        self,
        text: str,
        paper: tuple[list[int], list[list[int]]],
        sentences: Sequence[int],
        whole: int,
        kind: str,
        *,
        is_claim: bool = False,
    ) -> Item:
        """Return a question or claim with a paper and its labels; sentences beyond the length are left out."""
        title, parts = paper
        ids = [self._begin, self._claim if is_claim else self._ask, *self._ids(text, MAX_QUERY), self._end]
        query = len(ids)
        ids += [*title, self._end]
        spans: list[tuple[int, int]] = []
        for part in parts:
            if len(ids) + len(part) >= MAX_TOKENS:
                break
            spans.append((len(ids), len(ids) + len(part)))
            ids += part
        return Item([*ids, self._end], query, spans, is_claim, list(sentences[: len(spans)]), whole, kind)

    def _ids(self, text: str, most: int) -> list[int]:
        return self._tokenizer.encode(text, add_special_tokens=False).ids[:most]


class Network(torch.nn.Module):
    """MiniLM and two linear heads of four outputs: 0 answers; 1 to 3 neither, supported, contradicted."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            weights,
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            attn_implementation="eager",  # the fused one takes twice as long on the way back
        )
        self.bert.embeddings.word_embeddings.requires_grad_(False)
        width = self.bert.config.hidden_size
        self.tokens, self.whole = torch.nn.Linear(width, 4), torch.nn.Linear(width, 4)
        for head in (self.tokens, self.whole):
            torch.nn.init.normal_(head.weight, std=0.02)
            torch.nn.init.zeros_(head.bias)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the outputs of each token, shape (batch, length, 4), and of the whole, shape (batch, 4)."""
        states = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.tokens(states), self.whole(states[:, 0])


def batches(items: Iterable[Item], rng: random.Random | None = None) -> list[list[Item]]:
    """Return batches of items of about the same length, shuffled if there is an `rng`."""
    pending = [
        item for item in items if item.whole in (NEITHER, *item.sentences)
    ]  # what shows it may have been cut off
    if rng is None:
        return _cut(pending)
    rng.shuffle(pending)
    done = []
    for start in range(0, len(pending), 1500):
        part = _cut(pending[start : start + 1500])
        rng.shuffle(part)
        done += part
    return done


def _cut(items: list[Item]) -> list[list[Item]]:
    done: list[list[Item]] = [[]]
    for item in sorted(items, key=lambda item: len(item.ids)):
        length = _padded([*done[-1][:1], item])
        if done[-1] and ((len(done[-1]) + 1) * length > STEP_TOKENS or length > _padded(done[-1][:1])):
            done.append([])
        done[-1].append(item)
    return [batch for batch in done if batch]


def _padded(batch: Sequence[Item]) -> int:
    return -(-max(len(item.ids) for item in batch) // GRAIN) * GRAIN


def outputs(network: Network, batch: Sequence[Item]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the outputs of the sentences, shape (batch, most sentences, 4), and of the wholes, shape (batch, 4)."""
    length = _padded(batch)
    most = max([1, *(len(item.spans) for item in batch)])
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    pool = torch.zeros(len(batch), most, length)
    for row, item in enumerate(batch):
        ids[row, : len(item.ids)] = torch.tensor(item.ids)
        mask[row, : len(item.ids)] = 1
        types[row, item.query : len(item.ids)] = 1
        for place, (begin, end) in enumerate(item.spans):
            pool[row, place, begin:end] = 1 / max(1, end - begin)
    with torch.autocast("cpu", torch.bfloat16):
        tokens, whole = network(ids, mask, types)
    return pool @ tokens.float(), whole.float()


def loss_of(network: Network, batch: Sequence[Item]) -> torch.Tensor:
    """Return the loss of a batch: of the paper, of each sentence, and of the sentence that answers against the rest."""
    sentences, wholes = outputs(network, batch)
    labels = torch.full(sentences.shape[:2], UNKNOWN)
    for row, item in enumerate(batch):
        labels[row, : len(item.spans)] = torch.tensor(item.sentences, dtype=labels.dtype)
    is_claim = torch.tensor([item.is_claim for item in batch])
    whole = torch.tensor([item.whole for item in batch])
    total = sentences.new_zeros(())
    if (~is_claim).any():
        total = total + _question_loss(sentences[~is_claim], labels[~is_claim], wholes[~is_claim], whole[~is_claim])
    if is_claim.any():
        total = total + _claim_loss(sentences[is_claim], labels[is_claim], wholes[is_claim], whole[is_claim])
    return total / len(batch)


def _question_loss(
    sentences: torch.Tensor, labels: torch.Tensor, wholes: torch.Tensor, whole: torch.Tensor
) -> torch.Tensor:
    known, answers = labels >= 0, labels == YES
    each = functional.binary_cross_entropy_with_logits(
        sentences[..., 0], answers.float(), reduction="none", pos_weight=torch.tensor(3.0)
    )
    total = 3 * _mean_of_known(each, known)
    if (has := answers.any(1)).any():
        among = torch.log_softmax(sentences[..., 0].masked_fill(~known, -1e4), 1)
        total = total - 0.5 * torch.logsumexp(among.masked_fill(~answers, -1e4), 1)[has].sum()
    return total + functional.binary_cross_entropy_with_logits(wholes[:, 0], (whole == YES).float(), reduction="sum")


def _claim_loss(
    sentences: torch.Tensor, labels: torch.Tensor, wholes: torch.Tensor, whole: torch.Tensor
) -> torch.Tensor:
    each = functional.cross_entropy(
        sentences[..., 1:].transpose(1, 2),
        labels.clamp(min=0),
        reduction="none",
        weight=torch.tensor([0.5, 2.0, 2.0]),
    )
    return 2 * _mean_of_known(each, labels >= 0) + functional.cross_entropy(wholes[:, 1:], whole, reduction="sum")


def _mean_of_known(each: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    return ((each * known).sum(1) / known.sum(1).clamp(min=1)).sum()
