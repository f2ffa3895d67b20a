"""The text of an answer, alone."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Markdown

from assistant.tui.answer_text import AnswerText
from tests.tui.fakes import painted, wait_until


class TextApp(App[None]):
    """An answer text that notes what is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[int] = []
        self.leaked: list[str] = []

    def compose(self) -> ComposeResult:
        """Show the text alone."""
        yield AnswerText()

    def on_answer_text_citation_chosen(self, event: AnswerText.CitationChosen) -> None:
        """Note the citation."""
        self.chosen.append(event.n)

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Note a link that should have ended in the text."""
        self.leaked.append(event.href)

    @property
    def text(self) -> AnswerText:
        """The text."""
        return self.query_one(AnswerText)


async def test_only_what_is_new_is_written() -> None:
    """The text so far is given each time."""
    app = TextApp()
    async with app.run_test() as pilot:
        for text in ("One", "One two", "One two", "One two three."):
            await app.text.write(text)
        await wait_until(pilot, lambda: app.text.source == "One two three.")


async def test_settling_right_after_writing_loses_nothing() -> None:
    """The stream may not have begun yet."""
    app = TextApp()
    async with app.run_test() as pilot:
        await app.text.write("half a sentence")
        await app.text.settle("half a sentence")
        await wait_until(pilot, lambda: "half a sentence" in painted(pilot))


async def test_settling_without_a_word_shows_nothing() -> None:
    """A question can be stopped before the first token."""
    app = TextApp()
    async with app.run_test():
        await app.text.write("")
        await app.text.settle("")
        assert app.text.source == ""


async def test_many_tokens_arrive_whole() -> None:
    """With paragraphs among them; how fast, `evaluations chat` measures."""
    app = TextApp()
    async with app.run_test() as pilot:
        text = ""
        for n in range(400):
            text += f"word{n}" + ("\n\n" if n % 40 == 39 else " ")
            await app.text.write(text)
        await wait_until(pilot, lambda: app.text.source == text)


@pytest.mark.parametrize(("href", "chosen"), [("cite:3", [3]), ("https://evil.invalid", []), ("cite:x", [])])
async def test_only_citations_are_passed_on(href: str, chosen: list[int]) -> None:
    """Whatever link there may be, none leaves the text."""
    app = TextApp()
    async with app.run_test() as pilot:
        app.text.post_message(Markdown.LinkClicked(app.text, href))
        await pilot.pause()
        assert (app.chosen, app.leaked) == (chosen, [])
