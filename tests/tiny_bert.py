"""Random BERTs of one layer that know the letters, small enough to be made in every test run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
VOCABULARY = (*SPECIAL, *LETTERS, *(f"##{letter}" for letter in LETTERS))
SIZES: dict[str, Any] = {
    "vocab_size": len(VOCABULARY),
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 64,
}


def save_model(folder: Path) -> Path:
    """Write a model that sentence-transformers embeds texts with, and return its folder."""
    import torch
    from transformers import BertConfig, BertModel

    save_tokenizer(folder)
    torch.manual_seed(0)
    BertModel(BertConfig(**SIZES)).save_pretrained(folder)
    return folder


def save_classifier(folder: Path, labels: int = 1, names: tuple[str, ...] = ()) -> Path:
    """Write a model that gives so many scores for a pair of texts, a cross-encoder if one, and return its folder.

    Args:
        names: of the labels, if they have some.
    """
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    save_tokenizer(folder)
    torch.manual_seed(0)
    named: dict[str, Any] = {"id2label": dict(enumerate(names))} if names else {"num_labels": labels}
    BertForSequenceClassification(BertConfig(**(SIZES | named))).save_pretrained(folder)
    return folder


def save_tokenizer(folder: Path) -> None:
    """Write a tokenizer that parts words into letters."""
    folder.mkdir(exist_ok=True)
    from tokenizers import BertWordPieceTokenizer

    words = BertWordPieceTokenizer({word: number for number, word in enumerate(VOCABULARY)})
    words.save(str(folder / "tokenizer.json"))
    names = ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": SIZES["max_position_embeddings"],
        **dict(zip(names, SPECIAL, strict=True)),
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
