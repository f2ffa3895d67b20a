"""The folders that travel with the program are found in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import resources
from assistant.errors import MissingError


@pytest.mark.parametrize("name", ["prompts", "seeds"])
def test_a_checkout_has_them_beside_the_package(name: str) -> None:
    """They stand at the top, where people find them."""
    assert any(resources.resource_folder(name).iterdir())


def test_a_wheel_has_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The packaged folder goes before one that happens to stand beside it."""
    (tmp_path / "package" / "prompts").mkdir(parents=True)
    (tmp_path / "prompts").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "package")
    assert resources.resource_folder("prompts") == tmp_path / "package" / "prompts"


def test_a_missing_folder_is_said_so_with_the_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names where was looked."""
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "package")
    with pytest.raises(MissingError, match=str(tmp_path)):
        resources.resource_folder("prompts")
