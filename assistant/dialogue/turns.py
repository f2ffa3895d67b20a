"""From an answer to a turn of the dialogue that goes on."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import abstention, numbering
from assistant.records import Answer, Turn
from assistant.storage.library import Library


def turn_of(answer: Answer, library: Library, history: Sequence[Turn] = ()) -> Turn:
    """Return an answer as a turn of the dialogue that goes on, the most relevant of its cited papers first.

    Args:
        history: the turns before it.
    """
    cited = {citation.paper.id for citation in answer.citations}
    titles = tuple(hit.paper.title for hit in answer.retrieved if hit.paper.id in cited)
    mentioned = list(dict.fromkeys(n for claim in answer.claims for n in claim.citations))
    in_order = sorted(answer.citations, key=lambda item: mentioned.index(item.n) if item.n in mentioned else 0)
    listed = [(citation.n, citation.paper.title) for citation in in_order]
    if answer.abstained:
        nearest = [hit for hit in answer.retrieved[:1] if abstention.is_on_topic(answer.question, hit, library)]
        titles = tuple(hit.paper.title for hit in nearest)
        listed = [(n, paper.title) for n, paper in numbering.nearest(answer.retrieved, numbering.cited_in(history))]
    numbers = numbering.shown(answer, numbering.cited_in(history))
    return Turn(answer.question, answer.standalone, answer.text, titles, tuple(listed), numbers)
