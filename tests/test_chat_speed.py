"""The measure of the chat runs whole on little; what it finds there says nothing of real use."""

from __future__ import annotations

import pytest

from evaluations import chat


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
