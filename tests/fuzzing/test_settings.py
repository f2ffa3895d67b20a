"""Settings of any kind, in the file, the environment and on the command line: taken, or refused with a reason."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import tomllib
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.settings import PREFIX, Settings, load, origins, read_keys
from assistant.settings_file import write_setting
from tests.fuzzing.strategies import texts

NAMES = [field.name for field in dataclasses.fields(Settings)]
values = st.one_of(
    st.sampled_from(("auto", "true", "no", "-1", "0", "1e9", "nan", "inf", "~x", "~", "llama", "9" * 400, "1_0", "٣")),
    texts,
)
lines = st.one_of(
    st.tuples(st.sampled_from((*NAMES, "keys", "genrator")), values).map(lambda pair: f'{pair[0]} = "{pair[1]}"'),
    st.tuples(st.sampled_from(NAMES), values).map(" = ".join),
    st.tuples(st.sampled_from(NAMES), st.sampled_from(("[]", "{}", "1979-05-27", "0x1", "1e400", "[[1]]"))).map(
        " = ".join
    ),
    *(st.sampled_from(("[keys]", "[[keys]]", '"app.help" = "f2"', "# note", "[generator]")), texts),
)
files = st.one_of(
    st.lists(lines, max_size=5).map(lambda each: "\n".join(each).encode("utf-8", "surrogatepass")),
    st.binary(max_size=60),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of a settings file."""
    return tmp_path_factory.mktemp("settings") / "config.toml"


@given(data=files)
def test_any_file_is_read_or_refused(file: Path, data: bytes) -> None:
    """The error names the file."""
    file.write_bytes(data)
    with mock.patch.dict(os.environ, {PREFIX + "CONFIG": str(file)}):
        for read in (load, read_keys):
            try:
                read()
            except UsageError as error:
                assert str(file) in error.message


@given(st.sampled_from(NAMES), values)
def test_any_value_is_taken_or_refused(name: str, value: str) -> None:
    """By the environment and by a flag alike."""
    said = value.replace("\0", "").encode("utf-8", "replace").decode()
    outcomes = []
    for variables, flags in (({PREFIX + name.upper(): said}, {}), ({}, {name: said})):
        with mock.patch.dict(os.environ, variables):
            try:
                outcomes.append(str(origins(flags)[name].value))
            except UsageError as error:
                assert error.hint
                outcomes.append("refused")
    assert outcomes[0] == outcomes[1]


@given(data=files, name=st.sampled_from(("model", "generator", "openai_url")), value=texts)
def test_one_setting_is_written_or_nothing(file: Path, data: bytes, name: str, value: str) -> None:
    """What else the file says stays."""
    file.write_bytes(data)
    value = value.encode("utf-8", "replace").decode()
    with contextlib.suppress(UsageError):
        write_setting(file, name, value)
        assert tomllib.loads(file.read_text("utf-8")) == tomllib.loads(data.decode()) | {name: value}
        return
    assert file.read_bytes() == data
