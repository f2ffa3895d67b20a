"""The papers behind the answer, beside or below it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from assistant import suspicion
from assistant.sanitizing import sanitize_line
from assistant.tui.binding import bind
from assistant.tui.command_table import Place
from assistant.tui.keymap import Keymap
from assistant.tui.line import Line
from assistant.tui.marked_list import CHOSEN
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
        yield Static(self._title, classes="title", markup=False)
        if paper.byline:
            yield Static(sanitize_line(paper.byline), classes="byline", markup=False)
        if warning := suspicion.warning(paper):
            yield Static(warning, classes="warning", markup=False)
        for span in self.source.spans:
            sentence = sanitize_line(paper.abstract[span.start : span.end])
            yield Static(f"“{sentence}”", classes="quote", markup=False)

    @property
    def _title(self) -> str:
        paper = self.source.paper
        year = f" ({paper.year})" if paper.year else ""
        return f"[{self.source.n}] {sanitize_line(paper.title)}{year}"

    def mark(self, *, is_chosen: bool) -> None:
        """Show whether it is the one that Enter opens."""
        if is_chosen != self.has_class("-chosen"):
            self.set_class(is_chosen, "-chosen")
            self.query_one(".title", Static).update(f"{CHOSEN}{self._title}" if is_chosen else self._title)

    def on_click(self, event: events.Click) -> None:
        """Ask for the abstract."""
        event.stop()
        self.post_message(self.Chosen(self.source.n))


class SourcesPanel(VerticalScroll):
    """A scrolling list of papers, hidden while there is none; with the focus one of them is chosen."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__(id="sources")
        bind(self, keymap.of(Place.SOURCES))
        self.display = False
        self._shown = SourceList("")
        self._place = 0

    def compose(self) -> ComposeResult:
        """Begin with the heading alone."""
        yield Line(classes="heading")

    async def show(self, listing: SourceList) -> None:
        """Show these papers; nothing moves when they are there already."""
        if listing == self._shown:
            return
        self._shown, self._place = listing, 0
        with self.app.batch_update():
            self.query_one(Line).show(listing.heading)
            await self.query(SourceCard).remove()
            await self.mount_all(SourceCard(source) for source in listing.sources)
            self.display = bool(listing.sources)
            self.scroll_home(animate=False)
        self._mark(is_focused=self.has_focus)

    def action_step(self, by: int) -> None:
        """Choose another paper."""
        self._place = max(0, min(len(self._shown.sources) - 1, self._place + by))
        self._mark(is_focused=self.has_focus)

    def action_open(self) -> None:
        """Ask for the abstract of the chosen paper."""
        self.post_message(SourceCard.Chosen(self._shown.sources[self._place].n))

    def on_focus(self) -> None:
        """Mark the chosen paper."""
        self._mark(is_focused=True)

    def on_blur(self) -> None:
        """Mark none."""
        self._mark(is_focused=False)

    def _mark(self, *, is_focused: bool) -> None:
        for place, card in enumerate(self.query(SourceCard)):
            is_chosen = is_focused and place == self._place
            card.mark(is_chosen=is_chosen)
            if is_chosen:
                self.scroll_to_widget(card, animate=False)
