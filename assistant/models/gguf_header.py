"""Read the header of a GGUF file: metadata and where each tensor lies, without llama.cpp and without trusting it.

llama.cpp maps the file and follows what the header says, so a file that is cut short or altered can end the process
there. Here every count is held against the bytes that are left before anything is done with it. The weights are not
read. Format: github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from pathlib import Path

Value = int | float | bool | str | None

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_LONGEST_NAME = 65_535
_LONGEST_STRING = 1 << 20  # of a value that is kept; a chat template has some thousand
_MOST_DIMENSIONS = 4
_PLACE = 32  # bytes; where weights lie that llama.cpp computes with as they are in the file
_SMALLEST_PAIR = 8 + 1 + 4 + 1  # key, type, value
_SMALLEST_TENSOR = 8 + 1 + 4 + 8 + 4 + 8  # name, dimensions, type, offset

# ggml type: values in a block, bytes of a block
_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 40),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292),
    16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82),
    23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2),
    34: (256, 54), 35: (256, 66), 39: (32, 17), 40: (64, 36), 41: (128, 18),
}  # fmt: skip


class HeaderError(ValueError):
    """You gave bytes that are not the header of a whole GGUF file."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies, as the header says.

    Attributes:
        kind: number of the ggml type.
        offset: bytes from the beginning of the data.
    """

    name: str
    shape: tuple[int, ...]
    kind: int
    offset: int

    @property
    def size(self) -> int:
        """Bytes of the tensor; 1 for a type that is not known here."""
        if self.kind not in _BLOCKS:
            return 1
        values, size = _BLOCKS[self.kind]
        return prod(self.shape) // values * size


@dataclass(frozen=True, slots=True)
class Header:
    """What a GGUF file says about itself.

    Attributes:
        values: the metadata; long strings and arrays are left out.
        tokens: the vocabulary, as bytes.
    """

    version: int
    values: Mapping[str, Value] = field(repr=False)
    tokens: tuple[bytes, ...] = field(repr=False)
    tensors: tuple[Tensor, ...] = field(repr=False)

    @property
    def architecture(self) -> str:
        """The kind of model, such as "llama" or "qwen3"."""
        return str(self.values.get("general.architecture") or "")

    def number(self, key: str) -> int | None:
        """Return the whole number that stands under the architecture's `key`, if there is one."""
        value = self.values.get(f"{self.architecture}.{key}")
        return value if type(value) is int else None


def read_header(path: Path) -> Header:
    """Return the header of the file.

    Raises:
        HeaderError: it is not a GGUF file, or not all of it is there.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        if path.stat().st_size < 24:
            raise HeaderError("it is too short to be a GGUF file")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                return _Reader(data).header()
            except (struct.error, UnicodeDecodeError) as error:
                raise HeaderError(f"its header is damaged ({error})") from None


class _Reader:
    """Goes through the bytes from front to back; struct.error where they end."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = 0
        self._tokens: tuple[bytes, ...] = ()

    def header(self) -> Header:
        if self._data[:4] != b"GGUF":
            raise HeaderError("it is no GGUF file: it does not begin with 'GGUF'")
        self._at = 4
        version = self._number("I")
        if version not in (2, 3):
            raise HeaderError(f"its GGUF version {version} is not 2 or 3")
        tensor_count, pair_count = self._number("Q"), self._number("Q")
        self._hold(tensor_count, _SMALLEST_TENSOR, "tensors")
        self._hold(pair_count, _SMALLEST_PAIR, "entries of metadata")
        values: dict[str, Value] = {}
        for _ in range(pair_count):
            self._pair(values)
        tensors = tuple(self._tensor() for _ in range(tensor_count))
        self._check_data(tensors, values.get("general.alignment", 32))
        return Header(version, values, self._tokens, tensors)

    def _pair(self, values: dict[str, Value]) -> None:
        key = self._text(_LONGEST_NAME)
        kind = self._number("I")
        if kind == _ARRAY:
            self._array(is_kept=key == "tokenizer.ggml.tokens")
        elif kind == _STRING:
            values[key] = self._value_text()
        elif kind in _SCALARS:
            values[key] = self._scalar(_SCALARS[kind])
        else:
            raise HeaderError(f"its entry '{key[:40]}' has the unknown type {kind}")

    def _array(self, *, is_kept: bool) -> None:
        kind, count = self._number("I"), self._number("Q")
        if kind == _STRING:
            self._hold(count, 8, "texts")
            texts = self._texts(count)
            self._tokens = tuple(texts) if is_kept else self._tokens
        elif kind in _SCALARS:
            self._skip(count * struct.calcsize(_SCALARS[kind]))
        else:
            raise HeaderError(f"it holds an array of the unknown type {kind}")

    def _texts(self, count: int) -> list[bytes]:
        """Read many texts, which are most of the header: 300,000 of them in a tenth of a second."""
        data, at, length_at = self._data, self._at, struct.Struct("<Q").unpack_from
        texts = []
        for _ in range(count):
            length = length_at(data, at)[0]
            if length > _LONGEST_STRING:
                raise HeaderError(f"it holds a token of {length} bytes")
            texts.append(data[at + 8 : at + 8 + length])
            at += 8 + length
        self._at = at
        self._hold(0, 1, "bytes")
        return texts

    def _tensor(self) -> Tensor:
        name = self._text(_LONGEST_NAME)
        dimensions = self._number("I")
        if not 1 <= dimensions <= _MOST_DIMENSIONS:
            raise HeaderError(f"its tensor '{name[:40]}' has {dimensions} dimensions")
        shape = tuple(self._number("Q") for _ in range(dimensions))
        return Tensor(name, shape, self._number("I"), self._number("Q"))

    def _check_data(self, tensors: tuple[Tensor, ...], alignment: Value) -> None:
        if type(alignment) is not int or alignment <= 0 or alignment % 8 or alignment > 1 << 20:
            raise HeaderError(f"its alignment {alignment!r} makes no sense")
        start = -(-self._at // alignment) * alignment
        for tensor in tensors:
            end = start + tensor.offset + tensor.size
            if min(tensor.shape) < 1 or tensor.offset % alignment or (start + tensor.offset) % _PLACE:
                raise HeaderError(f"its tensor '{tensor.name[:40]}' has an impossible shape or place")
            if end > len(self._data):
                missing = f"{len(self._data):,} bytes instead of at least {end:,}"
                raise HeaderError(f"it is not complete: {missing}")

    # ----------------------------------------------------------------- bytes

    def _number(self, code: str) -> int:
        return int(self._scalar(code))

    def _scalar(self, code: str) -> int | float | bool:
        (value,) = struct.unpack_from("<" + code, self._data, self._at)
        self._at += struct.calcsize(code)
        number: int | float | bool = value
        return number

    def _text(self, longest: int) -> str:
        length = self._number("Q")
        if length > longest:
            raise HeaderError(f"it holds a name of {length} bytes")
        start = self._at
        self._skip(length)
        return bytes(self._data[start : self._at]).decode("utf-8")

    def _value_text(self) -> str | None:
        (length,) = struct.unpack_from("<Q", self._data, self._at)
        if length <= _LONGEST_STRING:
            return self._text(_LONGEST_STRING)
        self._skip(8 + length)
        return None

    def _skip(self, length: int) -> None:
        self._hold(length, 1, "bytes")
        self._at += length

    def _hold(self, count: int, size: int, what: str) -> None:
        """Refuse a count that the rest of the file cannot hold."""
        if count * size > len(self._data) - self._at:
            raise HeaderError(f"it is not complete: its header announces {count} {what} more than there are")
