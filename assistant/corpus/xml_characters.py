"""Bytes of XML made ready for a parser that takes few encodings and no control characters.

Exported files hold such characters all the same, out of old abstracts. One of them would end the reading of a whole
file, so they are read as blanks, and told. What is written in an encoding of several bytes a letter is decoded first.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from assistant.corpus.documents import Document
from assistant.patterns import lazy_re

_DECLARED = lazy_re(r"\s{0,999}<\?xml\s[^<>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})[\"']")
_OF_SEVERAL_BYTES = frozenset(
    "big5 big5hkscs cp932 cp949 cp950 euc_jp euc_kr gb18030 gb2312 gbk hz iso2022_jp iso2022_kr johab shift_jis".split()
)
_CONTROLS = bytes((*range(1, 9), 11, 12, *range(14, 32)))
_AS_BLANKS = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
_BY_NUMBER = lazy_re(
    rb"&#(?:0{0,9}(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45])"
    rb"|x0{0,9}(?:[0-8bcef]|1[0-9a-f]|fff[ef]|d[89a-f][0-9a-f]{2}));"
    rb"|\xef\xbf[\xbe\xbf]",
    re.IGNORECASE,
)
_BEGUN = lazy_re(rb"(?:&(?:#(?:[0-9]{0,15}|[xX][0-9a-fA-F]{0,14}))?|\xef\xbf?)$")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")


class Blanking:
    """Takes the bytes of a file in their order, and gives them without what no XML may hold.

    Attributes:
        count: of what was taken out so far.
        line: on which the first of it stood, 0 if there is none.
    """

    def __init__(self) -> None:
        self.count, self.line = 0, 0
        self._lines, self._rest = 1, b""
        self._is_wide: bool | None = None

    def take(self, data: bytes, is_last: bool) -> bytes:
        """Return the next bytes; some may be given with the next ones only. Those of UTF-16 stay as they are."""
        if self._is_wide is None:
            self._is_wide = data.startswith(_WIDE)
        if self._is_wide:
            return data
        data = self._rest + data
        begun = None if is_last else _BEGUN.search(data, max(0, len(data) - 20))
        at = begun.start() if begun else len(data)
        data, self._rest = data[:at], data[at:]
        clean = data.translate(_AS_BLANKS)
        named = 0
        if b"&#" in clean or b"\xef\xbf" in clean:
            clean, named = _BY_NUMBER.subn(b" ", clean)
        if named or clean != data:
            self._note(data, named)
        self._lines += data.count(b"\n")
        return clean

    def _note(self, data: bytes, named: int) -> None:
        raw = len(data) - len(data.translate(None, _CONTROLS))
        self.count += raw + named
        if not self.line:
            found = [
                place.start() for place in (_BY_NUMBER.search(data), re.search(rb"[%s]" % _CONTROLS, data)) if place
            ]
            self.line = self._lines + data.count(b"\n", 0, min(found))


def for_parser(document: Document) -> tuple[Iterator[bytes], str | None]:
    """Return the bytes of a document, and the encoding that they are in if it is not the one that they name."""
    declared = _DECLARED.match(document.head)
    try:
        name = codecs.lookup(declared[1]).name if declared else "utf-8"
    except LookupError:
        name = ""
    if name not in _OF_SEVERAL_BYTES:
        return document.chunks(), None
    return _as_utf8(document.chunks(), name), "utf-8"


def _as_utf8(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    for chunk in chunks:
        if text := decoder.decode(chunk):
            yield text.encode()
    yield decoder.decode(b"", final=True).encode()
