"""The rules of the layout: what may import what, and how large a piece may grow."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from assistant.storage.library import Library

PACKAGE = Path(__file__).parent.parent / "assistant"
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = {
    "chromadb": "search.vectors",
    "onnxruntime": "onnx_model",
    "sentence_transformers": "embedding",
    "tokenizers": "onnx_model",
    "llama_cpp": "generation.llama",
    "huggingface_hub": "models.hub",
    "textual": "tui",
    "ray": "ray_embedding",
}
SLOW = (
    "torch",
    "transformers",
    "sentence_transformers",
    "chromadb",
    "llama_cpp",
    "onnxruntime",
    "textual",
    "ray",
    "numpy",
    "httpx",
    "huggingface_hub",
)
FRONT = (
    "__main__",
    "cli",
    "commands",
    "output",
    "summary_output",
    "diagnostics",
    "tui",
    "pipeline",
    "drafting",
    "equipment",
    "scoring",
)
"""What stages may not import."""
LEAVES = ("records", "summary_records", "filter_records", "errors", "sanitizing", "patterns")
"""What everybody may import, and what imports nothing of ours but each other."""

QUOTE = """
import sys
from pathlib import Path
from assistant import pipeline
from assistant.settings import Settings

folder = Path(sys.argv[1])
resources = pipeline.open_resources(Settings(library=folder, generator="quotes"), print)
answer = [event for event in pipeline.answer("How long do penguins remember?", resources)][-1].answer
assert "six months" in answer.text, answer.text
print(*sorted(name for name in sys.argv[2:] if name in sys.modules))
"""


def name_of(path: Path) -> str:
    """Return the name of a module inside the package, such as "corpus.files"."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """Yield the full names of what a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> set[str]:
    """Return the names inside the package of what a module imports."""
    return {name.removeprefix("assistant.") for name in imports(path) if name.startswith("assistant.")}


def lies_in(name: str, places: tuple[str, ...]) -> bool:
    """Whether a name is one of some modules or packages, or lies in one of them."""
    return any(name == place or name.startswith(f"{place}.") for place in places)


def loaded(code: str, *arguments: str) -> str:
    """Return what another process prints."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def test_command_line_starts_without_what_is_slow() -> None:
    """`assistant --help` must not take seconds."""
    code = "import sys, assistant.cli; print(*[name for name in sys.argv[1:] if name in sys.modules])"
    assert loaded(code, *SLOW) == "\n"


def test_the_chat_draws_its_first_frame_without_what_is_slow() -> None:
    """What only answering and indexing need comes behind it."""
    code = "import sys, assistant.tui.app; print(*[name for name in sys.argv[1:] if name in sys.modules])"
    slow = {*SLOW, "assistant.corpus", "assistant.pipeline", "assistant.storage.library"} - {"textual"}
    assert loaded(code, *slow) == "\n"


def test_a_question_at_the_command_line_loads_no_reader_of_files(small_library: Library) -> None:
    """Nor what speaks to a server."""
    code = (
        "import sys; from assistant.cli import main; main(sys.argv[1:]);"
        "print(*[name for name in ('assistant.corpus', 'httpx', 'chromadb') if name in sys.modules])"
    )
    asked = ("ask", "How long do penguins remember?", "--library", str(small_library.folder), "--generator", "quotes")
    assert loaded(code, *asked).splitlines()[-1] == ""


def test_no_thread_of_numpy_keeps_a_core_busy_for_nothing() -> None:
    """The chat draws meanwhile, and a language model reads."""
    code = (
        "import time, assistant, numpy; numpy.ones((20_000, 384), 'f4') @ numpy.ones(384, 'f4');"
        "begin = time.process_time(); time.sleep(0.1); print(time.process_time() - begin)"
    )
    assert float(loaded(code)) < 0.005  # seconds of processor while nothing is to be done


def test_quoting_loads_only_what_it_needs(small_library: Library) -> None:
    """An answer without a model imports neither torch nor Chroma nor llama.cpp nor Textual, nor any reader of files."""
    slow = ("assistant.corpus", "torch", "transformers", "sentence_transformers", "chromadb", "llama_cpp", "textual")
    assert loaded(QUOTE, str(small_library.folder), *slow).splitlines()[-1] == ""


@pytest.mark.parametrize(("dependency", "place"), HEAVY.items())
def test_heavy_dependency_is_imported_in_one_place(dependency: str, place: str) -> None:
    """So that its errors are translated there, and it can be replaced."""
    found = {
        name_of(path)
        for path in MODULES
        if any(lies_in(name, (dependency,)) for name in imports(path)) and not name_of(path).startswith(place)
    }
    assert found == set()


@pytest.mark.parametrize("path", [path for path in MODULES if not lies_in(name_of(path), FRONT)], ids=name_of)
def test_nothing_imports_upwards(path: Path) -> None:
    """Stages know neither the pipeline nor any front end."""
    assert {name for name in own_imports(path) if lies_in(name, FRONT)} == set()


def test_packages_import_one_another_in_one_direction() -> None:
    """Whoever follows the way of the data comes to an end; a circle of packages has neither end nor beginning."""

    def room(name: str) -> str:
        first = name.partition(".")[0]
        return "records" if first in LEAVES else first

    rooms: defaultdict[str, set[str]] = defaultdict(set)
    for path in MODULES:
        own = room(name_of(path))
        rooms[own].update({room(name) for name in own_imports(path)} - {own})
    TopologicalSorter(rooms).prepare()  # raises if there is a circle, and names it


@pytest.mark.parametrize("name", LEAVES)
def test_leaves_import_nothing_above_them(name: str) -> None:
    """Records, errors and the sanitiser can be used anywhere."""
    assert {other for other in own_imports(PACKAGE / f"{name}.py") if not lies_in(other, LEAVES)} == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_is_not_too_long(path: Path) -> None:
    """500 lines, 300 where events meet orchestration."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= (300 if lies_in(name_of(path), ("tui",)) else 500)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_are_not_too_long(path: Path) -> None:
    """80 lines, decorators and docstring included."""
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 80] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_what_is_public_has_a_docstring(path: Path) -> None:
    """The module itself, and each class, function and method without an underscore."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert [node.name for node in public(tree) if not ast.get_docstring(node)] == []


def public(tree: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield the public classes and functions of a module, and the public methods of those classes."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def test_nothing_reports_usage(tmp_path: Path) -> None:
    """Embedding a text in a new home leaves no device id and no queue of events behind."""
    code = "from assistant.embedding import open_embedder; open_embedder('all-MiniLM-L6-v2').embed(['x'])"
    environment = {name: value for name, value in os.environ.items() if "TELEMETRY" not in name}
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment | home)
    assert [] == list(tmp_path.rglob("*"))
