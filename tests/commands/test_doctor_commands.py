"""What `assistant doctor` examines and mends."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import doctor
from assistant.commands import doctor_commands
from assistant.doctor import Finding, Level
from assistant.errors import ExitCode
from assistant.settings import Settings


@pytest.mark.parametrize("place", ["flag", "variable", "file", ""])
def test_only_the_library_that_is_named_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Where something else in the settings cannot be read; none where that may have named another."""
    named = f"library = '{tmp_path}'\n" if place == "file" else ""
    (tmp_path / "bad.toml").write_text(f"foo = 1\n{named}")
    monkeypatch.setenv("ASSISTANT_CONFIG", str(tmp_path / "bad.toml"))
    if place == "variable":
        monkeypatch.setenv("ASSISTANT_LIBRARY", str(tmp_path))
    examined: list[Path] = []
    told: list[str] = []

    def examine(found: Settings, progress: object) -> Iterator[Finding]:
        examined.append(found.library)
        yield Finding("x", Level.FAULT, "m", "r", lambda: "mended")

    monkeypatch.setattr(doctor, "examine", examine)
    flags = {"library": str(tmp_path)} if place == "flag" else {}
    assert ExitCode.FAILED == doctor_commands.run(argparse.Namespace(fix=True, json=False, **flags), told.append)
    assert (tmp_path if place else Settings().library) == examined[0]
    assert (["mending x: m", "mended"] if place else ["nothing is mended"]) == [words.split(",")[0] for words in told]
