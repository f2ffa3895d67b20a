"""A file that is no sound model is refused before llama.cpp sees it."""

from __future__ import annotations

import os
import random
import shutil
import struct
from pathlib import Path

import pytest

from assistant.errors import ModelError, ModelMissing
from assistant.models import check_gguf, model_at, sound_models
from tests.tiny_gguf import CHATML, CONTEXT, write_tiny_gguf


def changed(path: Path, data: bytes | bytearray) -> Path:
    """Return a file with these bytes."""
    path.write_bytes(data)
    return path


def test_a_sound_file_passes(sound: Path) -> None:
    """Its header tells what it is."""
    header = check_gguf(sound)
    assert ("llama", 3, CONTEXT) == (header.architecture, header.version, header.number("context_length"))
    assert header.values["tokenizer.chat_template"] == CHATML


def test_the_tensors_fill_the_file(sound: Path) -> None:
    """Their sizes are computed as llama.cpp does, so that a missing byte shows."""
    check_gguf(sound)
    last = max(check_gguf(sound).tensors, key=lambda tensor: tensor.offset)
    assert sound.stat().st_size % 32 == 0
    assert last.size > 0


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    """It is no damaged model."""
    with pytest.raises(ModelMissing):
        check_gguf(tmp_path / "none.gguf")


@pytest.mark.parametrize("seed", range(30))
def test_a_file_that_is_cut_short_is_refused(sound: Path, tmp_path: Path, seed: int) -> None:
    """An interrupted download is the most common damage; wherever it ended, it is seen."""
    data = sound.read_bytes()
    length = random.Random(seed).randrange(len(data) - 64)
    with pytest.raises(ModelError, match="cannot be used"):
        check_gguf(changed(tmp_path / "cut.gguf", data[:length]))


@pytest.mark.parametrize("data", [b"", b"GGUF", b"<html>404</html>" * 9, b"PK\3\4" * 99, bytes(4096), b"GGUF" * 999])
def test_a_foreign_file_is_refused(tmp_path: Path, data: bytes) -> None:
    """A web page, an archive or nothing at all under the name of a model."""
    with pytest.raises(ModelError, match="cannot be used"):
        check_gguf(changed(tmp_path / "foreign.gguf", data))


@pytest.mark.parametrize("version", [0, 1, 4, 3 << 24])
def test_an_unknown_version_is_refused(sound: Path, tmp_path: Path, version: int) -> None:
    """Too old, too new, or the other byte order."""
    data = bytearray(sound.read_bytes())
    data[4:8] = struct.pack("<I", version)
    with pytest.raises(ModelError, match="version"):
        check_gguf(changed(tmp_path / "version.gguf", data))


@pytest.mark.parametrize("place", [8, 16])
@pytest.mark.parametrize("count", [2**63, 2**64 - 1, 2**32, 10**6])
def test_a_huge_count_is_refused_at_once(sound: Path, tmp_path: Path, place: int, count: int) -> None:
    """Neither memory nor time is spent on what the file cannot hold."""
    data = bytearray(sound.read_bytes())
    data[place : place + 8] = struct.pack("<Q", count)
    with pytest.raises(ModelError, match="cannot be used"):
        check_gguf(changed(tmp_path / "huge.gguf", data))


@pytest.mark.parametrize("seed", range(300))
def test_a_flipped_bit_never_raises_anything_else(sound: Path, tmp_path: Path, seed: int) -> None:
    """In the header a bit is either harmless or refused, never an exception of another kind."""
    data, chance = bytearray(sound.read_bytes()), random.Random(seed)
    data[chance.randrange(9_856)] ^= 1 << chance.randrange(8)
    try:
        check_gguf(changed(tmp_path / "flipped.gguf", data))
    except ModelError as error:
        assert error.hint


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"<0x41>", b"<0x42>", "same token twice"),
        (b"<0x41>", b"<0xZZ>", "lacks bytes"),
        (b"<unk>", b"<\0\0\0\0", "same token twice"),
        (b"block_count\4\0\0\0\2\0", b"block_count\4\0\0\0\2\2", "layers"),
        (b"head_count_kv\4\0\0\0\2", b"head_count_kv\4\0\0\0\3", "attention heads"),
        (b"rms_epsilon\6\0\0\0\xbd\x37\x86\x35", b"rms_epsilon\6\0\0\0\xff\xff\xff\xff", "makes no sense"),
    ],
)
def test_what_would_end_the_process_is_refused(
    sound: Path, tmp_path: Path, old: bytes, new: bytes, reason: str
) -> None:
    """Each of these is an assertion or an uncaught exception inside llama.cpp."""
    data = sound.read_bytes()
    assert old in data
    with pytest.raises(ModelError, match=reason):
        check_gguf(changed(tmp_path / "altered.gguf", data.replace(old, new, 1)))


