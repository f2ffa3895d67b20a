"""Flag before environment before file before default, and nothing that was misspelt is passed over."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.settings import Origin, Settings, config_path, load, origins, read_keys


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty settings file, the only place that settings come from."""
    for name in ("CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    for field in dataclasses.fields(Settings):
        monkeypatch.delenv(f"ASSISTANT_{field.name.upper()}", raising=False)
    monkeypatch.setenv("ASSISTANT_CONFIG", str(tmp_path / "settings.toml"))
    (tmp_path / "settings.toml").touch()
    return tmp_path / "settings.toml"


def test_nothing_said_gives_the_defaults() -> None:
    """And says so."""
    assert load() == Settings()
    assert {origin.place for origin in origins().values()} == {"default"}


def test_file_comes_before_the_default(file: Path) -> None:
    """The place is the file."""
    file.write_text("retrieved = 7")
    assert origins()["retrieved"] == Origin(7, str(file))


def test_environment_comes_before_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place is the variable."""
    file.write_text("retrieved = 7")
    monkeypatch.setenv("ASSISTANT_RETRIEVED", "8")
    assert origins()["retrieved"] == Origin(8, "ASSISTANT_RETRIEVED")


def test_flag_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The place is the flag."""
    monkeypatch.setenv("ASSISTANT_RETRIEVED", "8")
    assert origins({"retrieved": "9"})["retrieved"] == Origin(9, "flag")


def test_flag_that_was_not_given_changes_nothing() -> None:
    """Nor does an argument that is no setting."""
    assert load({"retrieved": None, "question": ["What?"]}) == Settings()


def test_values_have_the_kind_of_their_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables and flags are texts."""
    monkeypatch.setenv("ASSISTANT_LIBRARY", "/papers")
    settings = load({"temperature": "0.5", "threads": "2"})
    assert (settings.library, settings.temperature, settings.threads) == (Path("/papers"), 0.5, 2)


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("True", True), ("1", True), ("off", False), ("0", False)])
def test_switches_are_understood(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    """As people write them."""
    monkeypatch.setenv("ASSISTANT_ALWAYS_ANSWER", text)
    assert value is load().always_answer


def test_flag_switches_off_what_the_file_switches_on(file: Path) -> None:
    """And the file holds a switch of TOML."""
    file.write_text("always_answer = true")
    assert (True, False) == (load().always_answer, load({"always_answer": False}).always_answer)


def test_home_is_understood(file: Path) -> None:
    """In the file too, where no shell does it."""
    file.write_text('library = "~/papers"')
    assert load().library == Path.home() / "papers"


@pytest.mark.parametrize(
    ("text", "hint"), [("libary = 'x'", "did you mean library?"), ("zzz = 1", "'assistant config' lists the settings")]
)
def test_unknown_key_is_refused(file: Path, text: str, hint: str) -> None:
    """With the nearest name, if one is near."""
    file.write_text(text)
    with pytest.raises(UsageError, match="unknown setting") as caught:
        load()
    assert hint == caught.value.hint


def test_unknown_variable_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would otherwise be a setting that silently does nothing."""
    monkeypatch.setenv("ASSISTANT_EMBEDING_MODEL", "x")
    with pytest.raises(UsageError, match="environment variable ASSISTANT_EMBEDING_MODEL") as caught:
        load()
    assert caught.value.hint == "did you mean embedding_model?"


@pytest.mark.parametrize(
    "text",
    [
        "retrieved = 7.5",
        "retrieved = true",
        "retrieved = 'many'",
        "retrieved = 0",
        "retrieved = -3",
        "gpu_layers = -2",
        "max_tokens = 0",
        "threads = -1",
        "threads = 0",
        "threads = 'few'",
        "max_tokens = 'auto'",
        "temperature = -0.1",
        "temperature = nan",
        "timeout = inf",
        "timeout = 0",
        "timeout = 1e11",
        "retrieved = 99999999999999999999",
        "context = 2147483648",
        "model = 5",
        "always_answer = 1",
        "always_answer = 'maybe'",
        "always_answer = []",
        "model = ['a']",
        "library = ''",
        "library = 1",
        "library = '~nobody-of-this-name/papers'",
        'library = "a\\u0000b"',
        "generator = 'gpt'",
        "vector_index = ''",
        "[library]\npath = 'x'",
    ],
)
def test_value_of_a_wrong_kind_is_refused(file: Path, text: str) -> None:
    """The message names the place and the hint or the message what would be right."""
    file.write_text(text)
    with pytest.raises(UsageError, match=f"^{file}: ") as caught:
        load()
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "value"), [("library", ""), ("retrieved", ""), ("timeout", "soon"), ("threads", "2.5")]
)
def test_variable_of_a_wrong_kind_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """An empty one too, which would make the current folder a library."""
    monkeypatch.setenv(f"ASSISTANT_{name.upper()}", value)
    with pytest.raises(UsageError, match=f"ASSISTANT_{name.upper()}: '{value}' is not"):
        load()


