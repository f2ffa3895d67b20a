"""The papers behind an exchange, in the order in which they are listed beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.numbering import Cited, nearest
from assistant.records import Citation, Evidence, Hit, Paper, Span
from assistant.tui.exchange import Exchange, Stage


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A paper under the number that `[n]` names it by.

    Attributes:
        spans: the sentences of the abstract that matter, ascending.
        is_cited: whether the finished answer names it.
        hit: why it was found.
    """

    n: int
    paper: Paper
    spans: tuple[Span, ...] = ()
    is_cited: bool = False
    hit: Hit | None = None


@dataclass(frozen=True, slots=True)
class SourceList:
    """The papers and what they are to the answer."""

    heading: str
    sources: tuple[ListedSource, ...] = ()

    def find(self, n: int) -> ListedSource | None:
        """Return the source with the number `n`."""
        return next((source for source in self.sources if source.n == n), None)


def list_sources(exchange: Exchange, cited_before: Iterable[Cited] = ()) -> SourceList:
    """Return the cited papers, then those that were read only; without either, the nearest ones that were found.

    Args:
        cited_before: in the dialogue, whose numbers the nearest papers go on with.
    """
    hits = {hit.paper.id: hit for hit in exchange.hits}
    cited = _from_citations(exchange.answer.citations, hits) if exchange.answer else []
    numbers = {source.n for source in cited}
    read = [source for source in _from_evidence(exchange.evidence, hits) if source.n not in numbers]
    if cited or (read and not (exchange.answer and exchange.answer.abstained)):
        return SourceList("Sources" if exchange.stage is Stage.FINISHED else "Evidence", (*cited, *read))
    if exchange.stage is not Stage.FINISHED:
        return SourceList("Evidence")
    named = nearest(exchange.hits, cited_before)
    return SourceList("Nearest papers", tuple(ListedSource(n, paper, hit=hits.get(paper.id)) for n, paper in named))


def _from_citations(citations: Iterable[Citation], hits: dict[str, Hit]) -> list[ListedSource]:
    return [
        ListedSource(
            item.n,
            item.paper,
            tuple(sorted((Span(quote.start, quote.end) for quote in item.quotes), key=_place)),
            is_cited=True,
            hit=hits.get(item.paper.id),
        )
        for item in sorted(citations, key=lambda item: item.n)
    ]


def _from_evidence(evidence: Iterable[Evidence], hits: dict[str, Hit]) -> list[ListedSource]:
    found: dict[int, list[Evidence]] = {}
    for item in evidence:
        found.setdefault(item.n, []).append(item)
    return [
        ListedSource(
            n,
            items[0].paper,
            tuple(sorted((Span(item.start, item.end) for item in items), key=_place)),
            hit=hits.get(items[0].paper.id),
        )
        for n, items in sorted(found.items())
    ]


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end