def of_kind(data: bytes, tensor: str, kind: int) -> bytes:
    """Return the bytes of a model in which a tensor is said to be of another type."""
    at = data.index(tensor.encode()) + len(tensor)
    at += 4 + 8 * data[at]
    return data[:at] + struct.pack("<I", kind) + data[at + 4 :]


@pytest.mark.parametrize("kind", [2, 8, 24, 26, 28])
@pytest.mark.parametrize("tensor", ["output_norm.weight", "blk.0.attn_norm.weight", "blk.1.ffn_norm.weight"])
def test_rows_of_a_type_without_fractions_are_refused(sound: Path, tmp_path: Path, tensor: str, kind: int) -> None:
    """The first token would end the process."""
    with pytest.raises(ModelError, match=f"'{tensor}' is of the type {kind}"):
        check_gguf(changed(tmp_path / "altered.gguf", of_kind(sound.read_bytes(), tensor, kind)))


@pytest.mark.parametrize("kind", [24, 25])
def test_weights_of_a_type_without_fractions_are_refused(sound: Path, tmp_path: Path, kind: int) -> None:
    """As those of a row."""
    with pytest.raises(ModelError, match=f"of the type {kind}"):
        check_gguf(changed(tmp_path / "altered.gguf", of_kind(sound.read_bytes(), "blk.1.ffn_down.weight", kind)))


@pytest.mark.parametrize("alignment", [8, 24])
def test_weights_must_lie_where_they_can_be_computed_with(sound: Path, tmp_path: Path, alignment: int) -> None:
    """Whatever alignment the file gives itself."""
    header = sound.read_bytes()
    pair = struct.pack("<Q17sII", 17, b"general.alignment", 4, alignment)
    count = struct.unpack_from("<Q", header, 16)[0] + 1
    data = header[:16] + struct.pack("<Q", count) + pair + header[24:]
    with pytest.raises(ModelError, match="impossible shape or place"):
        check_gguf(changed(tmp_path / "altered.gguf", data + bytes(64)))


@pytest.mark.parametrize(
    ("architecture", "numbers", "reason"),
    [
        ("llama", {"nextn_predict_layers": 2}, "token after the next"),
        ("llama", {"nextn_predict_layers": 9}, "token after the next"),
        ("smallthinker", {}, "needs experts"),
        ("llama", {"rope.scaling.type": 3}, "scaling 3 of its positions"),
        ("qwen3", {"pooling_type": 3}, "writes none"),
        ("llama", {"pooling_type": 4}, "writes none"),
    ],
)
def test_numbers_that_no_writer_has_are_refused(
    tmp_path: Path, architecture: str, numbers: dict[str, int], reason: str
) -> None:
    """Each ends the process, or tells that the model turns texts into vectors or scores."""
    path = write_tiny_gguf(tmp_path / "altered.gguf", architecture=architecture, numbers=numbers)
    with pytest.raises(ModelError, match=reason):
        check_gguf(path)


@pytest.mark.parametrize("name", ["none", "no_vocab", "bert", "rwkv"])
def test_a_tokenizer_that_no_writer_has_is_refused(sound: Path, tmp_path: Path, name: str) -> None:
    """The first prompt would end the process, or never become tokens."""
    old, new = (b"ggml.model\x08\0\0\0" + struct.pack("<Q", len(it)) + it for it in (b"llama", name.encode()))
    data = sound.read_bytes()
    assert old in data
    with pytest.raises(ModelError, match=f"tokenizer '{name}'"):
        check_gguf(changed(tmp_path / "altered.gguf", data.replace(old, new, 1) + bytes(64)))


