"""The measure of the chat runs whole on little; what it finds there says nothing of real use."""

from __future__ import annotations

import pytest

from assistant.storage.library import Library
from evaluations import chat


def test_the_start_is_timed(seeds_library: Library) -> None:
    """To a letter in the question box, and to the open library."""
    usable, opened, used = chat.time_start(seeds_library.folder)
    assert 0 < usable < opened
    assert 0 < used


async def test_tokens_and_memory_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the real application."""
    monkeypatch.setattr(chat, "TOKENS", 50)
    assert await chat.time_tokens() > 0
    early, late = await chat.grow(5)
    assert 0 < early <= late + 1


def test_keys_are_timed_while_tokens_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a pseudo-terminal."""
    monkeypatch.setattr(chat, "KEYS", 2)
    assert all(took > 0 for took in chat.time_keys())
