"""Telling formats apart."""

from __future__ import annotations

import pytest

from assistant.corpus.registry import READERS, read_text
from assistant.errors import InputError

INVITATION = "Get trending papers in your email inbox!"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{INVITATION}\nSubscribeA Paper\nAn abstract.", "compact dump of a daily papers page"),
        (f"new\n\n{INVITATION}\n\nSubscribe\n\nDaily Papers", "page dump of a daily papers page"),
    ],
)
def test_first_reader_that_recognises_a_text(text: str, name: str) -> None:
    """Both layouts begin with the invitation and are told apart all the same."""
    assert name == next(reader.NAME for reader in READERS if reader.recognises(text))


def test_unknown_format_names_the_known_ones() -> None:
    """The hint says what can be read."""
    with pytest.raises(InputError, match=r"notes\.txt") as caught:
        read_text("Dear diary,\nnothing happened.", "notes.txt")

    assert all(reader.NAME in caught.value.hint for reader in READERS)
