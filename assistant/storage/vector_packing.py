"""Pack the vectors of a paper into few bytes, and unpack them.

A passage, by which papers are ranked, has twelve bits a component: no cosine is off by more than float16 has it.

Sentences of one abstract are much alike, so what they share is told once: the components of up to GROUP sentences are
turned by a cosine transform (orthonormal, so that no error grows), divided by STEP and rounded. The low bytes of what
is shared, all high bytes and the other low bytes are distributed differently; zlib packs each with a code of its own,
and its checksum tells damage. An older library holds float16 instead: an even number of bytes, where packed ones are
always odd, so that both may stand side by side.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
STEP = 1 / 768
"""Between two values of a component; a cosine is off by STEP / √12 on average then, as with eight bits a component."""
GROUP = 16
PORTION = 256
"""Passages that are unpacked at once."""
SLACK = 0.05
"""Of the square of the length of a stored vector, which is 1 unless it is damaged."""
_PADDING = b"\0"
_MOST = 2047
"""What the largest component of a passage is stored as."""


def pack_passage(vector: Vectors) -> bytes:
    """Return a vector, shape (dimensions,), as an odd number of bytes: how many zeros fill up the last, then pairs."""
    filling = -len(vector) % 4
    most = float(np.abs(vector).max()) or 1.0
    values = np.rint(np.pad(vector, (0, filling)) * (_MOST / most)).astype(np.int32) + _MOST + 1
    pairs = (values[::2] | values[1::2] << 12).astype("<u4").view(np.uint8).reshape(-1, 4)
    return bytes([filling, *pairs[:, :3].tobytes()])


def unpack_passages(blobs: Sequence[bytes]) -> Vectors:
    """Return the vectors of some passages, shape (passages, dimensions), as they or an older version has stored them.

    Raises:
        ValueError: they are damaged.
    """
    if not blobs:
        return np.zeros((0, 0), np.float32)
    if len({len(blob) for blob in blobs}) == 1:
        return _of_one_size(blobs)
    places: dict[int, list[int]] = {}
    for place, blob in enumerate(blobs):
        places.setdefault(len(blob), []).append(place)
    parts = [_of_one_size([blobs[place] for place in some]) for some in places.values()]
    found: Vectors = np.concatenate(parts)[np.argsort(np.concatenate([*places.values()]))]
    return found


def _of_one_size(blobs: Sequence[bytes]) -> Vectors:
    """Return vectors that are stored in one way, in portions that stay in the cache of a processor."""
    size, filling = len(blobs[0]), blobs[0][0] if blobs[0] else 0
    if size % 2 and (size % 6 != 1 or filling > 3 or size == 1):
        raise ValueError("vectors are damaged")
    found = np.empty((len(blobs), (size - 1) // 3 * 2 if size % 2 else size // 2), np.float32)
    for first in range(0, len(blobs), PORTION):
        stored = b"".join(blobs[first : first + PORTION])
        into = found[first : first + PORTION]
        if size % 2:
            _unpack_passages(np.frombuffer(stored, dtype=np.uint8).reshape(-1, size), filling, into)
        else:
            into[:] = _sound(np.frombuffer(stored, dtype="<f2").astype(np.float32).reshape(len(into), -1))
    return found[:, :-filling] if size % 2 and filling else found


def _unpack_passages(stored: npt.NDArray[np.uint8], filling: int, into: Vectors) -> None:
    if (stored[:, 0] != filling).any():
        raise ValueError("vectors are damaged")
    first, middle, last = (stored[:, place::3].astype(np.uint16) for place in (1, 2, 3))
    into[:, ::2], into[:, 1::2] = first | (middle & 15) << 8, middle >> 4 | last << 4
    into -= _MOST + 1
    if (np.maximum(into.max(axis=1), -into.min(axis=1)) != _MOST).any():
        raise ValueError("vectors are damaged")
    into[:, into.shape[1] - filling :] = 0
    _make_unit(into)


def pack_sentences(vectors: Vectors) -> bytes:
    """Return vectors of length 1, shape (sentences, dimensions), as an odd number of bytes; none if there are none."""
    if not len(vectors):
        return b""
    parts = [_transform(len(group)) @ group for group in _groups(np.asarray(vectors, dtype=np.float32))]
    values = np.rint(np.concatenate(parts) / np.float32(STEP)).astype(np.int16)
    low = values.astype(np.int8)
    high = ((values - low) >> 8).astype(np.int8)
    is_shared = np.arange(len(values)) % GROUP == 0
    packer = zlib.compressobj(strategy=zlib.Z_RLE, memLevel=9)
    packed = b"".join(
        packer.compress(part.tobytes()) + packer.flush(mode)
        for part, mode in ((low[is_shared], zlib.Z_BLOCK), (high, zlib.Z_BLOCK), (low[~is_shared], zlib.Z_FINISH))
    )
    return packed if len(packed) % 2 else packed + _PADDING


def unpack_sentences(blob: bytes, count: int) -> Vectors:
    """Return so many vectors of length 1, shape (count, dimensions), as they or an older version has stored them.

    Raises:
        ValueError: they are damaged.
    """
    if bool(blob) != bool(count):
        raise ValueError("vectors are missing")
    if not count:
        return np.zeros((0, 0), np.float32)
    if len(blob) % 2 == 0:
        return _sound(np.frombuffer(blob, dtype="<f2").astype(np.float32).reshape(count, -1))
    vectors = _sound(_transformed(blob, count))
    _make_unit(vectors)
    return vectors


def _make_unit(vectors: Vectors) -> None:
    vectors /= np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]


def _sound(vectors: Vectors) -> Vectors:
    """Return vectors, all of which have length 1 unless they are damaged."""
    with np.errstate(over="ignore", invalid="ignore"):
        squares = np.einsum("ij,ij->i", vectors, vectors)
    if not np.abs(squares - 1).max() < SLACK:
        raise ValueError("vectors are damaged")
    return vectors


def _transformed(blob: bytes, count: int) -> Vectors:
    unpacker = zlib.decompressobj()
    try:
        raw = unpacker.decompress(blob)
    except zlib.error as error:
        raise ValueError(f"vectors are damaged: {error}") from error
    if not unpacker.eof or unpacker.unused_data not in (b"", _PADDING) or len(raw) % (2 * count):
        raise ValueError("vectors are cut")
    is_shared = np.arange(count) % GROUP == 0
    bytes_of = np.frombuffer(raw, dtype=np.int8).reshape(2 * count, -1)
    shared = int(is_shared.sum())
    values = bytes_of[shared : shared + count].astype(np.float32) * np.float32(256)
    values[is_shared] += bytes_of[:shared]
    values[~is_shared] += bytes_of[shared + count :]
    parts = [_transform(len(group)).T @ group for group in _groups(values)]
    found: Vectors = np.concatenate(parts) * np.float32(STEP)
    return found


def _groups(vectors: Vectors) -> list[Vectors]:
    return [vectors[first : first + GROUP] for first in range(0, len(vectors), GROUP)]


@lru_cache(GROUP)
def _transform(size: int) -> Vectors:
    """Return the orthonormal cosine transform (DCT-II), https://en.wikipedia.org/wiki/Discrete_cosine_transform."""
    frequency, place = np.arange(size)[:, None], np.arange(size)[None]
    matrix: Vectors = np.cos(np.pi * (2 * place + 1) * frequency / (2 * size)).astype(np.float32)
    matrix *= np.float32(np.sqrt(2 / size))
    matrix[0] /= np.sqrt(2)
    return matrix
