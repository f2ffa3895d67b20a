"""Vectors are packed into few bytes, come back as they were but for a known error, and say when they are damaged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.storage.library import Library
from assistant.storage.vector_packing import (
    GROUP,
    STEP,
    Vectors,
    pack_passage,
    pack_sentences,
    unpack_passages,
    unpack_sentences,
)


def drawn(seed: int, count: int, dimensions: int, shared: float = 0.0) -> Vectors:
    """Return vectors of length 1, which have more or less of their direction in common."""
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(count, dimensions)) + shared * chance.normal(size=dimensions)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@given(st.integers(0, 999), st.integers(1, 3 * GROUP + 1), st.integers(1, 70), st.floats(0, 9))
def test_sentences_come_back_within_the_error_of_a_step(seed: int, count: int, dimensions: int, shared: float) -> None:
    """However many there are: a transform without stretching leaves the errors of a group as long as they were."""
    vectors = drawn(seed, count, dimensions, shared)
    found = unpack_sentences(pack_sentences(vectors), count)
    longest = STEP / 2 * np.sqrt(min(count, GROUP) * dimensions)  # of all errors of a group together
    assert np.linalg.norm(found - vectors, axis=1).max() <= 2 * longest + 1e-5
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(count), abs=1e-5)


def test_cosines_of_sentences_are_as_near_as_with_eight_bits() -> None:
    """Under a thousandth on average."""
    vectors, questions = drawn(1, 700, 384, 1.7), drawn(2, 100, 384)
    found = np.concatenate([unpack_sentences(pack_sentences(part), 7) for part in np.split(vectors, 100)])
    errors = (found - vectors) @ questions.T
    assert (float(errors.std()), float(np.abs(errors).max())) < (0.0005, 0.003)
    assert np.abs(errors).max() < 0.003


@given(st.integers(0, 999), st.integers(1, 9), st.integers(1, 70))
def test_passages_come_back_as_near_as_with_float16(seed: int, count: int, dimensions: int) -> None:
    """The largest component is told exactly, and no other one is off by more than a 4094th of it."""
    vectors = drawn(seed, count, dimensions)
    found = unpack_passages([pack_passage(vector) for vector in vectors])
    assert np.abs(found - vectors).max() <= (1 + np.sqrt(dimensions)) / 4094 + 1e-6
    assert found.shape == vectors.shape


def test_cosines_of_passages_keep_their_order() -> None:
    """An error of 1 in 20,000 on average."""
    vectors, questions = drawn(1, 500, 384, 1.7), drawn(2, 100, 384)
    found = unpack_passages([pack_passage(vector) for vector in vectors])
    assert ((found - vectors) @ questions.T).std() < 0.00005


@given(st.integers(1, 40), st.integers(1, 40))
def test_packed_vectors_are_an_odd_number_of_bytes(count: int, dimensions: int) -> None:
    """By that they are told from those of an older library."""
    vectors = drawn(0, count, dimensions)
    assert [len(pack_sentences(vectors)) % 2, len(pack_passage(vectors[0])) % 2] == [1, 1]


def test_vectors_of_an_older_library_are_read() -> None:
    """Also beside packed ones, each in its place."""
    vectors = drawn(3, 6, 16)
    old = vectors.astype("<f2")
    np.testing.assert_array_equal(old.astype(np.float32), unpack_sentences(old.tobytes(), 6))
    stored = [pack_passage(vector) if place % 2 else old[place].tobytes() for place, vector in enumerate(vectors)]
    np.testing.assert_allclose(unpack_passages(stored), vectors, atol=1e-3)


def test_no_sentences_are_no_bytes() -> None:
    """Of a paper without abstract."""
    assert (pack_sentences(np.zeros((0, 4), np.float32)), len(unpack_sentences(b"", 0))) == (b"", 0)


def test_each_bit_that_turns_over_in_sentences_is_noticed() -> None:
    """By the checksum of zlib, unless it stands between two parts and means nothing."""
    vectors = drawn(4, 5, 12, 1.0)
    packed = pack_sentences(vectors)
    noticed = 0
    for place in range(8 * len(packed)):
        damaged = bytearray(packed)
        damaged[place // 8] ^= 1 << place % 8
        try:
            np.testing.assert_array_equal(unpack_sentences(bytes(damaged), 5), unpack_sentences(packed, 5))
        except ValueError:
            noticed += 1
    assert noticed > 7.8 * len(packed)


@pytest.mark.parametrize(
    "stored",
    [
        bytes(7),
        bytes(768),
        b"\1" + bytes(6),
        b"\0" + bytes([0, 8, 128] * 2),
        b"\5" + pack_passage(np.ones(4, np.float32))[1:],
    ],
)
def test_damaged_passages_are_noticed(stored: bytes) -> None:
    """Zeros, what has no largest component, and what cannot have been filled up so."""
    with pytest.raises(ValueError, match="damaged"):
        unpack_passages([stored])


@pytest.mark.parametrize("count", [0, 4, 6])
def test_sentences_of_another_number_are_noticed(count: int) -> None:
    """Offsets and vectors belong together."""
    with pytest.raises(ValueError, match=r"vectors|reshape"):
        unpack_sentences(pack_sentences(drawn(5, 5, 7)), count)


def test_vectors_take_few_bytes(seeds_library: Library) -> None:
    """Of the bundled papers: half of float16 for sentences (768), three quarters of it for passages."""
    rows = list(seeds_library.raw_sentences())
    sentences = sum(len(spans) // 8 for _, spans, _ in rows)
    assert sum(len(blob) for _, _, blob in rows) / sentences < 365
    assert {len(blob) for *_, blob in seeds_library.raw_passages()} == {577}