@pytest.mark.parametrize(
    "data", [b"retrieved =", b"\xff\xfe", b"[[[", b"a=" + b"[" * 10_000, b"seed = " + b"9" * 5_000]
)
def test_damaged_file_is_refused(file: Path, data: bytes) -> None:
    """It is not passed over."""
    file.write_bytes(data)
    with pytest.raises(UsageError, match="cannot be read"):
        load()


def test_a_byte_order_mark_is_no_part_of_the_settings(file: Path) -> None:
    """Some editors write one."""
    file.write_bytes(b"\xef\xbb\xbfretrieved = 7\r\n")
    assert 7 == load().retrieved


def test_faults_can_be_passed_over(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can be read holds, in its order; a flag that cannot be read is still refused."""
    file.write_text("zzz = 1\nretrieved = 'many'\nthreads = 3\nmodel = 'a'")
    monkeypatch.setenv("ASSISTANT_MODEL", "b")
    monkeypatch.setenv("ASSISTANT_YYY", "1")
    faults: list[UsageError] = []
    found = origins({"library": "/papers"}, faults)
    assert ("b", 3, 10) == (found["model"].value, found["threads"].value, found["retrieved"].value)
    assert Origin(Path("/papers"), "flag") == found["library"]
    assert all(name in str(fault) for name, fault in zip(("zzz", "many", "yyy"), faults, strict=True))
    file.write_text("[[[")
    assert Path("/papers") == origins({"library": "/papers"}, faults)["library"].value
    with pytest.raises(UsageError, match="--library"):
        origins({"library": ""}, faults)


def test_folder_in_place_of_the_file_is_refused(file: Path) -> None:
    """As is whatever else cannot be read."""
    file.unlink()
    file.mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        load()


def test_file_that_was_named_must_exist(file: Path) -> None:
    """A slip of the pen is not taken for no settings."""
    file.unlink()
    with pytest.raises(UsageError, match="does not exist"):
        load()


def test_file_that_was_not_named_need_not_exist(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most people have none."""
    monkeypatch.delenv("ASSISTANT_CONFIG")
    assert not config_path().exists()
    assert load() == Settings()


def test_keys_of_the_chat_stand_beside_the_settings(file: Path) -> None:
    """They are none, and hinder none."""
    file.write_text('retrieved = 3\n[keys]\n"app.help" = "f2"\n')
    assert load().retrieved == 3
    assert read_keys() == {"app.help": "f2"}


@pytest.mark.parametrize(
    ("text", "words"), [("keys = 3", "'keys' in .* is no table"), ("[keys]\nx = 3", "'x' under .* is not a text")]
)
def test_keys_of_another_shape_are_refused(file: Path, text: str, words: str) -> None:
    """With an example of the right one."""
    file.write_text(text)
    with pytest.raises(UsageError, match=words):
        read_keys()


@pytest.mark.parametrize("name", ["gpu_layers", "context", "threads", "prompt_threads", "batch_size"])
def test_auto_leaves_a_number_to_the_program(file: Path, name: str) -> None:
    """Said anew where a file or a variable has set one."""
    file.write_text(f"{name} = 5")
    assert (5, None) == (getattr(load(), name), getattr(load({name: "auto"}), name))


def test_every_setting_has_help() -> None:
    """It is what the command line and `assistant config` show."""
    assert all(field.metadata["help"] for field in dataclasses.fields(Settings))
