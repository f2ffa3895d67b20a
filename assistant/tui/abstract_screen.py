"""The abstract of one paper over the conversation, its quoted sentences highlighted, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from assistant.records import Paper
from assistant.sanitizing import sanitize_line
from assistant.tui import calm, wording
from assistant.tui.binding import Window, bind_sources
from assistant.tui.command_table import Place
from assistant.tui.digit_reader import DigitReader
from assistant.tui.highlighting import QUOTED, UNDERLINED, first_lines, highlight
from assistant.tui.key_footer import KeyFooter
from assistant.tui.keymap import Keymap
from assistant.tui.references import reference
from assistant.tui.sources import ListedSource, SourceList
from assistant.tui.wanted import CopyWanted, LinkWanted


class Use(Enum):
    """What is to be done with a paper in the conversation."""

    SIMILAR = auto()
    SUMMARY = auto()
    PIN = auto()
    EXCLUDE = auto()


@dataclass(frozen=True, slots=True)
class ChosenPaper:
    """A paper that the person has chosen, and for what."""

    paper: Paper
    use: Use


class AbstractScreen(Window[ChosenPaper | None]):
    """Show a paper of a list, and its neighbours, until the person has read enough.

    Args:
        digits: reads numbers, of which the first digit may have been typed before.
        find: returns the list that holds a number which is not in this one.
    """

    places = (Place.WINDOW, Place.ABSTRACT)

    def __init__(
        self,
        keymap: Keymap,
        listing: SourceList,
        n: int,
        digits: DigitReader | None = None,
        find: Callable[[int], SourceList | None] = lambda n: None,
    ) -> None:
        super().__init__(keymap)
        self._listing = listing
        self._digits = digits or DigitReader(lambda: [source.n for source in listing.sources])
        self._find = find
        bind_sources(self, keymap, self._digits.can_take)
        found = listing.find(n)
        assert found is not None
        self._source: ListedSource = found

    def compose(self) -> ComposeResult:
        """Lay out title, facts, abstract and the reason why it was found."""
        with VerticalScroll(id="abstract", classes="window"):
            for classes, words in self._parts():
                yield Static(words, classes=classes, markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show the first highlighted sentence once it is known on which line it stands."""
        self.call_after_refresh(self._scroll_to_quote)

    def _parts(self) -> Iterator[tuple[str, str | Content]]:
        """Yield classes and words of each part."""
        paper = self._source.paper
        yield "title", f"[{self._source.n}] {sanitize_line(paper.title)}"
        yield "about facts", wording.about(paper)
        style = UNDERLINED if self.app.no_color else QUOTED
        yield "text", highlight(paper.abstract, self._source.spans, style, self._sign)
        yield "about reason", wording.why_found(self._source.hit)

    def _show(self, source: ListedSource) -> None:
        self._source = source
        for classes, words in self._parts():
            self.query_one(f".{classes.split()[-1]}", Static).update(words)
        self.refresh_bindings()
        self.call_after_refresh(self._scroll_to_quote)

    def _scroll_to_quote(self) -> None:
        """Show the title, and scroll no further than it takes to show the first quoted sentence, from its beginning."""
        room, text = self.query_one("#abstract"), self.query_one(".text", Static)
        paper, spans, above = self._source.paper, self._source.spans, text.virtual_region.y
        begin, end = first_lines(paper.abstract, spans, text.size.width, self._sign)
        room.scroll_to(y=max(0, min(above + begin, above + end + 1 - room.size.height)), animate=False)

    def action_open_source(self, digit: int) -> None:
        """Show the paper whose number a digit completes, of this list or another."""
        if (n := self._digits.take(digit)) is None:
            return
        listing = self._listing if self._listing.find(n) else self._find(n)
        if listing is not None and (source := listing.find(n)) is not None:
            self._listing = listing
            self._show(source)

    def action_step(self, by: int) -> None:
        """Show the next paper of the list, or the one before."""
        self._show(self._listing.sources[self._place + by])

    def action_copy_reference(self) -> None:
        """Copy what names the paper in a list of references."""
        self.post_message(CopyWanted(reference(self._source.paper), "the reference"))

    def action_open_link(self) -> None:
        """Open the address of the paper."""
        if address := self._source.paper.address:
            self.post_message(LinkWanted(address))

    def action_choose(self, use: str) -> None:
        """Go back to the conversation with the paper."""
        self.dismiss(ChosenPaper(self._source.paper, Use[use]))

    def can(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Whether the paper has a link, the list a next one."""
        match action, parameters:
            case "open_link", _:
                return bool(self._source.paper.address)
            case "step", (int(by),):
                return 0 <= self._place + by < len(self._listing.sources)
            case "open_source", (int(n),):
                return self._digits.can_take(n)
            case _:
                return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key may run an action now."""
        return self.can(action, parameters)

    @property
    def _sign(self) -> str:
        """What stands before a quoted sentence."""
        return "(quoted) " if calm.is_calm(self) else ""

    @property
    def _place(self) -> int:
        return self._listing.sources.index(self._source)
