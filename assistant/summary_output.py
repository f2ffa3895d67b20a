"""What a program is told of a summary beside its text: the papers read for it, by theme, and those left out."""

from __future__ import annotations

from typing import Any

from assistant.records import Answer, Paper


def summary_as_json(answer: Answer) -> dict[str, Any] | None:
    """Return what a summary was made from in its stable JSON form; None for what is no summary of several papers."""
    if answer.summary is None:
        return None
    numbers = {citation.paper.id: citation.n for citation in answer.citations}
    return {
        "themes": [
            {
                "name": theme.name,
                "papers": [_paper_as_json(paper) | {"n": numbers.get(paper.id)} for paper in theme.papers],
            }
            for theme in answer.summary.themes
        ],
        "comparisons": [
            {"papers": [pair.one, pair.other], "agrees": pair.agrees} for pair in answer.summary.comparisons
        ],
        "left_out": [_paper_as_json(item.paper) | {"reason": item.reason} for item in answer.summary.left_out],
        "beyond": answer.summary.beyond,
        "saying": answer.summary.saying,
    }


def _paper_as_json(paper: Paper) -> dict[str, Any]:
    return {"paper": paper.id, "title": paper.title}
