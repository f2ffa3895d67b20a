"""What can be done with the papers behind an answer: open them, and use them for what is asked next."""

from __future__ import annotations

from textual import on
from textual.screen import Screen

from assistant.sanitizing import sanitize_line
from assistant.tui.abstract_screen import AbstractScreen, ChosenPaper, Use
from assistant.tui.binding import Commanded
from assistant.tui.chat_state import ChatState
from assistant.tui.digit_reader import DigitReader
from assistant.tui.engine import Request, Wish
from assistant.tui.exchange_view import ExchangeView
from assistant.tui.keymap import Keymap
from assistant.tui.line import Line
from assistant.tui.next_question import NextQuestion
from assistant.tui.question_box import QuestionBox
from assistant.tui.references import answer_with_references
from assistant.tui.sources import SourceList, list_sources
from assistant.tui.sources_panel import SourceCard, SourcesPanel
from assistant.tui.wanted import CopyWanted

BUSY = "An answer is being written. Esc stops it."


class PaperActions(Commanded, Screen[None]):
    """A screen with sources and a question box."""

    def __init__(self, keymap: Keymap, state: ChatState) -> None:
        super().__init__()
        self.keymap = keymap
        self.state = state
        self.digits = DigitReader(lambda: state.source_numbers)

    async def begin(self, request: Request) -> None:
        """Hand a request to the engine and show the exchange that begins with it."""
        raise NotImplementedError

    @on(SourceCard.Chosen)
    def open_card(self, event: SourceCard.Chosen) -> None:
        """Open the abstract of a card."""
        self._open(event.n)

    @on(ExchangeView.SourceWanted)
    def open_citation(self, event: ExchangeView.SourceWanted) -> None:
        """Open the abstract behind a citation, of this answer or an earlier one."""
        self._open(event.n, list_sources(event.exchange))

    def can_open(self, digit: int) -> bool:
        """Whether a source has a number that begins or goes on with this digit."""
        return self.digits.can_take(digit)

    def action_open_source(self, digit: int) -> None:
        """Open the abstract whose number a digit completes."""
        if (n := self.digits.take(digit)) is not None:
            self._open(n)

    def _open(self, n: int, listing: SourceList | None = None) -> None:
        listing = listing or self.state.find_source(n)
        if listing is not None and listing.find(n) is not None:
            screen = AbstractScreen(self.keymap, listing, n, self.digits, self.state.find_source)
            self.app.push_screen(screen, self._use)

    def action_choose_source(self) -> None:
        """Go to the list of sources, to choose one there."""
        self.set_focus(self.query_one(SourcesPanel))

    def can(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Whether an action makes sense now, whatever has the focus."""
        match action, parameters:
            case "clear_choice", _:
                return bool(str(self.state.next))
            case "open_source", (int(n),):
                return self.can_open(n)
            case "choose_source", _:
                return any(panel.display for panel in self.query(SourcesPanel))
            case _:
                return True

    async def _use(self, chosen: ChosenPaper | None) -> None:
        """Do with a paper what was chosen for it over its abstract."""
        if chosen is None:
            return
        paper, title = chosen.paper, sanitize_line(chosen.paper.title)
        if chosen.use is Use.PIN:
            self.choose(self.state.next.pinned(paper.title))
        elif chosen.use is Use.EXCLUDE:
            self.choose(self.state.next.excluded(paper.title))
        elif self.state.is_running:
            self.notify(BUSY, markup=False, timeout=3)
        elif chosen.use is Use.SIMILAR:
            await self.begin(Request(f"More like “{title}”", Wish.SIMILAR, paper))
        else:
            await self.begin(Request(f"Summarise “{title}”", Wish.SUMMARY, paper))
        self.set_focus(self.query_one(QuestionBox))

    def choose(self, chosen: NextQuestion) -> None:
        """Keep what holds for the next question, and show it."""
        self.state.next = chosen
        self.query_one("#next", Line).show(str(chosen))

    def action_clear_choice(self) -> None:
        """Ask the next question of all papers."""
        self.choose(self.state.next.asked())

    def action_copy_answer(self) -> None:
        """Copy the last answer."""
        if self.state.exchange is not None and self.state.exchange.final_text:
            self.post_message(CopyWanted(answer_with_references(self.state.exchange), "the answer"))
        else:
            self.notify("There is no answer to copy yet.", markup=False, timeout=3)
