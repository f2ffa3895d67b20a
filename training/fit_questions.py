"""Learn how the vector of a question is turned towards the passages that answer it.

    python -m training.fit_questions --library FOLDER [--output FILE]

Passages keep their vectors, so nothing is embedded again: one matrix is learnt that the question's vector is multiplied
with, `questions.npy` beside the embedding model. It starts as the identity and is held near it. Each question is to be
nearer to its own paper than to those of the other questions of its batch, to one of the forty nearest, and to papers
drawn by chance. Prints how often the right paper comes first among all of the library, for questions on papers that
were not learnt from, before and after.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from assistant.embedding import BUNDLED_FOLDER, QUESTIONS
from assistant.storage.library import Vectors
from training.papers import Abstracts, seed_titles
from training.written import WRITTEN, read

HELD_BACK = 200
"""Papers whose questions are measured on."""
EPOCHS, BATCH, RATE, TEMPERATURE = 6, 256, 3e-4, 0.02
NEAREST, DRAWN = 40, 1024
"""Papers that one hard rival is drawn from, and rivals that are drawn by chance."""
HELD = 0.03
"""Weight of the squared distance from the identity."""


class Questions:
    """Questions as vectors, shape (questions, dimensions), and the places of their papers, shape (questions,)."""

    def __init__(self, abstracts: Abstracts, pairs: list[tuple[str, int]]) -> None:
        self.vectors = torch.tensor(abstracts.embed([question for question, _ in pairs]))
        self.places = torch.tensor([place for _, place in pairs])


def fit(questions: Questions, papers: torch.Tensor) -> torch.Tensor:
    """Return the matrix, shape (dimensions, dimensions).

    Args:
        papers: their vectors, shape (papers, dimensions).
    """
    identity = torch.eye(papers.shape[1])
    matrix = identity.clone().requires_grad_(True)
    optimizer = torch.optim.Adam([matrix], lr=RATE)
    rivals = torch.cat([(part @ papers.T).topk(NEAREST).indices for part in torch.split(questions.vectors, 500)])
    steps = EPOCHS * (len(questions.places) // BATCH)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 1 / steps, steps)
    for _ in range(EPOCHS):
        order = torch.randperm(len(questions.places))
        for batch in torch.split(order[: len(order) // BATCH * BATCH], BATCH):
            own = questions.places[batch]
            hard = rivals[batch, torch.randint(NEAREST, (BATCH,))]
            others = torch.cat([hard, torch.randint(len(papers), (DRAWN,))])
            turned = functional.normalize(questions.vectors[batch] @ matrix, dim=1)
            cosines = torch.cat([turned @ papers[own].T, turned @ papers[others].T], 1)
            is_own = torch.cat([own[:, None] == own[None], own[:, None] == others[None]], 1)
            is_own[:, :BATCH].fill_diagonal_(False)
            loss = functional.cross_entropy(cosines.masked_fill(is_own, -1.0) / TEMPERATURE, torch.arange(BATCH))
            optimizer.zero_grad()
            (loss + HELD * ((matrix - identity) ** 2).sum()).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return matrix.detach()


def right_first(questions: Questions, papers: torch.Tensor, matrix: torch.Tensor) -> float:
    """Return the share of questions whose paper is the nearest of all."""
    nearest = torch.cat([(part @ matrix @ papers.T).argmax(1) for part in torch.split(questions.vectors, 500)])
    return float((nearest == questions.places).float().mean())


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=BUNDLED_FOLDER / QUESTIONS)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    abstracts = Abstracts(arguments.library, seed_titles())
    written = read(WRITTEN, abstracts)
    papers = torch.tensor(abstracts.vectors)
    pairs = [[(question, paper.place) for question, _ in paper.answered] for paper in written]
    learnt = Questions(abstracts, [pair for own in pairs[HELD_BACK:] for pair in own])
    held_back = Questions(abstracts, [pair for own in pairs[:HELD_BACK] for pair in own])
    matrix = fit(learnt, papers)
    identity = torch.eye(len(matrix))
    print(f"{len(learnt.places)} questions; of {len(held_back.places)} others the right paper is first for", end=" ")
    print(f"{right_first(held_back, papers, identity):.3f}, then {right_first(held_back, papers, matrix):.3f}")
    learned: Vectors = matrix.numpy()
    np.save(arguments.output, learned.astype(np.float16))


if __name__ == "__main__":
    main()
