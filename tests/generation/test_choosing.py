"""Which generator writes, and that a file which cannot be used never stands in the way of an answer."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError, ModelMissing
from assistant.generation import Completer, Judge, never
from assistant.generation.choosing import Choice, choose
from assistant.generation.llama import LlamaGenerator
from assistant.prompting import Message
from assistant.settings import Settings
from tests.generation.briefs import brief
from tests.tiny_gguf import CHATML, WIDTH, write_tiny_gguf


class Folder:
    """A folder of models, each newer than the one before, and what was narrated about it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told: list[str] = []

    def put(self, name: str, data: bytes) -> None:
        """Add a file."""
        path = self.path / f"{name}.gguf"
        path.write_bytes(data)
        age = len(list(self.path.iterdir()))
        os.utime(path, (age, age))

    def choose(self, **settings: object) -> Choice:
        """Return what is chosen with this folder."""
        return choose(replace(Settings(models_dir=self.path, threads=1, max_tokens=20), **settings), self.told.append)  # type: ignore[arg-type]

    def answer(self, **settings: object) -> tuple[str, str | None]:
        """Have an answer written and return by whom: the generator and the model."""
        choice = self.choose(**settings)
        generator = choice.open()
        try:
            assert "".join(generator.generate(brief(1), never))
        finally:
            generator.close()
        assert (generator.name, generator.model) == (choice.name, choice.model)
        return choice.name, choice.model


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return an empty folder of models."""
    return Folder(tmp_path)


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a model whose header is sound, and which llama.cpp refuses all the same."""
    path = write_tiny_gguf(tmp_path_factory.mktemp("refused") / "a.gguf", architecture="nobodyknows")
    return path.read_bytes()


def test_without_a_model_quotations_answer(folder: Folder) -> None:
    """And it is said how to get one."""
    assert ("quotes", None) == folder.answer()
    assert "'assistant models' says which" in folder.told[0]


def test_the_newest_model_writes(folder: Folder, tiny: Path) -> None:
    """Nothing is said of it."""
    folder.put("old", tiny.read_bytes())
    folder.put("new", tiny.read_bytes())
    assert ("llama", "new.gguf") == folder.answer()
    assert [] == folder.told


@pytest.mark.parametrize("data", [b"", b"<html>" * 99, b"GGUF" * 99])
def test_a_foreign_file_is_passed_over(folder: Folder, tiny: Path, data: bytes) -> None:
    """For the next model, with a note."""
    folder.put("sound", tiny.read_bytes())
    folder.put("foreign", data)
    assert ("llama", "sound.gguf") == folder.answer()
    assert "foreign.gguf cannot be used" in folder.told[0]


def test_a_file_that_is_cut_short_is_passed_over(folder: Folder, tiny: Path) -> None:
    """For quotations, if there is no other model."""
    folder.put("half", tiny.read_bytes()[:90_000])
    assert ("quotes", None) == folder.answer()
    assert "it is not complete" in folder.told[0]


