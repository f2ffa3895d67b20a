"""What a summary was made from as JSON, and back; its papers are kept by their ids, as `encoding` keeps all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from assistant.records import Paper
from assistant.summary_records import Comparison, LeftOut, Summary, Theme

JSON = dict[str, Any]


def papers(summary: Summary) -> Iterator[Paper]:
    """Yield the papers that were read for a summary, and those left out."""
    yield from (paper for theme in summary.themes for paper in theme.papers)
    yield from (item.paper for item in summary.left_out)


def encode(summary: Summary) -> JSON:
    """Return a summary as JSON."""
    return {
        "themes": [{"name": theme.name, "papers": [paper.id for paper in theme.papers]} for theme in summary.themes],
        "left_out": [{"paper": item.paper.id, "reason": item.reason} for item in summary.left_out],
        "comparisons": [[pair.one, pair.other, pair.agrees] for pair in summary.comparisons],
        "beyond": summary.beyond,
        "topic": summary.topic,
        "saying": summary.saying,
    }


def decode(kept: JSON, find: Callable[[str], Paper]) -> Summary:
    """Return the summary, with its papers as they are found today."""
    return Summary(
        tuple(Theme(theme["name"], tuple(map(find, theme["papers"]))) for theme in kept["themes"]),
        tuple(LeftOut(find(item["paper"]), item["reason"]) for item in kept["left_out"]),
        tuple(Comparison(*pair) for pair in kept["comparisons"]),
        kept["beyond"],
        kept["topic"],
        kept["saying"],
    )
