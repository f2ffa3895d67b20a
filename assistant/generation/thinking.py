"""Take `<think>…</think>` and the like out of a stream of text: what a model thinks is no part of its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.patterns import lazy_re

_PAIRS = {
    **{f"<{name}>": f"</{name}>" for name in ("think", "thinking", "thought", "reasoning", "seed:think")},
    "[THINK]": "[/THINK]",
    "◁think▷": "◁/think▷",
    "<|channel|>analysis": "<|channel|>final<|message|>",
    "<|channel>thought": "<channel|>",
}
_OPENINGS, _CLOSINGS = tuple(_PAIRS), tuple(_PAIRS.values())
TAG_TOKENS = frozenset(
    token.encode() for tag in (*_OPENINGS, *_CLOSINGS) for token in re.findall(r"<[^<>]+>|^[^<].+", tag)
)
"""Names of the control tokens that tags are made of."""
_ANSWERS = lazy_re(r"\[\s*[\d{]|【|\{\s*[\"}]")
"""In what is no thought, or hardly: a marker, or JSON."""
_REACH = 20  # characters of such that an earlier piece may have brought


class Thinking:
    """The state between two pieces of a stream.

    Attributes:
        is_open: whether the stream is inside a thought; a prompt that ends in an opening tag begins there.
        has_stray: a thought was closed that was not opened, so all the text until then was one.
        size: characters of text so far.
    """

    def __init__(self, *, is_open: bool = False) -> None:
        self.is_open = is_open
        self.has_stray = False
        self.size = 0
        self._held = ""

    def feed(self, piece: str) -> str:
        """Take the next piece and return what of it is not thought."""
        text, said = self._held + piece, ""
        while True:
            tags = _CLOSINGS if self.is_open else (*_OPENINGS, *_CLOSINGS)
            found = [(place, tag) for tag in tags if (place := text.find(tag)) >= 0]
            if not found:
                break
            place, tag = min(found)
            is_stray = not self.is_open and tag in _CLOSINGS
            said = "" if is_stray else said + ("" if self.is_open else text[:place])
            self.has_stray = self.has_stray or is_stray
            text, self.is_open = text[place + len(tag) :], tag in _OPENINGS
        self._held = max((_beginning_of(tag, text) for tag in tags), key=len)
        rest = text[: len(text) - len(self._held)]
        said = said if self.is_open else said + rest
        self.size += len(said)
        return said

    def finish(self) -> str:
        """Return what was held back because a tag might have begun there."""
        held, self._held = self._held, ""
        return "" if self.is_open else held


class HeldThinking(Thinking):
    """That of a server, whose prompt may have opened a thought: what comes first is held back until it is an answer.

    Args:
        is_wary: hold all back until a thought is closed, or the stream ends.
        is_bound: hold nothing back, since the server can write nothing but an answer.

    Attributes:
        is_late: a thought that was not opened was closed when some of it had been returned.
    """

    def __init__(self, *, is_wary: bool = False, is_bound: bool = False) -> None:
        super().__init__()
        self.is_late = False
        self._is_wary = is_wary
        self._text = None if is_bound and not is_wary else ""  # what is held back; None once nothing is

    def feed(self, piece: str) -> str:
        """Take the next piece and return what is known not to be thought."""
        had_stray, had_text = self.has_stray, self.size > 0
        said = super().feed(piece)
        if self.has_stray and not had_stray:
            self.is_late = self._text is None and had_text
            self._text = None
        if self._text is None:
            return said
        new = max(len(self._text) - _REACH, 0)
        self._text += said
        if self._is_wary or not _ANSWERS.search(self._text, new):
            return ""
        return self._release()

    def finish(self) -> str:
        """Return what was held back."""
        return self._release() + super().finish()

    def _release(self) -> str:
        text, self._text = self._text or "", None
        return text


def closing_of(prompt: str) -> str:
    """Return the tag that closes the thought with which a prompt ends; nothing if it ends in none."""
    return next((closing for opening, closing in _PAIRS.items() if prompt.rstrip().endswith(opening)), "")


def first_line(pieces: Iterable[str], thinking: Thinking) -> str:
    """Return the first line of a stream that is no thought, taking no more of the stream than that."""
    text = ""
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
