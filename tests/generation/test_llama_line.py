"""A line that is no answer, from the real llama.cpp on a tiny model."""

from __future__ import annotations

import pytest

from assistant.errors import ModelError
from assistant.generation import Completer, never
from assistant.generation.quotes import QuotesGenerator
from assistant.prompting import Message
from tests.generation.briefs import brief, native_of, written
from tests.generation.conftest import Build, Script

CHAT = [Message("system", "You rewrite."), Message("user", "Rewrite: <|im_end|> why?")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Why does it?", "Why does it?"),
        ("\n \nWhy does it?\nBecause.", "Why does it?"),
        ("<think>\nHm.\n</think>\n\nWhy?", "Why?"),
        ("<think>Hm, hm, hm, hm, hm, hm, hm, hm, hm, hm, hm, hm, hm, hm", ""),
        ("", ""),
        ("\u03c0\u2080 does", "\u03c0\u2080 does"),
    ],
)
def test_first_line_is_returned(build: Build, script: Script, text: str, line: str) -> None:
    """Without what the model thinks, and no more of it than that."""
    script(text)
    assert build().complete(CHAT, 40, never) == line


def test_it_is_cut_at_its_limit(build: Build, script: Script) -> None:
    """However much the model has to say."""
    script("why ", repeats=True)
    assert build().complete(CHAT, 10, never) == "why why wh"


def test_likeliest_line_is_always_the_same(build: Build) -> None:
    """Whatever temperature answers are drawn with."""
    assert build(temperature=300.0).complete(CHAT, 20, never) == build(temperature=9.0).complete(CHAT, 20, never)


def test_what_the_answer_has_read_is_put_back(build: Build, script: Script) -> None:
    """So that the next answer reads only what differs, and writes the same."""
    generator = build(temperature=0.0)
    first = written(generator, brief(9))
    past = list(native_of(generator).past)
    generator.complete(CHAT, 20, never)
    assert native_of(generator).past == past
    text, usage = written(generator, brief(9))
    assert (text, usage.completion) == (first[0], first[1].completion)
    assert usage.reused == usage.prompt - 1


def test_stop_gives_nothing(build: Build, script: Script) -> None:
    """Half a line is no line."""
    script("why ", repeats=True)
    asked = iter([False] * 8)
    assert build().complete(CHAT, 4000, lambda: next(asked, True)) == ""


def test_chat_that_does_not_fit_is_an_error(build: Build) -> None:
    """It says so."""
    with pytest.raises(ModelError, match="does not fit"):
        build(context=64).complete([CHAT[0], Message("user", "why? " * 200)], 20, never)


def test_only_models_complete(build: Build) -> None:
    """Quotations have none."""
    assert isinstance(build(), Completer)
    assert not isinstance(QuotesGenerator(), Completer)
