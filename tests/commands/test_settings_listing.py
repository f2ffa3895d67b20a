"""The settings as a file: whatever they hold, it loads as the same."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.commands import settings_listing
from assistant.commands.settings_listing import as_toml
from assistant.errors import ExitCode
from assistant.sanitizing import ACTING
from assistant.settings import KEYS, Origin


@given(
    st.text(),
    st.text(min_size=1).map(Path),
    st.dictionaries(st.text(), st.text()),
    st.floats(allow_nan=False, allow_infinity=False),
)
@example("\U0001f600\x7f\u202e\n", Path("/tmp/a  b "), {}, 1e16)
def test_what_is_set_comes_back_as_it_was(text: str, path: Path, keys: dict[str, str], number: float) -> None:
    """And nothing in it acts on the terminal."""
    values = {"model": text, "library": path, "temperature": number, "threads": None, "calm": True}
    lines = list(as_toml({name: Origin(value, f"a\nplace {text}") for name, value in values.items()}, keys))
    read = tomllib.loads("\n".join(lines))
    assert values | {"library": str(path), "threads": "auto"} | ({KEYS: keys} if keys else {}) == read
    assert not any(ACTING.search(line) or "\n" in line for line in lines)


def test_a_name_that_is_no_text_is_a_comment() -> None:
    """No settings file can hold it."""
    (*_, line) = [line for line in as_toml({"library": Origin(Path("/tmp/\udcff"), "flag")}, {}) if "library" in line]
    assert "# library is a name that is no UTF-8, which no settings file can hold # flag" == line


def test_what_can_be_read_is_listed_beside_the_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list is the remedy for an unknown name, and each fault is told."""
    (tmp_path / "config.toml").write_text("zzz = 1\nretrieved = 7\nkeys = 3")
    monkeypatch.setenv("ASSISTANT_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("ASSISTANT_YYY", "1")
    assert ExitCode.USAGE == settings_listing.run(argparse.Namespace(threads="3"))
    said = capsys.readouterr()
    assert f"retrieved = 7 # {tmp_path}/config.toml" in said.out
    assert "threads = 3 # flag" in said.out
    assert all(words in said.err for words in ("'zzz'", "'yyy'", "'keys'"))
