"""The box at the bottom in which a question is typed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Future

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from assistant.errors import AssistantError
from assistant.sanitizing import sanitize
from assistant.tui import calm
from assistant.tui.binding import bind, leave_keys
from assistant.tui.command_table import Place
from assistant.tui.keymap import Keymap
from assistant.tui.recall import Recall


class QuestionBox(TextArea):
    """A text area in which Enter sends and the edges lead to earlier questions."""

    class Asked(Message):
        """The person wants an answer."""

        def __init__(self, question: str) -> None:
            super().__init__()
            self.question = question

    def __init__(self, keymap: Keymap, questions: Callable[[], Future[list[str]]]) -> None:
        super().__init__(
            id="question", compact=True, highlight_cursor_line=False, placeholder="Ask about your papers", theme="css"
        )
        leave_keys(self, keymap.of(Place.CHAT))
        bind(self, keymap.of(Place.QUESTION))
        self.cursor_blink = not calm.is_calm(self)
        self._recall = Recall()
        self._questions = questions

    def render_line(self, y: int) -> Strip:
        """Return a line of the box, a blank one where there is no room for a letter."""
        if self.content_size.width < 1:  # Textual wraps the placeholder to this width
            return Strip.blank(self.size.width)
        return super().render_line(y)

    def put_back(self, question: str) -> None:
        """Take back a question that cannot be asked now, before what was typed since."""
        self.text = question + self.text
        self.move_cursor(self.document.end)

    def on_paste(self, event: events.Paste) -> None:
        """Clean what was pasted before the text area takes it."""
        event.text = sanitize(event.text)

    def action_send(self) -> None:
        """Send the question, unless there is none; the next letter begins another one."""
        if question := sanitize(self.text).strip():
            self._recall.remember(question)
            self.text = ""
            self.post_message(self.Asked(question))

    def action_new_line(self) -> None:
        """Begin a new line at the cursor."""
        self.insert("\n")

    async def action_earlier(self) -> None:
        """Move up, or to the earlier question from the first line, of whatever window and day it is."""
        if self.navigator.is_first_wrapped_line(self.cursor_location):
            with contextlib.suppress(AssistantError):  # it has been said that nothing is kept
                questions = await asyncio.wrap_future(self._questions())
                self._recall.fill(questions)
            self._replace(self._recall.earlier(self.text))
        else:
            self.action_cursor_up()

    def action_later(self) -> None:
        """Move down, or to the later question from the last line."""
        if self.navigator.is_last_wrapped_line(self.cursor_location):
            self._replace(self._recall.later())
        else:
            self.action_cursor_down()

    def _replace(self, question: str | None) -> None:
        if question is not None:
            self.text = question
            self.move_cursor(self.document.end)
