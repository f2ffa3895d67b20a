"""Score how well the right paper is found when its words and its name are not typed as they are written.

    python -m evaluations.typos FOLDER_OF_QUESTIONS [--library DIR] [--results FILE.json]

The questions of `single.jsonl` are searched as they stand, then with one, two and three of their words misspelt (a
letter left out, put in, wrong, or swapped with the next one), the same words in every run. The names that titles begin
with ("TIES-Merging: …", "SkillWeaver: …") are searched as they stand, as one word, and as several.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant import pipeline
from assistant.language.text import title_key
from assistant.language.words import STOP_WORDS, parts
from assistant.scoring import Case, read_cases
from assistant.scoring.measures import mean
from assistant.scoring.report import Scores
from assistant.settings import load

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 4
"""Letters of the shortest word that is misspelt."""
Pair = tuple[str, frozenset[str]]
"""What is searched, and the keys of the titles that are right."""


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m evaluations.typos", description=__doc__)
    parser.add_argument("questions", type=Path, help="folder with single.jsonl")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--results", type=Path, metavar="FILE", help="write the figures as JSON")
    arguments = parser.parse_args()
    settings = load({"library": arguments.library, "generator": "quotes"})
    resources = pipeline.open_resources(settings, lambda line: print(line, file=sys.stderr))
    scores = score(arguments.questions, resources)
    resources.close()
    for name, values in scores.items():
        print(f"{name:22s}" + "  ".join(f"{key} {value:.3g}" for key, value in values.items()))
    if arguments.results:
        arguments.results.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


def score(folder: Path, resources: pipeline.Resources) -> dict[str, Scores]:
    """Return the measures of each way to type the questions and the names."""
    cases = [item for item in read_cases(folder / "single.jsonl") if isinstance(item, Case)]
    questions = [(question.text, frozenset(question.gold)) for case in cases for question in case.turns]
    scores = {"as written": _score(questions, resources)}
    for count in (1, 2, 3):
        typed = [(misspelt(text, count, random.Random(f"{count} {text}")), gold) for text, gold in questions]
        scores[f"{count} misspelt"] = _score(typed, resources)
    titles = [paper.title for paper in resources.library.papers().values()]
    named = [(name, frozenset([title_key(title)])) for title in titles if (name := name_of(title))]
    ways = [(name, [" ".join(parts_of(name)), "-".join(parts_of(name)), "".join(parts_of(name))]) for name, _ in named]
    scores["names as written"] = _score(named, resources)
    for place, way in enumerate(("names split", "names hyphened", "names joined")):
        scores[way] = _score(
            [(typed[place], gold) for (_, typed), (_, gold) in zip(ways, named, strict=True)], resources
        )
    return scores


def _score(pairs: Sequence[Pair], resources: pipeline.Resources) -> Scores:
    ranks = []
    for text, gold in pairs:
        _, found = pipeline.search(text, resources, 10)
        keys = [title_key(hit.paper.title) for hit in found.hits]
        ranks.append(next((rank for rank, key in enumerate(keys, 1) if key in gold), None))
    return {
        "questions": len(ranks),
        "R@1": mean([rank == 1 for rank in ranks]),
        "R@5": mean([rank is not None and rank <= 5 for rank in ranks]),
        "MRR": mean([1 / rank if rank else 0.0 for rank in ranks]),
    }


def misspelt(text: str, count: int, chance: random.Random) -> str:
    """Return a text with so many of its words misspelt, or all that are long enough."""
    spans = [
        match.span()
        for match in re.finditer(r"[^\W\d_]+", text)
        if len(match[0]) >= SHORTEST and match[0].lower() not in STOP_WORDS
    ]
    for start, end in sorted(chance.sample(spans, min(count, len(spans))), reverse=True):
        text = text[:start] + slip(text[start:end], chance) + text[end:]
    return text


def slip(word: str, chance: random.Random) -> str:
    """Return a word with one letter left out, put in, wrong, or swapped with the next one."""
    while True:
        place, letter = chance.randrange(len(word)), chance.choice(LETTERS)
        wrong = chance.choice(
            (
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
            )
        )
        if wrong.lower() != word.lower():
            return wrong


def name_of(title: str) -> str | None:
    """Return the name that a title begins with, if it is put together from parts: one word before a colon."""
    match = re.match(r"([A-Za-z][A-Za-z-]{5,}):", title)
    return match[1] if match and len(parts_of(match[1])) > 1 else None


def parts_of(name: str) -> list[str]:
    """Return the parts of a name, in small letters; none if one of them has but one letter."""
    found = [piece for part in name.split("-") for piece in parts(part)]
    return found if all(len(piece) > 1 for piece in found) else []


if __name__ == "__main__":
    main()
