"""The text of an answer: streamed as it is written, rendered once more with links and marks when it is complete."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from textual import on
from textual.message import Message
from textual.widgets import Markdown
from textual.widgets.markdown import MarkdownStream

from assistant.tui.marking import LINK

_TARGET = re.compile(rf"{LINK}(\d+)")
_PROSE = ["newline", "escape", "backticks", "emphasis", "list", "heading"]


def build_parser(is_verbatim: bool) -> MarkdownIt:
    """Return a parser that knows links to citations and no others, no HTML, no images, no entities.

    Args:
        is_verbatim: the text was written by people who meant every character, so only the links are markup.
    """
    parser = MarkdownIt("zero").enable(["link"] if is_verbatim else ["link", *_PROSE])
    parser.validateLink = lambda url: _TARGET.fullmatch(url) is not None  # type: ignore[method-assign]
    return parser


class AnswerText(Markdown):
    """Markdown that can be written to piece by piece."""

    class CitationChosen(Message):
        """A link `[n]` was clicked."""

        def __init__(self, n: int) -> None:
            super().__init__()
            self.n = n

    def __init__(self) -> None:
        super().__init__(open_links=False, parser_factory=lambda: build_parser(self.is_verbatim))
        self.is_verbatim = False
        self._stream: MarkdownStream | None = None
        self._written = ""

    async def write(self, text: str) -> None:
        """Show `text`, which begins with all that was written before."""
        piece, self._written = text[len(self._written) :], text
        if not piece:
            return
        if self._stream is None:
            self._stream = self.get_stream(self)
        await self._stream.write(piece)

    async def settle(self, markdown: str) -> None:
        """End the stream and show `markdown` in its place."""
        stream, self._stream = self._stream, None
        if stream is not None:
            await stream.stop()
        if markdown != self.source:
            await self.update(markdown)

    @on(Markdown.LinkClicked)
    def choose_citation(self, event: Markdown.LinkClicked) -> None:
        """Pass a clicked citation on by its number; there are no other links."""
        event.stop()
        if match := _TARGET.fullmatch(event.href):
            self.post_message(self.CitationChosen(int(match[1])))
