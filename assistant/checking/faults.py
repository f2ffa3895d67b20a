"""What does not hold in a receipt, in words."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.receipt_reading import SeenPaper
from assistant.sanitizing import sanitize_line

SHOWN = 60  # characters of a title


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of a receipt that does not hold.

    Attributes:
        kind: "paper_gone", "abstract_changed", "title_changed", "quote_missing", "hash", "verdict" or "text".
    """

    kind: str
    message: str

    def as_json(self) -> dict[str, str]:
        """Return the fault in its stable JSON form."""
        return {"kind": self.kind, "message": self.message}


def quoted(text: str) -> str:
    """Return a sentence between quotation marks; a quotation has its own."""
    if not sanitize_line(text):
        return "a sentence without a visible character"
    return text if text.startswith("“") and text.endswith("”") else f"“{text}”"


def named(paper: SeenPaper) -> str:
    """Return the title of a paper between quotation marks, cut if it is long."""
    return titled(paper.title)


def titled(title: str) -> str:
    """Return a title between quotation marks, cut if it is long."""
    return f"“{title if len(title) <= SHOWN else title[:SHOWN].rsplit(' ', 1)[0] + ' …'}”"


def numbers(ns: tuple[int, ...]) -> str:
    """Return numbers of papers as markers; "no paper" if there are none."""
    return ", ".join(f"[{n}]" for n in ns) or "no paper"
