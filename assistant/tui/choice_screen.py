"""A window with a list, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from assistant.sanitizing import sanitize_line
from assistant.tui.binding import Window
from assistant.tui.key_footer import KeyFooter
from assistant.tui.keymap import Keymap
from assistant.tui.marked_list import MarkedList


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list, and what to know of it."""

    name: str
    about: str = ""
    is_possible: bool = True


class ChoiceScreen(Window[int | None]):
    """Show the choices; Enter or a click gives back the place of one."""

    def __init__(self, keymap: Keymap, title: str, choices: Sequence[Choice], chosen: int | None = None) -> None:
        super().__init__(keymap)
        self._title = title
        self._choices = choices
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """Lay out title and list."""
        with Vertical(classes="window"):
            yield Static(self._title, classes="title", markup=False)
            options = MarkedList(*(Option(_prompt(c), disabled=not c.is_possible) for c in self._choices), markup=False)
            options.highlighted = self._chosen or 0
            yield options
        yield KeyFooter()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Give back what was chosen."""
        event.stop()
        self.dismiss(event.option_index)


def _prompt(choice: Choice) -> Content:
    return Content.assemble(sanitize_line(choice.name), (f"  {sanitize_line(choice.about)}", "$text-muted"))
