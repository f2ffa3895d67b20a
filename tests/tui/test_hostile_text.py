"""Hostile text through every widget: nothing acts, nothing hides, nothing crashes, and the words stay."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from textual import events
from textual.pilot import Pilot

from assistant.errors import ModelError
from assistant.records import (
    Citation,
    Claim,
    ClaimVerified,
    EvidenceFound,
    Finished,
    Hit,
    Paper,
    Retrieved,
    Source,
    Token,
    Understood,
    Verdict,
)
from assistant.tui.abstract_screen import AbstractScreen
from assistant.tui.question_box import QuestionBox
from tests.tui.fakes import (
    ANSWER,
    FakeEngine,
    Script,
    ask_to_the_end,
    chat,
    evidence_of,
    last_view,
    painted,
    quote_of,
    wait_until,
)

MARKUP = [
    "[/]",
    "[/foo]",
    "[@click=app.quit]x[/]",
    "[1]",
    "[MASK]",
    "[bold red]x[/bold red]",
    "[link=javascript:x]y[/]",
]
MARKDOWN = [
    "# heading",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "```python\nunclosed",
    "<script>alert(1)</script><b>x</b>",
    "![image](https://evil.invalid/x.png)",
    "[text](javascript:alert(1)) [file](file:///etc/passwd) [web](https://evil.invalid)",
    "[1]: https://evil.invalid\n\n[1]",
    "<https://evil.invalid> https://evil.invalid www.evil.invalid",
    "&#27;[2J &#x202e; &amp;#27;[2J",
    "> > > deep\n- - - list\n***\n===",
    "a [x](cite:1) [y](cite:99) [z](cite:1');app.quit(')",
]
CONTROLS = [
    "\x1b[2J\x1b[H\x1b[31mred",
    "\x1b]52;c;ZWNobw==\x07clip \x1b]0;title\x1b\\title \x1b]8;;https://evil.invalid\x1b\\link",
    "\x1b]8;;https://evil.invalid/unclosed",
    "\x9b2J\x9d0;x\x9c\x90q\x9c C1",
    "\r\n\x0b\x0c\x85\u2028\u2029 breaks \x00\x07\x08\x7f",
    "\u202e\u2066\u2067 bidi \u200b\u200d\ufeff\u00ad zero \U000e0041\U000e0042 tags",
    "Z" + "\u0301" * 300 + " marks",
    "\ud800 lone \udfff",
    "跨具身 👩‍👩‍👧 نقل ไทย " + "x" * 500,
    "",
    " \n\t ",
]
HOSTILE = [*MARKUP, *MARKDOWN, *CONTROLS]


def script_of(text: str) -> Script:
    """Return an exchange that holds the text wherever an event can hold one."""
    paper = Paper(
        id=text,
        title=f"Title {text}",
        abstract=f"Before. Quoted {text} end. After {text}.",
        date="2025-01",
        author_count=3,
        organisation=text,
        sources=(Source(text, 1),),
    )
    sentence = f"Quoted {text} end."
    answer = replace(
        ANSWER,
        text=f"Claimed {text} [1]. Tail.",
        claims=(Claim(f"Claimed {text}.", (1,), Verdict.PARTIAL, f"because {text}"),),
        citations=(Citation(1, paper, (quote_of(paper, sentence),)),),
        retrieved=(Hit(paper, 1.0),),
        model=text,
    )
    return (
        Understood(text, f"standalone {text}"),
        Retrieved((Hit(paper, 1.0, 1.0, 1.0, 1, 1),), 1),
        EvidenceFound((evidence_of(paper, sentence),)),
        *(Token(answer.text[start : start + 9]) for start in range(0, 90, 9)),
        *(ClaimVerified(claim) for claim in answer.claims),
        Finished(answer),
    )


def assert_nothing_acts(pilot: Pilot[None]) -> None:
    """Fail when a control character or a foreign action is painted."""
    screen = pilot.app.screen
    for strip in screen._compositor.render_strips():
        for segment in strip:
            bad = {ascii(c) for c in segment.text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
            assert not bad, bad
            action = segment.style.meta.get("@click") if segment.style else None
            assert not isinstance(action, str) or action == "link('cite:1')", ascii(action)
            assert not (segment.style and segment.style.link), "a terminal hyperlink was made"


def assert_shows(pilot: Pilot[None], *words: str) -> None:
    """Fail unless all of the words are painted."""
    shown = painted(pilot)
    assert [ascii(word) for word in words if word not in shown] == []


@pytest.mark.parametrize(("texts", "generator"), [(MARKUP, "llama"), (MARKDOWN, "llama"), (CONTROLS, "quotes")])
async def test_exchanges_full_of_it_are_only_text(texts: list[str], generator: str) -> None:
    """Question, sources, answer, verdicts and abstract, in the Markdown of a model and in quotations."""
    engine = FakeEngine([script_of(text) for text in texts], generator_name=generator, model=texts[0])
    app, _ = chat(engine=engine)
    async with app.run_test(size=(120, 50)) as pilot:
        for text in texts:
            await pilot.press("ctrl+n")
            await ask_to_the_end(pilot, f"question {text}")
            assert last_view(pilot).exchange.answer is not None, ascii(text)
            assert_nothing_acts(pilot)
            await pilot.press("escape", "1")
            await wait_until(pilot, lambda: isinstance(app.screen, AbstractScreen) and "Before." in painted(pilot))
            assert_nothing_acts(pilot)
            await pilot.press("escape")


async def test_markup_is_shown_literally() -> None:
    """In the question, the title, the quotation, the answer, the verdict, the notice and the abstract."""
    error = ModelError(f"error {MARKUP}", f"hint {MARKUP}")
    app, _ = chat(*(script_of(text) for text in MARKUP), (error,))
    async with app.run_test(size=(120, 50)) as pilot:
        for text in MARKUP:
            await pilot.press("ctrl+n")
            await ask_to_the_end(pilot, f"question {text}")
            await wait_until(pilot, lambda text=text: f"Claimed {text}" in painted(pilot))  # type: ignore[misc]
            assert_shows(pilot, f"question {text}", f"standalone {text}", f"Title {text}", f"because {text}")
            await pilot.press("escape", "1")
            await wait_until(pilot, lambda text=text: f"After {text}." in painted(pilot))  # type: ignore[misc]
            await pilot.press("escape")
        await ask_to_the_end(pilot)
        assert_shows(pilot, *(text for text in MARKUP))


async def test_a_paste_is_cleaned_before_the_box_shows_it() -> None:
    """And it is not sent by a line break in it."""
    app, engine = chat(script_of("x"))
    async with app.run_test(size=(80, 24)) as pilot:
        box = app.screen.query_one(QuestionBox)
        for text in HOSTILE:
            box.text = ""
            box.post_message(events.Paste(f"pasted {text}"))
            await wait_until(pilot, lambda: box.text.startswith("pasted"))
            await pilot.pause()
            assert_nothing_acts(pilot)
        assert not engine.asked


async def test_a_failure_to_open_is_only_text() -> None:
    """The message of an exception can hold a path, and a path anything."""
    text = " ".join(HOSTILE)
    engine = FakeEngine((), model=text, generator_name=text, loading=ModelError(f"cannot {text}", f"hint {text}"))
    app, _ = chat(engine=engine)
    async with app.run_test(size=(120, 50)) as pilot:
        await wait_until(pilot, lambda: "cannot" in painted(pilot))
        assert_nothing_acts(pilot)
        assert_shows(pilot, *MARKUP)


async def test_written_out_entities_stay_as_they_are() -> None:
    """Markdown would decode them into the characters that the sanitiser removed."""
    app, _ = chat(script_of("&#27;[2J &#x202e;"))
    async with app.run_test(size=(120, 50)) as pilot:
        await ask_to_the_end(pilot)
        await wait_until(pilot, lambda: "Claimed &#27;[2J &#x202e;" in painted(pilot))
