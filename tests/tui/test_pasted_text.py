"""Pastes with an ESC in them, in whatever portions they come."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from assistant.tui.pasted_text import BEGIN, END, PasteParser


def received(*portions: str) -> list[Message]:
    """Return the events of what a terminal sends, in portions."""
    parser = PasteParser()
    return [event for portion in (*portions, "") for event in parser.feed(portion)]


def said(found: list[Message]) -> list[str]:
    """Return pasted texts, in brackets, and keys."""
    return [f"({event.text})" if isinstance(event, events.Paste) else str(getattr(event, "key", "")) for event in found]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (f"a{BEGIN}one\n\x1b[31mred\ntwo{END}b", ["a", "(one\n[31mred\ntwo)", "b"]),
        (f"{BEGIN}\x1b{END}{BEGIN}x\x1b\x1b{END}\x1b[A", ["()", "(x)", "up"]),
        (f"{BEGIN}\x1b[200~in\x1b[20x{END}\r", ["([200~in[20x)", "enter"]),
        (f"{BEGIN}ten\nlines{END}", ["(ten\nlines)"]),
        ("\x1b[Ax\x1b[20~", ["up", "x", "f9"]),
    ],
)
def test_a_paste_is_one_text(sent: str, expected: list[str]) -> None:
    """Also when each character comes by itself; keys are keys as before."""
    assert said(received(sent)) == expected
    assert said(received(*sent)) == expected


@given(
    text=st.text(st.sampled_from("ab\n\x1b[20~1"), max_size=30),
    cuts=st.lists(st.integers(0, 45), max_size=6),
)
def test_no_portion_makes_keys_of_a_paste(text: str, cuts: list[int]) -> None:
    """Whatever is in it but its end."""
    text = text.replace(END, "")
    sent = f"{BEGIN}{text}{END}z"
    places = [0, *sorted(cuts), len(sent)]
    portions = [sent[first:last] for first, last in pairwise(places) if sent[first:last]]
    pasted, key = said(received(*portions))
    assert (pasted, key) == (f"({text.replace(chr(27), '')})", "z")
