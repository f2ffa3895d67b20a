"""What can be done with what is kept: go on with a conversation, rename, delete, bring back or export it; receipts."""

from __future__ import annotations

import asyncio
import itertools
from abc import abstractmethod
from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial

from assistant.errors import AssistantError
from assistant.sanitizing import sanitize_line
from assistant.sessions import Session, Sessions
from assistant.tui import session_file, wording
from assistant.tui.chat_state import ChatState
from assistant.tui.dialogue import Dialogue, exchange_of
from assistant.tui.entry_screen import EntryScreen
from assistant.tui.exchange import Exchange
from assistant.tui.key_order import in_turn
from assistant.tui.keymap import Keymap, spoken
from assistant.tui.memory import Memory, Result
from assistant.tui.paper_actions import PaperActions
from assistant.tui.receipt_screen import ReceiptScreen
from assistant.tui.sessions_screen import SessionsScreen
from assistant.tui.troubles import Troubles


class KeptActions(PaperActions):
    """A screen that holds a dialogue, which a memory keeps."""

    def __init__(self, keymap: Keymap, state: ChatState, memory: Memory) -> None:
        super().__init__(keymap, state)
        self._memory = memory
        self._troubles = Troubles(self)
        self._dialogue = Dialogue(memory, self._troubles)
        self._numbers = itertools.count(1)

    @abstractmethod
    def stop(self) -> None:
        """Stop the running answer, if there is one, and keep what was written."""

    @abstractmethod
    async def _turn_to(self, dialogue: Dialogue, exchanges: Sequence[Exchange]) -> None:
        """Show another dialogue; its last exchange is the one whose sources are listed."""

    async def action_new_conversation(self) -> None:
        """Begin a new conversation; the one that was held stays among the sessions."""
        await self._turn_to(Dialogue(self._memory, self._troubles), [])

    # ----------------------------------------------------------- sessions

    def action_sessions(self) -> None:
        """Let the person choose a session to go on with."""
        self.app.push_screen(SessionsScreen(self.keymap, self._memory), self._take_session)

    def _take_session(self, session: int | None) -> None:
        if session is not None and session != self._dialogue.session:
            in_turn(self.app, partial(self.resume, session))

    async def resume(self, session: int) -> None:
        """Go on with a session that was kept."""
        if (kept := await self._wait_for(self._memory.exchanges(session))) is None:
            return
        exchanges = [exchange_of(item, next(self._numbers)) for item in kept]
        rows = {exchange.number: item.row for exchange, item in zip(exchanges, kept, strict=True)}
        self._memory.run(lambda sessions: self._memory.rows.update(rows))
        await self._turn_to(Dialogue(self._memory, self._troubles, session, exchanges), exchanges)

    async def action_rename_session(self) -> None:
        """Let another name be typed for this conversation."""
        if (session := await self._session()) is not None:
            about = "The name of this conversation; none for its first question."
            screen = EntryScreen(self.keymap, "Another name", about, lambda text: None, session.name)
            self.app.push_screen(screen, lambda name: in_turn(self.app, lambda: self._rename(session.id, name)))

    async def _rename(self, session: int, name: str | None) -> None:
        if name is None:
            return
        renamed = await self._wait_for(self._memory.run(lambda sessions: sessions.rename(session, name)))
        if renamed is not None:
            self._tell(f"Now called {wording.name(renamed)}.")

    async def action_delete_session(self) -> None:
        """Delete this conversation, and begin a new one."""
        self.stop()
        if (session := await self._session()) is None:
            return
        try:
            await asyncio.wrap_future(self._memory.run(lambda sessions: sessions.delete([session.id])))
        except AssistantError as error:
            self._warn(error)
            return
        await self.action_new_conversation()
        title = next(command.title for command in self.keymap.commands if command.id == "conversation.undo")
        menu = spoken(self.keymap.keys_of("conversation.undo")) or f"“{title}” in the menu"
        self._tell(f"{wording.name(session)} deleted; {menu} brings it back.", timeout=8)

    async def action_undo_delete(self) -> None:
        """Bring back the conversations that were deleted last, and go on with them where none was begun since."""
        back = await self._wait_for(self._memory.run(Sessions.undo))
        if back is None:
            return
        names = ", ".join(map(wording.name, back))
        self.app.clear_notifications()
        self.notify(
            f"{names} brought back." if back else "Nothing was deleted that could be brought back.", markup=False
        )
        if back and self.state.exchange is None:
            await self.resume(back[-1].id)

    async def action_export_session(self) -> None:
        """Write this conversation into a Markdown file in the present folder."""
        if (session := await self._session()) is not None:
            try:
                path = await session_file.write(session, self._memory)
            except AssistantError as error:
                self._warn(error)
            else:
                self._tell(f"{wording.name(session)} written to {path}")

    async def _session(self) -> Session | None:
        """Return the session of the dialogue, if it is kept still."""
        number = self._dialogue.session
        return await self._wait_for(self._memory.run(lambda sessions: sessions.find(str(number))))

    # ----------------------------------------------------------- receipts

    async def action_show_receipt(self) -> None:
        """Show the receipt of the last answer."""
        if self.state.exchange is None or self.state.exchange.answer is None:
            self.notify("There is no finished answer, and so no receipt.", markup=False, timeout=3)
            return
        receipt = await self._wait_for(self._memory.receipt(self.state.exchange.number))
        if receipt:
            self.app.push_screen(ReceiptScreen(self.keymap, receipt))
        elif receipt is not None:
            self.notify("No receipt of this answer is kept.", markup=False)

    def can(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Whether an action makes sense now, whatever has the focus."""
        match action:
            case "rename_session" | "delete_session" | "export_session":
                return self._dialogue.session is not None
            case "show_receipt":
                return self.state.exchange is not None and self.state.exchange.answer is not None
            case _:
                return super().can(action, parameters)

    async def _wait_for(self, future: Future[Result]) -> Result | None:
        """Return what the memory says, or None when it fails, which is told."""
        try:
            return await asyncio.wrap_future(future)
        except AssistantError as error:
            self._warn(error)
            return None

    def _tell(self, words: str, timeout: float | None = None) -> None:
        """Say what was done, in place of what was done before."""
        self.app.clear_notifications()
        self.notify(sanitize_line(words), markup=False, timeout=timeout)

    def _warn(self, error: AssistantError) -> None:
        self.notify(wording.failure(error.message, error.hint), severity="warning", markup=False)
