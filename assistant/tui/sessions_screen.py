"""The sessions that were kept, over the conversation: search, go on, rename, delete, bring back, export."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from assistant.errors import AssistantError
from assistant.sanitizing import sanitize_line
from assistant.sessions import Session, Sessions
from assistant.sessions.exporting import local_time
from assistant.tui import session_file, wording
from assistant.tui.binding import Window, leave_keys
from assistant.tui.command_table import Place
from assistant.tui.key_footer import KeyFooter
from assistant.tui.keymap import Keymap, spoken
from assistant.tui.line import Line
from assistant.tui.line_box import LineBox
from assistant.tui.marked_list import MarkedList
from assistant.tui.memory import Memory, Result, Work

_TITLE = "Sessions"
_SEARCH = "Search all questions and answers"


@dataclass(frozen=True, slots=True)
class _Row:
    """A session in the list, with what of it is shown."""

    session: Session
    head: str
    tail: str


class _Box(LineBox):
    """A line to type in, which leaves the keys of this screen to it."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__(placeholder=_SEARCH, id="words", compact=True)
        leave_keys(self, keymap.of(Place.SESSIONS))


class SessionsScreen(Window[int | None]):
    """List sessions until one is chosen; the result is its number."""

    AUTO_FOCUS = "#words"
    places = (Place.SESSIONS, Place.WINDOW)

    def __init__(self, keymap: Keymap, memory: Memory) -> None:
        super().__init__(keymap)
        self._memory = memory
        self._rows: list[_Row] = []
        self._listed: str | None = None  # the words that these rows hold
        self._renamed: Session | None = None
        self._searched = ""

    def compose(self) -> ComposeResult:
        """Lay out what is searched, the list, and what was done last."""
        with Vertical(id="sessions", classes="window"):
            yield Static(_TITLE, classes="title", markup=False)
            yield _Box(self.keymap)
            found = MarkedList(id="found", markup=False, compact=True)
            found.can_focus = False
            yield found
            yield Line(id="said", classes="about")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show all sessions."""
        self.run_worker(self._list, exclusive=True)  # type: ignore[arg-type]

    @on(Input.Changed, "#words")
    def search(self) -> None:
        """Look again for what is typed now."""
        if self._renamed is None:
            self.run_worker(self._list, exclusive=True)  # type: ignore[arg-type]

    # ------------------------------------------------------------- actions

    async def action_resume(self) -> None:
        """Go on with the chosen session, or take the name that was typed for it."""
        if self._renamed is not None:
            await self._rename(self._renamed, self._box.value)
        elif (row := await self._chosen()) is not None:
            self.dismiss(row.session.id)

    async def action_move(self, rows: int) -> None:
        """Choose another session."""
        if await self._chosen() is not None:
            found = self._found
            found.highlighted = max(0, min(len(self._rows) - 1, (found.highlighted or 0) + rows))

    @on(OptionList.OptionSelected)
    def click(self, event: OptionList.OptionSelected) -> None:
        """Go on with a session that was clicked."""
        self.dismiss(self._rows[event.option_index].session.id)

    async def action_rename(self) -> None:
        """Let the name of the chosen session be typed."""
        if self._renamed is None and (row := await self._chosen()) is not None:
            self._searched, self._renamed = self._box.value, row.session
            self._turn_box("Another name", "The name; none for the first question", row.session.name)

    async def action_delete(self) -> None:
        """Delete the chosen session."""
        if self._renamed is None and (row := await self._chosen()) is not None:
            number = row.session.id
            key = spoken(self.keymap.keys_of("session.undo")) or "the menu"
            words = f"{wording.name(row.session)} deleted; {key} brings it back"
            await self._do(lambda sessions: sessions.delete([number]), words)

    async def action_undo(self) -> None:
        """Bring back what was deleted last."""
        back = await self._do(Sessions.undo)
        if back is not None:
            names = ", ".join(map(wording.name, back))
            self._say(f"{names} brought back" if back else "nothing was deleted that could be brought back")

    async def action_export(self) -> None:
        """Write the chosen session into a Markdown file in the present folder."""
        if self._renamed is None and (row := await self._chosen()) is not None:
            try:
                path = await session_file.write(row.session, self._memory)
            except AssistantError as error:
                self._say(wording.failure(error.message, error.hint))
            else:
                self._say(f"{wording.name(row.session)} written to {path}")

    async def action_dismiss(self, result: int | None = None) -> None:
        """Go back to the conversation, or from the name to the list."""
        if self._renamed is None:
            self.dismiss(result)
        else:
            self._leave_name()

    # ------------------------------------------------------------- showing

    @property
    def _box(self) -> _Box:
        return self.query_one(_Box)

    @property
    def _found(self) -> OptionList:
        return self.query_one(OptionList)

    @property
    def _words(self) -> str:
        """What is searched for."""
        return (self._box.value if self._renamed is None else self._searched).strip()

    async def _chosen(self) -> _Row | None:
        """Return the chosen session among those that hold what is typed; the list may not have caught up with that."""
        words = self._words
        if self._listed != words:
            await self._list()
        if self._listed != words:
            return None
        place = self._found.highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    async def _rename(self, session: Session, name: str) -> None:
        self._leave_name()
        renamed = await self._do(lambda sessions: sessions.rename(session.id, name))
        if renamed is not None:
            self._say(f"now called {wording.name(renamed)}")

    def _leave_name(self) -> None:
        self._renamed = None
        self._turn_box(_TITLE, _SEARCH, self._searched)

    def _turn_box(self, title: str, placeholder: str, value: str) -> None:
        """Let something else be typed into the box."""
        self.query_one(".title", Static).update(title)
        self._box.placeholder = placeholder
        self._box.value = sanitize_line(value)

    async def _do(self, work: Work[Result], words: str = "") -> Result | None:
        """Change the sessions, show the list as it is then, and say what was done or why it was not."""
        try:
            result = await asyncio.wrap_future(self._memory.run(work))
        except AssistantError as error:
            self._say(wording.failure(error.message, error.hint))
            return None
        await self._list()
        self._say(words)
        return result

    async def _list(self) -> None:
        """Show the sessions, or what holds the words that were typed; what is chosen stays in its place."""
        words = self._words
        try:
            rows = await asyncio.wrap_future(self._memory.run(lambda sessions: _rows(sessions, words)))
        except AssistantError as error:
            self._say(wording.failure(error.message, error.hint))
            return
        found = next(iter(self.query(OptionList)), None)
        if found is None:  # the window was closed while the sessions were read
            return
        self._rows, self._listed = rows, words
        place = found.highlighted or 0
        found.clear_options()
        found.add_options([Option(_prompt(row)) for row in self._rows])
        found.highlighted = min(place, len(self._rows) - 1) if self._rows else None
        if not self._rows:
            self._say("Nothing holds all of these words." if words else "No session is kept yet.")

    def _say(self, words: str) -> None:
        for line in self.query("#said").results(Line):  # there is none once the window is closed
            line.show(sanitize_line(words))


def _rows(sessions: Sessions, words: str) -> list[_Row]:
    if words:
        found = sessions.search(words)
        return [_Row(match.session, match.question, match.excerpt or local_time(match.asked_at)) for match in found]
    return [
        _Row(session, session.name, f"{local_time(session.changed_at)}, {wording.count(session.exchanges, 'question')}")
        for session in sessions.sessions()
    ]


def _prompt(row: _Row) -> Content:
    return Content.assemble(sanitize_line(row.head), "\n", (f"  {sanitize_line(row.tail)}", "$text-muted"))
