"""Telling formats apart."""

from __future__ import annotations

import pytest

from assistant.corpus.registry import READERS, reader_named, reader_of
from assistant.errors import InputError, UsageError
from tests.corpus.reading import document

INVITATION = "Get trending papers in your email inbox!"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{INVITATION}\nSubscribeA Paper\nAn abstract.", "compact-dump"),
        (f"new\n\n{INVITATION}\n\nSubscribe\n\nDaily Papers", "page-dump"),
    ],
)
def test_first_reader_that_recognises_a_text(text: str, name: str) -> None:
    """Both layouts begin with the invitation and are told apart all the same."""
    assert name == next(reader.NAME for reader in READERS if reader.recognises(document(text)))


def test_unknown_format_names_the_known_ones() -> None:
    """The hint says what can be read."""
    with pytest.raises(InputError, match=r"notes\.txt") as caught:
        reader_of(document("Dear diary,\nnothing happened.", "notes.txt"))

    assert all(reader.NAME in caught.value.hint for reader in READERS)


def test_unknown_name_of_a_format_names_the_nearest() -> None:
    """A slip of the pen is told."""
    with pytest.raises(UsageError, match="no format 'page-dmp'") as caught:
        reader_named("page-dmp")

    assert "did you mean 'page-dump'?" in caught.value.hint
