"""Which model is taken, and that a file which is no sound model is refused before llama.cpp sees it."""

from __future__ import annotations

import os
import random
import struct
from pathlib import Path

import pytest

from assistant.errors import ModelError, ModelMissing
from assistant.models import check_gguf, find_model
from assistant.settings import Settings
from tests.tiny_gguf import CHATML, CONTEXT, write_tiny_gguf


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sound model."""
    return write_tiny_gguf(tmp_path_factory.mktemp("models") / "sound.gguf", chat_template=CHATML)


def touch(folder: Path, *names: str) -> None:
    """Create empty files, each a second newer than the one before."""
    for age, name in enumerate(names):
        (folder / name).touch()
        os.utime(folder / name, (1_000_000 + age, 1_000_000 + age))


def settings(folder: Path, model: str = "") -> Settings:
    """Return settings with this folder of models."""
    return Settings(models_dir=folder, model=model)


def changed(path: Path, data: bytes | bytearray) -> Path:
    """Return a file with these bytes."""
    path.write_bytes(data)
    return path


# ------------------------------------------------------------------ finding


def test_without_a_folder_there_is_no_model(tmp_path: Path) -> None:
    """A first start is no error."""
    assert find_model(settings(tmp_path / "models")) is None


def test_the_newest_model_is_taken(tmp_path: Path) -> None:
    """What was put there last is what is meant."""
    touch(tmp_path, "old.gguf", "new.GGUF", "notes.txt")
    assert find_model(settings(tmp_path)) == tmp_path / "new.GGUF"


def test_parts_are_no_models(tmp_path: Path) -> None:
    """Neither the image part of a model nor the later parts of a split one can be run alone."""
    touch(tmp_path, "a-00001-of-00002.gguf", "a-00002-of-00002.gguf", "mmproj-a.gguf")
    assert find_model(settings(tmp_path)) == tmp_path / "a-00001-of-00002.gguf"


@pytest.mark.parametrize("name", ["small.gguf", "small"])
def test_a_model_is_found_by_its_name(tmp_path: Path, name: str) -> None:
    """The suffix may be left out."""
    touch(tmp_path, "small.gguf", "newer.gguf")
    assert find_model(settings(tmp_path, name)) == tmp_path / "small.gguf"


def test_a_model_is_found_by_its_path(tmp_path: Path) -> None:
    """It need not lie in the folder."""
    touch(tmp_path, "elsewhere.gguf")
    path = tmp_path / "elsewhere.gguf"
    assert find_model(settings(tmp_path / "models", str(path))) == path


def test_a_named_model_that_is_missing_is_an_error(tmp_path: Path) -> None:
    """The hint lists what is there and guesses what was meant."""
    touch(tmp_path, "qwen3-4b.gguf")
    with pytest.raises(ModelMissing, match="qwen3-8b") as raised:
        find_model(settings(tmp_path, "qwen3-8b"))
    assert raised.value.hint.startswith("did you mean qwen3-4b.gguf?")


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    """The hint says where a model would go."""
    with pytest.raises(ModelMissing) as raised:
        find_model(settings(tmp_path, "any"))
    assert str(tmp_path) in raised.value.hint


# ----------------------------------------------------------------- checking


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


def test_an_embedding_model_is_refused(tmp_path: Path) -> None:
    """It has a GGUF too, but writes no text."""
    path = write_tiny_gguf(tmp_path / "embedder.gguf", architecture="bert")
    with pytest.raises(ModelError, match="'bert' is not a model that writes text"):
        check_gguf(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A path that cannot be read as a file is an error with a hint, too."""
    with pytest.raises(ModelError, match="cannot be read"):
        check_gguf(tmp_path)
