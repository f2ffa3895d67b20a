"""The chat for screen readers: nothing moves, nothing is drawn but words, an answer is shown when it is complete."""

from __future__ import annotations

from textual.app import App
from textual.dom import DOMNode

from assistant.marking import MARKS
from assistant.records import Verdict

CALM = "-calm"
"""The class that the application has in this mode; the style sheet takes frames and bars away by it."""
WORKING = "working; what is answered is shown when it is complete"

_SAID = {
    Verdict.SUPPORTED: "(supported)",
    Verdict.PARTIAL: "(partly supported)",
    Verdict.CONTRADICTED: "(contradicted)",
    Verdict.UNSUPPORTED: "(unsupported)",
}
_SIGNS = {" · ": ", ", **{f"{mark} ": "" for mark in MARKS.values()}, "→ ": "", "▲ ": "", "▼ ": ""}


def be_calm(app: App[None]) -> None:
    """Put an application into this mode."""
    app.add_class(CALM)
    app.animation_level = "none"


def is_calm(node: DOMNode) -> bool:
    """Whether the application of a node is in this mode."""
    return node.app.has_class(CALM)


def needs_signs(node: DOMNode) -> bool:
    """Whether what is chosen has to be told by a sign: for screen readers, and where there are no colours."""
    return is_calm(node) or node.app.no_color


def in_words(words: str) -> str:
    """Return what the chat says of itself without the signs that a screen reader would spell."""
    for sign, said in _SIGNS.items():
        words = words.replace(sign, said)
    return words


def marks(node: DOMNode, is_verbatim: bool) -> dict[Verdict, str]:
    """Return what stands behind a checked sentence; of verbatim ones those that hold are quoted."""
    if not is_calm(node):
        return MARKS
    return _SAID | ({Verdict.SUPPORTED: "(quoted)"} if is_verbatim else {})