def test_what_llama_cpp_refuses_is_passed_over(folder: Folder, tiny: Path, refused: bytes) -> None:
    """It is found out when the answer is to be written; the next model writes it."""
    folder.put("sound", tiny.read_bytes())
    folder.put("refused", refused)
    assert ("llama", "sound.gguf") == folder.answer()
    assert "refused.gguf cannot be loaded" in folder.told[0]
    assert folder.told[0].endswith("; sound.gguf instead")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a model that llama.cpp loads, and whose last weights are not numbers."""
    data = write_tiny_gguf(tmp_path_factory.mktemp("broken") / "a.gguf", chat_template=CHATML).read_bytes()
    ones = np.ones(WIDTH, np.float32).tobytes()
    return data.replace(ones, np.full(WIDTH, np.nan, np.float32).tobytes())


def test_what_computes_no_numbers_is_passed_over(folder: Folder, tiny: Path, broken: bytes) -> None:
    """It loads, so that it is found out when the first word is to be written."""
    folder.put("sound", tiny.read_bytes())
    folder.put("broken", broken)
    assert ("llama", "sound.gguf") == folder.answer()
    assert folder.told[0].endswith("not numbers; sound.gguf instead")
    with pytest.raises(ModelError, match="not numbers"):
        folder.answer(model="broken")


def test_a_line_is_completed_by_what_computes(folder: Folder, tiny: Path, broken: bytes) -> None:
    """And what is to be judged is judged by it, too."""
    folder.put("sound", tiny.read_bytes())
    folder.put("broken", broken)
    for work in ("complete", "weigh"):
        generator = folder.choose().open()
        assert isinstance(generator, Completer)
        assert isinstance(generator, Judge)
        if work == "complete":
            generator.complete([Message("system", "Rewrite."), Message("user", "Hello")], 5, never)
        else:
            assert generator.weigh([Message("system", "Judge."), Message("user", "Hello")], ["yes", "no"], never)
        generator.close()
        assert "sound.gguf" == generator.model


def test_a_question_that_is_too_long_changes_no_model(folder: Folder, tiny: Path) -> None:
    """It is no fault of the model."""
    folder.put("sound", tiny.read_bytes())
    folder.put("new", tiny.read_bytes())
    with pytest.raises(ModelError, match="does not fit"):
        folder.answer(max_tokens=4000)
    assert [] == folder.told


@pytest.mark.parametrize("is_other_sound", [True, False])
def test_a_line_is_completed_by_what_loads(folder: Folder, tiny: Path, refused: bytes, is_other_sound: bool) -> None:
    """As when the model rewrites a question; quotations write none."""
    folder.put("other", tiny.read_bytes() if is_other_sound else refused)
    folder.put("newest", refused)
    generator = folder.choose().open()
    assert isinstance(generator, Completer)
    line = generator.complete([Message("system", "Rewrite."), Message("user", "Hello")], 5, never)
    generator.close()
    assert is_other_sound or line == ""
    assert ("llama" if is_other_sound else "quotes") == generator.name


def test_quotations_answer_where_llama_cpp_refuses_all(folder: Folder, refused: bytes) -> None:
    """The answer says by whom it is."""
    folder.put("one", refused)
    folder.put("two", refused)
    assert ("quotes", None) == folder.answer()
    assert folder.told[-1].endswith("; quotations instead")


def test_a_split_model_writes(folder: Folder) -> None:
    """All its parts are there."""
    write_tiny_gguf(folder.path / "split.gguf", chat_template=CHATML, tokenizer="gpt2", parts=3)
    assert ("llama", "split-00001-of-00003.gguf") == folder.answer()


def test_a_split_model_that_lacks_a_part_is_passed_over(folder: Folder) -> None:
    """With a note that names the part."""
    write_tiny_gguf(folder.path / "split.gguf", chat_template=CHATML, tokenizer="gpt2", parts=3)
    (folder.path / "split-00002-of-00003.gguf").unlink()
    assert ("quotes", None) == folder.answer()
    assert "split-00002-of-00003.gguf" in folder.told[0]


def test_a_named_model_is_never_replaced(folder: Folder, tiny: Path, refused: bytes) -> None:
    """Who names one wants that one, or to know why not."""
    folder.put("sound", tiny.read_bytes())
    folder.put("half", tiny.read_bytes()[:90_000])
    folder.put("refused", refused)
    with pytest.raises(ModelError, match="not complete"):
        folder.choose(model="half")
    with pytest.raises(ModelError, match="cannot be loaded"):
        folder.answer(model="refused")


def test_who_wants_a_model_gets_no_quotations(folder: Folder, tiny: Path, refused: bytes) -> None:
    """`--generator llama` takes the next model, but not none."""
    folder.put("refused", refused)
    with pytest.raises(ModelError, match="cannot be loaded"):
        folder.answer(generator="llama")
    shutil.rmtree(folder.path)
    with pytest.raises(ModelMissing):
        folder.choose(generator="llama")


def test_a_context_beyond_what_was_trained_is_told(folder: Folder, tiny: Path) -> None:
    """It is lowered, as before, but no longer in silence."""
    folder.put("sound", tiny.read_bytes())
    folder.choose(context=8192)
    assert ["sound was trained with a context of 4,096 tokens: --context 8192 is lowered to that"] == folder.told


@pytest.mark.parametrize(("has_gpu", "notes"), [(False, 1), (True, 0)])
def test_layers_for_a_gpu_that_is_not_there_are_told(
    folder: Folder, tiny: Path, monkeypatch: pytest.MonkeyPatch, has_gpu: bool, notes: int
) -> None:
    """A build without a GPU leaves the wish out in silence."""
    monkeypatch.setattr("assistant.generation.llama_library.has_gpu_support", lambda: has_gpu)
    folder.put("sound", tiny.read_bytes())
    folder.choose(gpu_layers=-1)
    assert notes == len(folder.told)
    assert all(line.startswith("--gpu-layers -1 does nothing") for line in folder.told)


def test_a_closed_generator_falls_back_to_nothing(folder: Folder, tiny: Path) -> None:
    """Closing while it loads is no fault of the model."""
    folder.put("old", tiny.read_bytes())
    folder.put("new", tiny.read_bytes())
    generator = folder.choose().open()
    generator.close()
    with pytest.raises(ModelError, match="closed"):
        list(generator.generate(brief(1), never))
    assert ([], "new.gguf") == (folder.told, generator.model)


def test_a_cancelled_answer_settles_nothing(folder: Folder, tiny: Path) -> None:
    """The next question loads the model."""
    folder.put("sound", tiny.read_bytes())
    generator = folder.choose().open()
    assert [] == list(generator.generate(brief(1), lambda: True))
    assert "".join(generator.generate(brief(1), never))
    generator.close()


def test_a_build_says_whether_it_has_a_gpu() -> None:
    """Without a word on the terminal."""
    from assistant.generation.llama_library import has_gpu_support

    assert has_gpu_support() in (True, False)
    assert LlamaGenerator.name == "llama"


def test_without_llama_cpp_quotations_answer(folder: Folder, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where it was built for a GPU whose libraries are not there."""
    monkeypatch.setitem(sys.modules, "llama_cpp.llama_cpp", None)
    folder.put("sound", tiny.read_bytes())
    assert ("quotes", None) == folder.answer(gpu_layers=-1)
    assert folder.told[-1].startswith("passed over: llama-cpp-python cannot be loaded")
    with pytest.raises(ModelError, match="llama-cpp-python cannot be loaded"):
        folder.answer(model="sound")
