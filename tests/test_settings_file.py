"""One setting is changed, and every other byte of the file stays as it is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.settings_file import write_setting


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'model = "b"\n'),
        ("threads = 2", 'threads = 2\nmodel = "b"\n'),
        ('model = "a"\n', 'model = "b"\n'),
        ("model='a'  # mine\nthreads = 2\n", 'model = "b"  # mine\nthreads = 2\n'),
        ('# model = "x"\nmodel = "a"', '# model = "x"\nmodel = "b"'),
        ('openai_model = "m"\r\nthreads = 2\r\n', 'openai_model = "m"\r\nthreads = 2\r\nmodel = "b"\r\n'),
        ('"model" = "a\\"#"\n', 'model = "b"\n'),
        ("# ends in a comment", '# ends in a comment\nmodel = "b"\n'),
        ("library = '''\nmodel = \"a\"\n'''\n", "library = '''\nmodel = \"a\"\n'''\nmodel = \"b\"\n"),
        ("\ufeffmodel = 'a'\n", '\ufeffmodel = "b"\n'),
        ("\ufeffthreads = 2\n", '\ufeffthreads = 2\nmodel = "b"\n'),
        ("threads = 2\n[table]\nmodel = 'x'\n", "threads = 2\nmodel = \"b\"\n[table]\nmodel = 'x'\n"),
    ],
)
def test_only_this_setting_changes(tmp_path: Path, before: str, after: str) -> None:
    """Comments, order and ends of lines stay."""
    path = tmp_path / "config.toml"
    path.write_bytes(before.encode())
    write_setting(path, "model", "b")
    assert after == path.read_bytes().decode()
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "value", ['a "b" \\ c', "größe.gguf", "/tmp/a b/#1.gguf", "", "C:\\new\\table", "a\tb", "\x7f", "😀"]
)
def test_any_text_can_be_a_value(tmp_path: Path, value: str) -> None:
    """It comes back as it was."""
    path = tmp_path / "new" / "config.toml"
    write_setting(path, "model", "first")
    write_setting(path, "model", value)
    assert {"model": value} == tomllib.loads(path.read_text(encoding="utf-8"))


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that it means is changed, with its permissions."""
    real, link = tmp_path / "real.toml", tmp_path / "config.toml"
    real.write_text("threads = 2\n")
    real.chmod(0o600)
    link.symlink_to(real)
    write_setting(link, "model", "b")
    assert link.is_symlink()
    assert ('threads = 2\nmodel = "b"\n', 0o600) == (real.read_text(), real.stat().st_mode & 0o777)


@pytest.mark.parametrize("text", ['model = """\na\n"""\n', "model = 3\n"])
def test_what_is_written_unusually_is_left_alone(tmp_path: Path, text: str) -> None:
    """The error says what to write by hand."""
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(UsageError) as raised:
        write_setting(path, "model", "b")
    assert 'model = "b"' in raised.value.hint
    assert text == path.read_text()


def test_a_damaged_file_is_left_alone(tmp_path: Path) -> None:
    """It is an error as it is elsewhere."""
    path = tmp_path / "config.toml"
    path.write_text("model = ")
    with pytest.raises(UsageError, match="cannot be read"):
        write_setting(path, "model", "b")
    assert "model = " == path.read_text()


def test_a_name_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    """The file stays as it is."""
    path = tmp_path / "config.toml"
    path.write_text("seed = 1\n")
    with pytest.raises(UsageError, match="no UTF-8"):
        write_setting(path, "model", "bad\udcff.gguf")
    assert [path] == list(tmp_path.iterdir())
    assert path.read_text() == "seed = 1\n"
