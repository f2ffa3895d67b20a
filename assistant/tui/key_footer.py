"""The footer of a screen: the keys that matter most, as many as have room, and whole."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

_AT_THE_END = ("app.command_palette", "app.help", "app.quit")
_FIRST_TO_GO = ("choose_source", "quit", "open_source")  # actions that help and habit know as well
_LAST_TO_GO = ("dismiss", "send", "resume", "stop", "read", "write", "command_palette", "help")


class KeyFooter(Footer):
    """A footer that leaves out keys for which it has no room, and forgets those that it no longer shows.

    Textual binds each key to the footer, which is made anew whenever other keys can be pressed, and drops those that
    are gone only when what they are bound to changes: 200 kB were kept of every question.
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._width = 0

    def compose(self) -> ComposeResult:
        """Lay out the keys that have room."""
        keys = [key for key in super().compose() if isinstance(key, FooterKey)]
        keys.sort(key=lambda key: key.action in _AT_THE_END)
        kept = fitting(
            [(key.action, cell_len(f"{key.key_display} {key.description} ")) for key in keys], self.app.size.width
        )
        self.styles.grid_size_columns = max(1, len(kept))
        yield from (keys[place] for place in kept)

    def on_resize(self) -> None:
        """Show as many keys as have room now."""
        if self.app.size.width != self._width:
            self._width = self.app.size.width
            self.call_next(self.recompose)

    async def recompose(self) -> None:
        """Show the keys that can be pressed now, and let go of the others."""
        await super().recompose()
        self.mutate_reactive(Footer.compact)


def fitting(keys: Sequence[tuple[str, int]], room: int) -> list[int]:
    """Return the places of the keys that are shown, in order.

    Args:
        keys: their actions and widths in cells; of those that are equally dear the last go first.
        room: cells.
    """
    kept = list(range(len(keys)))
    for place in sorted(kept, key=lambda place: (_worth(keys[place][0]), -place)):
        if sum(keys[other][1] for other in kept) <= room:
            break
        kept.remove(place)
    return kept


def _worth(action: str) -> int:
    name = action.partition("(")[0].rpartition(".")[2]
    if name in _FIRST_TO_GO:
        return _FIRST_TO_GO.index(name)
    return len(_FIRST_TO_GO) + (name in _LAST_TO_GO)
