"""The keys in force, and how to change them."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from assistant.sanitizing import sanitize_line
from assistant.settings import KEYS, config_path
from assistant.tui.binding import Window
from assistant.tui.command_table import SOURCE, Command, Place
from assistant.tui.key_footer import KeyFooter
from assistant.tui.keymap import spoken

_COLUMN = 19  # cells for the keys
_SOURCES = "Open the abstract of that source; of [12] with 1, then 2"
_NARROW = 60  # cells of a terminal in which the keys get no column


class HelpScreen(Window[None]):
    """List every command with its keys and the name under which the settings file knows it."""

    def compose(self) -> ComposeResult:
        """Lay out a part for each place."""
        with VerticalScroll(classes="window"):
            yield Static("Keys", classes="title")
            for place in filter(self.keymap.of, Place):
                yield Static(place.value, classes="heading", markup=False)
                lines = _lines(self.keymap.of(place), self.keymap.source_keys, self.app.size.width < _NARROW)
                yield Static(Content("\n").join(lines), classes="keys")
            yield Static(_how_to_change(), classes="about", markup=False)
        yield KeyFooter()


def _lines(commands: tuple[Command, ...], source_keys: str, is_narrow: bool) -> Iterator[Content]:
    """Yield a line for each command, one for those that open sources.

    Args:
        source_keys: their keys in one.
    """
    listed = [command for command in commands if command.id.startswith(SOURCE)] if source_keys else []
    for command in commands:
        keys, title, name = spoken(command.keys) or "in the menu", command.title, command.id
        if command in listed[1:]:
            continue
        if command in listed:
            keys, title, name = source_keys, _SOURCES, f"{SOURCE}1…9"
        if is_narrow:
            yield Content.assemble((keys, "bold"), f"\n  {title}\n", (f"  {name}", "$text-muted"))
        else:
            yield Content.assemble((f"{keys:<{_COLUMN}} ", "bold"), title, (f"  {name}", "$text-muted"))


def _how_to_change() -> str:
    return (
        f"Each command can have other keys: in {sanitize_line(str(config_path()))}, below a line [{KEYS}], write its"
        ' name and the keys, such as "app.help" = "f9, ctrl+g". Select text with the mouse (Shift and the mouse in some'
        " terminals), copy it with Ctrl+C. What has no key is in the menu."
    )
