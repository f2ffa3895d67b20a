"""The text of an answer: streamed as it is written, rendered once more when it is complete."""

from __future__ import annotations

from collections.abc import Collection

from textual import on
from textual.message import Message
from textual.widgets import Markdown
from textual.widgets.markdown import MarkdownStream

from assistant.tui.citation_parser import build_parser, cited_number


class AnswerText(Markdown):
    """Markdown that can be written to piece by piece, in which citations can be clicked."""

    class CitationChosen(Message):
        """A link `[n]` was clicked."""

        def __init__(self, n: int) -> None:
            super().__init__()
            self.n = n

    def __init__(self) -> None:
        super().__init__(open_links=False, parser_factory=lambda: build_parser(self._numbers, self._is_verbatim))
        self._numbers: Collection[int] = ()
        self._is_verbatim = False
        self._stream: MarkdownStream | None = None
        self._written = ""

    def read_as(self, numbers: Collection[int], is_verbatim: bool) -> None:
        """Say how what is written from now on is to be read; see `build_parser`."""
        self._numbers, self._is_verbatim = numbers, is_verbatim

    async def write(self, text: str) -> None:
        """Show `text`, which begins with all that was written before."""
        piece, self._written = text[len(self._written) :], text
        if not piece:
            return
        if self._stream is None:
            self._stream = self.get_stream(self)
        await self._stream.write(piece)

    async def settle(self, text: str) -> None:
        """End the stream and show `text` in its place."""
        stream, self._stream = self._stream, None
        if stream is not None:
            await stream.stop()
        if text != self.source:
            await self.update(text)

    @on(Markdown.LinkClicked)
    def choose_citation(self, event: Markdown.LinkClicked) -> None:
        """Pass a clicked citation on by its number; there are no other links."""
        event.stop()
        if (number := cited_number(event.href)) is not None:
            self.post_message(self.CitationChosen(number))
