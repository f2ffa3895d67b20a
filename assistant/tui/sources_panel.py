"""The papers behind the answer, beside or below it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from assistant import suspicion
from assistant.sanitizing import sanitize_line
from assistant.tui.line import Line
from assistant.tui.sources import ListedSource, SourceList


class SourceCard(Vertical):
    """One paper: its number, its title and the sentences that matter."""

    class Chosen(Message):
        """The abstract of this paper is wanted."""

        def __init__(self, n: int) -> None:
            super().__init__()
            self.n = n

    def __init__(self, source: ListedSource) -> None:
        super().__init__(classes="cited" if source.is_cited else "")
        self.source = source

    def compose(self) -> ComposeResult:
        """Lay out title and sentences."""
        paper = self.source.paper
        year = f" ({paper.year})" if paper.year else ""
        yield Static(f"[{self.source.n}] {sanitize_line(paper.title)}{year}", classes="title", markup=False)
        if paper.byline:
            yield Static(sanitize_line(paper.byline), classes="byline", markup=False)
        if warning := suspicion.warning(paper):
            yield Static(warning, classes="warning", markup=False)
        for span in self.source.spans:
            sentence = sanitize_line(paper.abstract[span.start : span.end])
            yield Static(f"“{sentence}”", classes="quote", markup=False)

    def on_click(self, event: events.Click) -> None:
        """Ask for the abstract."""
        event.stop()
        self.post_message(self.Chosen(self.source.n))


class SourcesPanel(VerticalScroll):
    """A scrolling list of papers, hidden while there is none."""

    def __init__(self) -> None:
        super().__init__(id="sources")
        self.display = False
        self._shown = SourceList("")

    def compose(self) -> ComposeResult:
        """Begin with the heading alone."""
        yield Line(classes="heading")

    async def show(self, listing: SourceList) -> None:
        """Show these papers; nothing moves when they are there already."""
        if listing == self._shown:
            return
        self._shown = listing
        with self.app.batch_update():
            self.query_one(Line).show(listing.heading)
            await self.query(SourceCard).remove()
            await self.mount_all(SourceCard(source) for source in listing.sources)
            self.display = bool(listing.sources)
            self.scroll_home(animate=False)
