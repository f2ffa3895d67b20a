"""A window in which a path is typed; Tab completes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.widget import Widget
from textual.widgets import Input

from assistant.tui import path_completion, wording
from assistant.tui.aside import aside
from assistant.tui.command_table import Place
from assistant.tui.entry_screen import EntryScreen
from assistant.tui.keymap import Keymap
from assistant.tui.line import Line


class PathScreen(EntryScreen):
    """Ask for a path.

    Args:
        only_folders: whether files are no answer.
    """

    places = (Place.WINDOW, Place.PATH)

    def __init__(
        self,
        keymap: Keymap,
        title: str,
        about: str,
        check: Callable[[str], object],
        value: str = "",
        *,
        only_folders: bool = False,
    ) -> None:
        super().__init__(keymap, title, about, check, value)
        self._only_folders = only_folders

    def _below(self) -> Iterator[Widget]:
        yield Line(classes="names about")

    def action_complete(self) -> None:
        """Go on with the path as far as is certain, and show what it may go on with."""
        self.run_worker(self._complete(), exclusive=True, group="completion")

    async def _complete(self) -> None:
        box = self.query_one(Input)
        typed = box.value
        found = await aside(partial(path_completion.complete, typed, only_folders=self._only_folders))
        if box.value != typed:  # more was typed meanwhile
            return
        box.value = found.text
        box.action_end()
        for line in self.query(".names").results(Line):  # there is none once the window is closed
            line.show(wording.names(found.names))
