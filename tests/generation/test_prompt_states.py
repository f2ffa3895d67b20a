"""States on the disk: whole or none, for the person alone, and never more than allowed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.generation.prompt_states import PromptStates


def test_a_state_comes_back(tmp_path: Path) -> None:
    """For another process with the same key, and no other key or prompt."""
    PromptStates(tmp_path / "a", ["m", 1]).write([1, 2], b"state")
    assert b"state" == PromptStates(tmp_path / "a", ["m", 1]).read([1, 2])
    assert PromptStates(tmp_path / "a", ["m", 2]).read([1, 2]) is None
    assert PromptStates(tmp_path / "a", ["m", 1]).read([1, 2, 3]) is None


def test_states_are_the_persons_alone(tmp_path: Path) -> None:
    """A prompt may one day hold what is nobody else's business."""
    PromptStates(tmp_path / "a", []).write([1], b"state")
    (path,) = (tmp_path / "a").iterdir()
    assert (0o700, 0o600) == ((tmp_path / "a").stat().st_mode & 0o777, path.stat().st_mode & 0o777)


@pytest.mark.parametrize("cut", [0, 5, 40, -1])
def test_a_damaged_state_is_none(tmp_path: Path, cut: int) -> None:
    """Cut short or changed, it never reaches llama.cpp, and is thrown away."""
    states = PromptStates(tmp_path, [])
    states.write([1], b"state" * 100)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:cut])
    assert states.read([1]) is None
    assert not path.exists()


def test_a_changed_byte_is_seen(tmp_path: Path) -> None:
    """There is a digest."""
    states = PromptStates(tmp_path, [])
    states.write([1], bytes(1000))
    (path,) = tmp_path.iterdir()
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert states.read([1]) is None


def test_the_oldest_goes_first(tmp_path: Path) -> None:
    """What was used lately stays."""
    states = PromptStates(tmp_path, [], limit=1000)
    for number in range(3):
        states.write([number], bytes(260))
        for age, path in enumerate(sorted(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime)):
            os.utime(path, (age + 1, age + 1))
    assert states.read([0])
    states.write([3], bytes(260))
    assert [True, False, True, True] == [states.read([number]) is not None for number in range(4)]


def test_what_is_too_large_is_not_kept(tmp_path: Path) -> None:
    """It would drive out all others."""
    states = PromptStates(tmp_path, [], limit=1000)
    states.write([1], bytes(600))
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    """The next process reads the prompt again."""
    (tmp_path / "file").write_text("")
    states = PromptStates(tmp_path / "file", [])
    states.write([1], b"state")
    assert states.read([1]) is None
