"""A document: one text to read, from a file, an archive or standard input, as lines, as bytes or as a whole.

It is read once, from its beginning, in bounded memory; only ``text`` holds all of it, up to MAX_TEXT. What a line may
hold is bounded too. Bytes that are no text in the document's encoding (``encodings`` tells which that is) are told,
never silently dropped.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from assistant.corpus import encodings
from assistant.corpus.fields import FieldNames
from assistant.corpus.streams import BUFFER, Chained, Failing, some
from assistant.errors import InputError
from assistant.records import Gap

HEAD = 64 * 1024
"""Bytes by which formats are told apart."""
MAX_TEXT = 256 * 1024**2
MAX_LINE = 16 * 1024**2
NOT_DECODED = "bytes that are not UTF-8; save the file as UTF-8 text"

_CUT = ("unexpected end of data", "truncated data")
_SAVE_AS_UTF8 = "Papers are read from text files: save it as UTF-8 text."
_ESCAPED = dict.fromkeys(range(0xDC80, 0xDD00), "\ufffd")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line without its end.

    Attributes:
        fault: why the text is not what the file holds: bytes that are no text (U+FFFD stands for them), too long.
    """

    number: int
    text: str
    fault: str = ""


@dataclass(slots=True)
class Document:
    """One text and its name, to be read once.

    Attributes:
        name: under which its entries are kept.
        fields: the names of the fields in records that name them freely.
        faults: what reading it found wrong with its bytes, to be told at the end.
    """

    name: str
    stream: BinaryIO
    fields: FieldNames = field(default_factory=FieldNames)
    faults: list[Gap] = field(default_factory=list)
    _start: bytes = field(init=False, default=b"")
    _encoding: str = field(init=False, default=encodings.UTF8)
    _mark: bytes = field(init=False, default=b"")
    _is_ascii: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        try:
            while len(self._start) < HEAD and (data := some(self.stream, HEAD - len(self._start))):
                self._start += data
        except InputError as error:
            if not self._start:
                raise
            self.stream = Failing(error)  # what stands before the fault is read first
        self._encoding, self._mark = encodings.encoding_of(self._start)
        self._is_ascii = self._encoding == encodings.UTF8 and self._start[len(self._mark) :].isascii()
        if self._is_eight_bits and not self._start.lstrip().startswith(b"<"):  # XML says so itself
            self._tell(1 + self._start.count(b"\n", 0, encodings.first_beyond_ascii(self._start)))

    @property
    def _is_eight_bits(self) -> bool:
        return not self._encoding.startswith("utf")

    def _tell(self, line: int) -> None:
        """Tell which encoding was taken for that of the document."""
        name = "Windows-1252 (Latin 1)" if self._encoding == encodings.WESTERN else self._encoding
        reason = f"not UTF-8 from here on, read as {name}; if letters are wrong, save the file as UTF-8"
        self.faults.append(Gap(self.name, line, line, reason, is_kept=True))

    def _mended(self, text: str, line: int) -> tuple[str, bool]:
        """Return a text with its bytes that are not UTF-8 as what they are, or as U+FFFD, and whether all are text."""
        plain, is_text = _replaced(text)
        if not is_text and self._is_ascii:
            data = text.encode(encodings.UTF8, "surrogateescape")
            if not self._is_eight_bits and (found := encodings.eight_bits(data)):
                self._encoding = found
                self._tell(line)
            if self._is_eight_bits:
                return data.decode(self._encoding, "replace"), True
        self._is_ascii = self._is_ascii and (self._is_eight_bits or text.isascii())
        return plain, is_text

    @property
    def start(self) -> bytes:
        """The beginning as it is."""
        return self._start

    @property
    def head(self) -> str:
        """The beginning, with U+FFFD where it is no text; lines that end as on old Macs alone end with newlines."""
        decoder = codecs.getincrementaldecoder(self._encoding)(errors="replace")
        text = decoder.decode(self._start[len(self._mark) :], final=len(self._start) < HEAD)
        return text if "\n" in text else text.replace("\r", "\n")

    @property
    def is_empty(self) -> bool:
        """Whether nothing but white space is in it."""
        return len(self._start) < HEAD and not self.head.strip()

    @property
    def suffix(self) -> str:
        """What the name ends with, without the dot, in lower case; empty if there is no dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes as they are, in pieces."""
        yield self._start
        while data := some(self.stream, BUFFER):
            yield data

    def lines(self) -> Iterator[TextLine]:
        """Yield the lines; of one that is too long the beginning only."""
        reader = self._reader()
        number = 0
        while text := reader.readline(MAX_LINE):
            number += 1
            fault = ""
            if len(text) == MAX_LINE and not text.endswith("\n"):
                fault = f"a line longer than {MAX_LINE // 1024**2} MiB"
                while (rest := reader.readline(MAX_LINE)) and not rest.endswith("\n"):
                    pass
            text, is_text = self._mended(text.removesuffix("\n"), number)
            yield TextLine(number, text, fault or ("" if is_text else NOT_DECODED))

    def portions(self, size: int) -> Iterator[str]:
        """Yield the text in portions of so many characters; a fault tells of bytes that are no text."""
        reader = self._reader()
        line = 1
        while text := reader.read(size):
            text, is_text = self._mended(text, line)
            if not is_text:
                at = line + text.count("\n", 0, text.index("\ufffd"))
                self.faults.append(Gap(self.name, at, at, f"{NOT_DECODED}; shown as \ufffd", is_kept=True))
            line += text.count("\n")
            yield text

    def _reader(self) -> io.TextIOWrapper:
        errors = "surrogateescape" if self._encoding == encodings.UTF8 else "replace"
        raw = io.BufferedReader(Chained(self._start[len(self._mark) :], self.stream), BUFFER)
        return io.TextIOWrapper(raw, encoding=self._encoding, errors=errors)

    def text(self) -> str:
        """Return all of it.

        Raises:
            InputError: it is too large, or no text.
        """
        data = self._start + self.stream.read(max(0, MAX_TEXT + 1 - len(self._start)))
        if len(data) > MAX_TEXT:
            raise InputError(f"{self.name} is larger than {MAX_TEXT // 1024**2} MiB", "Split it into smaller files.")
        text, is_cut = self._decoded(data)
        if is_cut:
            last = text.count("\n") + 1
            self.faults.append(Gap(self.name, last, last, "the file ends in the middle of a character"))
        return text

    def check_is_text(self) -> None:
        """Raise an InputError if the beginning is no text."""
        self._decoded(self._start)

    def _decoded(self, data: bytes) -> tuple[str, bool]:
        """Return the text, and whether it ends in the middle of a character, which is then left out."""
        if self._encoding == encodings.UTF8 and self._is_ascii and (found := encodings.eight_bits(data)):
            self._encoding = found
            self._tell(1 + data.count(b"\n", 0, encodings.first_beyond_ascii(data)))
        encoding, mark, is_cut = self._encoding, self._mark, False
        try:
            text = data[len(mark) :].decode(encoding, "replace" if self._is_eight_bits else "strict")
        except UnicodeDecodeError as error:
            at = len(mark) + error.start
            is_cut = error.end == len(data) - len(mark) and error.reason in _CUT
            if not is_cut:
                raise self._not_text(data, at) from error
            text = data[len(mark) : at].decode(encoding)
        if "\0" in text:
            raise self._not_text(data, len(mark) + len(text[: text.index("\0")].encode(encoding)))
        return text, is_cut

    def _not_text(self, data: bytes, at: int) -> InputError:
        line = data.count(b"\n", 0, at) + 1
        where = f"byte {at} (line {line}) does not belong in {self._encoding} text"
        return InputError(f"{self.name} is not text: {where}", _SAVE_AS_UTF8)


def _replaced(text: str) -> tuple[str, bool]:
    """Return a text with U+FFFD for bytes that are none, and whether there are none such."""
    plain = text if text.isascii() else text.translate(_ESCAPED)
    return plain, plain is text or plain == text
