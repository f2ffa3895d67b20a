"""What a model remembers of the fixed part of a prompt, kept in a folder so that the next process need not read it.

A file holds a digest and the state as llama.cpp gives it; one that is damaged is as good as none. The name stands for
everything that the state depends on. The folder is the person's alone and bounded; what was not used for longest goes
first. This module knows no model.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

LIMIT = 512_000_000
"""Bytes of all states together."""
_MAGIC, _SUFFIX = b"assistant-state-1\n", ".state"
_HEAD = len(_MAGIC) + hashlib.sha256().digest_size


class PromptStates:
    """The states in a folder that were made in one way.

    Args:
        key: whatever the state depends on beside the tokens: model, version of llama.cpp, form of the context.
    """

    def __init__(self, folder: Path, key: Sequence[object], limit: int = LIMIT) -> None:
        self._folder = folder
        self._key = repr(tuple(key))
        self._limit = limit

    def read(self, tokens: Sequence[int]) -> bytes | None:
        """Return the state of a prompt that begins with `tokens`; None if there is none that is whole."""
        path = self._path(tokens)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        state = data[_HEAD:]
        if data[:_HEAD] != _MAGIC + hashlib.sha256(state).digest():
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return state

    def write(self, tokens: Sequence[int], state: bytes) -> None:
        """Keep a state, unless it is too large; a folder that cannot be written is no reason to fail."""
        if not state or len(state) > self._limit // 2:
            return
        path = self._path(tokens)
        staged = path.with_name(f"{path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder.chmod(0o700)
            try:
                with os.fdopen(os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                    file.write(_MAGIC + hashlib.sha256(state).digest())
                    file.write(state)
                staged.replace(path)
            finally:
                staged.unlink(missing_ok=True)
            self._forget_oldest()

    def _path(self, tokens: Sequence[int]) -> Path:
        said = f"{self._key}\n{','.join(map(str, tokens))}"
        return self._folder / (hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:40] + _SUFFIX)

    def _forget_oldest(self) -> None:
        found = [(path.stat(), path) for path in self._folder.glob(f"*{_SUFFIX}*")]
        total = sum(status.st_size for status, _ in found)
        for status, path in sorted(found, key=lambda item: item[0].st_mtime):
            if total <= self._limit:
                return
            path.unlink(missing_ok=True)
            total -= status.st_size
