"""The wheel holds all that the program needs when it runs, and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
ASK_INSIDE = """
from pathlib import Path
from assistant import __version__
from assistant.embedding import BUNDLED_EMBEDDING_MODEL, open_embedder
from assistant.resources import resource_folder
print(__version__)
print(resource_folder("seeds"), resource_folder("prompts"), sep="\\n")
print(open_embedder(BUNDLED_EMBEDDING_MODEL).embed(["works"]).shape)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    """Return a wheel that was built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with ZipFile(next(folder.glob("*.whl"))) as wheel:
        yield wheel


@pytest.fixture(scope="module")
def names(wheel: ZipFile) -> list[str]:
    """Return the names of the files in the wheel."""
    return wheel.namelist()


def metadata(wheel: ZipFile) -> str:
    """Return the metadata of a wheel."""
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return wheel.read(name).decode()


def test_every_module_is_inside(names: list[str]) -> None:
    """As it stands in the checkout."""
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "assistant").rglob("*.py")}
    assert modules <= set(names)


@pytest.mark.parametrize("folder", ["prompts", "seeds"])
def test_folders_of_the_checkout_are_inside(names: list[str], folder: str) -> None:
    """They enter the package, each file of them."""
    expected = {f"assistant/{folder}/{path.name}" for path in (ROOT / folder).iterdir()}
    assert expected == {name for name in names if name.startswith(f"assistant/{folder}/")}


def test_all_five_seeds_are_inside(names: list[str]) -> None:
    """A first start indexes them."""
    assert len([name for name in names if re.fullmatch(r"assistant/seeds/00[0-4]_\w+\.txt", name)]) == 5


def test_embedding_model_is_inside(names: list[str]) -> None:
    """With its own licence."""
    files = ("model.onnx", "weights.bin", "tokenizer.json", "questions.npy", "LICENSE")
    assert {f"assistant/embedding_model/{file}" for file in files} <= set(names)


def test_embedding_model_is_small(wheel: ZipFile) -> None:
    """Everybody downloads it."""
    sizes = [item.file_size for item in wheel.infolist() if item.filename.startswith("assistant/embedding_model/")]
    assert sum(sizes) <= 25 * 1024**2


def test_reading_model_is_inside(names: list[str]) -> None:
    """With its own licence and where it is from."""
    files = ("model.onnx", "weights.bin", "LICENSE", "README.md")
    assert {f"assistant/reading_model/{file}" for file in files} <= set(names)


def test_style_of_the_chat_is_inside(names: list[str]) -> None:
    """Textual reads it beside the module."""
    styles = {str(path.relative_to(ROOT)) for path in (ROOT / "assistant").rglob("*.tcss")}
    assert styles <= set(names)


def test_licence_is_inside(names: list[str]) -> None:
    """That of the program and that of the model."""
    licences = [name for name in names if re.search(r"\.dist-info/licenses/.*LICENSE$", name)]
    assert len(licences) == 3


def test_nothing_else_is_inside(names: list[str]) -> None:
    """Neither tests nor evaluations nor what Python leaves behind."""
    strangers = [name for name in names if not re.match(r"assistant/|abstract_assistant-[\d.]+\w*\.dist-info/", name)]
    assert strangers == []
    assert [
        name for name in names if re.search(r"__pycache__|\.pyc$|\.gguf$|(^|/)(tests|evaluations|\.\w+)/", name)
    ] == []


def test_command_is_named(wheel: ZipFile) -> None:
    """`assistant` runs the command line."""
    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "assistant = assistant.cli:main" in wheel.read(name).decode()


def test_readme_is_the_description(wheel: ZipFile) -> None:
    """An index of packages shows it."""
    assert (ROOT / "README.md").read_text(encoding="utf-8").strip() in metadata(wheel)


def test_version_is_that_of_the_package(wheel: ZipFile) -> None:
    """It is written in one place."""
    import assistant

    assert f"\nVersion: {assistant.__version__}\n" in metadata(wheel)


def test_installed_package_finds_its_folders(wheel: ZipFile, tmp_path: Path) -> None:
    """Far from any checkout."""
    wheel.extractall(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", ASK_INSIDE]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    package = tmp_path / "assistant"
    assert done.stdout.splitlines()[1:] == [str(package / "seeds"), str(package / "prompts"), "(1, 384)"]
