"""Cut a text into sentences, as character spans that together hold everything but the white space between them.

Rules, not a model: abstracts are edited prose, and on the annotated evidence of the seed papers these rules place
every border but one as a reader would. They know no language other than English punctuation. Where a border is in doubt
there is none: two sentences in one can be read, half of one misleads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.language.full_stops import is_abbreviation, is_before_number, is_last_word, is_opener
from assistant.patterns import lazy_re
from assistant.records import Span

_STOP = r"""(?<![.!?…。！？])[.!?…。！？]++["”’»)\]}]*+"""  # and what it had opened is closed
_PLAIN = r"""\s++(?=["“‘«(\[$\\]*+[^\W_a-z])|(?<=[。！？])(?=\S)"""  # a new one begins: not with a small letter
_PREFIX = r"(?:non|pre|post|sub|co|anti|multi|semi|inter|intra|self|re|un|pro|de|in|on|to|of|by|up|at)-"
_NAME = rf"(?!{_PREFIX})[a-z]{{1,6}}+-?[A-Z\d][\w-]*+(?=[\s,:])"  # of a gene, a cell, a model: p53, miR-375, mTOR
_PLAIN_BORDER = lazy_re(f"{_STOP}(?:{_PLAIN})")
_BORDER = lazy_re(
    rf"""{_STOP}(?:{_PLAIN}
        |(?:(?<=[A-Za-z]{{2}}\.)|(?<=\d[a-z]\.)|(?<=[\d)\]%"”]\.))\s++(?={_NAME})
        |(?:(?<=[^\W\d_A-Z]{{3}}\.)|(?<=\)\.))(?P<reference>\d{{1,3}}(?:[,–-]\d{{1,3}})*+)\s++(?=[A-Z])  # "known.1,2"
        |(?P<quote>\s["”])\s++(?=["“(]?[A-Z])          # '"nucleosome. " The'
        |(?<=[^\W\d_A-Z]{{3}}\.)(?P<joined>)(?=[A-Z][a-z]*+[\s,])  # "is known.We"
        )""",
    re.VERBOSE,
)
_WORD = lazy_re(r"[^\W\d_]")
_BRACKET = lazy_re(r"[()]")
_LONGEST_ASIDE = 250
"""Characters of what is read as one bracket; one that is not closed by then was never meant to be."""


def split_sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of `text`, in order, none of them empty.

    What holds no word, such as the number of a point, stands with the sentence behind it, or with the last one.
    """
    return _split(text, _BORDER, is_last_word)


def split_plainly(text: str) -> list[Span]:
    """Return the spans of what is a sentence to those who see one character behind each border and no more.

    A text that is written a piece at a time is cut so: a border that `split_sentences` sees by words behind it is none.
    """
    return _split(text, _PLAIN_BORDER, lambda text, start, end, behind: False)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, verbatim."""
    return [text[span.start : span.end] for span in split_sentences(text)]


def has_word(text: str) -> bool:
    """Whether a text holds a letter of any script."""
    return _WORD.search(text) is not None


def _split(text: str, borders: re.Pattern[str], is_last: Callable[[str, int, int, int], bool]) -> list[Span]:
    spans: list[Span] = []
    piece = _Piece(text, 0)
    for border in borders.finditer(text):
        piece.read(border.end())
        if piece.has_word and not _is_within(border, piece.start, is_last) and not piece.is_in_aside():
            spans.append(_trimmed(text, piece.start, border.end()))
            piece = _Piece(text, border.end())
    piece.read(len(text))
    last = _trimmed(text, piece.start, len(text))
    if spans and not piece.has_word and last.start < last.end:
        spans[-1] = Span(spans[-1].start, last.end)
    elif last.start < last.end:
        spans.append(last)
    return spans


@dataclass(slots=True)
class _Piece:
    """What has been read of a text since the last border: each character once, so that no text takes long."""

    text: str
    start: int
    has_word: bool = False
    _end: int = field(init=False)
    _open: list[int] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._end = self.start

    def read(self, end: int) -> None:
        """Read on to `end`."""
        self.has_word = self.has_word or _WORD.search(self.text, self._end, end) is not None
        for bracket in _BRACKET.finditer(self.text, self._end, end):
            if bracket[0] == "(":
                self._open.append(bracket.start())
            elif self._open:
                self._open.pop()
        self._end = end

    def is_in_aside(self) -> bool:
        """Whether a bracket is open that stands within the sentence and is closed soon."""
        if not self._open or not self.text[self.start : self._open[0]].strip(' "“'):
            return False
        depth = 1
        for bracket in _BRACKET.finditer(self.text, self._end, self._open[-1] + _LONGEST_ASIDE):
            depth += 1 if bracket[0] == "(" else -1
            if not depth:
                return True
        return False


def _is_within(border: re.Match[str], start: int, is_last: Callable[[str, int, int, int], bool]) -> bool:
    """Whether what looks like a border stands within a sentence that begins at `start`."""
    text, stop, end = border.string, border.start() + 1, border.end()
    if is_before_number(text, start, stop):
        return True
    found = border.groupdict()
    if is_abbreviation(text, start, stop):
        return bool(found.get("reference")) or not is_last(text, start, stop, end)
    if quote := found.get("quote"):
        said = text[start : border.start()]
        return not (said.count('"') % 2 if quote[-1] == '"' else said.count("“") > said.count("”"))
    return found.get("joined") is not None and not is_opener(text, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return the span of a piece of a text without the white space around it."""
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    return Span(first, max(first, start + len(piece.rstrip())))
