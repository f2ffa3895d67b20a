"""The receipt of an answer in words, and a key that writes it to a file which `assistant verify` checks."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from assistant.errors import AssistantError
from assistant.sanitizing import sanitize_line
from assistant.tui import wording
from assistant.tui.aside import aside
from assistant.tui.binding import Window
from assistant.tui.command_table import Place
from assistant.tui.key_footer import KeyFooter
from assistant.tui.keymap import Keymap
from assistant.tui.line import Line
from assistant.tui.receipt_facts import facts, save
from assistant.tui.session_file import present_folder


class ReceiptScreen(Window[None]):
    """Show what an answer was made from."""

    places = (Place.WINDOW, Place.RECEIPT)

    def __init__(self, keymap: Keymap, receipt: str) -> None:
        super().__init__(keymap)
        self._receipt = receipt

    def compose(self) -> ComposeResult:
        """Lay out the facts, each name over what it names."""
        with VerticalScroll(classes="window"):
            yield Static("Receipt", classes="title")
            yield Line(classes="notice")
            for name, words in facts(self._receipt):
                yield Static(name, classes="heading", markup=False)
                yield Static(sanitize_line(words), classes="fact", markup=False)
        yield KeyFooter()

    async def action_save(self) -> None:
        """Write the receipt into a new file in the present folder."""
        try:
            path = await aside(lambda: save(self._receipt, present_folder()))
        except AssistantError as error:
            words = wording.failure(error.message, error.hint)
        else:
            words = f"Written to {path}. Check it at any time: assistant verify {path.name}"
        self.query_one(".notice", Line).show(sanitize_line(words))
        self.query_one(VerticalScroll).scroll_home(animate=False)
