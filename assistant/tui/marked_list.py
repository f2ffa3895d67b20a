"""Lists whose chosen row can be told without colours: a sign stands before it."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.command import CommandList
from textual.strip import Strip
from textual.widgets import OptionList

from assistant.tui import calm

CHOSEN = "> "
"""Stands before what Enter takes."""
_REVERSED = Style(reverse=True)  # which Textual drops from the style sheet


class MarkedList(OptionList):
    """A list for windows of our own."""

    def _get_left_gutter_width(self) -> int:
        return _room(self)

    def render_line(self, y: int) -> Strip:
        """Draw a line, with the sign before it if the chosen row begins there."""
        return _marked(self, super().render_line(y), y)


class MarkedCommands(CommandList, can_focus=False):
    """The list of the palette."""

    def _get_left_gutter_width(self) -> int:
        return _room(self)

    def render_line(self, y: int) -> Strip:
        """Draw a line, with the sign before it if the chosen row begins there."""
        return _marked(self, super().render_line(y), y)


def _room(found: OptionList) -> int:
    return len(CHOSEN) if calm.needs_signs(found) else 0


def _marked(found: OptionList, strip: Strip, y: int) -> Strip:
    """Return a drawn line with the sign, or room for it, before it."""
    if not calm.needs_signs(found):
        return strip
    line = found.scroll_offset.y + y
    row, part = found._lines[line] if line < len(found._lines) else (None, 0)
    is_chosen = row is not None and row == found.highlighted
    is_first = is_chosen and part == 0
    style = next((segment.style for segment in strip), None)
    marked = Strip([Segment(CHOSEN if is_first else " " * len(CHOSEN), style), *strip])
    return marked.apply_style(_REVERSED) if is_chosen and found.app.no_color else marked
