"""Which models there are, and which one a name means."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.errors import ModelMissing
from assistant.models import list_models, named_model
from assistant.models.finding import part_names, stem_of
from assistant.settings import Settings


def touch(folder: Path, *names: str) -> None:
    """Create empty files, each a second newer than the one before."""
    for age, name in enumerate(names):
        (folder / name).touch()
        os.utime(folder / name, (1_000_000 + age, 1_000_000 + age))


def found(folder: Path, name: str) -> Path:
    """Return the file of the model with this name."""
    return named_model(name, Settings(models_dir=folder)).path


def test_without_a_folder_there_is_no_model(tmp_path: Path) -> None:
    """A first start is no error."""
    assert [] == list_models(tmp_path / "models")


def test_the_newest_model_comes_first(tmp_path: Path) -> None:
    """What was put there last is what is meant."""
    touch(tmp_path, "old.gguf", "new.GGUF", "notes.txt", "half.gguf.partial", "old.gguf.json")
    assert ["new", "old"] == [model.name for model in list_models(tmp_path)]


def test_parts_are_one_model(tmp_path: Path) -> None:
    """The eyes of a model are none."""
    touch(tmp_path, "a-00001-of-00002.gguf", "a-00002-of-00002.gguf", "mmproj-a.gguf")
    (model,) = list_models(tmp_path)
    assert ("a", 2, ()) == (model.name, len(model.parts), model.missing)


def test_a_part_alone_is_a_model_that_lacks_parts(tmp_path: Path) -> None:
    """So that it is seen and can be removed."""
    touch(tmp_path, "a-00002-of-00003.gguf")
    (model,) = list_models(tmp_path)
    assert ["a-00001-of-00003.gguf", "a-00003-of-00003.gguf"] == [path.name for path in model.missing]


@pytest.mark.parametrize("name", ["small.gguf", "small", "SMALL", "sma"])
def test_a_model_is_found_by_its_name(tmp_path: Path, name: str) -> None:
    """The suffix may be left out, and the end, if only one model begins so."""
    touch(tmp_path, "small.gguf", "newer.gguf")
    assert tmp_path / "small.gguf" == found(tmp_path, name)


def test_a_name_that_several_begin_with_is_an_error(tmp_path: Path) -> None:
    """The hint lists them, and only them."""
    touch(tmp_path, "qwen3-4b-q4.gguf", "qwen3-4b-q8.gguf", "gemma.gguf")
    with pytest.raises(ModelMissing, match="names several models") as raised:
        found(tmp_path, "qwen3-4b")
    assert "gemma" not in raised.value.hint


def test_the_whole_name_comes_before_its_beginning(tmp_path: Path) -> None:
    """Otherwise the shorter of two names could never be said."""
    touch(tmp_path, "a.gguf", "a-b.gguf")
    assert tmp_path / "a.gguf" == found(tmp_path, "A")


def test_a_model_is_found_by_its_path(tmp_path: Path) -> None:
    """It need not lie in the folder."""
    touch(tmp_path, "elsewhere.gguf")
    path = tmp_path / "elsewhere.gguf"
    assert path == named_model(str(path), Settings(models_dir=tmp_path / "models")).path


def test_a_bare_name_means_the_same_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the working directory takes the place of none in the folder, unless it is said by its path."""
    here, folder = tmp_path / "here", tmp_path / "models"
    for place in (here, folder):
        place.mkdir()
        touch(place, "good.gguf", "split-00001-of-00002.gguf", "split-00002-of-00002.gguf")
    touch(here, "only.gguf", "good")
    monkeypatch.chdir(here)
    assert [folder / "good.gguf"] * 2 == [found(folder, name) for name in ("good.gguf", "good")]
    assert folder / "split-00001-of-00002.gguf" == found(folder, "split.gguf")
    assert ["good.gguf", "only.gguf"] == [str(found(folder, name)) for name in ("./good.gguf", "only.gguf")]


@pytest.mark.parametrize("name", ["/", "..", "~nosuchperson/x.gguf", "a" * 5000, "a/" * 3000, "\0", "\udcff"])
def test_what_names_no_file_is_a_model_that_is_missing(tmp_path: Path, name: str) -> None:
    """Whatever the system says of such a path."""
    with pytest.raises(ModelMissing):
        found(tmp_path, name)


@pytest.mark.parametrize("name", ["a", "a-00001-of-00002", "a-00002-of-00002.gguf"])
def test_any_part_names_the_model(tmp_path: Path, name: str) -> None:
    """llama.cpp is given the first."""
    touch(tmp_path, "a-00001-of-00002.gguf", "a-00002-of-00002.gguf")
    assert tmp_path / "a-00001-of-00002.gguf" == found(tmp_path, name)


def test_a_named_model_that_is_missing_is_an_error(tmp_path: Path) -> None:
    """The hint lists what is there and guesses what was meant."""
    touch(tmp_path, "qwen3-4b.gguf")
    with pytest.raises(ModelMissing, match="qwen3-8b") as raised:
        found(tmp_path, "qwen3-8b")
    assert raised.value.hint.startswith("did you mean qwen3-4b?")


@pytest.mark.parametrize("name", ["any", ""])
def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path, name: str) -> None:
    """The hint says where a model would go."""
    with pytest.raises(ModelMissing) as raised:
        found(tmp_path / "models", name)
    assert str(tmp_path) in raised.value.hint


@pytest.mark.parametrize("name", ["a-00000-of-00000.gguf", "a-00003-of-00002.gguf", "a-1-of-2.gguf", "-00001.gguf"])
def test_what_is_no_part_is_a_model_of_its_own(name: str) -> None:
    """It only looks like one."""
    assert (name,) == part_names(name)


def test_names_lose_the_number_of_the_part() -> None:
    """And the suffix, in any case."""
    assert ["a", "b-Q4_K_M", "c.txt"] == [stem_of(name) for name in ("a-00001-of-00002.GGUF", "b-Q4_K_M.gguf", "c.txt")]
