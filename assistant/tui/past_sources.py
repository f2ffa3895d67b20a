"""The papers that were shown beside the answers before the last one, by the numbers that they keep in a dialogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.numbering import Cited, shown
from assistant.tui.exchange import Exchange
from assistant.tui.sources import SourceList, list_sources


class PastSources:
    """Under each number what was shown last under it; exchanges are added in their order."""

    def __init__(self, exchanges: Iterable[Exchange] = ()) -> None:
        self._lists: dict[int, SourceList] = {}
        self._cited: dict[Cited, None] = {}
        for exchange in exchanges:
            self.add(exchange)

    @property
    def cited(self) -> Iterable[Cited]:
        """The numbers under which papers were cited or shown, in order."""
        return self._cited

    def __iter__(self) -> Iterator[int]:
        """Yield all numbers under which a paper can be opened."""
        return iter(self._lists)

    def add(self, exchange: Exchange) -> None:
        """Take in an exchange that has ended."""
        listing = list_sources(exchange, self.cited)
        if exchange.answer is not None:
            self._cited.update(dict.fromkeys(shown(exchange.answer, self._cited)))
        else:
            self._cited.update({(item.n, item.paper.id): None for item in exchange.evidence})
        self._lists.update({source.n: listing for source in listing.sources})

    def find(self, n: int) -> SourceList | None:
        """Return the papers among which that with the number `n` was shown last."""
        return self._lists.get(n)