@pytest.mark.parametrize(
    ("count", "used", "groups", "taken"),
    [
        (8, 0, 0, 0),
        (8, 9, 0, 0),
        (0, 5, 0, 0),
        (2**20, 2, 0, 0),
        (8, 2, 3, 1),
        (8, 2, 4, 0),
        (8, 2, 4, 4),
        (0, 0, 4, 0),
    ],
)
def test_experts_that_make_no_sense_are_refused(tmp_path: Path, count: int, used: int, groups: int, taken: int) -> None:
    """Each of these is an assertion inside llama.cpp."""
    numbers = {"expert_count": count, "expert_used_count": used}
    numbers |= {"expert_group_count": groups, "expert_group_used_count": taken}
    path = write_tiny_gguf(tmp_path / "experts.gguf", numbers=numbers)
    with pytest.raises(ModelError, match="experts"):
        check_gguf(path)


@pytest.mark.parametrize(
    "numbers",
    [
        {"expert_count": 0, "expert_used_count": 0},
        {"expert_count": 128, "expert_used_count": 8, "expert_group_count": 1, "expert_group_used_count": 1},
        {"expert_count": 256, "expert_used_count": 8, "expert_group_count": 8, "expert_group_used_count": 4},
        {"nextn_predict_layers": 1, "pooling_type": 0},
    ],
)
def test_usual_numbers_pass(tmp_path: Path, numbers: dict[str, int]) -> None:
    """Those that models have."""
    assert check_gguf(write_tiny_gguf(tmp_path / "experts.gguf", numbers=numbers)).tokens


def test_an_embedding_model_is_refused(tmp_path: Path) -> None:
    """It has a GGUF too, but writes no text."""
    path = write_tiny_gguf(tmp_path / "embedder.gguf", architecture="bert")
    with pytest.raises(ModelError, match="'bert' is not a model that writes text"):
        check_gguf(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A path that cannot be read as a file is an error with a hint, too."""
    with pytest.raises(ModelError, match="cannot be read"):
        check_gguf(tmp_path)


def test_a_split_model_is_checked_as_a_whole(split: Path) -> None:
    """Whichever part is named."""
    assert check_gguf(split) == check_gguf(model_at(split).parts[2])


def test_a_missing_part_is_named(split: Path, tmp_path: Path) -> None:
    """It would be an error of llama.cpp's only after some gigabytes were read."""
    for part in model_at(split).parts[:2]:
        shutil.copy(part, tmp_path)
    with pytest.raises(ModelError, match=r"1 of its 3 parts are missing \(split-00003-of-00003\.gguf\)"):
        check_gguf(tmp_path / split.name)


def test_a_part_that_is_cut_short_is_refused(split: Path, tmp_path: Path) -> None:
    """Not only the first."""
    for part in model_at(split).parts:
        shutil.copy(part, tmp_path)
    last = tmp_path / model_at(split).parts[2].name
    last.write_bytes(last.read_bytes()[:-9000])
    with pytest.raises(ModelError, match=r"00003-of-00003\.gguf cannot be used: it is not complete"):
        check_gguf(tmp_path / split.name)


def test_parts_in_the_wrong_place_are_refused(split: Path, tmp_path: Path) -> None:
    """Two of them were exchanged."""
    first, second, third = model_at(split).parts
    for source, target in ((first, first), (second, third), (third, second)):
        shutil.copy(source, tmp_path / target.name)
    with pytest.raises(ModelError, match="is not its part 2"):
        check_gguf(tmp_path / split.name)


def test_a_part_under_another_name_is_refused(split: Path, tmp_path: Path) -> None:
    """llama.cpp finds the others by the name of the first."""
    shutil.copy(split, tmp_path / "renamed.gguf")
    with pytest.raises(ModelError, match="one of 3 parts"):
        check_gguf(tmp_path / "renamed.gguf")


def test_what_cannot_be_used_is_passed_over(sound: Path, tmp_path: Path) -> None:
    """And told, in the order in which it would have been taken."""
    for age, (name, data) in enumerate({"a": sound.read_bytes(), "b": b"", "c": sound.read_bytes()[:5000]}.items()):
        (tmp_path / f"{name}.gguf").write_bytes(data)
        os.utime(tmp_path / f"{name}.gguf", (age, age))
    told: list[str] = []
    assert ["a"] == [model.name for model, _ in sound_models(tmp_path, told.append)]
    assert ["c.gguf", "b.gguf"] == [line.partition(" cannot be used")[0].rpartition("/")[2] for line in told]
