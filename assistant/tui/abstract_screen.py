"""The abstract of one paper over the conversation, with the quoted sentences highlighted."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from assistant.sanitizing import sanitize_line
from assistant.tui import wording
from assistant.tui.binding import Window
from assistant.tui.highlighting import first_line, highlight
from assistant.tui.keymap import Keymap
from assistant.tui.sources import ListedSource


class AbstractScreen(Window[None]):
    """Show a paper until the person has read enough."""

    def __init__(self, keymap: Keymap, source: ListedSource) -> None:
        super().__init__(keymap)
        self._source = source

    def compose(self) -> ComposeResult:
        """Lay out title, facts, abstract and the reason why it was found."""
        paper = self._source.paper
        with VerticalScroll(id="abstract", classes="window"):
            yield Static(f"[{self._source.n}] {sanitize_line(paper.title)}", classes="title", markup=False)
            yield Static(wording.about(paper), classes="about", markup=False)
            yield Static(highlight(paper.abstract, self._source.spans), classes="text", markup=False)
            yield Static(wording.why_found(self._source.hit), classes="about", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the first highlighted sentence once it is known on which line it stands."""
        self.call_after_refresh(self._scroll_to_quote)

    def _scroll_to_quote(self) -> None:
        text = self.query_one(".text", Static)
        line = first_line(self._source.paper.abstract, self._source.spans, text.size.width)
        room = self.query_one("#abstract")
        room.scroll_to(y=max(0, text.virtual_region.y + line - room.size.height // 2), animate=False)
