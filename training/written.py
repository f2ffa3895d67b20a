"""Questions and claims that were written for abstracts by reading them: `written.jsonl.gz`, see README.md."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.language.text import title_key
from training.network import NEITHER, NO, UNKNOWN, YES, Encoder, Item
from training.papers import MOST_SENTENCES, Abstract, Abstracts

WRITTEN = Path(__file__).parent / "written.jsonl.gz"
NEIGHBOURS = 14
CUT = 0.6
"""Of the items, the share that is learnt from three to five sentences of the abstract."""
Labelled = tuple[str, tuple[int, ...]]
Tokens = tuple[list[int], list[list[int]]]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written for one abstract; numbers are those of the sentences that answer, show or refute."""

    paper: Abstract
    place: int
    answered: tuple[Labelled, ...]
    missed: tuple[str, ...]
    mistaken: tuple[str, ...]
    true: tuple[Labelled, ...]
    false: tuple[Labelled, ...]
    unsaid: tuple[str, ...]


def read(path: Path, abstracts: Abstracts) -> list[Written]:
    """Return what was written for papers that are among the abstracts, cut as it was then."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            place = abstracts.by_title.get(title_key(record["title"]))
            if place is None or len(abstracts.papers[place].sentences) != record["sentences"]:
                continue
            found.append(
                Written(
                    abstracts.papers[place],
                    place,
                    _labelled(record["answered"]),
                    tuple(record["missed"]),
                    tuple(record["mistaken"]),
                    _labelled(record["true"]),
                    _labelled(record["false"]),
                    tuple(record["unsaid"]),
                )
            )
    return found


def _labelled(pairs: Sequence[Sequence[Any]]) -> tuple[Labelled, ...]:
    return tuple((pair[0], tuple(pair[1])) for pair in pairs)


class Maker:
    """Makes items of what was written, and more of them by leaving out sentences and taking other papers."""

    def __init__(self, encoder: Encoder, abstracts: Abstracts, rng: random.Random) -> None:
        self._encoder, self._abstracts, self._rng = encoder, abstracts, rng
        self._near: dict[str, list[int]] = {}
        self._cuts = True

    def items(self, written: Written, *, all_of_them: bool = False) -> Iterator[Item]:
        """Yield the items of one abstract; unless `all_of_them`, some are drawn by chance and many are cut short."""
        sentences = written.paper.sentences
        paper = self._encoder.paper(written.paper.title, sentences)
        self._cuts = not all_of_them

        def drawn(share: float) -> bool:
            return all_of_them or self._rng.random() < share

        for order, (question, shown) in enumerate(written.answered):
            yield self._item(question, paper, shown, YES, "answered")
            if len(sentences) > len(shown) + 2 and drawn(0.35):
                yield self._left_out(question, paper, shown, "left out")
            if drawn(0.6):
                yield from self._elsewhere(question, written.place, is_general=order == len(written.answered) - 1)
        for question in written.missed:
            yield self._item(question, paper, (), NEITHER, "missed")
        for question in written.mistaken:
            unknown = [UNKNOWN] * len(sentences)
            yield self._encoder.item(question, paper, unknown, NEITHER, "mistaken")
        for claim, shown in written.true:
            yield self._item(claim, paper, shown, YES, "true", is_claim=True)
            if len(sentences) > len(shown) + 2 and not all_of_them and drawn(0.25):
                yield self._left_out(claim, paper, shown, "claim left out", is_claim=True)
        for claim, shown in written.false:
            yield self._item(claim, paper, shown, NO, "false", is_claim=True)
        for claim in written.unsaid:
            yield self._item(claim, paper, (), NEITHER, "unsaid", is_claim=True)

    def _item(
        self, text: str, paper: Tokens, shown: Sequence[int], label: int, kind: str, *, is_claim: bool = False
    ) -> Item:
        """Return an item of the abstract or, which costs less, of some sentences of it that hold all that is shown."""
        title, parts = paper
        first, last = 0, len(parts)
        size = self._rng.randint(3, 5)
        if self._cuts and self._rng.random() < CUT and max(shown, default=0) - min(shown, default=0) < size < last:
            least = max(0, max(shown, default=size - 1) - size + 1)
            first = self._rng.randint(least, min(min(shown, default=last), last - size))
            last = first + size
        labels = [label if place in shown else NEITHER for place in range(first, last)]
        return self._encoder.item(text, (title, parts[first:last]), labels, label, kind, is_claim=is_claim)

    def _left_out(self, text: str, paper: Tokens, shown: Sequence[int], kind: str, *, is_claim: bool = False) -> Item:
        title, parts = paper
        kept = [part for place, part in enumerate(parts) if place not in shown]
        return self._item(text, (title, kept), (), NEITHER, kind, is_claim=is_claim)

    def _elsewhere(self, question: str, own: int, *, is_general: bool) -> Iterator[Item]:
        """Yield the question with a paper that is near it; the nearest may answer a general question too."""
        if question not in self._near:
            self._near[question] = self._abstracts.near_question(question, NEIGHBOURS)
        others = [place for place in self._near[question] if place != own]
        near = others[3:] if is_general else others[:6]
        other = self._abstracts.papers[self._rng.choice(near)]
        if parts := other.sentences[:MOST_SENTENCES]:
            yield self._item(question, self._encoder.paper(other.title, parts), (), NEITHER, "elsewhere")
