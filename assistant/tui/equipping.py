"""What the application lets a person choose: who writes, filters, papers, library, colours; and the log."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from textual.app import App

from assistant.errors import AssistantError, MissingError, UsageError
from assistant.settings import Settings, config_path
from assistant.settings_file import write_setting
from assistant.tui import calm, equipment, indexer, wording
from assistant.tui.aside import aside
from assistant.tui.choice_screen import Choice, ChoiceScreen
from assistant.tui.engine import Engine, Narrate
from assistant.tui.entry_screen import EntryScreen
from assistant.tui.keymap import Keymap
from assistant.tui.log_screen import LogScreen
from assistant.tui.path_screen import PathScreen
from assistant.tui.wanted import EngineChanged, FiltersChanged
from assistant.tui.worker import Opened, Worker

_SHOWN = 20_000  # characters of the log
_ABOUT_PATH = "A file or folder, in any format that assistant index reads. Tab completes. The chat goes on meanwhile."
_ABOUT_LIBRARY = "The folder of another library. The chat begins anew with it."
_ABOUT_FILTERS = (
    "Such as year:2025, since:2026-03, author:Li, authors:2-5, org:Google, venue:ACL, source:003, title:robot;"
    " with a minus, -year:2024, such papers are left out; nothing for none."
)

OpenWith = Callable[[Settings, Narrate], Engine]


class EquippedApp(App[None], inherit_bindings=False):
    """An application in which the engine can be exchanged.

    Attributes:
        next_settings: with which the chat is to begin anew, once it has ended.
    """

    keymap: Keymap
    worker: Worker

    def __init__(self, open_engine: OpenWith, settings: Settings, log: Path | None = None) -> None:
        super().__init__()
        self.settings = settings
        self._given_model = settings.model
        self.next_settings: Settings | None = None
        self.theme = equipment.THEMES[settings.theme]
        if settings.calm:
            calm.be_calm(self)
        self.indexer = indexer.Indexer(lambda report: self.worker.deliver(report))
        self._open_engine = open_engine
        self._refused_path = ""  # which was typed too early
        self._log_path = log

    @property
    @abstractmethod
    def writing(self) -> Opened | None:
        """The engine that is open; None while none is."""

    async def action_choose_writer(self) -> None:
        """Let the person choose who writes from now on."""
        found = await aside(partial(equipment.writers, self.settings, self._given_model))
        now = self.writing
        place = equipment.place_of(now.generator, now.model, found) if now else None
        choices = [
            Choice(writer.name, writer.about + (" · now" if n == place else ""), writer.is_usable)
            for n, writer in enumerate(found)
        ]

        def use(place: int | None) -> None:
            if place is not None:
                self.settings = found[place].settings
                self.worker.reopen(partial(self._open_engine, self.settings))
                self.post_to_chat(EngineChanged())

        self.push_screen(ChoiceScreen(self.keymap, "Who writes the answers, in this chat", choices, place), use)

    def action_set_filters(self) -> None:
        """Let the person type filters that hold for every question."""

        def use(text: str | None) -> None:
            if text is not None:
                self.post_to_chat(FiltersChanged(equipment.read_filters(text), text))

        title = "Only papers that pass these filters"
        self.push_screen(EntryScreen(self.keymap, title, _ABOUT_FILTERS, equipment.read_filters), use)

    def action_index_path(self) -> None:
        """Let the person name papers to index."""

        def use(text: str | None) -> None:
            self._refused_path = ""
            if text is not None and not self.indexer.start(indexer.files(self.settings, _path(text))):
                self._refused_path = text
                self.notify("Papers are being indexed already; wait until that has ended.", markup=False)

        title, known = "Papers to put into the library", self._refused_path
        self.push_screen(PathScreen(self.keymap, title, _ABOUT_PATH, _check_exists, known), use)

    def action_open_library(self) -> None:
        """Let the person name another library."""

        def use(text: str | None) -> None:
            if text is not None:
                self.next_settings = replace(self.settings, library=_path(text))
                self.call_later(self.action_quit)

        where, title = str(self.settings.library), "Open a library"
        screen = PathScreen(self.keymap, title, _ABOUT_LIBRARY, _check_library, where, only_folders=True)
        self.push_screen(screen, use)

    def action_choose_theme(self) -> None:
        """Let the person choose colours, and keep them."""
        names = list(equipment.THEMES)

        def use(place: int | None) -> None:
            if place is not None:
                self.theme = equipment.THEMES[names[place]]
                self.settings = replace(self.settings, theme=names[place])
                try:
                    write_setting(config_path(), "theme", names[place])
                except AssistantError as error:
                    self.notify(wording.failure(error.message, error.hint), severity="warning", markup=False)

        choices = [Choice(name, "the terminal's own colours" if "ansi" in name else "") for name in names]
        self.push_screen(ChoiceScreen(self.keymap, "Colours", choices, names.index(self.settings.theme)), use)

    async def action_show_log(self) -> None:
        """Show what was written to the log."""
        text = await aside(partial(_end_of, self._log_path))
        self.push_screen(LogScreen(self.keymap, str(self._log_path or "There is no log."), text))

    def post_to_chat(self, message: EngineChanged | FiltersChanged) -> None:
        """Hand a message to the screen that holds the conversation."""
        self.screen_stack[0].post_message(message)


def _path(text: str) -> Path:
    return Path(text).expanduser()


def _check_exists(text: str) -> None:
    try:
        is_there = bool(text) and _path(text).exists()
    except (OSError, RuntimeError, ValueError):
        is_there = False
    if not is_there:
        raise UsageError(f"there is no file or folder '{text}'", "check the path")


def _check_library(text: str) -> None:
    from assistant.storage.library import FILE

    _check_exists(text)
    if not (_path(text) / FILE).exists():
        raise MissingError(f"there is no library in '{text}'", "make one: assistant index PATH --library DIR")


def _end_of(path: Path | None) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")[-_SHOWN:] if path else ""
    except OSError:
        return ""
