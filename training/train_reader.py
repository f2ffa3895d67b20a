"""Train the reader: first on questions and claims made by rules, then on written ones.

    python -m training.train_reader WEIGHTS --library FOLDER --output reader.pt

WEIGHTS is a folder of all-MiniLM-L6-v2, the library one that `assistant index` has made of the training papers.
Prints how well the network does on 120 papers that are held back.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from evaluations.entailment import area_under_curve as area
from training import made, written
from training.bundled import bundled_network
from training.network import Encoder, Item, Network, batches, loss_of, outputs
from training.papers import Abstracts, seed_titles

HELD_BACK = 120
"""Papers that are measured on and not learnt from."""
HEADS_RATE = 5e-4


class Trainer:
    """AdamW with a short warm-up and a linear decay over `items` items."""

    def __init__(self, network: Network, rate: float, items: int) -> None:
        self._network, self._items = network, items
        heads = [*network.tokens.parameters(), *network.whole.parameters()]
        body = [parameter for parameter in network.bert.parameters() if parameter.requires_grad]
        groups = [{"params": body, "rate": rate}, {"params": heads, "rate": HEADS_RATE}]
        self._optimizer = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01, fused=True)
        self._steps = self._seen = 0
        self._losses: list[float] = []
        self._begin = time.monotonic()

    def learn(self, groups: Iterable[list[Item]]) -> bool:
        """Take one step a batch; return whether there is more to learn."""
        for batch in groups:
            if self._seen >= self._items:
                return False
            pace = min(1, self._steps / 50) * max(0.03, 1 - self._seen / self._items)
            for group in self._optimizer.param_groups:
                group["lr"] = group["rate"] * pace
            loss = loss_of(self._network, batch)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
            self._optimizer.step()
            self._optimizer.zero_grad()
            self._losses.append(loss.item())
            self._steps, self._seen = self._steps + 1, self._seen + len(batch)
            if self._steps % 100 == 0:
                spent = time.monotonic() - self._begin
                print(f"{self._seen}/{self._items} {spent:.0f} s loss {np.mean(self._losses[-100:]):.3f}", flush=True)
        return True


class Field:
    """What was written for the papers of one library: some that are measured on, and the items of those learnt from.

    Attributes:
        held_back: all items of the papers that are measured on.
        learnt: the papers that are learnt from.
    """

    def __init__(
        self,
        name: str,
        held_back: Sequence[written.Written],
        learnt: Sequence[written.Written],
        encoder: Encoder,
        abstracts: Abstracts,
        rng: random.Random,
    ) -> None:
        self.name, self.learnt = name, learnt
        judge = written.Maker(encoder, abstracts, random.Random(9))
        self.held_back = [item for paper in held_back for item in judge.items(paper, all_of_them=True)]
        self._writer = written.Maker(encoder, abstracts, rng)

    def items(self) -> list[Item]:
        """Return items of the papers that are learnt from, drawn anew each time."""
        return [item for paper in self.learnt for item in self._writer.items(paper)]


@torch.no_grad()
def report(network: Network, items: list[Item]) -> str:
    """Return how well the network does: sentences found, areas under the curve of answering, claims told apart."""
    network.eval()
    first, three = [], []
    answers: dict[str, list[float]] = {}
    support: dict[str, list[float]] = {}
    for batch in batches(items):
        sentences, wholes = outputs(network, batch)
        for row, item in enumerate(batch):
            if item.is_claim:
                support.setdefault(item.kind, []).append(float(torch.softmax(wholes[row, 1:], 0)[1]))
                continue
            answers.setdefault(item.kind, []).append(float(wholes[row, 0]))
            if item.kind == "answered" and any(item.sentences):
                best = torch.argsort(-sentences[row, : len(item.spans), 0]).tolist()
                first.append(item.sentences[best[0]] > 0)
                three.append(any(item.sentences[place] > 0 for place in best[:3]))
    network.train()
    parts = [f"evidence@1 {np.mean(first):.3f} @3 {np.mean(three):.3f}"]
    parts += [
        f"answered~{kind} {area(answers['answered'], answers[kind]):.3f}" for kind in answers if kind != "answered"
    ]
    parts += [f"true~{kind} {area(support['true'], support[kind]):.3f}" for kind in support if kind != "true"]
    rest = np.array([chance for kind, chances in support.items() if kind != "true" for chance in chances])
    balanced = (np.mean(np.array(support["true"]) > 0.5) + np.mean(rest <= 0.5)) / 2
    return " · ".join([*parts, f"claims, balanced accuracy {balanced:.3f}"])


def made_items(maker: made.Maker, abstracts: Abstracts, rng: random.Random) -> Iterator[list[Item]]:
    """Yield made items without end, some hundred at a time."""
    order = rng.sample(range(len(abstracts.papers)), len(abstracts.papers))
    while True:
        for start in range(0, len(order), 220):
            items: list[Item] = []
            for place in order[start : start + 220]:
                paper = abstracts.papers[place]
                if not 400 < sum(map(len, paper.sentences)) < 1250:
                    continue
                neighbour = abstracts.papers[rng.choice(abstracts.near_paper(place, 11))]
                items += [item for _ in range(3) for item in maker.items(paper, neighbour)]
            yield items


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a network that has seen the made items already")
    parser.add_argument("--go-on", action="store_true", help="start with the bundled reader")
    parser.add_argument("--more", type=Path, metavar="FILE", help="what was written for other papers, learnt from too")
    parser.add_argument(
        "--field",
        type=Path,
        nargs=2,
        action="append",
        default=[],
        metavar=("FILE", "FOLDER"),
        help="what was written for papers of another field, and a library of them",
    )
    parser.add_argument("--share", type=float, default=1, help="of the papers of `written.jsonl.gz`, how many to take")
    parser.add_argument("--made", type=int, default=20_000, help="how many made items to learn from")
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--all", action="store_true", help="learn from the held-back papers too")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(3)
    rng = random.Random(3)
    abstracts = Abstracts(arguments.library, seed_titles())
    encoder = Encoder(arguments.weights / "tokenizer.json")
    network = bundled_network(arguments.weights) if arguments.go_on else Network(arguments.weights)
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start))
    elif not arguments.go_on:
        tokenizer = Tokenizer.from_file(str(arguments.weights / "tokenizer.json"))
        maker = made.Maker(encoder, tokenizer, network.bert.embeddings.word_embeddings.weight, rng)
        trainer = Trainer(network, 8e-5, arguments.made)
        for items in made_items(maker, abstracts, rng):
            if not trainer.learn(batches(items, rng)):
                break
        torch.save(network.state_dict(), arguments.output.with_suffix(".made.pt"))

    papers = written.read(written.WRITTEN, abstracts)
    random.Random(7).shuffle(papers)
    learnt = papers if arguments.all else papers[HELD_BACK:]
    more = written.read(arguments.more, abstracts) if arguments.more else []
    learnt = rng.sample(learnt, int(len(learnt) * arguments.share)) + more
    fields = [Field("learning", papers[:HELD_BACK], learnt, encoder, abstracts, rng)]
    for file, folder in arguments.field:
        others = Abstracts(folder, seed_titles())
        papers = written.read(file, others)
        random.Random(7).shuffle(papers)
        fields.append(Field(file.name, papers[:HELD_BACK], papers[HELD_BACK:], encoder, others, rng))
    count = sum(len(field.items()) for field in fields)
    print(f"{[len(field.learnt) for field in fields]} papers, {count} items an epoch")
    trainer = Trainer(network, arguments.rate, int(count * arguments.epochs))
    is_going = True
    while is_going:
        _report_all(network, fields)
        is_going = trainer.learn(batches([item for field in fields for item in field.items()], rng))
        torch.save(network.state_dict(), arguments.output)
    _report_all(network, fields)


def _report_all(network: Network, fields: Sequence[Field]) -> None:
    for field in fields:
        print(field.name, report(network, field.held_back), flush=True)


if __name__ == "__main__":
    main()
