"""`assistant models` and the commands below it."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from assistant.errors import ExitCode
from assistant.storage.library import Library
from tests.cli.conftest import Assistant
from tests.models import hub_server
from tests.models.hub_server import REPO, Hub
from tests.tiny_gguf import write_tiny_gguf

NAME = "tiny-Q4_K_M"


@pytest.fixture(autouse=True)
def folder(_at_home: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the models, in a home of its own."""
    for name in ("DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.delenv("ASSISTANT_MODEL", raising=False)
    return tmp_path / "data" / "abstract-assistant" / "models"


def put(folder: Path, name: str, data: bytes) -> Path:
    """Put a file among the models, newer than those before."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.gguf"
    path.write_bytes(data)
    age = len(list(folder.iterdir()))
    os.utime(path, (age, age))
    return path


@pytest.mark.parametrize("words", [("models",), ("models", "list")])
def test_without_models_one_is_recommended(run: Assistant, folder: Path, words: tuple[str, ...]) -> None:
    """With its size, its memory and the reason."""
    done = run(*words)
    assert f"There is no model in {folder} yet." in done.out
    assert "Recommended for it: assistant models pull " in done.out
    assert "invents in 5.7 % of summaries" in done.out
    assert (ExitCode.ANSWERED, "") == (done.code, done.err)


def test_models_are_listed(run: Assistant, folder: Path, sound: Path) -> None:
    """With what they are, and which one writes; what cannot be used with the reason."""
    put(folder, "tiny", sound.read_bytes())
    put(folder, "half", sound.read_bytes()[:9_000])
    out = run("models").out
    assert "→ tiny 0.2 MB, 0.1 M parameters, F16, trained with a context of 4,096, chat template" in out
    assert "half 0.0 MB\n      cannot be used: " in out
    assert "→ tiny writes the answers: the newest that can be used." in out


def test_a_split_model_is_listed_once(run: Assistant, folder: Path, split: Path) -> None:
    """With the number of its parts."""
    for part in sorted(split.parent.iterdir()):
        put(folder, part.name.removesuffix(".gguf"), part.read_bytes())
    (listed,) = run("models", "--json").json()["models"]
    assert ("split", 3, True, None) == (listed["name"], len(listed["files"]), listed["in_use"], listed["fault"])


def test_list_for_programs(run: Assistant, folder: Path, sound: Path) -> None:
    """One object."""
    put(folder, "tiny", sound.read_bytes())
    said = run("models", "list", "--json").json()
    assert ["folder", "models", "machine", "recommended", "choices"] == list(said)
    assert said["models"][0]["context"] == 4096
    assert said["choices"][0]["memory"] > said["choices"][0]["size"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ((), "→ tiny writes the answers"),
        (("--model", "tiny"), "→ tiny writes the answers: the settings name it"),
        (("--model", "other"), "The settings name 'other', which is not here."),
    ],
)
def test_who_writes_is_said(run: Assistant, folder: Path, sound: Path, words: tuple[str, ...], line: str) -> None:
    """As the settings have it."""
    put(folder, "tiny", sound.read_bytes())
    assert line in run("models", *words).out


def test_info_explains_a_model_here(run: Assistant, folder: Path, sound: Path) -> None:
    """With the memory that each context takes."""
    put(folder, "tiny", sound.read_bytes())
    out = run("models", "info", "tiny", "--context", "4096").out
    assert "with --context 4096 it needs 0.5 GB of memory, as set" in out
    assert "--context 8192" not in out


def test_info_explains_a_recommended_model(run: Assistant) -> None:
    """With the files to choose from."""
    out = run("models", "info", "qwen3-4b").out
    assert "assistant models pull qwen3-4b: 2.5 GB, needs 3.6 GB with a context of 4,096" in out
    assert "assistant models pull qwen3-4b:Q8_0" in out


def test_info_says_how_a_model_would_be_run(run: Assistant, folder: Path, sound: Path) -> None:
    """Each choice with its reason in a line, and what a flag has changed."""
    put(folder, "tiny", sound.read_bytes())
    out = run("models", "info", "tiny", "--threads", "7", "--cache-type", "f16").out
    for name in ("gpu_layers", "context", "prompt_threads", "batch_size", "micro_batch_size", "flash_attention"):
        assert f"    {name} = " in out
    assert "    threads = 7: as it was set" in out
    assert "    cache_type = f16: as it was set" in out


def test_info_of_nothing_is_missing(run: Assistant) -> None:
    """Neither here nor recommended."""
    assert ExitCode.MISSING == run("models", "info", "nobody").code


def test_pull_asks_before(run: Assistant, folder: Path, hub: Hub) -> None:
    """It says how large it is and under which licence; no is no."""
    done = run("models", "pull", REPO, stdin="n\n")
    assert "0.2 MB, licence apache-2.0" in done.err
    assert "nothing was downloaded" in done.err
    assert (ExitCode.FAILED, [], False) == (done.code, hub.ranges, folder.exists())


@pytest.mark.parametrize(
    "name",
    [
        REPO,
        f"{REPO}:Q4_K_M",
        f"{REPO}:{NAME}.gguf",
        f"https://huggingface.co/{REPO}/blob/main/{NAME}.gguf?download=true",
    ],
)
def test_pull_brings_a_model(run: Assistant, folder: Path, hub: Hub, name: str) -> None:
    """Which is then in use, sound, and not downloaded again."""
    assert ExitCode.ANSWERED == run("models", "pull", name, stdin="y\n").code
    assert hub.files[f"{NAME}.gguf"] == (folder / f"{NAME}.gguf").read_bytes()
    assert f"→ {NAME} writes the answers" in run("models").out
    assert f"✓ {NAME}: as it was downloaded from {REPO}" in run("models", "verify").out
    assert "is here already, and unchanged" in run("models", "pull", name).err


def test_pull_of_a_recommended_name(run: Assistant, folder: Path, hub: Hub) -> None:
    """The table says from where."""
    hub.files = {"Qwen3-4B-Q4_K_M.gguf": hub.files[f"{NAME}.gguf"], "Qwen3-4B-Q8_0.gguf": b"other"}
    assert ExitCode.ANSWERED == run("models", "pull", "qwen3-4b", "--yes").code
    assert "Qwen3-4B-Q4_K_M: Qwen3-4B-Q4_K_M (llama)" in run("models", "info", "qwen3-4b").out


def test_pull_without_anybody_to_ask(run: Assistant, folder: Path, hub: Hub) -> None:
    """In a script the answer must be given before."""
    done = run("models", "pull", REPO)
    assert ExitCode.USAGE == done.code
    assert "--yes" in done.err


def test_pull_of_an_unknown_name_lists_the_names(run: Assistant) -> None:
    """Before anything is asked of the network."""
    done = run("models", "pull", "gpt-7")
    assert ExitCode.USAGE == done.code
    assert "qwen3-4b" in done.err


def test_pull_that_fails_goes_on_later(run: Assistant, folder: Path, hub: Hub) -> None:
    """The list shows what is there of it, and removing removes that too."""
    hub.faults = [hub_server.breaks_off, *[404] * 9]
    assert ExitCode.FAILED == run("models", "pull", REPO, "--yes").code
    assert "of it downloaded; pull it again to go on" in run("models").out
    assert ExitCode.ANSWERED == run("models", "remove", NAME, "--yes").code
    assert [".pull.lock"] == [path.name for path in folder.iterdir()]


def test_pull_tells_how_far_it_is(run: Assistant, folder: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """On stderr; nothing on stdout."""
    monkeypatch.setattr("assistant.models.pulling._MEGA", 1000)
    done = run("models", "pull", REPO, "--yes")
    assert f"downloading {NAME}.gguf (MB) 205 of 205" in done.err
    assert "" == done.out
    assert "" == run("models", "pull", f"{REPO}:{NAME}", "--yes", "--quiet").err


def test_verify_finds_what_has_changed(run: Assistant, folder: Path, hub: Hub) -> None:
    """One bit in the weights, of which no header tells."""
    run("models", "pull", REPO, "--yes")
    data = bytearray((folder / f"{NAME}.gguf").read_bytes())
    data[-50] ^= 1
    (folder / f"{NAME}.gguf").write_bytes(data)
    done = run("models", "verify", NAME)
    assert ExitCode.FAILED == done.code
    assert "has changed" in done.out


def test_verify_without_a_digest_says_so(run: Assistant, folder: Path, sound: Path) -> None:
    """And prints the digest, to compare by hand."""
    put(folder, "tiny", sound.read_bytes())
    done = run("models", "verify")
    assert "no digest was recorded" in done.out
    assert ExitCode.ANSWERED == done.code


def test_use_writes_the_settings(run: Assistant, folder: Path, sound: Path, tmp_path: Path) -> None:
    """And nothing else in that file changes."""
    put(folder, "tiny", sound.read_bytes())
    put(folder, "newer", sound.read_bytes())
    file = tmp_path / "config" / "abstract-assistant" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("# mine\nthreads = 1\n")
    assert ExitCode.ANSWERED == run("models", "use", "tiny").code
    assert '# mine\nthreads = 1\nmodel = "tiny.gguf"\n' == file.read_text()
    assert "→ tiny writes the answers: the settings name it" in run("models").out


def test_use_takes_a_file_anywhere(run: Assistant, sound: Path, tmp_path: Path) -> None:
    """By its whole path."""
    run("models", "use", str(sound))
    file = tmp_path / "config" / "abstract-assistant" / "config.toml"
    assert {"model": str(sound)} == tomllib.loads(file.read_text())


def test_use_of_a_damaged_model_is_refused(run: Assistant, folder: Path) -> None:
    """The settings stay as they are."""
    put(folder, "bad", b"<html>" * 99)
    assert ExitCode.FAILED == run("models", "use", "bad").code
    assert "model = " in run("config").out
    assert "bad.gguf" not in run("config").out


def test_use_says_what_comes_before_it(
    run: Assistant, folder: Path, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable of the environment hides the file."""
    put(folder, "tiny", sound.read_bytes())
    monkeypatch.setenv("ASSISTANT_MODEL", "other")
    assert "but ASSISTANT_MODEL is set to 'other'" in run("models", "use", "tiny").err


def test_remove_asks_before(run: Assistant, folder: Path, sound: Path) -> None:
    """No is no."""
    path = put(folder, "tiny", sound.read_bytes())
    assert ExitCode.FAILED == run("models", "remove", "tiny", stdin="\n").code
    assert path.exists()
    assert ExitCode.ANSWERED == run("models", "remove", "tiny", stdin="yes\n").code
    assert not path.exists()


def test_remove_takes_all_parts(run: Assistant, folder: Path, split: Path, sound: Path) -> None:
    """And nothing of another model."""
    put(folder, "other", sound.read_bytes())
    for part in sorted(split.parent.iterdir()):
        put(folder, part.name.removesuffix(".gguf"), part.read_bytes())
    run("models", "remove", "split", "--yes")
    assert ["other.gguf"] == [path.name for path in folder.iterdir()]


def test_remove_stays_in_the_folder(run: Assistant, folder: Path, tmp_path: Path, sound: Path) -> None:
    """What lies elsewhere a person deletes without help."""
    path = tmp_path / "mine.gguf"
    path.write_bytes(sound.read_bytes())
    assert ExitCode.USAGE == run("models", "remove", str(path), "--yes").code
    assert path.exists()


def test_remove_of_what_the_settings_name_says_so(run: Assistant, folder: Path, sound: Path) -> None:
    """The next question would fail."""
    put(folder, "tiny", sound.read_bytes())
    run("models", "use", "tiny")
    assert "the settings still name it" in run("models", "remove", "tiny", "--yes").err


@pytest.mark.parametrize("data", [b"", b"<html>" * 99, b"GGUF\3\0\0\0" + bytes(99)])
def test_a_damaged_newest_file_does_not_stop_answers(
    run: Assistant, folder: Path, small_library: Library, data: bytes
) -> None:
    """It is passed over with a note."""
    put(folder, "newest", data)
    done = run("ask", "How long do penguins remember faces?", "--library", str(small_library.folder))
    assert ExitCode.ANSWERED == done.code
    assert "passed over: " in done.err
    assert "six months" in done.out


def test_a_model_that_does_not_load_does_not_stop_answers(
    run: Assistant, folder: Path, small_library: Library, tmp_path: Path
) -> None:
    """The answer says that quotations gave it."""
    put(folder, "newest", write_tiny_gguf(tmp_path / "a.gguf", architecture="nobodyknows").read_bytes())
    done = run("ask", "How long do penguins remember faces?", "--library", str(small_library.folder), "--json")
    assert ("quotes", None) == (done.json()["generator"], done.json()["model"])
    assert "newest.gguf cannot be loaded" in done.err
