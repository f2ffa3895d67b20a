"""Take `<think>…</think>` and the like out of a stream of text: what a model thinks is no part of its answer."""

from __future__ import annotations

from collections.abc import Iterable

_PAIRS = {"<think>": "</think>", "<thinking>": "</thinking>", "◁think▷": "◁/think▷"}
OPENINGS, CLOSINGS = tuple(_PAIRS), tuple(_PAIRS.values())


class Thinking:
    """The state between two pieces of a stream.

    Attributes:
        is_open: whether the stream is inside a thought; a prompt that ends in an opening tag begins there.
    """

    def __init__(self, *, is_open: bool = False) -> None:
        self.is_open = is_open
        self._held = ""

    def feed(self, piece: str) -> str:
        """Take the next piece and return what of it is not thought."""
        text, said = self._held + piece, ""
        while True:
            tags = CLOSINGS if self.is_open else OPENINGS
            found = [(place, tag) for tag in tags if (place := text.find(tag)) >= 0]
            if not found:
                break
            place, tag = min(found)
            said += "" if self.is_open else text[:place]
            text, self.is_open = text[place + len(tag) :], not self.is_open
        self._held = max((_beginning_of(tag, text) for tag in tags), key=len)
        rest = text[: len(text) - len(self._held)]
        return said if self.is_open else said + rest

    def finish(self) -> str:
        """Return what was held back because a tag might have begun there."""
        held, self._held = self._held, ""
        return "" if self.is_open else held


def closing_of(prompt: str) -> str:
    """Return the tag that closes the thought with which a prompt ends; nothing if it ends in none."""
    return next((closing for opening, closing in _PAIRS.items() if prompt.rstrip().endswith(opening)), "")


def first_line(pieces: Iterable[str], *, is_open: bool = False) -> str:
    """Return the first line of a stream that is no thought, taking no more of the stream than that."""
    thinking, text = Thinking(is_open=is_open), ""
    for piece in pieces:
        text = (text + thinking.feed(piece)).lstrip()
        if "\n" in text:
            return text.partition("\n")[0].strip()
    return (text + thinking.finish()).strip().partition("\n")[0].strip()


def _beginning_of(tag: str, text: str) -> str:
    """Return the longest end of `text` with which `tag` begins."""
    for length in range(min(len(tag) - 1, len(text)), 0, -1):
        if tag.startswith(text[-length:]):
            return text[-length:]
    return ""
