"""The Markdown of answers: each `[n]` that names a source is a link, and nothing else is.

No HTML, no images, no entities, no code blocks, no links that the text itself makes: what a paper or a model writes
can look like a citation only by being one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from assistant.marking import MARKER
from assistant.patterns import lazy_re

_TARGET = lazy_re(r"cite:(\d+)")
_PROSE = ("newline", "escape", "backticks", "emphasis", "list", "heading")


def build_parser(numbers: Collection[int], is_verbatim: bool) -> MarkdownIt:
    """Return a parser.

    Args:
        numbers: the sources that may be cited.
        is_verbatim: the text was written by people who meant every character, so only the citations are markup.
    """
    parser = MarkdownIt("zero")
    if not is_verbatim:
        parser.enable(_PROSE)
    parser.inline.ruler.push("citation", _rule(numbers))
    return parser


def cited_number(href: str) -> int | None:
    """Return the number that a link of this parser leads to."""
    match = _TARGET.fullmatch(href)
    return int(match[1]) if match else None


def _rule(numbers: Collection[int]) -> Callable[[StateInline, bool], bool]:
    """Return the rule that reads a marker; several numbers in one pair of brackets become several links."""

    def read(state: StateInline, silent: bool) -> bool:
        match = MARKER.match(state.src, state.pos)
        named = [int(number) for number in match[1].split(",")] if match else []
        if match is None or not all(number in numbers for number in named):
            return False
        if not silent:
            for number in named:
                _push_link(state, number)
        state.pos = match.end()
        return True

    return read


def _push_link(state: StateInline, number: int) -> None:
    state.push("link_open", "a", 1).attrs = {"href": f"cite:{number}"}
    state.push("text", "", 0).content = f"[{number}]"
    state.push("link_close", "a", -1)
