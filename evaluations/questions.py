"""Question sets as they stand on disk: one JSON object a line, papers named by title."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.corpus import title_key


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is known of its answer.

    Attributes:
        gold, core: keys of the titles that belong, and of those that a good answer must cite.
        borderline: keys of the titles that are neither hit nor error.
        evidence: verbatim sentences that answer; one of them is enough.
        facts: strings that a right answer contains.
        kind: of an unanswerable question; empty for the others.
    """

    id: str
    text: str
    gold: frozenset[str] = frozenset()
    core: frozenset[str] = frozenset()
    borderline: frozenset[str] = frozenset()
    evidence: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A sentence that cites a paper, and whether the paper holds it."""

    id: str
    title: str
    text: str
    label: str
    error: str


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a file; of a dialogue use `read_dialogues`."""
    return [_question(value, value["id"]) for value in _lines(path)]


def read_dialogues(path: Path) -> list[list[Question]]:
    """Return the turns of each dialogue of a file."""
    return [
        [_question(turn, f"{value['id']}.{place}") for place, turn in enumerate(value["turns"], 1)]
        for value in _lines(path)
    ]


def read_claims(path: Path) -> list[LabelledClaim]:
    """Return the labelled claims of a file."""
    return [
        LabelledClaim(value["id"], title_key(value["title"]), value["claim"], value["label"], value["error"] or "")
        for value in _lines(path)
    ]


def _question(value: dict[str, Any], identifier: str) -> Question:
    return Question(
        id=identifier,
        text=value["question"],
        gold=_keys(value.get("gold")),
        core=_keys(value.get("core")),
        borderline=_keys(value.get("borderline")),
        evidence=tuple(value.get("evidence") or ()),
        facts=tuple(value.get("facts") or ()),
        kind=value.get("kind") or "",
    )


def _keys(titles: list[str] | None) -> frozenset[str]:
    return frozenset(title_key(title) for title in titles or ())


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
